/** `watch`: one line of JSON a change, until it is stopped or its reader is gone. */
import { isDeepStrictEqual } from 'node:util';
import type { SessionRow } from '../../core/model.ts';
import { processTable } from '../../core/disk/processStart.ts';
import { LiveIndex } from '../../live/liveIndex.ts';
import { toJson } from '../answers.ts';
import type { Command } from '../command.ts';
import { sessionJson } from '../json.ts';
import { projectFilter } from './sessions.ts';

export const command: Command<never> = {
  help: [
    'watch [--all] [--cwd DIR]',
    '  Prints {"changed": [what], "session": {a row of sessions}} for every change, until SIGINT, SIGTERM or a closed pipe.',
    '  --all   the sessions of all projects',
  ],
  options: { all: { type: 'boolean' } },
  run(context) {
    const belongs = projectFilter(context);
    const known = new Map<string, SessionRow>();
    let first = true;
    return new Promise((resolve, reject) => {
      const live = new LiveIndex(
        { roots: context.roots, processes: processTable(() => true) },
        {
          changed({ changed, removed }) {
            for (const id of removed) {
              const row = known.get(id);
              known.delete(id);
              if (!first && row !== undefined && belongs(row)) print(['removed'], row);
            }
            for (const id of changed) {
              const row = live.index.rows.get(id);
              if (row === undefined) continue;
              const before = known.get(id);
              known.set(id, row);
              if (!first && belongs(row)) print(before === undefined ? ['added'] : changedFields(before, row), row);
            }
          },
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
        () => (first = false),
        (error: unknown) => {
          release();
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
  },
  text: () => '',
};

/** Names of the fields in which two rows of one session differ; `plan-sharing` when only another session's plans did. */
function changedFields(before: SessionRow, after: SessionRow): string[] {
  const fields = (Object.keys(after) as (keyof SessionRow)[]).filter(
    (field) => !isDeepStrictEqual(before[field], after[field]),
  );
  return fields.length > 0 ? fields : ['plan-sharing'];
}

function print(changed: readonly string[], row: SessionRow): void {
  process.stdout.write(`${toJson({ changed, session: sessionJson(row) })}\n`);
}
