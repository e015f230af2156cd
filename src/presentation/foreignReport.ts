/** Which logs hold entries of other sessions, as a Markdown document and as lines for a terminal. */
import type { ForeignLog, ForeignSession } from '../core/answers/foreignEntries.ts';
import { formatCount, formatNumber, joinParts } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import { displayPath, sessionLabel } from './rowText.ts';

/** A readable document. Text from logs is code in it, so that nothing is a link, an image or HTML. */
export function foreignReport(logs: readonly ForeignLog[], home: string): string {
  const intro = [
    '# Foreign entries',
    '',
    'These logs hold entries of other sessions: copied by a fork or a branch, or written there by the client. They are ' +
      'counted and shown with a mark, and prove nothing. A tool that takes them for the session’s own is led to the ' +
      'slugs and titles below.',
    '',
  ];
  if (logs.length === 0) return [...intro.slice(0, 2), 'No log holds entries of another session.', ''].join('\n');
  const sections = logs.flatMap((log) => [
    `## ${code(sessionLabel(log))} (${shortId(log.sessionId)})`,
    '',
    `- Log: ${code(displayPath(log.path, home))}`,
    `- Entries: ${countsOf(log)}`,
    ...log.sessions.map((session) => `- ${sessionWords(session, code)}`),
    '',
  ]);
  return [...intro, ...sections].join('\n');
}

export function foreignLines(log: ForeignLog): string[] {
  const head = joinParts(shortId(log.sessionId), sessionLabel(log), countsOf(log));
  return [head, ...log.sessions.map((session) => `    ${sessionWords(session, (text) => text)}`)];
}

function countsOf({ entries, foreignEntries, copiedEntries }: ForeignLog): string {
  const foreign = `${formatNumber(foreignEntries)} of other sessions`;
  return `${foreign}, ${formatNumber(copiedEntries)} copied, of ${formatNumber(entries)}`;
}

/** `quoted` makes text from logs safe for where it stands. */
function sessionWords(
  { sessionId, title, foreign, copied, slugs, titles, evidence }: ForeignSession,
  quoted: (text: string) => string,
): string {
  const named = (what: string, names: readonly string[]): string | undefined =>
    names.length === 0 ? undefined : `${what} ${names.map((name) => quoted(toSingleLine(name, 80))).join(', ')}`;
  const suggested = [named('slug', slugs), named('title', titles)].filter((one) => one !== undefined);
  return joinParts(
    `Session ${shortId(sessionId)}${title === undefined ? '' : ` (${quoted(sessionLabel({ title }))})`}`,
    foreign > 0 ? formatCount(foreign, 'foreign entry', 'foreign entries') : undefined,
    copied > 0 ? formatCount(copied, 'copied entry', 'copied entries') : undefined,
    `from line ${evidence.line}`,
    suggested.length === 0 ? undefined : `would suggest ${suggested.join(' and ')}`,
  );
}

/** A code span of Markdown: nothing in it is interpreted, and no backtick of the text ends it. */
function code(text: string): string {
  return `\`${text.replaceAll('`', '’')}\``;
}
