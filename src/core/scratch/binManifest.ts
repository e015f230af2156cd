/** What the bin notes down about a directory before it is moved there. */
import { parseSessionId } from '../text/ids.ts';
import type { SessionId } from '../model.ts';
import { parseJson } from '../text/parseJson.ts';
import { count, literal, maxLength, number, object, safeParse, type Infer } from '../text/schema.ts';

const schema = object({
  version: literal(1),
  sessionId: maxLength(36),
  /** Original place relative to the toplevel, with `/`. */
  path: maxLength(4096),
  removedAt: number,
  /** Permission bits of the directory, as a number. */
  mode: count,
  dev: maxLength(32),
  ino: maxLength(32),
  files: count,
  bytes: count,
});

export type BinManifest = Omit<Infer<typeof schema>, 'sessionId'> & { readonly sessionId: SessionId };

export const manifestMaxBytes = 16_384;

const entryGrammar = /^(\d{8})T(\d{6})Z-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-[0-9a-f]{8}$/;

/** Name of an entry: when it was removed, whose it was, and a random part. */
export function entryName(sessionId: SessionId, removedAt: number, random: string): string {
  // A clock that is far off must not make a name that the grammar does not know.
  const stamp = new Date(Math.min(Math.max(removedAt, 0) || 0, Date.UTC(9999, 11, 31)))
    .toISOString()
    .replace(/[-:]|\.\d+/g, '');
  return `${stamp}-${sessionId}-${random}`;
}

/** Whose an entry is and when it was removed, to the second; `undefined` when the name is not one of the bin's. */
export function parseEntryName(entry: string): { sessionId: SessionId; removedAt: number } | undefined {
  const [, date, time, id] = entryGrammar.exec(entry) ?? [];
  const sessionId = parseSessionId(id);
  const removedAt = Date.parse(`${date?.replace(/(..)(..)$/, '-$1-$2')}T${time?.replace(/(..)(..)$/, ':$1:$2')}Z`);
  return sessionId && !Number.isNaN(removedAt) ? { sessionId, removedAt } : undefined;
}

export function parseManifest(bytes: Buffer): BinManifest | undefined {
  const manifest = safeParse(schema, parseJson(bytes));
  const sessionId = parseSessionId(manifest?.sessionId);
  return manifest && sessionId && { ...manifest, sessionId };
}

/** Name of the file that describes an entry. */
export function manifestName(entry: string): string {
  return `${entry}.json`;
}

/** The entry that a manifest's name describes. */
export function entryOfManifest(name: string): string | undefined {
  const entry = name.slice(0, -'.json'.length);
  return name === manifestName(entry) && parseEntryName(entry) ? entry : undefined;
}
