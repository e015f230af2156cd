/** What the keys `c` and `o` do to an entry, as buttons for the mouse. */
import { t } from '@vscode/l10n';
import { button, element, icon } from './dom.ts';
import type { EntryContext } from './entryContext.ts';
import type { Host } from './host.ts';
import type { EntryRow } from './rows.ts';

export function entryActions(row: EntryRow, context: EntryContext): HTMLElement {
  const copy = button('icon-button', t('Copy as Markdown (c)'), () => copyEntry(row, context.host), icon('copy'));
  const raw = button(
    'icon-button',
    t('Open Log File at This Entry (o)'),
    () => openRaw(row, context.host),
    icon('raw'),
  );
  // By keyboard the keys themselves are nearer than two more stops in each entry.
  for (const one of [copy, raw]) one.tabIndex = -1;
  return element('div', 'entry-actions', copy, raw);
}

export function copyEntry({ item, result }: EntryRow, host: Host): void {
  const offsets = [item.offset, ...(result === undefined ? [] : [result.offset])];
  // A stretch takes the lines that start in it.
  host.post({ type: 'copy', stretches: offsets.map((start) => ({ start, end: start + 1 })) });
}

export function openRaw(row: EntryRow | undefined, host: Host): void {
  host.post({ type: 'openRaw', ...(row !== undefined && { offset: row.item.offset }) });
}
