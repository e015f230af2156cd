/**
 * The contract: what each command answers as JSON, and with which errors. Fields are added, never renamed, retyped or
 * dropped: a test holds it against `schema/released.json`, the schema of the release before.
 */
import * as z from 'zod';
import { chainStarts, extraKinds } from '../core/model.ts';
import { markKinds } from '../core/timeline/timelineTypes.ts';
import { asked } from './askedAnswers.ts';
import {
  agent,
  agentPlan,
  changedFile,
  count,
  evidence,
  evidenceOf,
  extras,
  host,
  liveProcess,
  liveState,
  path,
  plan,
  planOwner,
  planVersion,
  relation,
  teleportedFrom,
  rest,
  scratch,
  entrypoints,
  session,
  sessionId,
  sessionName,
  sessionLog,
  time,
  hostile,
  lack,
  workflowFile,
} from './parts.ts';

export const errorCodes = [
  'no_plan_found',
  'session_not_found',
  'ambiguous_session_id',
  'invalid_session_id',
  'no_session',
  'not_found',
  'refused',
  'shared',
  'unreadable',
  'usage',
  'internal',
] as const;

const namedPlan = { sessionId, ...plan.pick({ slug: true, path: true, state: true }).shape };
const scratchSize = { files: count, bytes: count };
/** Why scratch is kept. */
const keepReasons = [
  'not-a-session-id',
  'symlink',
  'not-a-directory',
  'root-not-a-real-directory',
  'mount-point',
  'nested-repository',
  'unreadable',
  'too-large',
  'changing',
  'live-session',
  'in-the-future',
  'fresh',
  'recent-log',
  'activity-unknown',
  'changed-since-preview',
  'missing',
  'not-scratch',
  'bin-unusable',
  'other-file-system',
  'not-permitted',
] as const;

const damageReason = z.enum(['not-json', 'not-object', 'not-an-entry', 'only-nul', 'too-long', 'too-deep']);

const kept = z
  .strictObject({
    sessionId: sessionId.nullable(),
    path,
    reason: z.enum(keepReasons).describe('"message" has it as a sentence'),
    message: z.string(),
    stranded: z.string().nullish().describe('its name in the bin, when it could not be put back'),
  })
  .meta({ id: 'KeptScratch' });
const offered = z
  .strictObject({
    sessionId: sessionId.nullable(),
    path,
    modified: time.nullable().describe('newest modification in it'),
    ...scratchSize,
    needsExtraConfirmation: z.boolean().describe('it contains a git repository'),
  })
  .meta({ id: 'OfferedScratch' });

/** Every error, whatever the command. What else stands in one is optional. */
export const error = z
  .strictObject({
    error: z.enum(errorCodes),
    message: z.string().nullish().describe('one sentence for people; no_plan_found has none'),
    slug: z.string().nullish().describe('the last slug of a session without a plan'),
    candidates: z.array(z.string()).nullish().describe('IDs or entries that may be meant'),
    reason: z.string().nullish(),
    path: path.nullish(),
    paths: z.array(path).nullish().describe('what could not be read, at most 20 of it'),
    unreadCount: count.nullish().describe('how much could not be read'),
    roots: z.array(path).nullish(),
    unread: path.nullish().describe('of plan --exclusive: one place that could not be read'),
    restored: count.nullish().describe('task outputs that came back all the same; "path" is their folder'),
    left: count.nullish().describe('task outputs that are in the bin still'),
    sessionId: sessionId.nullish(),
    state: plan.shape.state.nullish(),
    exclusive: z.literal(false).nullish(),
    owners: z.array(planOwner).nullish(),
    host,
    offered: z.array(offered).nullish(),
    moved: z.array(z.never()).nullish(),
    kept: z.array(kept).nullish(),
  })
  .meta({ id: 'Error' });

const ownedKinds = ['plan', 'session-log', 'agent-log', 'scratch', 'run-state'] as const;
const exportedKind = z.enum([...ownedKinds, 'plan-version', ...extraKinds]);

