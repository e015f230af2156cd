/** Logs that hold entries of other sessions, and what a reader who takes these for the session's own is led to. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { openRegularFile } from '../disk/openRegularFile.ts';
import { candidateLines } from '../log/candidateLines.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { SessionLogFacts } from '../log/sessionLogFacts.ts';
import type { Evidence, SessionId } from '../model.ts';
import { isSlug, parseSessionId } from '../text/ids.ts';
import { parseJson, parseJsonObject } from '../text/parseJson.ts';
import { asObject, asString } from '../text/schema.ts';

/** Entries of one other session in a log. */
export interface ForeignSession {
  readonly sessionId: SessionId;
  /** As the index has it. */
  readonly title: string | undefined;
  /** Entries that name it as theirs, and entries that are marked as copies of its. */
  readonly foreign: number;
  readonly copied: number;
  /** What these entries have as a slug or a title. Hostile. */
  readonly slugs: readonly string[];
  readonly titles: readonly string[];
  /** The first of them. */
  readonly evidence: Evidence<'foreign-entries'>;
}

export interface ForeignLog {
  readonly sessionId: SessionId;
  readonly title: string | undefined;
  readonly path: string;
  /** All entries of the log; those that name another session; those that are copies, without a mark too. */
  readonly entries: number;
  readonly foreignEntries: number;
  readonly copiedEntries: number;
  readonly sessions: readonly ForeignSession[];
}

const mostNames = 20;
const longestName = 400;

/** By path of the log. Reads each such log at the speed of a search. */
export function foreignLogs(index: SessionIndex): ForeignLog[] {
  const found: ForeignLog[] = [];
  for (const folder of index.logs.folders) {
    for (const { name, summary } of index.logs.summariesOf(folder)) {
      const sessionId = folder.folder.sessionId === undefined ? parseSessionId(name.slice(0, -6)) : undefined;
      if (sessionId === undefined || !name.endsWith('.jsonl')) continue;
      const facts = factsOf(summary);
      const { entries = 0, foreignEntries = 0, copiedEntries = 0, foreign = [], forkedFrom } = facts;
      if (foreignEntries + copiedEntries === 0) continue;
      const file = path.join(folder.folder.path, name);
      const others = new Set([...foreign.map((one) => one.sessionId), ...(forkedFrom ? [forkedFrom.sessionId] : [])]);
      const sessions = [...others].flatMap((other) => entriesOf(index, file, other) ?? []);
      const title = index.rows.get(sessionId)?.title;
      found.push({ sessionId, title, path: file, entries, foreignEntries, copiedEntries, sessions });
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Of a cached log they are decoded, and not kept. */
function factsOf(summary: object & { encode(): Buffer | undefined }): Partial<SessionLogFacts> {
  if ('facts' in summary) return summary.facts as Partial<SessionLogFacts>;
  const encoded = parseJson(summary.encode());
  return Array.isArray(encoded) ? (asObject(encoded.at(-1)) ?? {}) : {};
}

/** The entries of `other` in a log; `undefined` when there are none, or it cannot be read. */
function entriesOf(index: SessionIndex, file: string, other: SessionId): ForeignSession | undefined {
  const opened = openRegularFile(file);
  if (opened.state !== 'open') return undefined;
  const counts = { foreign: 0, copied: 0 };
  const slugs = new Set<string>();
  const titles = new Set<string>();
  let first: Evidence<'foreign-entries'> | undefined;
  try {
    for (const { line, start, bytes } of candidateLines(opened.fd, opened.stats.size, Buffer.from(other))) {
      const record = bytes && parseJsonObject(bytes);
      if (record === undefined) continue;
      const isForeign = parseSessionId(record.sessionId) === other;
      const isCopied = parseSessionId(asObject(record.forkedFrom)?.sessionId) === other;
      if (!isForeign && !isCopied) continue;
      counts[isForeign ? 'foreign' : 'copied']++;
      first ??= { kind: 'foreign-entries', file, line, offset: start };
      if (isSlug(record.slug) && slugs.size < mostNames) slugs.add(record.slug);
      const title = asString(record.customTitle) ?? asString(record.aiTitle);
      if (title !== undefined && titles.size < mostNames) titles.add(title.slice(0, longestName));
    }
  } catch {
    return undefined;
  } finally {
    fs.closeSync(opened.fd);
  }
  const title = index.rows.get(other)?.title;
  return first && { sessionId: other, title, ...counts, slugs: [...slugs], titles: [...titles], evidence: first };
}
