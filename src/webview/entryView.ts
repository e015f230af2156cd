/** One entry of the transcript as an article. */
import { t } from '@vscode/l10n';
import { formatBytes, formatNumber } from '../core/text/format.ts';
import type { DetailsItem, PlanItem, TranscriptItem } from '../core/transcript/items/items.ts';
import { badges } from './badges.ts';
import { bodyParts, imageView, markdownView, more } from './bodyView.ts';
import { clamped } from './clamp.ts';
import { codeView } from './codeView.ts';
import { button, element, icon, type Child } from './dom.ts';
import { entryActions } from './entryActions.ts';
import type { EntryContext } from './entryContext.ts';
import { fold } from './fold.ts';
import { firstLine, formatClock, formatMoment } from './format.ts';
import { RequestError } from '../messages/pendingRequests.ts';
import { markLine, planItemView, planModeView, proposalView } from './planView.ts';
import type { EntryRow } from './rows.ts';
import { callView, errorLine, resultView } from './toolView.ts';

export function entryView(row: EntryRow, context: EntryContext): HTMLElement {
  const { item } = row;
  const article = element(
    'article',
    `entry entry-${item.kind}`,
    timeOf(item),
    element('div', 'entry-body', ...contentOf(row, context), entryActions(row, context)),
  );
  if (isFailed(row)) article.classList.add('entry-failed');
  if (item.foreign !== undefined || item.copied === true) article.classList.add('entry-marked');
  if (row.takenBack === true) article.classList.add('entry-taken-back');
  article.dataset['key'] = row.key;
  article.tabIndex = -1;
  article.setAttribute('aria-label', labelOf(row));
  return article;
}