/** By command. Of `agent-entries` and `watch`, each line. */
export const answers = {
  'find-plan-slug': z.string().describe('the slug of the plan in force, else the last slug of the session'),
  plan: z.union([
    z.strictObject({ sessionId, plan: plan.describe('the one in force'), plans: z.array(plan), ...lack, host }),
    z
      .strictObject({
        ...namedPlan,
        from: z.enum(['file', 'log']),
        version: z.int().nullable(),
        isExact: z.boolean(),
        content: hostile,
        ...lack,
        host,
      })
      .describe('with --content'),
    z
      .strictObject({ ...namedPlan, exclusive: z.literal(true), owners: z.array(planOwner), host })
      .describe('with --exclusive; else the error shared'),
  ]),
  'plan-history': z.strictObject({
    sessionId,
    ...plan.pick({ slug: true, title: true, path: true, state: true, differs: true }).shape,
    leftOut: count.describe('older versions, which are not listed'),
    fileIs: z.int().nullable().describe('the last version that the file has the text of'),
    unread: path.nullable().describe('a log that could not be read: there may be more versions'),
    versions: z.array(planVersion).describe('in log order'),
  }),
  session: z.strictObject({
    sessionId,
    host,
    title: hostile.nullable(),
    cwds: z.array(path),
    branch: hostile.nullable(),
    entrypoints,
    names: z.array(sessionName).describe('what else it is known by'),
    firstActivity: time.nullable(),
    lastActivity: time.nullable(),
    state: liveState.nullable(),
    waitingFor: hostile.nullable(),
    processes: z.array(liveProcess),
    slugs: z.array(z.string()),
    logs: z.array(sessionLog),
    plan: plan.nullable().describe('the one in force'),
    plans: z.array(plan).describe('in log order of their last proof'),
    agentPlans: z.array(agentPlan),
    agents: z.array(agent),
    scratch: z.array(scratch),
    extras,
    workflow: z.array(workflowFile).describe('what erk left of it'),
    relations: z.array(relation).describe('what its own log says of other sessions'),
    reverseRelations: z.array(relation).describe('what the logs of others say of it, each with the other session'),
    teleportedFrom: teleportedFrom.nullable(),
    cleaning: z
      .strictObject({
        log: path,
        time: time.nullable().describe('when the file is old enough: the client deletes it when it starts after that'),
        days: z.number().describe('cleanupPeriodDays'),
        settings: path.nullable().describe("the settings file that says so; null: the client's default"),
      })
      .nullable()
      .describe('its log is deleted by the client within a week; null: later, or not known'),
    ...lack,
  }),
  lineage: z.strictObject({
    sessionId,
    mermaid: z.string().nullable().describe('with --mermaid'),
    sessions: z.array(
      z.strictObject({
        sessionId,
        title: hostile.nullable(),
        firstActivity: time.nullable(),
        lastActivity: time.nullable(),
        found: z.boolean().describe('whether a data root has it'),
        teleportedFrom: teleportedFrom.nullable(),
        events: z.array(
          z.strictObject({
            kind: z.enum(['compacted', 'cleared', 'resumed', 'background']),
            time: time.nullable(),
            evidence,
          }),
        ),
      }),
    ),
    relations: z.array(
      z.strictObject({ kind: relation.shape.kind, from: sessionId, to: sessionId, evidence }).meta({ id: 'Link' }),
    ),
    leftOut: count.describe('sessions that are more than is listed'),
    ...lack,
  }),
  foreign: z.strictObject({
    logs: z.array(
      z.strictObject({
        sessionId,
        title: hostile.nullable(),
        path,
        entries: count,
        foreignEntries: count,
        copiedEntries: count,
        sessions: z.array(
          z.strictObject({
            sessionId,
            title: hostile.nullable(),
            foreign: count,
            copied: count,
            slugs: z.array(z.string()),
            titles: z.array(hostile),
            evidence: evidenceOf(z.literal('foreign-entries')).meta({ id: 'ForeignEvidence' }),
          }),
        ),
      }),
    ),
    ...rest,
    ...lack,
  }),
  timeline: z.strictObject({
    sessionId,
    active: z.array(z.strictObject({ from: time, until: time, evidence: evidenceOf(z.literal('entry')) })),
    pauseSeconds: z.number().describe('so long without an entry, a session is not at work'),
    marks: z.array(
      z.strictObject({
        kind: z.enum(markKinds),
        time,
        until: time.nullable().describe('of a wait that was answered'),
        label: hostile,
        evidence: evidenceOf(z.enum(markKinds)).meta({ id: 'MarkEvidence' }),
      }),
    ),
    marksLeftOut: count.describe('older marks'),
    agents: z.array(
      z.strictObject({
        ...agent.pick({ agentId: true, path: true, internal: true }).shape,
        label: hostile,
        from: time,
        until: time,
        spawn: evidenceOf(z.literal('spawn')).meta({ id: 'SpawnEvidence' }).nullable().describe('its call'),
      }),
    ),
    agentsLeftOut: count,
    sharedPlans: z.array(plan.pick({ slug: true, path: true, sharedWith: true })),
    atTheSameTime: z
      .array(
        z.strictObject({
          sessionId,
          title: hostile.nullable(),
          firstActivity: time.nullable(),
          lastActivity: time.nullable(),
          state: liveState.nullable(),
        }),
      )
      .describe('sessions whose first and last entry lie around some of its time'),
    unread: z.array(path).describe('logs that could not be read, at most 20'),
    unreadCount: count.describe('how many could not be read'),
  }),
  search: z
    .strictObject({
      sessionId: sessionId.nullable().describe('null: nothing proves whose it is'),
      source: z.enum(['log', 'agent-log', 'plan', 'scratch']),
      agentId: z.string().nullable(),
      time: time.nullable(),
      snippet: hostile,
      match: z.tuple([count, count]).describe('where in the snippet the text stands, in UTF-16 units'),
      foreign: z.boolean().describe('it stands in the log of another session'),
      copied: z.boolean(),
      sharedWith: z.array(sessionId),
      evidence,
    })
    .describe('one line for each hit'),
  sessions: z.array(session).describe('the order, by last activity, is for reading only; with --live by repository'),
  agents: z.array(agent),
  'agent-entries': z.looseObject({}).describe('one line each: an entry as the client wrote it'),
  export: z.strictObject({
    sessionId,
    path: path.describe('the zip file'),
    files: z.array(
      z.strictObject({
        name: z.string().describe('in the zip file'),
        kind: exportedKind,
        path: path.describe('where it was read; of a version of a plan the plan'),
        bytes: count,
        evidence: z.array(evidence),
      }),
    ),
    leftOut: z
      .array(
        z.strictObject({
          kind: exportedKind,
          path,
          reason: z
            .enum([
              'missing',
              'not-a-regular-file',
              'unreadable',
              'not-looked-at',
              'gap',
              'link',
              'name',
              'too-many',
              'not-listed',
            ])
            .describe(
              'gap: the logs do not tell this text; link: not followed; name: no UTF-8; not-listed: a folder, or a part of it',
            ),
        }),
      )
      .describe('what belongs to the session and is not in the zip file'),
  }),
  who: asked.who,
  owner: z.strictObject({
    path,
    owners: z.array(
      z.strictObject({
        sessionId,
        kind: z.enum([...ownedKinds, ...extraKinds]),
        evidence: z.array(evidence),
      }),
    ),
  }),
  files: z.strictObject({
    sessionId,
    files: z.array(
      changedFile.extend({
        diffs: z
          .array(
            z.strictObject({
              ...changedFile.pick({ toolUseId: true, evidence: true, takenBack: true }).shape,
              diff: hostile.nullable().describe('unified; null: the log does not hold it'),
            }),
          )
          .nullish()
          .describe('with --diff'),
      }),
    ),
    copies: count.describe("entries that are copies of another session's changes"),
    ...rest,
    ...lack,
  }),
  touched: asked.touched,
  blame: z.strictObject({
    path,
    start: z
      .enum(chainStarts)
      .describe('where the chain of calls begins; all but "created" and "text-before" are gaps'),
    lines: z
      .array(
        z.strictObject({
          from: count.describe('from 1'),
          to: count.describe('included'),
          writer: changedFile
            .pick({ sessionId: true, agentId: true, kind: true, toolUseId: true, time: true, evidence: true })
            .nullable()
            .describe('null: nothing proves who wrote them'),
        }),
      )
      .describe('groups of lines next to each other'),
    ...rest,
    ...lack,
  }),
  collisions: z.strictObject({
    collisions: z.array(z.strictObject({ path, sessions: z.array(changedFile) })),
    ...rest,
    ...lack,
  }),
  siblings: asked.siblings,
  resolve: asked.resolve,
  'scratch-dir': asked['scratch-dir'],
  'clean-scratch': z.strictObject({
    dryRun: z.boolean(),
    offered: z.array(offered),
    moved: z.array(
      z.strictObject({ sessionId, path, entry: z.string().describe('what restore-scratch takes'), ...scratchSize }),
    ),
    kept: z.array(kept),
  }),
  'restore-scratch': z.union([
    z
      .array(
        z.strictObject({
          entry: z.string(),
          sessionId,
          path: path.nullable(),
          removedAt: time,
          files: count.nullable(),
          bytes: count.nullable(),
        }),
      )
      .describe('with --list'),
    z.strictObject({ entry: z.string(), sessionId, path, beside: z.boolean().describe('its own place was taken') }),
  ]),
  watch: z
    .strictObject({
      changed: z.array(z.string()).describe('names of fields; added, removed, plan-sharing'),
      session,
      processes: z.array(liveProcess),
    })
    .describe('one line for each change'),
  hook: z
    .strictObject({
      hookSpecificOutput: z.strictObject({ hookEventName: z.string(), additionalContext: z.string() }),
    })
    .describe('for Claude Code; no output where there is nothing to say'),
  statusline: z.string().describe('for Claude Code'),
  index: z.strictObject({
    sessions: count,
    logs: count,
    agentLogs: count,
    bytes: count,
    bytesRead: count,
    badLines: count,
    repairedLines: count,
    ms: count,
  }),
  diagnostics: z
    .strictObject({
      programs: z.strictObject({
        sessionScope: z.string(),
        node: z.string(),
        platform: z.string().describe('"linux x64"'),
        vscode: z.string().nullable(),
      }),
      roots: z.array(
        z.strictObject({
          root: z.string().describe('from ~ on; folders between its two ends are left out'),
          condition: z.enum(['found', 'missing', 'not-a-folder', 'no-projects', 'unreadable']),
          sessions: count,
        }),
      ),
      sessions: count,
      withPlan: count,
      withAgents: count,
      withoutLog: count,
      live: z.strictObject({ waiting: count, busy: count, running: count, idle: count }),
      logs: count,
      agentLogs: count,
      bytes: count,
      unreadCount: count.describe('logs and folders that could not be looked at'),
      linesSkipped: count,
      linesRepaired: count,
      damage: z
        .array(z.strictObject({ reason: damageReason, lines: count }))
        .describe('of the first 20 lines of each log'),
      damaged: z
        .array(
          z.strictObject({
            name: z.string().describe('base name of the log'),
            skipped: count,
            repaired: count,
            reasons: z.array(damageReason),
          }),
        )
        .describe('at most 50 logs'),
      clients: z
        .array(z.strictObject({ version: z.string(), sessions: count }))
        .describe('versions of Claude Code; a session can have two'),
      clientsAskedOf: count.describe('sessions, those that were active last'),
      cache: z.strictObject({ state: z.enum(['used', 'rebuilt', 'off']), format: count, bytes: count.nullable() }),
      watching: z.strictObject({ folders: count, complete: z.boolean() }).nullable(),
      startMs: z.number().nullable(),
      comparisonMs: z.number().nullable(),
    })
    .describe('for a report of a defect: no titles, no texts, no names of projects'),
} as const;
