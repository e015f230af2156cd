import { planCollisions } from '../../../src/core/answers/planCollisions.ts';
import { originalOfPlan, type OriginalPlan } from '../../../src/core/answers/originalOfPlan.ts';
import { listedPlans } from '../../../src/core/answers/listedPlans.ts';
import { foreignLogs, type ForeignLog } from '../../../src/core/answers/foreignEntries.ts';
import { cleanedSoon } from '../../../src/core/answers/logCleaning.ts';
import { diagnosticsOf, type Diagnostics } from '../../../src/core/answers/diagnostics.ts';
import { EventEmitter } from 'vscode';
import type {
  CheckpointFile,
  OwnPlan,
  PlanCollision,
  SessionDetails,
  SessionId,
  SessionRow,
  UnattributedItem,
} from '../../../src/core/model.ts';
import { currentFile } from '../../../src/core/extras/currentFile.ts';
import { readExtra, type ExtraText, type ExtraTextProblem } from '../../../src/core/extras/extraText.ts';
import { processTable } from '../../../src/core/disk/processStart.ts';
import { headOf, worktreesOf, type Head } from '../../../src/core/disk/repositories.ts';
import {
  planHistoryOf,
  planVersionText,
  type PlanHistory,
  type PlanText,
} from '../../../src/core/answers/planHistoryOf.ts';
import { PlanTitles, type PlanTitle } from '../../../src/core/answers/planTitles.ts';
import { plansOf } from '../../../src/core/answers/plansOf.ts';
import { promptsOf } from '../../../src/core/answers/promptsOf.ts';
import { sessionDetails } from '../../../src/core/answers/sessionDetails.ts';
import { timelineLane } from '../../../src/core/answers/timelineOf.ts';
import type { TimelineLane } from '../../../src/core/timeline/timelineTypes.ts';
import { reachedFile } from '../../../src/core/disk/reachedFile.ts';
import { unattributedItems } from '../../../src/core/answers/unattributed.ts';
import { LiveIndex } from '../../../src/live/liveIndex.ts';
import type { ScratchService } from '../../../src/service/scratchService.ts';
import type { Functions, Handlers, Remote } from '../../../src/messages/requestMessage.ts';
import { fileHandlers } from '../../../src/worker/fileHandlers.ts';
import { scratchHandlers } from '../../../src/worker/scratchHandlers.ts';
import { hostHandlers } from '../../../src/worker/hostHandlers.ts';
import { exportHandlers } from '../../../src/worker/exportHandlers.ts';
import { terminalHandlers } from '../../../src/worker/terminalHandlers.ts';
import type { IndexStatus, SessionChange, SessionService } from '../../../src/service/sessionService.ts';

/** Scratch of the machine that runs the test is nobody's. */
const noScratch = { tmpDirs: [], uid: undefined, taskOutputs: [] };

/** The session data of one data root, kept in this thread, so that a test can ask it and look at a provider over it. */
export class LiveService implements SessionService {
  readonly #live: LiveIndex;
  readonly #planTitles = new PlanTitles();
  readonly #changed = new EventEmitter<SessionChange>();
  readonly #statusChanged = new EventEmitter<IndexStatus>();
  readonly onDidChange = this.#changed.event;
  readonly onDidChangeStatus = this.#statusChanged.event;
  readonly scratch: ScratchService;
  readonly files: SessionService['files'];
  readonly terminals: SessionService['terminals'];
  readonly hosts = promised(hostHandlers(false));
  readonly exports: SessionService['exports'];
  status: IndexStatus;

