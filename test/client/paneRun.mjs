/**
 * What a run of the scenario `pane` proves. The truth is the calls of the scripted model and the sessions that the
 * client named.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { jsonLines } from './runFolder.mjs';

/** Each `{ what, isRight, detail }`. */
export function judgePaneRun(_version, out) {
  const { truth, failed } = JSON.parse(readFileSync(path.join(out, 'rec', 'run.json'), 'utf8'));
  if (failed !== undefined)
    return { checks: [{ what: 'the scenario runs to its end', isRight: false, detail: failed }], answers: [] };
  const panes = JSON.parse(readFileSync(path.join(out, 'rec', 'panes.json'), 'utf8'));
  const requests = jsonLines(path.join(out, 'rec', 'mock.jsonl'));
  const sessionOf = (name) => requests.findLast(({ rule }) => rule === name)?.session;
  const own = truth.planned;
  const neighbour = sessionOf('second');
  const plan = requests
    .find(({ rule, calls = [] }) => rule === 'plan' && calls.some(({ name }) => name === 'Write'))
    ?.calls.find(({ name }) => name === 'Write').file_path;
  const short = (id) => id?.slice(0, 8);
  const rows = (label) => rowsOf(panes[label]);
  const cleared = sessionOf('hello');
  const whole = (label) => {
    const { Session, Plan, Scratch, Agents, Files, Here } = rows(label);
    const isRight =
      Session?.startsWith(short(own)) &&
      Plan?.includes('"A cart for the shop"') &&
      Plan.includes(path.basename(plan).slice(-12)) &&
      Scratch?.includes('/.erk/') &&
      Scratch.includes(own.slice(-12)) &&
      Agents?.includes('"other side", completed') &&
      Files?.includes(short(neighbour)) &&
      Here?.startsWith(`${short(neighbour)} "Please edit as the second"`);
    return {
      what: `the pane of ${label} columns shows what is proved`,
      isRight: isRight === true,
      detail: panes[label],
    };
  };
  return {
    checks: [
      { what: 'claude plugin test passes', isRight: truth.tested },
      {
        what: 'two sessions edited one file',
        isRight: own !== undefined && neighbour !== undefined && own !== neighbour,
      },
      whole('160'),
      whole('80'),
      ...['cleared', 'after a turn'].map((label) => ({
        what: `the pane ${label} is of the new session, with nothing of the one before`,
        isRight:
          cleared !== own &&
          rows(label).Session?.startsWith(short(cleared)) === true &&
          rows(label).Plan === 'none that this session proves' &&
          rows(label).Here?.startsWith(short(neighbour)) === true,
        detail: panes[label],
      })),
      {
        what: 'without a command line the pane says so',
        isRight: /Not read.*the command line is not installed/.test(panes.absent),
        detail: panes.absent,
      },
    ],
    answers: [],
  };
}

/** Name -> text of the pane's lines, those of one name together: to the right of a line, or in a box of its own. */
function rowsOf(screen = '') {
  const rows = {};
  let last;
  for (const line of screen.split('\n')) {
    const text = /│ ?([^│]*?)\s*│?$/.exec(line)?.[1];
    const [, name, value] = /^(\w+|) {2,}(.*)$/.exec(text ?? '') ?? [];
    if (value === undefined) continue;
    last = name || last;
    rows[last] = name ? value : `${rows[last]} ${value}`;
  }
  return rows;
}
