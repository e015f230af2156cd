/** The marks of an entry: another session's, copied, repaired, read by its ends alone. */
import { t } from '@vscode/l10n';
import { formatBytes } from '../core/text/format.ts';
import type { ItemSource } from '../core/transcript/items/items.ts';
import { element } from './dom.ts';

/** `goesOn`: the entry before says of which session both are; the line at the side goes on. */
export function badges(item: ItemSource, goesOn = false): readonly HTMLElement[] {
  const made: HTMLElement[] = [];
  const add = (text: string, title: string, kind = ''): void => {
    const badge = element('span', `badge ${kind}`.trim(), text);
    badge.title = title;
    made.push(badge);
  };
  if (item.foreign !== undefined && !goesOn) {
    add(
      t('session {0}', item.foreign.slice(0, 8)),
      t('Names session {0}: it proves nothing about this one', item.foreign),
      'badge-foreign',
    );
  }
  if (item.copied === true && !goesOn) add(t('copied'), t('Copied from another session by /branch'));
  if (item.repaired === true) add(t('repaired'), t('Got back from a damaged line'), 'badge-repaired');
  if (item.oversized !== undefined) {
    add(formatBytes(item.oversized), t('Only the two ends of this line were read'), 'badge-oversized');
  }
  return made;
}
