/** Which sessions a name stands for, whatever kind of name it is. */
import * as path from 'node:path';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { RepositoryCache } from '../disk/repositories.ts';
import { sessionNameKinds, type SessionId, type SessionName, type SessionRow } from '../model.ts';
import { planNameOf } from '../plans/planOwners.ts';
import { isAgentId, parseSessionId, parseSessionIdPrefix } from '../text/ids.ts';
import { agentLogsOf } from './agentLogsOf.ts';
import { planPathsAt } from './planAtPath.ts';
import { sessionsOfJob, worktreeName } from './sessionNames.ts';

/** What of a session has the name, from what names one session alone to what may be said of many. */
export const nameKinds = [
  'session-id',
  'plan',
  'agent',
  'title',
  ...sessionNameKinds,
  'branch',
  'folder',
  'words',
] as const;
export type NameKind = (typeof nameKinds)[number];

export interface ResolvedName {
  /** `undefined` when nothing has the name. */
  readonly kind: NameKind | undefined;
  /** By last activity. */
  readonly sessions: readonly SessionRow[];
}

const embeddedId = /(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])/i;

/**
 * The sessions of the first kind of name that fits: an ID anywhere in the text, or its first 8 or more characters; a
 * plan by slug, file name or path; an agent's ID; a whole title, name in the registry, job ID, process ID of a live
 * session, remote ID, worktree, entrypoint, branch or working directory, in any case of letters; else words that all
 * occur in title, branch, slugs or working directories.
 */
export function resolveName(text: string, index: SessionIndex): ResolvedName {
  const name = text.trim();
  const id = parseSessionId(embeddedId.exec(name)?.[0]);
  if (id !== undefined) return resolved(index, 'session-id', (row) => row.sessionId === id);
  const lower = name.toLowerCase();
  const prefix = parseSessionIdPrefix(name);
  const same = (other: string | undefined): boolean => other?.trim().toLowerCase() === lower;
  const plan = path.basename(name, '.md');
  const plansAt = path.basename(name) === name ? undefined : planPathsAt(index, path.resolve(name));
  const agents = new Set<SessionId>();
  if (isAgentId(name)) for (const log of agentLogsOf(name, index)) for (const owner of log.owners) agents.add(owner);
  const jobs = new Set(sessionsOfJob(lower, index));
  const worktrees: RepositoryCache = new Map();
  const has =
    (kind: SessionName['kind']) =>
    ({ names }: SessionRow): boolean =>
      names.some((one) => one.kind === kind && same(one.name));
  const words = lower.split(/\s+/).filter(Boolean);
  const tests: Record<NameKind, (row: SessionRow) => boolean> = {
    'session-id': ({ sessionId }) => prefix !== undefined && sessionId.startsWith(prefix),
    plan: ({ sessionId, slugs }) => {
      const { paths } = index.plansOf(sessionId);
      if (plansAt !== undefined) return paths.some((file) => plansAt.includes(file));
      return slugs.includes(plan) || paths.some((file) => planNameOf(file) === plan);
    },
    agent: ({ sessionId }) => agents.has(sessionId),
    title: ({ title }) => same(title),
    registry: has('registry'),
    job: (row) => jobs.has(row.sessionId) || has('job')(row),
    process: has('process'),
    remote: has('remote'),
    worktree: ({ cwds }) => cwds.some((cwd) => same(worktreeName(cwd, worktrees))),
    branch: ({ branch }) => same(branch),
    entrypoint: ({ entrypoints }) => entrypoints.some(same),
    folder: ({ cwds }) => cwds.some(same),
    words: ({ title, branch, slugs, cwds, names }) => {
      const texts = names.filter(({ kind }) => kind !== 'process').map(({ name }) => name);
      const all = [title ?? '', branch ?? '', ...slugs, ...cwds, ...texts].join('\n').toLowerCase();
      // A part of a number names no process.
      const isProcess = (word: string): boolean => names.some(({ kind, name }) => kind === 'process' && name === word);
      return words.length > 0 && words.every((word) => all.includes(word) || isProcess(word));
    },
  };
  for (const kind of nameKinds) {
    const found = resolved(index, kind, tests[kind]);
    if (found.sessions.length > 0) return found;
  }
  return { kind: undefined, sessions: [] };
}

function resolved(index: SessionIndex, kind: NameKind, test: (row: SessionRow) => boolean): ResolvedName {
  const sessions: SessionRow[] = [];
  for (const row of index.rows.newestFirst()) if (test(row)) sessions.push(row);
  return { kind: sessions.length > 0 ? kind : undefined, sessions };
}
