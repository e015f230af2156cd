/** The worker thread: the live index, and answers about it. The extension host's own thread reads no log. */
import * as os from 'node:os';
import * as path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { currentFile } from '../core/otherFiles/currentFile.ts';
import { readOtherFile } from '../core/otherFiles/otherFileText.ts';
import { systemProcesses } from '../core/registry.ts';
import { worktreesOf } from '../core/repositories.ts';
import { readTaskOutputs } from '../core/scratch/claudeTmp.ts';
import { sessionDetails } from '../core/sessionDetails.ts';
import { unattributedItems } from '../core/unattributed.ts';
import { LiveIndex, type LiveIndexStatus } from '../live/liveIndex.ts';
import type { FromExtension, FromWorker, Queries, Question, QueryName, WorkerData } from './protocol.ts';
import { scratchAnswers } from './scratchQueries.ts';

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread.');
const say = (message: FromWorker): void => port.postMessage(message);

const { roots, scratchPatterns, untrustedFolders } = workerData as WorkerData;
const live = new LiveIndex(
  { roots, scratchPatterns, processes: systemProcesses, mayReadSettingsOf: (project) => !isUntrusted(project) },
  {
    changed({ changed, removed }) {
      const rows = [...changed].flatMap((id) => live.index.rows.get(id) ?? []);
      say({ kind: 'rows', rows, removed: [...removed] });
    },
    status: (status) => say({ kind: 'status', status: { ...status, ...summary(status) } }),
    problem: (file, reason) => say({ kind: 'problem', path: file, reason }),
  },
);

const answers: {
  [Name in QueryName]: (
    ...given: Queries[Name]['arguments']
  ) => Queries[Name]['answer'] | Promise<Queries[Name]['answer']>;
} = {
  details(id) {
    live.follow(id);
    return sessionDetails(live.index, id, scratchHost());
  },
  otherText: (id, file) => readOtherFile(roots, id, file),
  currentFile: (checkpoint, folders) => currentFile(checkpoint, folders),
  unattributed: () => unattributedItems(live.index),
  worktreesOf: (folder) => worktreesOf(folder),
  refresh: () => live.refresh(),
  rebuild: () => live.rebuild(),
  ...scratchAnswers(live),
};

port.on('message', (message: FromExtension) => {
  if (message.kind === 'shown') live.setShown(message.shown);
  else void answer(message.question);
});
void live.refresh();

async function answer({ number, name, arguments: given }: Question): Promise<void> {
  try {
    const respond = answers[name] as (...all: unknown[]) => unknown;
    say({ kind: 'answer', number, answer: await respond(...given) });
  } catch (error) {
    say({ kind: 'failure', number, message: String(error) });
  }
}

function summary(status: LiveIndexStatus) {
  const { index } = live;
  const found = index.rootsFound.length > 0 || status.phase === 'indexing';
  return {
    phase: found ? status.phase : ('no-root' as const),
    roots,
    badLines: status.phase === 'ready' ? index.figures().badLines : 0,
  };
}

function scratchHost() {
  const tmpDirs = [...new Set([process.env.CLAUDE_CODE_TMPDIR, '/tmp', os.tmpdir()])].filter(
    (one) => one !== undefined,
  );
  const host = { tmpDirs, uid: process.getuid?.() };
  return { ...host, taskOutputs: readTaskOutputs(host) };
}

function isUntrusted(project: string): boolean {
  return untrustedFolders.some((folder) => {
    const relative = path.relative(folder, project);
    return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
  });
}
