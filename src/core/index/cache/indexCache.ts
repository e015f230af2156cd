/**
 * The index on disk, so that a start need not read all logs again. One file for each set of roots. Any doubt about it
 * (version, checksum, other roots, anything that does not fit) makes the start a cold one; doubt about one log makes
 * that log be read again. Folders and names are built from checked parts, and compared with what the disk lists.
 */
import * as path from 'node:path';
import {
  checksum,
  openCacheFile,
  writeCacheFile,
  type CacheFile,
  type CacheHead,
  type OpenedCache,
} from './cacheFile.ts';
import { joinColumns, splitColumns, textOf, type Columns } from './columns.ts';
import { folderColumns, logColumns, logsOfSessions, packLogs, unpackLogs } from './logColumns.ts';
import { PackedIds } from './packedIds.ts';
import { parseHeadTexts, type HeadTexts } from './cacheHead.ts';
import { PackedRows } from './packedRows.ts';
import { idColumns, packRows, rowColumns, rowWidth } from './rowColumns.ts';
import type { CachedIndex } from '../cachedIndex.ts';
import type { IndexHost } from '../indexTypes.ts';
import type { SessionIndex } from '../sessionIndex.ts';

/** Changed with every change of what is stored or of how logs are read. */
export const indexCacheFormat = 17;
const format = `session-scope index ${indexCacheFormat}\n`;

/** The head: numbers and long text as columns, the rest as JSON. Strings are made of the transient ones. */
const transientColumns = { ...folderColumns, ...idColumns, texts: Uint8Array } as const;
const retainedColumns = { ...logColumns, ...rowColumns } as const;

/**
 * The cache of these roots in `directory`. Should other roots get the same name, they take the file from each other.
 */
export function indexCacheFile(directory: string, host: IndexHost): string {
  return path.join(directory, `index-${checksum(Buffer.from(keyOf(host))).toString(16)}.bin`);
}

/** Reads a cache; `undefined` when there is none, or any doubt about it. Never throws. */
export function readIndexCache(file: string, host: IndexHost): CachedIndex | undefined {
  const opened = openCacheFile(file, format);
  return opened && decodeCache(opened, host);
}

/** Saves an index, and returns it as the cache has it, for `offload`; `undefined` when the disk refuses. */
export function writeIndexCache(file: string, index: SessionIndex): CachedIndex | undefined {
  const written = writeCacheFile(file, format, (add) => pack(index, add));
  return written && decodeCache(written, index.host);
}

function decodeCache({ head, cache }: OpenedCache, host: IndexHost): CachedIndex | undefined {
  try {
    return unpack(head, cache, host);
  } catch {
    // Whole, but of other roots or of another form.
    cache.close();
    return undefined;
  }
}

/** What the index depends on besides the disk. */
function keyOf({ roots, scratchPatterns = [] }: IndexHost): string {
  return JSON.stringify([roots, scratchPatterns]);
}

/** Writes what the logs say to the body; returns the head. */
function pack(index: SessionIndex, add: (piece: Buffer) => void): CacheHead {
  const { roots } = index.host;
  const rows = [...index.rows.newestFirst()].filter(({ sessionId }) => !index.isNew(sessionId));
  const packedRows = packRows(rows, roots, (id) => index.plansOf(id));
  const packedLogs = packLogs(index.logs, rows, roots, add);
  const texts: HeadTexts = {
    key: keyOf(index.host),
    logs: packedLogs.texts,
    rows: packedRows.texts,
    directories: index.directories.snapshot(),
  };
  const columns = { ...packedLogs.columns, ...packedRows.columns, texts: Buffer.from(JSON.stringify(texts)) };
  return { transient: joinColumns(columns, transientColumns), retained: joinColumns(columns, retainedColumns) };
}

/** Throws when columns that belong together are not of one length. */
function checkLengths(
  columns: Columns<typeof transientColumns & typeof retainedColumns>,
  { rows }: HeadTexts,
  sessions: number,
): void {
  const { length: files } = columns.owners;
  const isWhole =
    columns.times.length === sessions * 2 &&
    columns.counts.length === sessions * rowWidth &&
    columns.homes.length === sessions &&
    rows.slugs.length === sessions &&
    columns.stamps.length === files * 4 &&
    columns.starts.length === files + 1 &&
    columns.checksums.length === files &&
    columns.files.length === files;
  if (!isWhole) throw new RangeError('columns of different lengths');
}

/** Throws when anything does not fit. */
function unpack({ transient, retained }: CacheHead, cache: CacheFile, { roots, ...host }: IndexHost): CachedIndex {
  const columns = { ...splitColumns(transient, transientColumns), ...splitColumns(retained, retainedColumns) };
  const texts = parseHeadTexts(textOf(columns.texts, 'utf8'));
  if (texts.key !== keyOf({ roots, ...host })) throw new Error('a cache of other roots');
  const ids = new PackedIds(columns.ids);
  checkLengths(columns, texts, ids.count);
  const logs = unpackLogs({ columns, texts: texts.logs }, ids, roots, cache);
  return {
    logs,
    rows: new PackedRows(ids, columns, texts.rows, roots, logsOfSessions(logs, { columns, texts: texts.logs })),
    directories: texts.directories,
  };
}
