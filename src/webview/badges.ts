/** The marks of an entry: another session's, copied, repaired, read by its ends alone. */
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
      `session ${item.foreign.slice(0, 8)}`,
      `Names session ${item.foreign}: it proves nothing about this one`,
      'badge-foreign',
    );
  }
  if (item.copied === true && !goesOn) add('copied', 'Copied from another session by /branch');
  if (item.repaired === true) add('repaired', 'Got back from a damaged line', 'badge-repaired');
  if (item.oversized !== undefined) {
    add(formatBytes(item.oversized), 'Only the two ends of this line were read', 'badge-oversized');
  }
  return made;
}
