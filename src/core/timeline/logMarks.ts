/** The marks of one session log, read step by step in bounded memory, and on as the log grows. */
import { t } from '@vscode/l10n';
import * as path from 'node:path';
import { afterLine, linesForward } from '../log/lineReader.ts';
import type { OpenLog } from '../log/openLog.ts';
import { isClear, isCompaction } from '../log/contextResets.ts';
import * as records from '../log/recordShapes.ts';
import { answersOf } from '../log/spawnFacts.ts';
import type { Evidence } from '../model.ts';
import { timeOf } from '../text/isoTime.ts';
import { asObject, asString, safeParse, type Json } from '../text/schema.ts';
import { toSingleLine } from '../text/singleLine.ts';
import { recordsOf } from '../transcript/lineRecords.ts';
import type { ActiveStretch, MarkedLog, MarkKind, TimelineMark, TimelineMarks } from './timelineTypes.ts';

/** Bytes read in one step, so that other requests are answered between two. */
const stepBytes = 8 * 1024 * 1024;
/** Marks of a log that are kept, the newest. */
const mostMarks = 2000;
const mostStretches = 400;
const mostOpenCalls = 50;
const shortestPause = 5 * 60_000;
const longestLabel = 80;
/** Bytes before the place up to which a log was read that tell whether it is still the same. */
const markerLength = 1024;

