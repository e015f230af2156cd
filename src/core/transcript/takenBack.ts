/**
 * Turns that /rewind took back: nothing is removed from the log, and no entry says so. The next prompt goes on from the
 * entry before the prompt that was taken back, so that one entry has two prompts behind it (docs/format.md).
 *
 * A second terminal on the same session leaves the same fork, since each goes on from its own last entry. So a fork
 * proves nothing once its first branch goes on later, or a later `last-prompt` record says that a window stood in that
 * branch, or a client opened or left the session beside it; unless the checkpoints that come with the second prompt
 * name a file that only the first branch changed: then one client wrote both.
 *
 * One pass from the start of the log, in memory bounded by `kept`; what lies farther back than that gets no mark.
 */
import { wrapperOf, promptText } from '../log/prompts.ts';
import { afterLine, linesForward } from '../log/lineReader.ts';
import { withOpenLog, type LogPath, type OpenLog } from '../log/openLog.ts';
import { RecentLogs } from '../log/recentLogs.ts';
import { asArray, asObject, asString, type Json } from '../text/schema.ts';
import type { LogContext } from './items/logContext.ts';
import { recordsOf } from './lineRecords.ts';
import type { Stretch } from './page.ts';

/** Values of each kind that are remembered. */
const kept = 20_000;
/** Bytes read in one step, so that other requests are answered between two. */
const stepBytes = 16 * 1024 * 1024;
/** Logs of transcripts that are remembered. */
const openLogs = 4;
/** Bytes before the place up to which a log was read that tell whether it is still the same. */
const markerLength = 1024;

/** Written anew at each opening, by some clients at the end too, and now and then in between behind `last-prompt`. */
const bookkeeping = new Set(['mode', 'permission-mode', 'custom-title', 'agent-name', 'atis-latch']);

/** A prompt, and a later one that goes on from the same entry. */
interface Fork extends Stretch {
  /** The later prompt. */
  readonly uuid: string;
  /** Another client may have written it: only a checkpoint proves that it was the same one. */
  readonly doubtful: boolean;
  /** A checkpoint proves that who wrote the second branch had seen the first. */
  proven: boolean;
  /** The first branch is somebody's talk still. */
  refuted: boolean;
}

interface Prompt {
  readonly offset: number;
  /** Where the entry before it stands. */
  readonly parent: number;
}

export class TakenBack {
  readonly #context: LogContext;
  /** Offset after the last line that was read. */
  #end = 0;
  #marker: Buffer = Buffer.alloc(0);
  /** Where each entry stands. */
  readonly #entries = new RecentMap<string, number>();
  /** The last prompt that goes on from an entry, by the entry's uuid. */
  readonly #prompts = new RecentMap<string, Prompt>();
  /** Where each file that has checkpoints is named first. */
  readonly #files = new RecentMap<string, number>();
  /** Entries that go on from one before the last prompt, by offset: other branches. */
  readonly #jumps = new RecentMap<number, number>();
  /** Offsets of lines that a client wrote when it opened the session. */
  readonly #openings = new RecentMap<number, true>();
  readonly #forks = new RecentMap<string, Fork>();
  /** The checkpoints that came last: they stand before or behind the prompt that they are made for. */
  #checkpoints: { readonly messageId: string; readonly files: readonly number[] } | undefined;
  #lastPrompt = 0;
  #lastEntry = 0;
  #lastAnswer = -1;
  /** A run of bookkeeping that `last-prompt` leads, written by a client that goes on or ends. */
  #run: number | undefined;
  #newestEnd = 0;

  constructor(context: LogContext) {
    this.#context = context;
  }