  constructor(root: string) {
    this.status = { phase: 'indexing', done: 0, total: 0, polling: false, roots: [root], badLines: 0 };
    this.#live = new LiveIndex(
      { roots: [root], processes: processTable(() => false) },
      {
        changed: (change) => this.#changed.fire(change),
        cached: (rows) =>
          this.#changed.fire({ changed: new Set(rows.map(({ sessionId }) => sessionId)), removed: new Set() }),
        status: (status) => this.#statusChanged.fire((this.status = { ...this.status, ...status })),
        problem: () => undefined,
      },
    );
    const announce = (id: SessionId): void => this.#changed.fire({ changed: new Set([id]), removed: new Set() });
    this.files = promised(fileHandlers(this.#live, undefined, () => noScratch));
    this.scratch = promised(scratchHandlers(this.#live, announce, () => noScratch));
    this.terminals = promised(terminalHandlers(this.#live, false));
    this.exports = promised(exportHandlers(this.#live, () => noScratch));
  }

  get rows(): ReadonlyMap<SessionId, SessionRow> {
    return this.#live.index.rows;
  }

  details(id: SessionId): Promise<SessionDetails | undefined> {
    this.#live.follow(id);
    return Promise.resolve(sessionDetails(this.#live.index, id, noScratch));
  }

  planOf(id: SessionId): Promise<OwnPlan | undefined> {
    return Promise.resolve(plansOf(this.#live.index, id).find((plan) => plan.inForce));
  }

  planTitles(): Promise<ReadonlyMap<SessionId, readonly PlanTitle[]>> {
    return Promise.resolve(this.#planTitles.of(this.#live.index));
  }

  reachableFile(files: readonly string[], folders: readonly string[]): Promise<string | undefined> {
    return Promise.resolve(files.find((file) => reachedFile(file, folders) === 'found'));
  }

  timelineLanes(ids: readonly SessionId[]): Promise<readonly TimelineLane[]> {
    return Promise.resolve(ids.flatMap((id) => timelineLane(this.#live.index, id) ?? []));
  }

  promptsOf(ids: readonly SessionId[]): Promise<ReadonlyMap<SessionId, readonly string[]>> {
    return Promise.resolve(promptsOf(this.#live.index, ids));
  }

  planHistory(id: SessionId, file: string): Promise<PlanHistory | undefined> {
    return Promise.resolve(planHistoryOf(this.#live.index, id, file));
  }

  planVersion(id: SessionId, file: string, version?: number): Promise<PlanText | undefined> {
    return Promise.resolve(planVersionText(this.#live.index, id, file, version));
  }

  listedPlans(ids: readonly SessionId[]): Promise<ReturnType<typeof listedPlans>> {
    return Promise.resolve(listedPlans(this.#live.index, ids, 500));
  }

  originalOfPlan(id: SessionId, file: string): Promise<OriginalPlan | undefined> {
    return Promise.resolve(originalOfPlan(this.#live.index, id, file));
  }

  planCollisions(): Promise<readonly PlanCollision[]> {
    return Promise.resolve(planCollisions(this.#live.index));
  }

  foreignLogs(): Promise<readonly ForeignLog[]> {
    return Promise.resolve(foreignLogs(this.#live.index));
  }

  cleanedSoon(): Promise<ReadonlyMap<SessionId, number>> {
    return Promise.resolve(cleanedSoon(this.#live.index, Date.now()));
  }

  diagnostics(): Promise<Diagnostics> {
    return Promise.resolve(diagnosticsOf(this.#live.index, this.#live.diagnostics(), ''));
  }

  extraText(id: SessionId, file: string): Promise<ExtraText | ExtraTextProblem> {
    return Promise.resolve(readExtra(this.#live.index.host.roots, id, file));
  }

  currentFile(checkpoint: CheckpointFile, folders: readonly string[]): Promise<string | undefined> {
    return Promise.resolve(currentFile(checkpoint, folders));
  }

  unattributed(): Promise<readonly UnattributedItem[]> {
    return Promise.resolve(unattributedItems(this.#live.index));
  }

  worktreesOf(folder: string): Promise<readonly string[]> {
    return Promise.resolve(worktreesOf(folder));
  }

  headOf(folder: string): Promise<Head | undefined> {
    return Promise.resolve(headOf(folder));
  }

  rootConditions(): ReturnType<SessionService['rootConditions']> {
    return Promise.resolve(this.status.roots.map((root) => ({ root, condition: 'found' as const })));
  }

  refresh(): Promise<void> {
    return this.#live.refresh();
  }

  /** Looks at one session alone: its change is announced, and the status stays. */
  refreshSession(id: SessionId): Promise<void> {
    return this.#live.refreshSession(id);
  }

  /** Fires another status, as an index that is slow to read would. */
  setStatus(status: Partial<IndexStatus>): void {
    this.#statusChanged.fire((this.status = { ...this.status, ...status }));
  }

  rebuild(): Promise<void> {
    return this.#live.rebuild();
  }

  dispose(): void {
    this.#live.dispose();
    this.#changed.dispose();
    this.#statusChanged.dispose();
  }
}

/** The worker's results as the extension gets them: later. */
function promised<Api extends Functions<Api>>(handlers: Handlers<Api>): Remote<Api> {
  const later = Object.entries(handlers).map(([name, handler]) => {
    const run = handler as (...parameters: unknown[]) => unknown;
    return [name, (...parameters: unknown[]) => Promise.resolve(run(...parameters))];
  });
  return Object.fromEntries(later) as Remote<Api>;
}
