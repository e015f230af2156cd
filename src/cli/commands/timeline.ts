/** `timeline`: what a session did when, and which sessions were at work at the same time. */
import { timelineLane, timelineMarks } from '../../core/answers/timelineOf.ts';
import type { SessionId, SessionRow } from '../../core/model.ts';
import { formatDuration, joinParts } from '../../core/text/format.ts';
import { shortId } from '../../core/text/ids.ts';
import { toSingleLine, toSingleLinePath } from '../../core/text/singleLine.ts';
import { markWords } from '../../core/timeline/markWords.ts';
import type { TimelineLane, TimelineMarks } from '../../core/timeline/timelineTypes.ts';
import { isCliError } from '../answers.ts';
import { notFound } from '../callContext.ts';
import type { Command } from '../command.ts';
import { unreadPaths } from '../../presentation/unreadPaths.ts';
import { warnOfUnreadPlaces } from '../unreadRoots.ts';

interface TimelineAnswer extends TimelineMarks {
  readonly sessionId: SessionId;
  readonly lane: TimelineLane;
  /** Logs that could not be read. */
  readonly unread: readonly string[];
  /** Sessions whose first entry lies before this one's last, and whose last lies after its first. */
  readonly atTheSameTime: readonly SessionRow[];
}

export const command: Command<TimelineAnswer> = {
  help: [
    'timeline [--session-id ID]',
    '  Prints what the session did when, by the time in its own entries: at work, agents, plans, compactions, clears,',
    '  waits for a person; and which other sessions were at work at the same time.',
  ],
  options: {},
  positional: 'session-id',
  run(context) {
    const id = context.knownSessionId();
    if (isCliError(id)) return id;
    const index = context.openIndex();
    const lane = timelineLane(index, id);
    if (lane === undefined) return notFound(id, context.unread(id));
    warnOfUnreadPlaces(context, index);
    const row = index.rows.get(id);
    const others = [...index.rows.newestFirst()].filter((other) => other.sessionId !== id && overlaps(other, row));
    return { sessionId: id, lane, ...timelineMarks(lane), atTheSameTime: others };
  },
  json({ sessionId, lane, active, pause, marks, leftOut, unread, atTheSameTime }) {
    return {
      sessionId,
      active: active.map(({ from, until, evidence }) => ({ from: iso(from), until: iso(until), evidence })),
      pauseSeconds: pause / 1000,
      marks: marks.map(({ kind, time, until, label, evidence }) => {
        return { kind, time, until: until === undefined ? undefined : iso(until), label, evidence };
      }),
      marksLeftOut: leftOut,
      agents: lane.agents.map(({ from, until, isInternal, ...agent }) => {
        return { ...agent, internal: isInternal, from: iso(from), until: iso(until) };
      }),
      agentsLeftOut: lane.agentsLeftOut,
      sharedPlans: lane.sharedPlans,
      atTheSameTime: atTheSameTime.map(({ sessionId: other, title, firstActivity, lastActivity, state }) => {
        return { sessionId: other, title, firstActivity, lastActivity, state };
      }),
      ...unreadPaths(unread),
    };
  },
  text({ lane, active, marks, atTheSameTime, unread }) {
    const lines = [
      ...active.map(
        ({ from, until, evidence }) => [from, 'At work', lengthOf(from, until), placeOf(evidence)] as const,
      ),
      ...lane.agents.map((agent) => {
        return [agent.from, `Agent ${agent.label}`, lengthOf(agent.from, agent.until), agent.path] as const;
      }),
      ...marks.map(({ kind, time, until, label, evidence }) => {
        return [
          time,
          joinParts(markWords[kind], label),
          until === undefined ? undefined : lengthOf(time, until),
          placeOf(evidence),
        ] as const;
      }),
    ].sort(([a], [b]) => a - b);
    const notRead = unreadPaths(unread);
    const more = notRead.unreadCount - notRead.unread.length;
    return [
      ...lines.map(([time, words, length, place]) => {
        return `${iso(time)}  ${joinParts(toSingleLine(words, 200), length)}\n    ${toSingleLinePath(place, 400)}`;
      }),
      ...(lines.length === 0 ? ['Nothing in its logs has a time.'] : []),
      ...lane.sharedPlans.map(({ slug, sharedWith }) => {
        return `Plan ${toSingleLine(slug, 200)} is shared with ${sharedWith.map(shortId).join(', ')}`;
      }),
      ...atTheSameTime.map(({ sessionId, title }) => {
        return `At the same time: ${joinParts(shortId(sessionId), toSingleLine(title ?? '', 100))}`;
      }),
      ...notRead.unread.map((file) => `Not read: ${toSingleLinePath(file, 400)}`),
      ...(more > 0 ? [`Not read: ${more} more`] : []),
    ].join('\n');
  },
};

function overlaps(one: SessionRow, other: SessionRow | undefined): boolean {
  const [from, until] = [other?.firstActivity, other?.lastActivity];
  if (one.firstActivity === undefined || one.lastActivity === undefined) return false;
  return from !== undefined && until !== undefined && one.firstActivity <= until && one.lastActivity >= from;
}

function lengthOf(from: number, until: number): string | undefined {
  return until > from ? formatDuration(until - from) : undefined;
}

function placeOf({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${file}:${line}`;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
