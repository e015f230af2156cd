/** What stands on the timeline's page, and which of its forms is shown. */
import { t } from '@vscode/l10n';
import { button, element, icon, type IconName } from '../dom.ts';
import { keysDialog } from '../keysDialog.ts';
import type { Chart } from './chart.ts';
import { LaneScroller } from './laneScroller.ts';
import type { LaneTable } from './laneTable.ts';
import { legend } from './legend.ts';
import type { Overview } from './overview.ts';
import { explainedTimelineKeys, type TimelineAction } from './timelineKeys.ts';
import { Tooltip } from './tooltip.ts';

/** What is drawn anew whenever something changes. */
interface DrawnParts {
  readonly overview: Overview;
  readonly chart: Chart;
  readonly table: LaneTable;
}

export class TimelinePage {
  readonly parts: DrawnParts;
  readonly scroller = new LaneScroller();
  readonly chartView: HTMLElement;
  readonly tooltip = new Tooltip();
  readonly keys = keysDialog(explainedTimelineKeys);
  readonly #about = element('span', 'about');
  readonly #rangeText = element('span', 'range');
  readonly #empty = element('p', 'empty', t('No session has a time in its log yet.'));
  readonly #legend = legend();
  readonly #announcer = element('div', 'announcer');
  readonly #tableButton: HTMLButtonElement;
  #isEmpty = true;
  #asTable: boolean;

  /** `act` is called with what a button of the toolbar asks for. */
  constructor(parts: DrawnParts, asTable: boolean, act: (action: TimelineAction) => void) {
    this.parts = parts;
    this.#asTable = asTable;
    const { overview, chart, table } = parts;
    this.chartView = element('div', 'chart', chart.canvas.view, this.scroller.view);
    this.#tableButton = iconButton('table', t('Show as Table (t)'), () => act('table'));
    this.#announcer.setAttribute('role', 'status');
    document.body.append(
      element(
        'header',
        'toolbar',
        element('div', 'names', element('h1', 'title', t('Timeline')), this.#about),
        toolbar(act, this.#tableButton),
      ),
      element('main', '', overview.view, this.#rangeText, this.#empty, this.chartView, table.view, this.#legend),
      this.tooltip.view,
      this.#announcer,
      this.keys,
    );
    this.#showForm();
  }

  get asTable(): boolean {
    return this.#asTable;
  }

  set asTable(asTable: boolean) {
    this.#asTable = asTable;
    this.#showForm();
  }

  /** `about`: which lanes were taken. */
  tookLanes(about: string, isEmpty: boolean): void {
    this.#about.textContent = about;
    this.#isEmpty = isEmpty;
    this.#showForm();
  }

  set rangeText(words: string) {
    this.#rangeText.textContent = words;
  }

  /** Pixels for names and lanes. Beside the table nothing is drawn, but the range is there. */
  get width(): number {
    return this.scroller.view.clientWidth || document.body.clientWidth;
  }

  /** Gives the keyboard to the form that is shown. */
  focus(): void {
    (this.#asTable ? this.parts.table : this.scroller).view.focus();
  }

  /** Tells a screen reader. */
  say(sentence: string): void {
    this.#announcer.textContent = sentence;
  }

  #showForm(): void {
    const [isEmpty, asTable] = [this.#isEmpty, this.#asTable];
    // Before lanes were taken it is not known whether there are any.
    this.#empty.hidden = !isEmpty || this.#about.textContent === '';
    this.chartView.hidden = asTable || isEmpty;
    this.#legend.hidden = asTable || isEmpty;
    this.parts.table.view.hidden = !asTable || isEmpty;
    this.#tableButton.setAttribute('aria-pressed', String(asTable));
    this.tooltip.hide();
  }
}

function toolbar(act: (action: TimelineAction) => void, tableButton: HTMLButtonElement): HTMLElement {
  const span = (action: TimelineAction, label: string, words: string): HTMLButtonElement =>
    button('span-button', label, () => act(action), words);
  const tools = element(
    'div',
    'tools',
    span('hour', t('Show One Hour'), t('Hour')),
    span('day', t('Show One Day'), t('Day')),
    span('week', t('Show One Week'), t('Week')),
    span('all', t('Show All Time (0)'), t('All')),
    element('span', 'gap'),
    iconButton('zoomIn', t('Zoom In (+)'), () => act('zoomIn')),
    iconButton('zoomOut', t('Zoom Out (-)'), () => act('zoomOut')),
    tableButton,
    iconButton('help', t('Keys (?)'), () => act('help')),
  );
  tools.setAttribute('role', 'toolbar');
  tools.setAttribute('aria-label', t('Timeline'));
  return tools;
}

function iconButton(name: IconName, label: string, press: () => void): HTMLButtonElement {
  return button('icon-button', label, press, icon(name));
}