/** Calls that only a person can answer, and what for. */
const waits: Readonly<Record<string, string>> = {
  ExitPlanMode: t('approval of a plan'),
  AskUserQuestion: t('an answer'),
};

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export class LogMarks {
  readonly #log: MarkedLog;
  readonly #plans: ReadonlySet<string>;
  #end = 0;
  #lines = 0;
  #marker: Buffer = Buffer.alloc(0);
  readonly #marks: Mutable<TimelineMark>[] = [];
  #leftOut = 0;
  /** Calls without a result yet, by their IDs. */
  readonly #open = new Map<string, Mutable<TimelineMark>>();
  #active: Mutable<ActiveStretch>[] = [];
  #pause = shortestPause;

  constructor(log: MarkedLog) {
    this.#log = log;
    this.#plans = new Set(log.plans);
  }

  /** What was read so far. */
  get found(): TimelineMarks {
    const marks = this.#marks.map((mark) => ({ ...mark })).sort((a, b) => a.time - b.time);
    this.#active = joined(this.#active, this.#pause);
    const active = this.#active.map((stretch) => ({ ...stretch }));
    return { marks, active, pause: this.#pause, leftOut: this.#leftOut };
  }

  /** Whether this is what was read of that log, for that session and those plans; the log may have grown. */
  fits({ sessionId, copiedUpTo, plans }: MarkedLog, file: OpenLog): boolean {
    const known = this.#log;
    return (
      known.sessionId === sessionId &&
      known.copiedUpTo === copiedUpTo &&
      known.plans.join('\n') === plans.join('\n') &&
      file.size >= this.#end &&
      this.#markerOf(file).equals(this.#marker)
    );
  }

  /** Reads on for a bounded number of bytes; `false` when nothing is left to read. */
  readOn(file: OpenLog): boolean {
    const start = this.#end;
    let isMore = false;
    for (const line of linesForward(file, start)) {
      // The last line may be half written (R2): it is read when its line feed is there.
      if (!line.terminated) break;
      this.#lines++;
      const position = { line: this.#lines, offset: line.start };
      for (const record of recordsOf(file, line, this.#log.sessionId).records) this.#read(record, position);
      this.#end = afterLine(line);
      isMore = this.#end - start >= stepBytes;
      if (isMore) break;
    }
    this.#marker = this.#markerOf(file);
    return isMore;
  }

  #markerOf(file: OpenLog): Buffer {
    return file.read(Math.max(0, this.#end - markerLength), this.#end);
  }

  #read(record: Json, position: { readonly line: number; readonly offset: number }): void {
    const time = timeOf(record['timestamp']);
    if (time === undefined || !isTalk(record) || !this.#isOwn(record, position.line)) return;
    const { path: file } = this.#log;
    const proof = <Kind extends string>(kind: Kind): Evidence<Kind> => ({ kind, file, ...position });
    this.#activeAt(time, proof('entry'));
    const add = (kind: MarkKind, label: string): Mutable<TimelineMark> =>
      this.#add({ kind, time, until: undefined, label: toSingleLine(label, longestLabel), evidence: proof(kind) });
    switch (record['type']) {
      case 'system':
        if (isCompaction(record)) add('compaction', triggerOf(record));
        if (isClear(record)) add('clear', '');
        break;
      case 'assistant':
        for (const { id, name } of callsIn(record)) {
          const wait = Object.hasOwn(waits, name) ? waits[name] : undefined;
          if (wait !== undefined) this.#opened(id, add('wait', wait));
        }
        break;
      case 'user': {
        if (record['isSidechain'] === true) break;
        for (const { tool_use_id: id } of answersOf(record)) this.#answered(id, time);
        const approved = safeParse(records.planApproval, record)?.toolUseResult;
        if (approved !== undefined && approved.isAgent !== true) add('plan-approved', nameOf(approved.filePath));
        const written = approved === undefined ? safeParse(records.fileWrite, record)?.toolUseResult : undefined;
        if (written !== undefined && this.#plans.has(written.filePath)) add('plan-written', nameOf(written.filePath));
        const received = safeParse(records.planPrompt, record);
        if (received !== undefined) add('plan-received', received.slug ?? '');
        if (isClear(record)) add('clear', '');
        break;
      }
    }
  }

  #isOwn(record: Json, line: number): boolean {
    const named = asString(record['sessionId'])?.toLowerCase();
    if (named !== undefined && named !== this.#log.sessionId) return false;
    return record['forkedFrom'] === undefined && line > this.#log.copiedUpTo;
  }

  #add(mark: Mutable<TimelineMark>): Mutable<TimelineMark> {
    this.#marks.push(mark);
    if (this.#marks.length > mostMarks) {
      this.#marks.shift();
      this.#leftOut++;
    }
    return mark;
  }

  #opened(id: string, mark: Mutable<TimelineMark>): void {
    this.#open.set(id, mark);
    const [first] = this.#open.keys();
    if (this.#open.size > mostOpenCalls && first !== undefined) this.#open.delete(first);
  }

  #answered(id: string, time: number): void {
    const mark = this.#open.get(id);
    this.#open.delete(id);
    if (mark !== undefined) mark.until = Math.max(time, mark.time);
  }

  #activeAt(time: number, evidence: ActiveStretch['evidence']): void {
    const last = this.#active.at(-1);
    if (last !== undefined && time >= last.from - this.#pause && time <= last.until + this.#pause) {
      if (time > last.until) last.until = time;
      if (time < last.from) [last.from, last.evidence] = [time, evidence];
      return;
    }
    this.#active.push({ from: time, until: time, evidence });
    while (this.#active.length > mostStretches) {
      this.#active = joined(this.#active, this.#pause);
      if (this.#active.length > mostStretches / 2) this.#pause *= 2;
    }
  }
}

/** Sorted, and those within `pause` of one another made one. */
function joined(stretches: readonly Mutable<ActiveStretch>[], pause: number): Mutable<ActiveStretch>[] {
  const made: Mutable<ActiveStretch>[] = [];
  for (const stretch of stretches.toSorted((a, b) => a.from - b.from)) {
    const last = made.at(-1);
    if (last === undefined || stretch.from > last.until + pause) made.push(stretch);
    else last.until = Math.max(last.until, stretch.until);
  }
  return made;
}

/** Dumps of requests (2.1.330) repeat the same keys, and bookkeeping is no activity. */
function isTalk({ type }: Json): boolean {
  return type === 'user' || type === 'assistant' || type === 'system' || type === 'attachment';
}

function triggerOf(record: Json): string {
  return asString(asObject(record['compactMetadata'])?.['trigger']) ?? '';
}

function* callsIn(record: Json): Generator<{ readonly id: string; readonly name: string }, void> {
  if (record['isSidechain'] === true) return;
  for (const block of safeParse(records.blocks, record)?.message.content ?? []) {
    const { type, id, name } = asObject(block) ?? {};
    if (type === 'tool_use' && typeof id === 'string' && typeof name === 'string') yield { id, name };
  }
}

/** The plan's name: clients of other systems log their paths. */
function nameOf(file: string): string {
  return path.win32.basename(file).replace(/\.md$/, '');
}
