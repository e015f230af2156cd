/**
 * What one log says of the text of a plan, line by line. Only lines that have the plan's name in them are parsed, so
 * that a long log takes little more than its bytes to be read, and one line of memory.
 */
import * as path from 'node:path';
import { readSmallFile } from '../../disk/openRegularFile.ts';
import { backupsIn, isHashOfPath } from '../../log/fileHistory.ts';
import { linesForward, longestLine, type LogLine } from '../../log/lineReader.ts';
import { readingLog, type OpenLog } from '../../log/openLog.ts';
import { editIn, type LoggedEdit } from '../../log/planTexts.ts';
import * as records from '../../log/recordShapes.ts';
import { longestRepair, repairLine } from '../../log/repair.ts';
import type { SessionId } from '../../model.ts';
import { parseSessionId } from '../../text/ids.ts';
import { timeOf } from '../../text/isoTime.ts';
import { parseJsonObject } from '../../text/parseJson.ts';
import { asObject, asString, safeParse, type Json } from '../../text/schema.ts';

/** A checkpoint beyond this size is not read. */
const largestCheckpoint = 4 * 1024 * 1024;

/** Which entries speak of the text of a plan. */
export type PlanChangeKind =
  /** The result of a Write or an Edit. */
  | 'written'
  | 'edited'
  /** The whole text before an Edit. */
  | 'before-edit'
  /** The text that ExitPlanMode was called with, and its result once the plan was approved. */
  | 'proposed'
  | 'approved'
  /** The prompt of a session that implements the plan. */
  | 'plan-content'
  /** The client reminds the model of the plan after a compaction. */
  | 'plan-file-reference'
  /** The client kept a copy of the file, before a prompt or a change. */
  | 'checkpoint';

/** One record that says something of the plan's text. */
export interface PlanChange {
  readonly kind: PlanChangeKind;
  /** The whole text after it, or what was done to the text before. */
  readonly text: string | LoggedEdit;
  readonly time: number | undefined;
  readonly line: number;
  readonly offset: number;
  /** The entry is a copy of another session's, or stands in a log of copied ones. */
  readonly isCopied: boolean;
  /** The session that wrote the entry: of a copied one the other one, where it is known. */
  readonly sessionId: SessionId | undefined;
  /** The entry is an agent's; its ID where it is known. */
  readonly agent: { readonly id: string | undefined } | undefined;
}

/** A log to be looked through. */
export interface PlanLog {
  readonly path: string;
  readonly sessionId: SessionId;
  /** The agent whose log it is. */
  readonly agentId: string | undefined;
  /** Lines up to this one are copies without a mark, of this session. */
  readonly copied: { readonly upTo: number; readonly of: SessionId } | undefined;
  /** Folder of the session's checkpoints. */
  readonly checkpoints: string;
}

/** The plan that is looked for. */
export interface SoughtPlan {
  /** Name of its file, without `.md`. */
  readonly slug: string;
  /** Whether this is how entries name it: a whole path or, of `planContent`, a slug. */
  isNamed(name: string): boolean;
  /** Only what copied entries say counts. */
  readonly copiesOnly?: boolean;
}

/**
 * Which log had an entry first: a copy of a log, in a copied data root or a folder that the session left, has the same
 * entries. By their UUIDs, and checkpoints, whose records have none, by name and time.
 */
export class FirstLogs {
  readonly #logs = new Map<string, string>();

  isFirst(key: string, log: string): boolean {
    const first = this.#logs.get(key);
    if (first === undefined) this.#logs.set(key, log);
    return first === undefined || first === log;
  }
}

/**
 * Every change of the plan that the log tells of, in the order of its lines, and no log had before. Throws
 * `LogUnreadableError`.
 */
export function* planChanges(log: PlanLog, plan: SoughtPlan, first: FirstLogs): Generator<PlanChange, void> {
  const seen = new Set<string>();
  for (const { record, line, offset } of candidateRecords(log, plan.slug)) {
    const whose = writerOf(record, line, log);
    if (whose === undefined || (plan.copiesOnly === true && !whose.isCopied)) continue;
    for (const change of changesIn(record, plan, log.checkpoints, seen)) {
      const key = change.copy ?? parseSessionId(record.uuid);
      if (key !== undefined && !first.isFirst(key, log.path)) continue;
      const { kind, text, time = timeOf(record.timestamp) } = change;
      yield { kind, text, time, line, offset, ...whose };
    }
  }
}

interface FoundRecord {
  readonly record: Json;
  readonly line: number;
  readonly offset: number;
}

/** The records of lines that have the name of the plan, or the text of any, in them. */
function* candidateRecords({ path: file, sessionId }: PlanLog, slug: string): Generator<FoundRecord, void> {
  // As clients write it: JSON escapes what stands in names that people give.
  const names = [slug === '' ? '.md"' : `${JSON.stringify(slug).slice(1, -1)}.md`, '"planContent"'].map((name) =>
    Buffer.from(name),
  );
  let line = 0;
  for (const { opened, found } of linesOf(file)) {
    line++;
    const bytes = bytesOf(opened, found);
    if (bytes === undefined || !names.some((name) => bytes.includes(name))) continue;
    const record = parseJsonObject(bytes);
    if (record !== undefined) {
      yield { record, line, offset: found.start };
      continue;
    }
    // A line without its end that is no whole record is still being written.
    if (!found.terminated) continue;
    const copy = Buffer.from(bytes);
    for (const { start, end } of repairLine(copy, sessionId, found.start === 0).records) {
      const part = parseJsonObject(copy.subarray(start, end));
      if (part !== undefined) yield { record: part, line, offset: found.start + start };
    }
  }
}