  /** What was taken back, in the order of the log; one stretch may lie within another. */
  get stretches(): readonly Stretch[] {
    return [...this.#forks.values()]
      .filter(({ refuted, doubtful, proven }) => !refuted && (!doubtful || proven))
      .map(({ start, end }) => ({ start, end }))
      .sort((a, b) => a.start - b.start || b.end - a.end);
  }

  /** Whether the log is the one that was read, perhaps grown. */
  fits(file: OpenLog): boolean {
    return file.size >= this.#end && this.#markerOf(file).equals(this.#marker);
  }

  /** Reads on for a bounded number of bytes; `false` when nothing is left to read. */
  readOn(file: OpenLog): boolean {
    const more = !this.#context.agentLog && this.#readLines(file);
    this.#marker = this.#markerOf(file);
    return more;
  }

  #markerOf(file: OpenLog): Buffer {
    return file.read(Math.max(0, this.#end - markerLength), this.#end);
  }

  #readLines(file: OpenLog): boolean {
    const start = this.#end;
    for (const line of linesForward(file, start)) {
      // The last line may be half written (R2): it is read when its line feed is there.
      if (!line.terminated) return false;
      for (const record of recordsOf(file, line, this.#context.ownId).records) this.#read(record, line.start);
      this.#end = afterLine(line);
      if (this.#end - start >= stepBytes) return true;
    }
    return false;
  }

  #read(record: Json, offset: number): void {
    const type = asString(record['type']) ?? '';
    if (type === 'last-prompt') {
      this.#run = offset;
      return this.#stands(asString(record['leafUuid']), offset);
    }
    if (bookkeeping.has(type)) {
      if (this.#run === undefined) this.#openings.set(offset, true);
      return;
    }
    if (type === 'file-history-delta') return this.#tracked(asString(record['trackingPath']), offset);
    if (type === 'file-history-snapshot') return this.#snapshot(record, offset);
    const uuid = asString(record['uuid']);
    if (uuid === undefined || record['isSidechain'] === true) return;
    this.#entry(record, uuid, offset);
  }

  #entry(record: Json, uuid: string, offset: number): void {
    const parentUuid = asString(record['parentUuid']);
    const parent = parentUuid === undefined ? undefined : this.#entries.get(parentUuid);
    const starts = startsTurn(record);
    if (parentUuid !== undefined && parent !== undefined) {
      this.#stands(parentUuid, offset);
      const before = this.#prompts.get(parentUuid);
      if (starts && before !== undefined) this.#fork(before, uuid, offset);
      if (parent < this.#lastPrompt) this.#jumps.set(offset, parent);
      if (starts) this.#prompts.set(parentUuid, { offset, parent });
    }
    if (starts) this.#lastPrompt = offset;
    if (record['type'] === 'assistant') this.#lastAnswer = offset;
    this.#entries.set(uuid, offset);
    this.#lastEntry = offset;
    this.#run = undefined;
  }

  #fork({ offset: start, parent }: Prompt, uuid: string, end: number): void {
    // An unanswered prompt is taken back by the client itself when it is interrupted.
    if (this.#lastAnswer < start) return;
    for (const [at, to] of this.#jumps.entries()) if (at > start && to < start) return;
    const left = this.#run !== undefined && this.#run > this.#lastEntry;
    const opened = [...this.#openings.keys()].some((at) => at > parent);
    const fork: Fork = { start, end, uuid, doubtful: left || opened, proven: false, refuted: false };
    this.#forks.set(uuid, fork);
    this.#newestEnd = end;
    if (this.#checkpoints?.messageId === uuid) prove(fork, this.#checkpoints.files);
  }

  /** Somebody's talk stands at this entry while the log is at `offset`: no later prompt took it back. */
  #stands(uuid: string | undefined, offset: number): void {
    const at = uuid === undefined ? undefined : this.#entries.get(uuid);
    if (at === undefined || at >= this.#newestEnd) return;
    for (const fork of this.#forks.values()) {
      if (at >= fork.start && at < fork.end && offset >= fork.end) fork.refuted = true;
    }
  }

  #snapshot(record: Json, offset: number): void {
    const snapshot = asObject(record['snapshot']);
    const names = Object.keys(asObject(snapshot?.['trackedFileBackups']) ?? {});
    const messageId = asString(record['messageId']);
    if (record['isSnapshotUpdate'] !== true && messageId !== undefined) {
      const files = names.map((name) => this.#files.get(name)).filter((at) => at !== undefined);
      this.#checkpoints = { messageId, files };
      const fork = this.#forks.get(messageId);
      if (fork !== undefined) prove(fork, files);
    }
    for (const name of names) this.#tracked(name, offset);
  }

  #tracked(name: string | undefined, offset: number): void {
    if (name !== undefined && this.#files.get(name) === undefined) this.#files.set(name, offset);
  }
}

/** Reads logs step by step, and on as they grow. */
export class TakenBackLogs {
  readonly #logs: RecentLogs<TakenBack>;

  /** `most`: logs that are remembered between two steps. */
  constructor(most = openLogs) {
    this.#logs = new RecentLogs(most);
  }

  /** All of one log's. Throws `LogUnreadableError` alone. */
  of(path: LogPath, context: LogContext): readonly Stretch[] {
    for (;;) {
      const { stretches, more } = this.readOn(path, context);
      if (!more) return stretches;
    }
  }

  /** Reads on in one log. Throws `LogUnreadableError` alone. */
  readOn(path: LogPath, context: LogContext): { readonly stretches: readonly Stretch[]; readonly more: boolean } {
    return withOpenLog(path, (file) => {
      const taken = this.#logs.of(String(path), file, {
        fits: (known) => known.fits(file),
        begin: () => new TakenBack(context),
      });
      const more = taken.readOn(file);
      return { stretches: taken.stretches, more };
    });
  }
}

/** All of a log's. Throws `LogUnreadableError` alone. */
export function takenBackIn(path: LogPath, context: LogContext): readonly Stretch[] {
  return new TakenBackLogs().of(path, context);
}

function prove(fork: Fork, files: readonly number[]): void {
  if (files.some((at) => at >= fork.start && at < fork.end)) fork.proven = true;
}

/** A prompt or command of a person, with what the client says before it; no result, and no notice of its own. */
function startsTurn(record: Json): boolean {
  if (record['type'] === 'system') return record['subtype'] === 'local_command';
  if (record['type'] !== 'user' || record['isCompactSummary'] === true) return false;
  const content = asArray(asObject(record['message'])?.['content']);
  if (content.some((block) => asObject(block)?.['type'] === 'tool_result')) return false;
  const wrapper = wrapperOf(promptText(record) ?? '');
  return wrapper !== 'task-notification' && wrapper !== 'teammate-message';
}

/** A map that forgets what was set first. */
class RecentMap<Key, Value> {
  readonly #map = new Map<Key, Value>();

  get(key: Key): Value | undefined {
    return this.#map.get(key);
  }

  set(key: Key, value: Value): void {
    this.#map.delete(key);
    this.#map.set(key, value);
    if (this.#map.size <= kept) return;
    const first = this.#map.keys().next();
    if (first.done !== true) this.#map.delete(first.value);
  }

  keys(): Iterable<Key> {
    return this.#map.keys();
  }

  values(): Iterable<Value> {
    return this.#map.values();
  }

  entries(): Iterable<[Key, Value]> {
    return this.#map.entries();
  }
}
