/** The session worker: the live index, and requests about it. The extension host's own thread reads no log. */
import * as os from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import type { SessionId } from '../core/model.ts';
import { currentFile } from '../core/extras/currentFile.ts';
import { readExtra } from '../core/extras/extraText.ts';
import { readableExtraKinds } from '../core/extras/listExtras.ts';
import { processTable } from '../core/disk/processStart.ts';
import { rootCondition } from '../core/roots/rootCondition.ts';
import { projectNamesOf } from '../core/roots/projectNames.ts';
import { headOf, worktreesOf } from '../core/disk/repositories.ts';
import { claudeTmpHost, readTaskOutputs, type TaskOutput } from '../core/scratch/claudeTmp.ts';
import { diagnosticsOf } from '../core/answers/diagnostics.ts';
import { foreignLogs } from '../core/answers/foreignEntries.ts';
import { planCollisions } from '../core/answers/planCollisions.ts';
import { cleanedSoon } from '../core/answers/logCleaning.ts';
import { listedPlans } from '../core/answers/listedPlans.ts';
import { originalOfPlan } from '../core/answers/originalOfPlan.ts';
import { planHistoryOf, planVersionText } from '../core/answers/planHistoryOf.ts';
import { PlanTitles } from '../core/answers/planTitles.ts';
import { promptsOf } from '../core/answers/promptsOf.ts';
import { plansOf } from '../core/answers/plansOf.ts';
import { sessionDetails } from '../core/answers/sessionDetails.ts';
import { timelineLane } from '../core/answers/timelineOf.ts';
import { unattributedItems } from '../core/answers/unattributed.ts';
import { reachedFile } from '../core/disk/reachedFile.ts';
import { untrustedProjects } from '../core/disk/untrustedProjects.ts';
import { LiveIndex, type LiveIndexStatus } from '../live/liveIndex.ts';
import type { IndexStatus } from '../service/sessionService.ts';
import { respond, type Handlers } from '../messages/requestMessage.ts';
import type { FromWorker, ToWorker, WindowFolders, WorkerData, WorkerRequests } from '../service/workerMessages.ts';
import { exportHandlers } from './exportHandlers.ts';
import { hostHandlers } from './hostHandlers.ts';
import { fileHandlers } from './fileHandlers.ts';
import { scratchHandlers } from './scratchHandlers.ts';
import { searchHandlers } from './searchHandlers.ts';
import { terminalHandlers } from './terminalHandlers.ts';

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread.');
const post = (message: FromWorker): void => port.postMessage(message);

const { roots, scratchPatterns, folders, isTrusted, cacheDirectory } = workerData as WorkerData;
let isUntrusted = untrustedProjects(folders.untrusted);
let isOpened = openedProjects(folders);
let lastStatus: IndexStatus | undefined;
const live = new LiveIndex(
  {
    roots,
    scratchPatterns,
    isReadFirst: (name) => isOpened(name),
    processes: processTable(() => isTrusted, { known: () => void live.refresh() }),
    mayReadSettingsOf: (project) => !isUntrusted(project),
  },
  {
    changed: ({ changed, removed }) => postRows(changed, removed),
    cached: (rows) => post({ type: 'rows', rows, removed: [] }),
    status: (status) => postStatus({ ...status, ...summary(status) }),
    problem: (file, reason) => post({ type: 'problem', path: file, reason }),
  },
  { cacheDirectory },
);

const planTitles = new PlanTitles();
/** More than these nobody looks through. */
const mostListedPlans = 500;
const handlers: Handlers<WorkerRequests> = {
  details(id) {
    live.follow(id);
    return sessionDetails(live.index, id, scratchHost(), { kinds: readableExtraKinds });
  },
  planOf(id) {
    const plans = plansOf(live.index, id);
    // Where none is known to be, the last one cannot be read, which is what is to be said.
    return plans.find((plan) => plan.inForce) ?? plans.at(-1);
  },
  planHistory: (id, file) => planHistoryOf(live.index, id, file),
  planVersion: (id, file, version) => planVersionText(live.index, id, file, version),
  planTitles: () => planTitles.of(live.index),
  promptsOf: (ids) => promptsOf(live.index, ids),
  timelineLanes: (ids) => ids.flatMap((id) => timelineLane(live.index, id) ?? []),
  extraText(id, file) {
    live.follow(id);
    return readExtra(roots, id, file);
  },
  currentFile: (checkpoint, folders) => currentFile(checkpoint, folders),
  listedPlans: (ids) => listedPlans(live.index, ids, mostListedPlans),
  originalOfPlan: (id, file) => originalOfPlan(live.index, id, file),
  planCollisions: () => planCollisions(live.index),
  foreignLogs: () => foreignLogs(live.index),
  ...searchHandlers(() => live.index),
  reachableFile: (files, folders) => files.find((file) => reachedFile(file, folders) === 'found'),
  diagnostics: () => diagnosticsOf(live.index, live.diagnostics(), os.homedir()),
  cleanedSoon: () => cleanedSoon(live.index, Date.now()),
  unattributed: () => unattributedItems(live.index),
  ...terminalHandlers(live, isTrusted),
  ...hostHandlers(isTrusted),
  ...exportHandlers(live, scratchHost),
  worktreesOf: (folder) => worktreesOf(folder),
  headOf: (folder) => headOf(folder),
  rootConditions: () => roots.map((root) => ({ root, condition: rootCondition(root) })),
  refresh: () => live.refresh(),
  rebuild: () => live.rebuild(),
  ...fileHandlers(live, cacheDirectory, scratchHost),
  ...scratchHandlers(live, (id) => postRows([id], []), scratchHost),
};

// A rejection of what nobody waits for ends the thread, as any other error does: the extension starts it again.
port.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'shown':
      live.setShown(message.shown);
      break;
    case 'request':
      void respond(handlers, message).then(post);
      break;
    case 'cancel':
      // Most requests are done as soon as they are read; the extension drops the response of the others.
      break;
    case 'folders':
      isOpened = openedProjects(message.folders);
      isUntrusted = untrustedProjects(message.folders.untrusted);
      void live.refresh();
      break;
    case 'close':
      void live.close().finally(() => port.close());
      break;
  }
});
void live.start();

function postRows(changed: Iterable<SessionId>, removed: Iterable<SessionId>): void {
  const rows = [...changed].flatMap((id) => live.index.rows.get(id) ?? []);
  post({ type: 'rows', rows, removed: [...removed] });
}

function postStatus(status: IndexStatus): void {
  if (isDeepStrictEqual(status, lastStatus)) return;
  lastStatus = status;
  post({ type: 'status', status });
}

/** Whether a project directory may hold sessions of the opened folders, or of worktrees of their repositories. */
function openedProjects({ opened }: WindowFolders): (name: string) => boolean {
  return projectNamesOf(opened.flatMap((folder) => [folder, ...worktreesOf(folder)]));
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
  let outputs: readonly TaskOutput[] | undefined;
  return {
    ...host,
    /** Listed when they are asked for. */
    get taskOutputs() {
      return (outputs ??= readTaskOutputs(host));
    },
  };
}
