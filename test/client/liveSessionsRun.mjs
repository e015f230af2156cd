/** What a run of the scenario `liveSessions` proves. The truth is what the client itself lists as open. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Each `{ what, isRight, detail }`. */
export function judgeLiveSessionsRun(version, out) {
  const { failed } = JSON.parse(readFileSync(path.join(out, 'rec', 'run.json'), 'utf8'));
  if (failed !== undefined)
    return { checks: [{ what: 'the scenario runs to its end', isRight: false, detail: failed }], answers: [] };
  const moments = JSON.parse(readFileSync(path.join(out, 'rec', 'moments.json'), 'utf8'));
  const checks = moments.map(({ what, client, ours }) => {
    const expected = client?.map(processOfClient).sort(byPid);
    const listed = ours?.flatMap(({ sessionId, processes }) => processes.map((one) => ownProcess(sessionId, one)));
    const isRight = expected !== undefined && JSON.stringify(listed.sort(byPid)) === JSON.stringify(expected);
    return { what: `live sessions are those of the client: ${what}`, isRight, detail: { expected, listed } };
  });
  return { checks, answers: [] };
}

function byPid(a, b) {
  return a.pid - b.pid;
}

/** The client's list says `background` for what its registry, and so our list, calls `bg`. */
function processOfClient({ pid, sessionId, cwd, kind, id, status, waitingFor, name, startedAt }) {
  const registered = kind === 'background' ? 'bg' : kind;
  return { pid, sessionId, cwd, kind: registered, jobId: id, status, waitingFor, name, startedAt };
}

function ownProcess(sessionId, { pid, cwd, kind, jobId, state, waitingFor, name, startedAt }) {
  return {
    ...{
      pid,
      sessionId,
      cwd,
      kind,
      jobId: jobId ?? undefined,
      status: state,
      waitingFor: waitingFor ?? undefined,
      name,
    },
    startedAt: Date.parse(startedAt),
  };
}
