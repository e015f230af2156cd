/**
 * Which call wrote which line of a file. It is told along a chain of calls back from the file as it is now: each left,
 * byte for byte but for line ends, the text that the next one had before it. No time stamp is looked at. Where the
 * chain ends, what stood there already has no proof.
 */
import { createHash } from '../disk/crypto.ts';
import { samePlaces } from '../disk/samePlaces.ts';
import { plainText, readTextFile } from '../disk/textFile.ts';
import type { FileChanges } from '../files/fileChanges.ts';
import { loggedTexts } from '../files/loggedTexts.ts';
import type { ChainStart, FileChange } from '../model.ts';
import { keptLines, linesOf } from '../text/lineDiff.ts';

/** Lines next to each other of one call. */
export interface BlamedLines {
  /** 1-based, both included. */
  readonly from: number;
  readonly to: number;
  /** `undefined`: nothing proves who wrote them. */
  readonly change: FileChange | undefined;
}

export interface Blame {
  readonly start: ChainStart;
  /** In the order of the file. */
  readonly lines: readonly BlamedLines[];
  /** Logs that could not be read: their calls may have left the same texts. */
  readonly unreadable: readonly string[];
}

/** `undefined` when the file cannot be read, or is no text of a length that is compared. */
export function blame(file: string, files: FileChanges): Blame | undefined {
  const places = samePlaces();
  const real = places.realOf(file, true);
  const read = readTextFile(real);
  if (read === undefined) return undefined;
  const now = plainText(read);
  const { changes: touching, unreadable } = files.touching([file]);
  const changes = touching.filter((change) => places.realOf(change.path, true) === real);
  return { ...alongChain(chainTo(now, changes, files)), unreadable };
}

interface Chain {
  /** First call first. */
  readonly chain: readonly FileChange[];
  /** The text before the first one. */
  readonly base: string;
  readonly start: ChainStart;
}

function chainTo(now: string, changes: readonly FileChange[], files: FileChanges): Chain {
  const left = leftTexts(changes);
  /** Of each log, its first call that is in the chain. */
  const firstOf = new Map<string, FileChange>();
  const chain: FileChange[] = [];
  for (let text = now; ;) {
    const mayBe = (left.get(hashOf(text)) ?? []).filter((one) => isBefore(one, firstOf.get(one.evidence.file)));
    const call = mayBe.at(-1);
    if (call === undefined) return { chain, base: text, start: chain.length === 0 ? 'changed-since' : 'text-before' };
    const log = call.evidence.file;
    if (mayBe.some((one) => one.evidence.file !== log)) return { chain, base: text, start: 'several-calls' };
    const later = changes.filter((one) => isBefore(call, one) && isBefore(one, firstOf.get(log)));
    const isRestored = files.withTakenBack(later).some(({ takenBack }) => takenBack !== true);
    if (isRestored) return { chain, base: text, start: 'restored' };
    const { before, isNew } = loggedTexts(call);
    if (before === undefined) return { chain, base: text, start: 'no-text-before' };
    chain.unshift(call);
    firstOf.set(log, call);
    if (isNew) return { chain, base: '', start: 'created' };
    text = plainText(before);
  }
}

/** The calls that left a text, by its hash: texts of many changes are too much to keep. */
function leftTexts(changes: readonly FileChange[]): ReadonlyMap<string, readonly FileChange[]> {
  const left = new Map<string, FileChange[]>();
  for (const change of changes) {
    const { after } = loggedTexts(change);
    if (after === undefined) continue;
    const key = hashOf(plainText(after));
    left.set(key, [...(left.get(key) ?? []), change]);
  }
  return left;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

/** Whether `a` stands before `b` in the same log; true where there is no `b`. */
function isBefore(a: FileChange, b: FileChange | undefined): boolean {
  return b === undefined || (a.evidence.file === b.evidence.file && a.evidence.offset < b.evidence.offset);
}

function alongChain({ chain, base, start }: Chain): Omit<Blame, 'unreadable'> {
  let lines = linesOf(base);
  let writers: (FileChange | undefined)[] = lines.map(() => undefined);
  let begun = start;
  for (const change of chain) {
    const after = linesOf(plainText(loggedTexts(change).after ?? ''));
    const kept = keptLines(lines, after);
    if (kept === undefined) begun = 'too-different';
    const before = writers;
    writers = after.map((_, at) => {
      const from = kept?.[at] ?? -1;
      return from === -1 && kept !== undefined ? change : before[from];
    });
    lines = after;
  }
  return { start: begun, lines: grouped(writers) };
}

function grouped(writers: readonly (FileChange | undefined)[]): BlamedLines[] {
  const groups: { from: number; to: number; change: FileChange | undefined }[] = [];
  for (const [at, change] of writers.entries()) {
    const last = groups.at(-1);
    if (last !== undefined && last.change === change) last.to = at + 1;
    else groups.push({ from: at + 1, to: at + 1, change });
  }
  return groups;
}
