/** `sessions`: one row a session, those of this project and its worktrees unless all are asked for. */
import * as path from 'node:path';
import type { SessionId, SessionRow } from '../../core/model.ts';
import { folderOfSession } from '../../presentation/folderOfSession.ts';
import { liveRows, placeOf, type LiveRow } from '../../core/answers/liveRows.ts';
import { unreadOfProjects } from '../../core/answers/unreadPlaces.ts';
import { sessionsWithoutLogs } from '../../core/answers/sessionsWithoutLogs.ts';
import { realLocation, toplevelOf, worktreesOf } from '../../core/disk/repositories.ts';
import { joinParts } from '../../core/text/format.ts';
import { toSingleLine, toSingleLinePath } from '../../core/text/singleLine.ts';
import { isCliError } from '../answers.ts';
import type { Command } from '../command.ts';
import type { CliContext } from '../context.ts';
import { limitOf } from '../firstAnswer.ts';
import { hostHelp, hostOptions } from '../hosts/remoteCommand.ts';
import { liveSessionJson, sessionJson, type SessionJson } from '../json.ts';
import { processLine, sessionLine } from '../text.ts';
import { mayLack, mayLackAll, missingRoots, unlistedProjects, warnOfUnreadPlaces } from '../unreadRoots.ts';

/** `hasUnreadLog`: a log of the session could not be read, so that the row may lack anything. */
type ListedRow = (SessionRow | LiveRow) & { readonly hasUnreadLog?: true };

export const command: Command<Iterable<ListedRow>> = {
  help: [
    'sessions [--all] [--live] [--limit N] [--cwd DIR]',
    '  Lists the sessions of the project at DIR and its worktrees; the order, by last activity, is for reading only.',
    '  --all       the sessions of all projects, and those of which only other files are left',
    '  --live      those that are open now, with their processes; by repository, its worktrees together',
    '  --limit N   at most N rows',
    ...hostHelp,
  ],
  options: { all: { type: 'boolean' }, live: { type: 'boolean' }, limit: { type: 'string' }, ...hostOptions },
  run(context) {
    const limit = limitOf(context);
    if (isCliError(limit)) return limit;
    const missing = missingRoots(context);
    if (missing !== undefined) return missing;
    const index = context.openIndex();
    const unlisted = unlistedProjects(context, index);
    if (unlisted !== undefined) return unlisted;
    const unread = new Set(warnOfUnreadPlaces(context, index).map(({ sessionId }) => sessionId));
    if (context.flag('live')) {
      const live = liveRows(index, projectFilter(context));
      const unknown = mayLackAll('Which sessions are live', live, mayLack(index.unreadRegistry));
      return unknown ?? [...marked(live.slice(0, limit), unread)];
    }
    const rows = newestOf(context, projectFilter(context), limit ?? Infinity);
    const first = rows.next();
    if (first.done !== true) return marked(withFirst(first.value, rows), unread);
    const places = context.flag('all') ? context.unreadPlaces() : unreadOfProjects(index, context.unreadPlaces());
    const lack = mayLack(limit === 0 ? [] : places.map((place) => place.path));
    return mayLackAll('Which sessions there are', [], lack) ?? [];
  },
  json: elementsOf,
  text: (rows) => linesOf(rows).join('\n') || 'No sessions of this project; --all shows all projects.',
};

function* withFirst<T>(first: T, others: Iterable<T>): Generator<T, void> {
  yield first;
  yield* others;
}

function* marked(
  rows: Iterable<SessionRow | LiveRow>,
  unread: ReadonlySet<SessionId | undefined>,
): Generator<ListedRow, void> {
  for (const row of rows) yield unread.has(row.sessionId) ? { ...row, hasUnreadLog: true } : row;
}

function* elementsOf(rows: Iterable<ListedRow>): Generator<SessionJson, void> {
  for (const row of rows) {
    const { hasUnreadLog } = row;
    yield { ...('processes' in row ? liveSessionJson(row) : sessionJson(row)), ...(hasUnreadLog && { hasUnreadLog }) };
  }
}

/** Live sessions under the folder of their repository. */
function linesOf(rows: Iterable<ListedRow>): string[] {
  let place: string | undefined;
  return Array.from(rows).flatMap((row) => {
    if (!('processes' in row)) return lineOf(row);
    const heading = placeOf(row) === place ? [] : [toSingleLinePath((place = placeOf(row)), 400)];
    return [...heading, ...[liveLine(row), ...row.processes.map(processLine)].map((line) => `  ${line}`)];
  });
}

function lineOf(row: ListedRow): string {
  return joinParts(sessionLine(row), row.hasUnreadLog && 'a log of it cannot be read');
}

function liveLine(row: LiveRow): string {
  return joinParts(lineOf(row), row.worktree && `worktree ${toSingleLine(row.worktree, 60)}`);
}

/** Of sessions without logs no project is known: they come last, when all are asked for. */
function* allRows(context: CliContext): Generator<SessionRow, void> {
  const index = context.openIndex();
  yield* index.rows.newestFirst();
  if (context.flag('all')) yield* sessionsWithoutLogs(index);
}

/** One after the other, so that the rows of all sessions are never in memory. */
function* newestOf(
  context: CliContext,
  belongs: (row: SessionRow) => boolean,
  limit: number,
): Generator<SessionRow, void> {
  let left = limit;
  for (const row of left > 0 ? allRows(context) : []) {
    if (!belongs(row)) continue;
    yield row;
    if (--left === 0) return;
  }
}

/** Whether a session belongs to the projects of `cwds` (default: those that `--cwd` names), or to any with `--all`. */
export function projectFilter(context: CliContext, cwds = context.cwds): (row: SessionRow) => boolean {
  if (context.flag('all')) return () => true;
  const opened = cwds.map((cwd) => {
    const folder = path.resolve(cwd);
    // Entries have the physical path of a folder that was opened by a link.
    const related = [folder, realLocation(folder) ?? folder, ...worktreesOf(folder)];
    return { folder: toplevelOf(folder) ?? folder, related };
  });
  const folderOf = folderOfSession(opened);
  return (row) => folderOf(row) !== undefined;
}
