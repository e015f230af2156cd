/** The worker thread: the live index, and answers about it. The extension host's own thread reads no log. */
import { isDeepStrictEqual } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { currentFile } from '../core/extras/currentFile.ts';
import { readExtra } from '../core/extras/extraText.ts';
import { processTable } from '../core/disk/processStart.ts';
import { projectNamesOf } from '../core/roots/projectNames.ts';
import { worktreesOf } from '../core/disk/repositories.ts';
import { readTaskOutputs, claudeTmpHost } from '../core/scratch/claudeTmp.ts';
import { sessionDetails } from '../core/answers/sessionDetails.ts';
import { unattributedItems } from '../core/answers/unattributed.ts';
import { untrustedProjects } from '../core/disk/untrustedProjects.ts';
import { LiveIndex, type LiveIndexStatus } from '../live/liveIndex.ts';
import type { IndexStatus } from '../service/sessionService.ts';
import type { FromExtension, FromWorker, Queries, Question, QueryName, WorkerData } from '../service/protocol.ts';
import { scratchAnswers } from './scratchQueries.ts';

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread.');
const say = (message: FromWorker): void => port.postMessage(message);

const { roots, scratchPatterns, openedFolders, isTrusted, untrustedFolders, cacheDirectory } = workerData as WorkerData;
let isUntrusted = untrustedProjects(untrustedFolders);
let lastStatus: IndexStatus | undefined;
const live = new LiveIndex(
  {
    roots,
    scratchPatterns,
    isReadFirst: projectNamesOf(openedFolders.flatMap((folder) => [folder, ...worktreesOf(folder)])),
    processes: processTable(() => isTrusted),
    mayReadSettingsOf: (project) => !isUntrusted(project),
  },
  {
    changed({ changed, removed }) {
      const rows = [...changed].flatMap((id) => live.index.rows.get(id) ?? []);
      say({ kind: 'rows', rows, removed: [...removed] });
    },
    status: (status) => sayStatus({ ...status, ...summary(status) }),
    problem: (file, reason) => say({ kind: 'problem', path: file, reason }),
  },
  { cacheDirectory },
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
  extraText(id, file) {
    live.follow(id);
    return readExtra(roots, id, file);
  },
  currentFile: (checkpoint, folders) => currentFile(checkpoint, folders),
  damagedLogs: () => live.index.logs.damaged(),
  unattributed: () => unattributedItems(live.index),
  worktreesOf: (folder) => worktreesOf(folder),
  refresh: () => live.refresh(),
  rebuild: () => live.rebuild(),
  ...scratchAnswers(live),
};

port.on('message', (message: FromExtension) => {
  switch (message.kind) {
    case 'shown':
      live.setShown(message.shown);
      break;
    case 'question':
      void answer(message.question);
      break;
    case 'untrusted':
      isUntrusted = untrustedProjects(message.folders);
      void live.refresh();
      break;
    case 'close':
      void live.close().finally(() => port.close());
      break;
  }
});
void live.start();

/** Says only what is new. */
function sayStatus(status: IndexStatus): void {
  if (isDeepStrictEqual(status, lastStatus)) return;
  lastStatus = status;
  say({ kind: 'status', status });
}

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
  const host = claudeTmpHost(process.env);
  return { ...host, taskOutputs: readTaskOutputs(host) };
}
