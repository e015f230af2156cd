/** How changes to files are answered, and read on a terminal. */
import { sumOf, type ChangedFile } from '../core/answers/changedFiles.ts';
import type { FileChange, SessionId } from '../core/model.ts';
import { formatAge, formatCount, joinParts } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import { toSingleLine, toSingleLinePath } from '../core/text/singleLine.ts';

export interface ChangedFileJson extends Pick<FileChange, 'kind' | 'toolUseId' | 'takenBack' | 'evidence'> {
  readonly path: string;
  readonly sessionId: SessionId;
  readonly agentId: string | undefined;
  readonly changes: number;
  readonly added: number | undefined;
  readonly removed: number | undefined;
  /** Of the last change, by the log. */
  readonly time: number | undefined;
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
    time,
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
    time === undefined ? undefined : formatAge(time, Date.now()),
    file.takenBack === true ? 'taken back' : undefined,
  );
  return `${toSingleLinePath(file.path, 400)}\n    ${what}\n    ${toSingleLinePath(evidence.file, 400)}:${evidence.line}`;
}
