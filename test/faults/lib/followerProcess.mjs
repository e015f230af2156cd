/** Follows data roots (`live`) or reads them once (`cold`), and answers questions, a line of JSON each. */
import { createHash } from 'node:crypto';
import * as readline from 'node:readline';
import { pathToFileURL } from 'node:url';

const [bundle, mode, ...roots] = process.argv.slice(2);
const core = await import(pathToFileURL(bundle).href);
const host = { roots, processes: core.processTable(() => false) };
const scratchHost = { tmpDirs: [], uid: undefined, taskOutputs: [] };
/** Sessions whose details are compared. */
const mostDetails = 4000;
const problems = [];
let status = { polling: false };
let announcements = 0;
/** Announcements at which a log of a changed session ended in the middle of a line. */
let torn = 0;
let expected = {};

const live = mode === 'live' ? follow() : undefined;
const cold = mode === 'cold' ? new core.SessionIndex(host) : undefined;
const ready = live?.refresh();
cold?.refresh();

const answers = {
  async hide() {
    live.setShown(false);
    await live.refresh();
    return true;
  },
  async ready() {
    await ready;
    return true;
  },
  expect: (question) => ((expected = question.expected), true),
  missing() {
    const { rows } = indexNow();
    const isMissing = ([id, fields]) => {
      const row = rows.get(id);
      if (fields === null || row === undefined) return fields !== null || row !== undefined;
      return Object.entries(fields).some(([name, value]) => row[name] !== value);
    };
    return Object.entries(expected).filter(isMissing).length;
  },
  state: () => ({ ...status, problems, announcements, torn, sessions: indexNow().rows.size }),
  listing,
  digest() {
    const hash = createHash('sha256');
    for (const line of listing()) hash.update(line);
    return { hash: hash.digest('hex'), sessions: indexNow().rows.size };
  },
  logs: () => [...indexNow().rows.keys()].flatMap((id) => core.sessionDetails(indexNow(), id, scratchHost)?.logs ?? []),
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await answers[question.question](question))}\n`);
}
live?.dispose();

function indexNow() {
  return live?.index ?? cold;
}

function follow() {
  return new core.LiveIndex(host, {
    changed({ changed }) {
      announcements++;
      for (const id of changed) if (endsTorn(id)) torn++;
    },
    status: (now) => (status = now),
    problem: (location, reason) => problems.push(`${location}: ${reason}`),
  });
}

function endsTorn(id) {
  return live.index.sessionLogs(id)?.logs.some((log) => log.tail > 0 && log.facts === log.settled) === true;
}

/**
 * The index as text, a line a session, in an order that does not depend on what was read when. Details ask all sessions
 * who goes on with this one, so that of many sessions every nth is asked for its details.
 */
function listing() {
  const index = indexNow();
  const every = Math.ceil(index.rows.size / mostDetails);
  const figures = { ...index.figures(), bytesRead: undefined };
  const byPath = (a, b) => (a.path < b.path ? -1 : 1);
  const sessions = [...index.rows.keys()]
    .sort()
    .map((id, n) =>
      JSON.stringify([index.rows.get(id), n % every === 0 && core.sessionDetails(index, id, scratchHost)]),
    );
  const rest = [figures, [...index.passedOver].sort(byPath), core.unattributedItems(index)];
  return [...sessions, ...rest.map((part) => JSON.stringify(part))];
}
