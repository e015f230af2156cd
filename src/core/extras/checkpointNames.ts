/** Which files the checkpoints of a session are copies of, as its logs say. */
import { parseJsonObject } from '../text/parseJson.ts';
import type { TrackedSessionLog } from '../log/trackedLog.ts';
import type { CopiedFile } from '../model.ts';
import { rulesOf } from '../disk/otherSystem.ts';
import { LogUnreadableError, withOpenLog } from '../log/openLog.ts';
import { backupsIn, isHashOfPath, type NamedBackup } from '../log/fileHistory.ts';
import { linesBackward, type LogLine } from '../log/lineReader.ts';

/**
 * Bytes read of the end of a session's logs. Each snapshot names all tracked files, so that the last one is near the
 * end.
 */
const mostRead = 32 * 1024 * 1024;

/** How all versions that wrote such entries begin them. */
const startOfEntry = Buffer.from('{"type":"file-history-');

/** The file of each wanted hash, as far as the logs name it; the last record counts. */
export function checkpointNames(
  wanted: Iterable<string>,
  logs: readonly TrackedSessionLog[],
  cwds: readonly string[],
): Map<string, CopiedFile> {
  const missing = new Set(wanted);
  const found = new Map<string, CopiedFile>();
  let left = mostRead;
  for (const log of [...logs].reverse()) {
    const { position, file } = log;
    if (position === undefined || missing.size === 0) continue;
    try {
      left -= withOpenLog(file.path, (opened) => {
        let line = position.lines + 1;
        let read = 0;
        if (opened.ino !== position.ino) return read;
        for (const one of linesBackward(opened, position.offset)) {
          line--;
          for (const { hash, name } of namedIn(one)) {
            if (!missing.delete(hash)) continue;
            const evidence = { kind: 'file-history', file: file.path, line, offset: one.start } as const;
            found.set(hash, { name, evidence, path: pathBehind(hash, name, cwds) });
          }
          read = position.offset - one.start;
          if (missing.size === 0 || read > left) break;
        }
        return read;
      });
    } catch (error) {
      // The log has gone or changed since it was read: it names nothing then.
      if (!(error instanceof LogUnreadableError)) throw error;
    }
  }
  return found;
}

function namedIn({ bytes }: LogLine): NamedBackup[] {
  if (!Buffer.isBuffer(bytes) || !bytes.subarray(0, startOfEntry.length).equals(startOfEntry)) return [];
  return backupsIn(parseJsonObject(bytes));
}

/** The absolute path that a checkpoint was made of; `undefined` when none of the folders gives it. */
function pathBehind(hash: string, name: string, cwds: readonly string[]): string | undefined {
  const isWhole = rulesOf(name).isAbsolute(name);
  const candidates = isWhole ? [name] : cwds.map((cwd) => rulesOf(cwd).join(cwd, name));
  return candidates.find((one) => isHashOfPath(hash, one));
}
