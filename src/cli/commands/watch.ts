/** `watch`: one line of JSON a change, until it is stopped or its reader is gone. */
import { isDeepStrictEqual } from 'node:util';
import type { LiveProcess, SessionRow } from '../../core/model.ts';
import { LiveIndex } from '../../live/liveIndex.ts';
import { toJson } from '../answers.ts';
import { processes } from '../callContext.ts';
import type { Command } from '../command.ts';
import { sessionJson } from '../json.ts';
import { projectFilter } from './sessions.ts';
import { warnOfUnreadPlaces, warnOfUnreadRegistry } from '../unreadRoots.ts';

/** A session as it was printed: its row, and the processes that have it open. */
interface WatchedSession extends SessionRow {
  readonly processes: readonly LiveProcess[];
}

export const command: Command<never> = {
  help: [
    'watch [--all] [--cwd DIR]',
    '  Prints {"changed": [what], "session": {a row of sessions}, "processes": [that have it open]} for every change, until',
    '  SIGINT, SIGTERM or a closed pipe.',
    '  --all   the sessions of all projects',
  ],
  options: { all: { type: 'boolean' } },
  run(context) {
    const belongs = projectFilter(context);
    const known = new Map<string, WatchedSession>();
    let first = true;
    let unreadRegistry: readonly string[] = [];
    return new Promise((resolve, reject) => {
      const live = new LiveIndex(
        { roots: context.roots, processes },
        {
          changed({ changed, removed }) {
            // What is not proved any more, for want of it, is not over.
            if (!first && live.index.unreadRegistry[0] !== unreadRegistry[0])
              warnOfUnreadRegistry(context, (unreadRegistry = live.index.unreadRegistry));
            for (const id of removed) {
              const before = known.get(id);
              known.delete(id);
              if (!first && before !== undefined && belongs(before)) print(['removed'], before);
            }
            for (const id of changed) {
              const row = live.index.rows.get(id);
              if (row === undefined) continue;
              const before = known.get(id);
              const now = { ...row, processes: live.index.live(id)?.processes ?? [] };
              known.set(id, now);
              if (!first && belongs(row)) print(before === undefined ? ['added'] : changedFields(before, now), now);
            }
          },
          cached: () => undefined,
          status: () => undefined,
          problem: (path, reason) => context.input.warn(`${path}: ${reason}.`),
        },
      );
      const release = (): void => {
        live.dispose();
        clearInterval(keepAlive);
      };
      const stop = (): void => {
        release();
        resolve(undefined);
      };
      // Watchers and timers of the index do not keep the process.
      const keepAlive = setInterval(() => undefined, 1 << 30);
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
      process.stdout.once('error', stop);
      live.refresh().then(
        () => {
          first = false;
          unreadRegistry = live.index.unreadRegistry;
          warnOfUnreadPlaces(context, live.index);
        },
        (error: unknown) => {
          release();
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
  },
  text: () => '',
};

/** Names of the fields in which a session differs from before; `plan-sharing` when only another session's plans did. */
function changedFields(before: WatchedSession, after: WatchedSession): string[] {
  const fields = (Object.keys(after) as (keyof WatchedSession)[]).filter(
    (field) => !isDeepStrictEqual(before[field], after[field]),
  );
  // A live session's names in the registry follow its processes.
  const told = fields.includes('processes') ? fields.filter((field) => field !== 'names') : fields;
  return told.length > 0 ? told : ['plan-sharing'];
}

function print(changed: readonly string[], session: WatchedSession): void {
  process.stdout.write(`${toJson({ changed, session: sessionJson(session), processes: session.processes })}\n`);
}