function linesOf(file: string): Generator<{ readonly opened: OpenLog; readonly found: LogLine }, void> {
  return readingLog(file, function* (opened) {
    for (const found of linesForward(opened, 0)) yield { opened, found };
  });
}

/** A long line is read whole, unless it is longer than any that a client writes. */
function bytesOf(opened: OpenLog, { bytes, start, end }: LogLine): Buffer | undefined {
  if (Buffer.isBuffer(bytes)) return bytes;
  return end - start > Math.max(longestLine, longestRepair) ? undefined : opened.read(start, end);
}

/** Who wrote the entry; `undefined` for one of another session, which proves nothing. */
function writerOf(
  record: Json,
  line: number,
  { sessionId, agentId, copied }: PlanLog,
): Pick<PlanChange, 'isCopied' | 'sessionId' | 'agent'> | undefined {
  const named = typeof record.sessionId === 'string' ? record.sessionId.toLowerCase() : '';
  if (named !== '' && named !== sessionId) return undefined;
  const isOfAgent = agentId !== undefined || record.isSidechain === true;
  const agent = isOfAgent ? { id: agentId ?? asString(record.agentId) } : undefined;
  const forkedFrom = asObject(record.forkedFrom);
  if (forkedFrom !== undefined) return { isCopied: true, sessionId: parseSessionId(forkedFrom.sessionId), agent };
  if (copied !== undefined && line <= copied.upTo) return { isCopied: true, sessionId: copied.of, agent };
  return { isCopied: false, sessionId, agent };
}

/** `copy`: what tells a checkpoint from others. */
type BareChange = Pick<PlanChange, 'kind' | 'text'> & Partial<Pick<PlanChange, 'time'>> & { readonly copy?: string };

/** Only entries of the conversation count: dumps of requests (2.1.330) repeat the same keys. */
function changesIn(record: Json, plan: SoughtPlan, checkpoints: string, seen: Set<string>): Iterable<BareChange> {
  switch (record.type) {
    case 'attachment':
      return attached(record, plan);
    case 'user':
      return [...prompted(record, plan), ...approved(record, plan), ...written(record, plan)];
    case 'assistant':
      return proposed(record, plan);
    case 'file-history-snapshot':
    case 'file-history-delta':
      return keptBefore(record, plan, checkpoints, seen);
    default:
      return [];
  }
}

function* attached(record: Json, plan: SoughtPlan): Generator<BareChange, void> {
  const { planFilePath = '', planContent } = safeParse(records.planAttachment, record)?.attachment ?? {};
  if (typeof planContent === 'string' && plan.isNamed(planFilePath)) {
    yield { kind: 'plan-file-reference', text: planContent };
  }
}

function* prompted(record: Json, plan: SoughtPlan): Generator<BareChange, void> {
  const prompt = safeParse(records.planPrompt, record);
  if (prompt !== undefined && plan.isNamed(prompt.slug ?? '')) yield { kind: 'plan-content', text: prompt.planContent };
}

function* approved(record: Json, plan: SoughtPlan): Generator<BareChange, void> {
  const result = safeParse(records.planApproval, record)?.toolUseResult;
  if (result !== undefined && plan.isNamed(result.filePath)) yield { kind: 'approved', text: result.plan };
}

function* written(record: Json, plan: SoughtPlan): Generator<BareChange, void> {
  const result = safeParse(records.fileWrite, record)?.toolUseResult;
  if (result === undefined || 'plan' in result || !plan.isNamed(result.filePath)) return;
  const edit = editIn(result);
  if (edit !== undefined) yield { kind: 'edited', text: edit };
  else if (typeof result.content === 'string') yield { kind: 'written', text: result.content };
}

function* proposed(record: Json, plan: SoughtPlan): Generator<BareChange, void> {
  for (const block of safeParse(records.blocks, record)?.message.content ?? []) {
    const call = safeParse(records.exitPlanCall, block);
    if (call !== undefined && plan.isNamed(call.input.planFilePath)) yield { kind: 'proposed', text: call.input.plan };
  }
}

/** Each copy of the file once, where its name comes first, and while it is there. */
function* keptBefore(record: Json, plan: SoughtPlan, folder: string, seen: Set<string>): Generator<BareChange, void> {
  for (const { name, hash, backupFileName, time } of backupsIn(record)) {
    if (seen.has(backupFileName) || !plan.isNamed(name) || !isHashOfPath(hash, name)) continue;
    seen.add(backupFileName);
    const bytes = readSmallFile(path.join(folder, backupFileName), largestCheckpoint);
    if (bytes === undefined) continue;
    const copy = `${backupFileName} ${time}`;
    yield { kind: 'checkpoint', text: bytes.toString('utf8'), time: timeOf(time), copy };
  }
}
