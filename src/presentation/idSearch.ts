/** Finding a session by what a person pastes. */
import { parseSessionId, parseSessionIdPrefix } from '../core/text/ids.ts';
import type { SessionId, SessionRow } from '../core/model.ts';

const embeddedId = /(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])/i;

/** The full ID that stands anywhere in a text. */
export function embeddedSessionId(text: string): SessionId | undefined {
  return parseSessionId(embeddedId.exec(text)?.[0]);
}

/**
 * The IDs of the sessions that `text` names. A full ID may stand anywhere in it, as in a log's path or `session_id=…`;
 * a prefix has at least 8 characters and nothing else around it, like the short ID of a background job. `undefined`:
 * the text names no ID, so search for it as words.
 */
export function sessionsById(text: string, rows: ReadonlyMap<SessionId, SessionRow>): SessionId[] | undefined {
  const full = embeddedSessionId(text);
  if (full !== undefined) return rows.has(full) ? [full] : [];
  const prefix = parseSessionIdPrefix(text.trim());
  if (prefix === undefined) return undefined;
  const hasJob = ({ names }: SessionRow): boolean => names.some(({ kind, name }) => kind === 'job' && name === prefix);
  const named = [...rows.values()].filter((row) => row.sessionId.startsWith(prefix) || hasJob(row));
  return named.map(({ sessionId }) => sessionId);
}
