/**
 * Checkpoints as logs name them: `file-history-snapshot` entries (2.0.20 on) and `file-history-delta` entries (2.1.330)
 * have for each tracked file the copy that was made of it, `<root>/file-history/<session>/<hash>@v<version>`.
 */
import { createHash } from '../disk/crypto.ts';
import { literal, nullish, object, record, safeParse, string, union, type Json } from '../text/schema.ts';

/** Hash and version in the name of a checkpoint. */
export function checkpointOf(name: string): { readonly hash: string; readonly version: number } | undefined {
  const [, hash, version] = /^([0-9a-f]{8,64})@v([1-9]\d{0,8})$/.exec(name) ?? [];
  return hash === undefined ? undefined : { hash, version: Number(version) };
}

/**
 * Whether `hash` stands for the file at `path`: the start of the SHA-256 of its absolute path (seen in 2.0.20 to
 * 2.1.330).
 */
export function isHashOfPath(hash: string, path: string): boolean {
  return createHash('sha256').update(path).digest('hex').startsWith(hash);
}

const backup = object({ backupFileName: nullish(string), backupTime: nullish(string) });
const entry = union(
  object({
    type: literal('file-history-snapshot'),
    snapshot: object({ trackedFileBackups: record(backup) }),
  }),
  object({ type: literal('file-history-delta'), trackingPath: string, backup }),
);

/** A copy of a file, as an entry names it. */
export interface NamedBackup {
  /** The file, absolute or relative to a working directory. Hostile. */
  readonly name: string;
  /** Hash in the name of the copy. */
  readonly hash: string;
  readonly backupFileName: string;
  /** As logged. */
  readonly time: string | undefined;
}

/** The copies that a record names; none of a record of another kind, nor of files that were not there. */
export function backupsIn(record: Json | undefined): NamedBackup[] {
  const parsed = safeParse(entry, record);
  if (parsed === undefined) return [];
  const backups =
    parsed.type === 'file-history-delta'
      ? [[parsed.trackingPath, parsed.backup] as const]
      : Object.entries(parsed.snapshot.trackedFileBackups);
  return backups.flatMap(([name, { backupFileName, backupTime }]) => {
    const hash = checkpointOf(backupFileName ?? '')?.hash;
    if (hash === undefined || typeof backupFileName !== 'string') return [];
    return [{ name, hash, backupFileName, time: backupTime ?? undefined }];
  });
}
