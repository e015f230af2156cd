/** The same lanes as a table, for screen readers and for whoever would rather read. */
import { t } from '@vscode/l10n';
import { formatNumber } from '../../core/text/format.ts';
import { button, element } from '../dom.ts';
import { noteBelowEvents, overlaps, type Lane, type LaneEvent, type TimeRange } from './lanes.ts';
import { eventWords, momentWords, stateWords } from './laneWords.ts';

/** Rows that are made: a page must stay quick. */
const mostRows = 500;

export interface LaneTableHost {
  open(lane: Lane, event?: LaneEvent): void;
  readonly titleOf: (sessionId: string) => string;
  /** The lane's details and marks are to be read. */
  want(lanes: readonly Lane[]): void;
}

export class LaneTable {
  readonly view = element('div', 'table-view');
  readonly #host: LaneTableHost;
  readonly #unfolded = new Set<string>();

  constructor(host: LaneTableHost) {
    this.#host = host;
    this.view.tabIndex = 0;
    this.view.setAttribute('role', 'region');
    this.view.setAttribute('aria-label', t('Sessions as a table'));
  }

  render(lanes: readonly Lane[], range: TimeRange, caption: string): void {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['key'] : undefined;
    const shown = lanes.slice(0, mostRows);
    const heads = [
      t('Session'),
      t('State'),
      t('First entry'),
      t('Last entry'),
      t('At the same time'),
      t('Plans'),
      t('Agents'),
      t('What happened'),
    ];
    const head = element('tr', '', ...heads.map(columnHead));
    const table = element('table', '', element('caption', '', caption), element('thead', '', head));
    table.append(element('tbody', '', ...shown.flatMap((lane) => this.#rows(lane, lanes, range))));
    const left = lanes.length - shown.length;
    this.view.replaceChildren(table, left === 0 ? '' : element('p', 'dim', leftWords(left)));
    if (focused !== undefined)
      this.view.querySelector<HTMLElement>(`[data-key=${JSON.stringify(focused)}]`)?.focus({ preventScroll: true });
    this.#host.want(shown.filter(({ sessionId }) => this.#unfolded.has(sessionId)));
  }

  #rows(lane: Lane, lanes: readonly Lane[], range: TimeRange): readonly HTMLElement[] {
    const { sessionId, title, state, from, until, plans, agents } = lane;
    const isUnfolded = this.#unfolded.has(sessionId);
    const name = element(
      'th',
      '',
      keyed(
        button('text-button', title, () => this.#host.open(lane)),
        sessionId,
      ),
    );
    name.scope = 'row';
    name.append(' ', element('code', 'dim', sessionId.slice(0, 8)));
    const others = lanes.filter((other) => other !== lane && overlaps(other, lane));
    const unfold = keyed(
      button('text-button', isUnfolded ? t('Hide') : t('Show'), () => this.#toggle(lane, lanes, range)),
      `${sessionId} events`,
    );
    unfold.setAttribute('aria-expanded', String(isUnfolded));
    unfold.setAttribute(
      'aria-label',
      isUnfolded ? t('Hide what happened in {0}', title) : t('Show what happened in {0}', title),
    );
    const cells = [
      stateWords(state) ?? '',
      momentWords(from),
      momentWords(until),
      othersWords(others.length),
      String(plans),
      String(agents),
    ];
    const row = element('tr', '', name, ...cells.map((text) => element('td', '', text)), element('td', '', unfold));
    return isUnfolded ? [row, this.#events(lane, range)] : [row];
  }

  #events(lane: Lane, range: TimeRange): HTMLElement {
    const events = lane.events?.filter((event) =>
      overlaps({ from: event.time, until: event.until ?? lane.until }, range),
    );
    const list = element('ul');
    for (const event of events ?? []) {
      const words = eventWords(event, this.#host.titleOf);
      list.append(
        element(
          'li',
          '',
          button('text-button', words, () => this.#host.open(lane, event)),
        ),
      );
    }
    const count = events?.length ?? 0;
    const cell = element('td', '', count === 0 ? undefined : list, noteBelowEvents(lane, count));
    cell.colSpan = 8;
    return element('tr', 'events', cell);
  }

  #toggle({ sessionId }: Lane, lanes: readonly Lane[], range: TimeRange): void {
    if (!this.#unfolded.delete(sessionId)) this.#unfolded.add(sessionId);
    this.render(lanes, range, this.view.querySelector('caption')?.textContent ?? '');
  }
}

function leftWords(sessions: number): string {
  return sessions === 1
    ? t('1 older session not shown: choose a shorter range.')
    : t('{0} older sessions not shown: choose a shorter range.', formatNumber(sessions));
}

function othersWords(sessions: number): string {
  if (sessions === 0) return t('none');
  return sessions === 1 ? t('1 other') : t('{0} others', formatNumber(sessions));
}

function columnHead(text: string): HTMLElement {
  const head = element('th', '', text);
  head.scope = 'col';
  return head;
}

function keyed(made: HTMLElement, key: string): HTMLElement {
  made.dataset['key'] = key;
  return made;
}
