/** How changes to files are answered, and read on a terminal. */
import { sumOf, type ChangedFile } from '../core/answers/changedFiles.ts';
import type { FileChange, SessionId } from '../core/model.ts';
import { formatAge, formatCount, joinParts } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import { toSingleLine, toSingleLinePath } from '../core/text/singleLine.ts';
import { toJson, type CliError } from './answers.ts';
import type { CliContext } from './context.ts';

export interface ChangedFileJson extends Pick<FileChange, 'kind' | 'toolUseId' | 'takenBack' | 'evidence'> {
  readonly path: string;
  readonly sessionId: SessionId;
  readonly agentId: string | undefined;
  readonly changes: number;
  readonly added: number | undefined;
  readonly removed: number | undefined;
  /** ISO 8601, of the last change, by the log. */
  readonly time: string | undefined;
}

export function changedFileJson({ path, sessionId, agentId, changes, last }: ChangedFile): ChangedFileJson {
  const { kind, toolUseId, takenBack, time, evidence } = last;
  return {
    path,
    sessionId,
    agentId,
    changes: changes.length,
    added: sumOf(changes, 'added'),
    removed: sumOf(changes, 'removed'),
    time: time === undefined ? undefined : new Date(time).toISOString(),
    kind,
    toolUseId,
    takenBack,
    evidence,
  };
}

export function changedFileLine(file: ChangedFileJson): string {
  const { added, removed, time, evidence } = file;
  const lines = added === undefined || removed === undefined ? undefined : `+${added} -${removed}`;
  const what = joinParts(
    file.agentId === undefined
      ? shortId(file.sessionId)
      : `${shortId(file.sessionId)} ${toSingleLine(file.agentId, 40)}`,
    formatCount(file.changes, 'change', 'changes'),
    lines,
    time === undefined ? undefined : formatAge(Date.parse(time), Date.now()),
    file.takenBack === true ? 'taken back' : undefined,
  );
  return `${toSingleLinePath(file.path, 400)}\n    ${what}\n    ${toSingleLinePath(evidence.file, 400)}:${evidence.line}`;
}

/** A first answer is as long as a model reads at a glance. */
const firstBytes = 1500;

/** `--limit`; `undefined` when it is not given. */
export function limitOf(context: CliContext): number | undefined | CliError {
  const limit = context.text('limit');
  if (limit === undefined) return undefined;
  return /^\d{1,9}$/.test(limit) ? Number(limit) : { error: 'usage', message: '--limit takes a whole number.' };
}

/** As many as `limit` says, else as many as a first answer has room for. */
export function firstOf<T>(all: readonly T[], limit: number | undefined, jsonOf: (one: T) => unknown): readonly T[] {
  if (limit !== undefined) return all.slice(0, limit);
  let bytes = 0;
  const rest = all.findIndex((one, at) => (bytes += toJson(jsonOf(one)).length) > firstBytes && at > 0);
  return rest === -1 ? all : all.slice(0, rest);
}

/** What is left out, and how it is asked for. */
export function restOf(all: readonly unknown[], first: readonly unknown[]): { more: number; next: string | undefined } {
  const more = all.length - first.length;
  return { more, next: more === 0 ? undefined : `--limit ${all.length}` };
}

export function restLine({ more, next }: { readonly more: number; readonly next: string | undefined }): string[] {
  return next === undefined ? [] : [`and ${more} more: ${next}`];
}