function contentOf(row: EntryRow, context: EntryContext): readonly Child[] {
  const { item } = row;
  switch (item.kind) {
    case 'prompt':
      return promptOf(item, row, context);
    case 'answer': {
      const { text } = context.whole(item);
      return [heads(row), markdownView(text.text, context), more(text, item, context)];
    }
    case 'thinking': {
      const { text } = context.whole(item);
      const head = [
        element('span', 'tool-name', t('Thinking')),
        element('span', 'tool-summary prose', firstLine(text.text.replaceAll(/\*\*|`/g, ''))),
        ...badges(item, row.markGoesOn),
      ];
      const body = (): readonly Child[] => [markdownView(text.text, context), more(text, item, context)];
      return [fold({ key: row.key, head, body, classes: 'tool thinking' }, context)];
    }
    case 'call':
      if (item.plan?.event === 'entered') return [planModeView(row)];
      return [proposalView(row, context) ?? callView(row, context)];
    case 'result':
      return [resultView(item, row, context)];
    case 'plan':
      return [planItemView(item, row, context)];
    case 'compaction':
      return [
        markLine(
          'compaction',
          t('Conversation compacted'),
          item.note === '' ? undefined : ` · ${item.note}`,
          ...badges(item, row.markGoesOn),
        ),
      ];
    case 'summary': {
      const { text } = context.whole(item);
      const head = [
        element('span', 'tool-name', t('Summary')),
        element('span', 'tool-summary prose', t('of the conversation so far')),
        ...badges(item, row.markGoesOn),
      ];
      const body = (): readonly Child[] => [markdownView(text.text, context), more(text, item, context)];
      return [fold({ key: row.key, head, body, classes: 'tool' }, context)];
    }
    case 'command':
      return [
        element(
          'div',
          'command',
          element('code', '', `${item.name} ${item.args}`.trim()),
          ...badges(item, row.markGoesOn),
        ),
      ];
    case 'output': {
      const { text } = context.whole(item);
      return [clamped(codeView(text.text, undefined, context), row.key, context), more(text, item, context)];
    }
    case 'note':
      return [noteOf(item, row, context)];
    case 'attachment': {
      const whole = context.whole(item);
      const head = [
        element('span', 'tool-name', t('Attached')),
        element('span', 'tool-summary prose', whole.text),
        ...badges(item, row.markGoesOn),
      ];
      return [fold({ key: row.key, head, body: () => bodyParts(whole.body, item, context), classes: 'tool' }, context)];
    }
    case 'details':
      return [detailsOf(item, row, context)];
    case 'record': {
      const head = [
        element('span', 'record-label', item.label),
        element('span', 'tool-summary', item.summary),
        ...badges(item, row.markGoesOn),
      ];
      return [
        fold(
          { key: row.key, head, body: () => bodyParts(context.whole(item).body, item, context), classes: 'tool' },
          context,
        ),
      ];
    }
    case 'skipped': {
      const raw = (): void => context.host.post({ type: 'openRaw', offset: item.offset });
      const words = t('{0} that hold no readable record were skipped', formatBytes(item.bytes));
      return [
        element('div', 'note note-warning', icon('warning'), words, button('text-button', t('Open Log File'), raw)),
      ];
    }
  }
}

const markdownLike = /^(?: {0,3}(?:#{1,6} |```|~~~)|[-*] )/m;

function promptOf(item: TranscriptItem & { kind: 'prompt' }, row: EntryRow, context: EntryContext): readonly Child[] {
  const { text } = context.whole(item);
  const via = { queued: t('queued while busy'), plan: t('a plan to implement') } as const;
  const head = element(
    'div',
    'prompt-head',
    element('strong', '', t('Prompt')),
    item.via && element('span', 'dim', via[item.via]),
    ...badges(item, row.markGoesOn),
  );
  const content = markdownLike.test(text.text) ? markdownView(text.text, context) : element('div', 'plain', text.text);
  const images = item.images.map((image) => imageView(image, item, context));
  return [
    head,
    text.text === '' ? undefined : clamped(content, item.key, context),
    more(text, item, context),
    ...images,
  ];
}

function noteOf(item: TranscriptItem & { kind: 'note' }, row: EntryRow, context: EntryContext): HTMLElement {
  const head = [icon(item.level), element('span', 'note-text', item.text), ...badges(item, row.markGoesOn)];
  if (item.body.length === 0) return element('div', `note note-${item.level}`, ...head);
  const body = (): readonly Child[] => bodyParts(context.whole(item).body, item, context);
  return fold({ key: item.key, head, body, classes: `note note-${item.level}` }, context);
}

/** A run of records without talk; its records are read when it is unfolded. */
function detailsOf(item: DetailsItem, row: EntryRow, context: EntryContext): HTMLElement {
  const labels = item.labels.map(([label, count]) => (count === 1 ? label : `${label} ×${count}`)).join(', ');
  const head = [
    element('span', 'dim', item.count === 1 ? t('1 record') : t('{0} records', formatNumber(item.count))),
    element('span', 'tool-summary prose dim', labels),
    ...badges(item, row.markGoesOn),
  ];
  const body = (): readonly Child[] => {
    const list = element('div', 'records', t('Reading…'));
    const fill = async (): Promise<void> => {
      const records = await context.host.request('records', { start: item.offset, end: item.end });
      list.replaceChildren(
        ...records.map((record) => entryView({ kind: 'entry', key: record.key, item: record }, context)),
      );
      if (records.length < item.count)
        list.append(element('div', 'more', t('{0} more are in the log file.', item.count - records.length)));
    };
    fill().catch((error: unknown) => {
      if (!(error instanceof RequestError)) throw error;
      list.textContent = error.message;
    });
    return [list];
  };
  return fold({ key: item.key, head, body, classes: 'tool' }, context);
}

/** Only entries that carry a mark have a line above their text. */
function heads(row: EntryRow): HTMLElement | undefined {
  const marks = badges(row.item, row.markGoesOn);
  return marks.length === 0 ? undefined : element('div', 'entry-head', ...marks);
}

function timeOf(item: TranscriptItem): HTMLElement {
  const time = element('time', 'entry-time', item.time === undefined ? '' : formatClock(item.time));
  if (item.time !== undefined) {
    time.dateTime = new Date(item.time).toISOString();
    time.title = formatMoment(item.time);
  }
  return time;
}

function isFailed({ item, result }: EntryRow): boolean {
  return result?.error === true || ('error' in item && item.error === true);
}

/** What a screen reader says when the entry takes the focus. */
export function labelOf(row: EntryRow): string {
  return row.takenBack === true ? t('Taken back by /rewind. {0}', nameOf(row)) : nameOf(row);
}

function nameOf({ item, result }: EntryRow): string {
  const named = (...parts: readonly string[]): string =>
    [...parts.slice(0, 1), ...(item.time === undefined ? [] : [formatClock(item.time)]), ...parts.slice(1)].join(', ');
  switch (item.kind) {
    case 'prompt':
      return `${named(t('Prompt'))}: ${firstLine(item.text.text)}`;
    case 'answer':
      return `${named(item.error === true ? t('Error') : t('Answer'))}: ${firstLine(item.text.text)}`;
    case 'thinking':
      return named(t('Thinking'));
    case 'call':
      return named(
        `${item.tool} ${item.summary}`,
        ...(result?.error === true ? [t('failed: {0}', errorLine(result))] : []),
      );
    case 'result':
      return named(t('Result of an earlier call'));
    case 'plan':
      return planName(item.event, item.slug ?? '');
    case 'compaction':
      return t('Conversation compacted, {0}', item.note);
    case 'summary':
      return t('Summary of the conversation so far');
    case 'command':
      return named(t('Command {0} {1}', item.name, item.args));
    case 'output':
      return t('Output: {0}', firstLine(item.text.text));
    case 'note':
    case 'attachment':
      return item.text;
    case 'details':
      return item.count === 1 ? t('1 record without talk') : t('{0} records without talk', formatNumber(item.count));
    case 'record':
      return `${item.label} ${item.summary}`;
    case 'skipped':
      return t('Skipped: no readable record');
  }
}

function planName(event: PlanItem['event'], slug: string): string {
  if (event === 'entered') return t('Plan {0} entered', slug);
  return event === 'left' ? t('Plan {0} left', slug) : t('Plan {0} referenced', slug);
}
