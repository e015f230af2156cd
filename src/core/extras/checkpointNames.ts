/**
 * Which files the checkpoints of a session are copies of: its log's `file-history-snapshot` entries (2.0.20 on) and
 * `file-history-delta` entries (2.1.330) name for each tracked file the checkpoint that was made of it.
 */
import { createHash } from 'node:crypto';
import * as path from 'node:path';
import { parseJson } from '../text/parseJson.ts';
import { literal, nullish, object, record, safeParse, string, union } from '../text/schema.ts';
import type { TrackedSessionLog } from '../log/trackedLog.ts';
import type { CopiedFile } from '../model.ts';
import { LogUnreadableError, withOpenLog } from '../log/openLog.ts';
import { linesBackward, type LogLine } from '../log/lineReader.ts';
import { checkpointOf } from './extrasLayout.ts';

/**
 * Bytes read of the end of a session's logs. Each snapshot names all tracked files, so that the last one is near the
 * end.
 */
const mostRead = 32 * 1024 * 1024;

/** How all versions that wrote such entries begin them. */
const startOfEntry = Buffer.from('{"type":"file-history-');

const backup = object({ backupFileName: nullish(string) });
const entry = union(
  object({
    type: literal('file-history-snapshot'),
    snapshot: object({ trackedFileBackups: record(backup) }),
  }),
  object({ type: literal('file-history-delta'), trackingPath: string, backup }),
);

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

function namedIn({ bytes }: LogLine): { readonly hash: string; readonly name: string }[] {
  if (!Buffer.isBuffer(bytes) || !bytes.subarray(0, startOfEntry.length).equals(startOfEntry)) return [];
  const parsed = safeParse(entry, parseJson(bytes));
  if (parsed === undefined) return [];
  const backups =
    parsed.type === 'file-history-delta'
      ? [[parsed.trackingPath, parsed.backup] as const]
      : Object.entries(parsed.snapshot.trackedFileBackups);
  return backups.flatMap(([name, { backupFileName }]) => {
    const hash = checkpointOf(backupFileName ?? '')?.hash;
    return hash === undefined ? [] : [{ hash, name }];
  });
}

/** Clients name a checkpoint by the start of the SHA-256 of the file's absolute path (seen in 2.0.20 to 2.1.330). */
function pathBehind(hash: string, name: string, cwds: readonly string[]): string | undefined {
  const candidates = path.isAbsolute(name) ? [name] : cwds.map((cwd) => path.join(cwd, name));
  return candidates.find((one) => createHash('sha256').update(one).digest('hex').startsWith(hash));
}
