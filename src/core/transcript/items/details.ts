/** Records without talk, folded into one row for each run of them. */
import type { DetailsItem, TranscriptItem } from './items.ts';

const shownLabels = 8;

/** All items in order, with each run of neighbouring `details` items as one. */
export function foldDetails(items: Iterable<TranscriptItem>): readonly TranscriptItem[] {
  const folded: TranscriptItem[] = [];
  for (const item of items) {
    const last = folded.at(-1);
    const merged = last === undefined ? undefined : mergeDetails(last, item);
    if (merged === undefined) folded.push(item);
    else folded[folded.length - 1] = merged;
  }
  return folded;
}

/**
 * Two neighbouring runs as one; `undefined` when they are none, or one of them is a subagent's or another session's.
 */
export function mergeDetails(first: TranscriptItem, second: TranscriptItem): DetailsItem | undefined {
  if (first.kind !== 'details' || second.kind !== 'details') return undefined;
  if (first.sidechain !== second.sidechain || first.foreign !== second.foreign) return undefined;
  const counts = new Map(first.labels);
  for (const [label, count] of second.labels) counts.set(label, (counts.get(label) ?? 0) + count);
  const labels = [...counts].sort((a, b) => b[1] - a[1]).slice(0, shownLabels);
  return {
    ...first,
    end: second.end,
    count: first.count + second.count,
    labels,
    ...(first.repaired === true || second.repaired === true ? { repaired: true } : {}),
  };
}
