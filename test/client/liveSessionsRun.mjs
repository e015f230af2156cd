/** What a run of the scenario `liveSessions` proves. The truth is what the client itself lists as open. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** How many sessions are open at each moment, and how many of them wait. */
const open = {
  'one idles': { interactive: 1, background: 0, waiting: 0 },
  'one idles, one waits in a worktree': { interactive: 2, background: 0, waiting: 1 },
  'one idles, one waits, one thinks': { interactive: 3, background: 0, waiting: 1 },
  'and one works in the background': { interactive: 3, background: 1, waiting: 1 },
  'the one that waited was killed': { interactive: 2, background: 1, waiting: 0 },
  'the one that idled has ended': { interactive: 1, background: 1, waiting: 0 },
};

/** Each `{ what, isRight, detail }`. */
export function judgeLiveSessionsRun(version, out) {
  const { failed } = JSON.parse(readFileSync(path.join(out, 'rec', 'run.json'), 'utf8'));
  if (failed !== undefined)
    return { checks: [{ what: 'the scenario runs to its end', isRight: false, detail: failed }], answers: [] };
  const moments = JSON.parse(readFileSync(path.join(out, 'rec', 'moments.json'), 'utf8'));
  const counted = Object.fromEntries(moments.map(({ what, client = [] }) => [what, countOf(client)]));
  const isScript = JSON.stringify(counted) === JSON.stringify(open);
  const script = { what: 'the client lists what the script opened', isRight: isScript, detail: { counted, open } };
  const checks = moments.map(({ what, client, ours }) => {
    const expected = client?.map(processOfClient).sort(byPid);
    const listed = ours?.flatMap(({ sessionId, processes }) => processes.map((one) => ownProcess(sessionId, one)));
    const isRight = expected !== undefined && JSON.stringify(listed.sort(byPid)) === JSON.stringify(expected);
    return { what: `live sessions are those of the client: ${what}`, isRight, detail: { expected, listed } };
  });
  return { checks: [script, ...checks], answers: [] };
}

function countOf(client) {
  const of = (is) => client.filter(is).length;
  return {
    interactive: of(({ kind }) => kind === 'interactive'),
    background: of(({ kind }) => kind === 'background'),
    waiting: of(({ status }) => status === 'waiting'),
  };
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
