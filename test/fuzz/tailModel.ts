/**
 * Random histories of a data root: logs that grow, are cut, replaced, deleted, closed to the reader, and their folders.
 * After each step the index that follows says what a cold one says, and counts what the model counts.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import fc from 'fast-check';
import { indexCacheFile, readIndexCache, writeIndexCache } from '../../src/core/index/cache/indexCache.ts';
import type { SessionId } from '../../src/core/model.ts';
import { sessionDetails } from '../../src/core/answers/sessionDetails.ts';
import type { CachedIndex } from '../../src/core/index/cachedIndex.ts';
import type { IndexHost } from '../../src/core/index/indexTypes.ts';
import { SessionIndex } from '../../src/core/index/sessionIndex.ts';
import { unattributedItems } from '../../src/core/answers/unattributed.ts';
import { Home, sessionA, sessionB } from '../fixtures/homes.ts';
import { countsOf } from '../fixtures/logOracle.ts';

const logNames = ['main-a', 'main-b', 'flat-agent', 'nested-agent'] as const;
type LogName = (typeof logNames)[number];

export type Step =
  | { readonly op: 'append'; readonly log: LogName; readonly lines: readonly LineKind[] }
  | { readonly op: 'append-part'; readonly log: LogName; readonly fraction: number }
  | { readonly op: 'append-rest'; readonly log: LogName }
  | { readonly op: 'truncate'; readonly log: LogName; readonly fraction: number }
  | { readonly op: 'regrow'; readonly log: LogName; readonly lines: readonly LineKind[] }
  | { readonly op: 'rewrite-in-place'; readonly log: LogName }
  | { readonly op: 'rename-over'; readonly log: LogName; readonly lines: readonly LineKind[] }
  | { readonly op: 'delete'; readonly log: LogName }
  | { readonly op: 'close-to-reader'; readonly log: LogName }
  | { readonly op: 'open-to-reader'; readonly log: LogName }
  | { readonly op: 'touch'; readonly log: LogName }
  | { readonly op: FolderOp }
  | { readonly op: 'plan'; readonly slug: string; readonly exists: boolean }
  | { readonly op: 'restart'; readonly cached: boolean }
  | { readonly op: 'offload' };

type FolderOp = 'replace-project' | 'make-session-folder' | 'remove-session-folder';

const slugs = ['calm-painting-otter', 'brave-counting-heron'] as const;
const lineKinds = [
  ...(['plain', 'slug-0', 'slug-1', 'foreign', 'without-id', 'title', 'sidechain'] as const),
  ...(['damaged', 'glued', 'nul', 'blank'] as const),
] as const;
type LineKind = (typeof lineKinds)[number];

const log = fc.constantFrom(...logNames);
const lines: fc.Arbitrary<readonly LineKind[]> = fc.array(fc.constantFrom(...lineKinds), {
  minLength: 1,
  maxLength: 4,
});
const fraction = fc.double({ min: 0, max: 1, noNaN: true });

/** A step, and whether the index refreshes the changed logs alone or everything. */
export const history: fc.Arbitrary<readonly { readonly step: Step; readonly isTargeted: boolean }[]> = fc.array(
  fc.record({
    step: fc.oneof<fc.MaybeWeightedArbitrary<Step>[]>(
      { weight: 6, arbitrary: fc.record({ op: fc.constant('append'), log, lines }) },
      { weight: 3, arbitrary: fc.record({ op: fc.constant('append-part'), log, fraction }) },
      { weight: 3, arbitrary: fc.record({ op: fc.constant('append-rest'), log }) },
      { weight: 2, arbitrary: fc.record({ op: fc.constant('truncate'), log, fraction }) },
      { weight: 2, arbitrary: fc.record({ op: fc.constant('regrow'), log, lines }) },
      { weight: 2, arbitrary: fc.record({ op: fc.constant('rewrite-in-place'), log }) },
      { weight: 2, arbitrary: fc.record({ op: fc.constant('rename-over'), log, lines }) },
      { weight: 2, arbitrary: fc.record({ op: fc.constant('delete'), log }) },
      fc.record({ op: fc.constant('close-to-reader'), log }),
      { weight: 2, arbitrary: fc.record({ op: fc.constant('open-to-reader'), log }) },
      fc.record({ op: fc.constant('touch'), log }),
      fc.record({ op: fc.constant('replace-project') }),
      fc.record({ op: fc.constant('make-session-folder') }),
      fc.record({ op: fc.constant('remove-session-folder') }),
      fc.record({ op: fc.constant('plan'), slug: fc.constantFrom(...slugs), exists: fc.boolean() }),
      { weight: 2, arbitrary: fc.record({ op: fc.constant('restart'), cached: fc.boolean() }) },
      { weight: 2, arbitrary: fc.record({ op: fc.constant('offload') }) },
    ),
    isTargeted: fc.boolean(),
  }),
  { minLength: 1, maxLength: 25, size: 'max' },
);

const scratchHost = { tmpDirs: [], uid: undefined, taskOutputs: [] };
const nobody = 65534;

/** Lives one history; throws where the index and the model part. */
export function live(steps: readonly { readonly step: Step; readonly isTargeted: boolean }[]): void {
  // Root reads everything: a process that is to be refused must not run as root.
  const asRoot = process.geteuid?.() === 0;
  if (asRoot) process.seteuid?.(nobody);
  const model = new ModelledHome();
  try {
    for (const { step, isTargeted } of steps) {
      model.do(step);
      model.look(isTargeted);
      model.check(step);
    }
  } finally {
    model.close();
    if (asRoot) process.seteuid?.(0);
    model.home.remove();
  }
}

class ModelledHome {
  readonly home = new Home();
  readonly #host: IndexHost = { roots: [this.home.root], processes: { startOf: () => undefined } };
  readonly #contents = new Map<LogName, Buffer>();
  /** What is to come of a line that was appended in part. */
  readonly #rests = new Map<LogName, Buffer>();
  readonly #closed = new Set<LogName>();
  readonly #changed = new Set<string>();
  #surroundingsChanged = false;
  /** A new index has no log yet that could be refreshed alone. */
  #isNew = true;
  #records = 0;
  #index = this.#newIndex();

  do(step: Step): void {
    if (step.op === 'restart') return this.#restart(step.cached);
    if (step.op === 'offload') return this.#index.offload(this.#writeCache());
    if (step.op === 'plan') return this.#plan(step.slug, step.exists);
    if (!('log' in step)) return this.#changeFolders(step.op);
    const { log: name } = step;
    const file = this.#path(name);
    const content = this.#contents.get(name);
    this.#changed.add(file);
    if (step.op === 'open-to-reader') {
      if (this.#closed.delete(name)) fs.chmodSync(file, 0o644);
      return;
    }
    if (this.#closed.has(name)) return;
    // A rest completes its own part alone: behind another one it can look whole to a scan that checks no commas.
    if (!step.op.startsWith('append') && step.op !== 'touch') this.#rests.delete(name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    switch (step.op) {
      case 'append':
        this.#rests.delete(name);
        return this.#append(name, this.#linesOf(name, step.lines));
      case 'append-part': {
        const line = this.#linesOf(name, ['slug-1']);
        const cut = 1 + Math.floor(step.fraction * (line.length - 2));
        this.#rests.set(name, line.subarray(cut));
        return this.#append(name, line.subarray(0, cut));
      }
      case 'append-rest': {
        const rest = this.#rests.get(name) ?? Buffer.from('\n');
        this.#rests.delete(name);
        return this.#append(name, rest);
      }
      case 'truncate': {
        if (content === undefined) return;
        const size = Math.floor(step.fraction * content.length);
        fs.truncateSync(file, size);
        this.#contents.set(name, content.subarray(0, size));
        return;
      }
      case 'regrow':
        return this.#write(name, this.#linesOf(name, step.lines));
      case 'rewrite-in-place': {
        if (content === undefined) return;
        // As many bytes as before, and within the same tick of the file system's clock.
        const bytes = Buffer.alloc(content.length, '\n');
        this.#linesOf(name, ['plain', 'slug-0']).copy(bytes);
        const fd = fs.openSync(file, 'r+');
        fs.writeSync(fd, bytes, 0, bytes.length, 0);
        fs.closeSync(fd);
        this.#contents.set(name, bytes);
        return;
      }
      case 'rename-over': {
        const bytes = this.#linesOf(name, step.lines);
        fs.writeFileSync(`${file}.new`, bytes);
        fs.renameSync(`${file}.new`, file);
        this.#contents.set(name, bytes);
        return;
      }
      case 'delete':
        fs.rmSync(file, { force: true });
        this.#contents.delete(name);
        return;
      case 'close-to-reader':
        if (content === undefined) return;
        fs.chmodSync(file, 0);
        this.#closed.add(name);
        return;
      case 'touch':
        if (content !== undefined) fs.utimesSync(file, 1_700_000_000 + this.#records, 1_700_000_000 + this.#records);
        return;
    }
  }

  look(isTargeted: boolean): void {
    if (isTargeted && !this.#isNew) {
      const { unknown } = this.#index.refreshLogs(this.#changed);
      if (this.#surroundingsChanged) this.#index.refreshSurroundings();
      if (unknown) this.#index.refresh();
    } else this.#index.refresh();
    this.#changed.clear();
    this.#surroundingsChanged = false;
    this.#isNew = false;
  }

  check(step: Step): void {
    const cold = this.#newIndex();
    cold.refresh();
    const closed = new Set([...this.#closed].flatMap(ownersOf));
    const ids = [sessionA, sessionB].filter((id) => !closed.has(id));
    const after = `after ${JSON.stringify(step)}`;
    const [found, wanted] = [this.#index, cold].map((index) => this.#listing(index, ids));
    if (found !== wanted) throw new Error(`${after}: ${found}\nis not what a cold index says: ${wanted}`);
    for (const [name, id] of [['main-a', sessionA] as const, ['main-b', sessionB] as const]) {
      const content = this.#contents.get(name);
      if (content === undefined || closed.has(id)) continue;
      const details = sessionDetails(cold, id, scratchHost);
      const { entries, badLines, repairedLines } = details?.logs[0] ?? {};
      const counted = JSON.stringify({ entries, badLines, repairedLines });
      const truth = JSON.stringify(countsOf(content, id));
      if (counted !== truth) throw new Error(`${after}: ${counted}\nof ${id} is not what the model counts: ${truth}`);
    }
  }

  close(): void {
    this.#index.close();
  }

  #newIndex(): SessionIndex {
    return new SessionIndex(this.#host);
  }

  #listing(index: SessionIndex, ids: readonly SessionId[]): string {
    const sessions = ids.map((id) => [index.rows.get(id), sessionDetails(index, id, scratchHost)]);
    const { bytesRead: _bytesRead, ...figures } = index.figures();
    const whole = this.#closed.size === 0 ? [index.rows.size, figures, index.passedOver, unattributedItems(index)] : [];
    // What a closed log said before, and with it who shares a plan or comes from a session, a cold index cannot know.
    const hidden = this.#closed.size === 0 ? [] : ['sharedWith', 'owners', 'reverseRelations'];
    return JSON.stringify([sessions, whole], (key, value: unknown) => (hidden.includes(key) ? undefined : value));
  }

  #restart(cached: boolean): void {
    const before = this.#index;
    this.#index = this.#newIndex();
    this.#isNew = true;
    if (cached) {
      this.#writeCache(before).logs.close();
      const stored = readIndexCache(this.#cacheFile, this.#host);
      if (stored === undefined) throw new Error('the cache was not read');
      this.#index.restore(stored);
    }
    before.close();
  }

  get #cacheFile(): string {
    return indexCacheFile(this.home.path('cache'), this.#host);
  }

  #writeCache(index = this.#index): CachedIndex {
    const written = writeIndexCache(this.#cacheFile, index);
    if (written === undefined) throw new Error('the cache was not written');
    return written;
  }

  #changeFolders(op: FolderOp): void {
    const project = this.home.projectDirectory();
    const ofSession = path.join(project, sessionA);
    if (this.#closed.size > 0 || !fs.existsSync(project)) return;
    switch (op) {
      case 'replace-project': {
        const before = this.home.path('before');
        fs.renameSync(project, before);
        fs.cpSync(before, project, { recursive: true, preserveTimestamps: true });
        fs.rmSync(before, { recursive: true });
        return;
      }
      case 'make-session-folder':
        fs.mkdirSync(ofSession, { recursive: true });
        return;
      case 'remove-session-folder':
        fs.rmSync(ofSession, { recursive: true, force: true });
        this.#contents.delete('nested-agent');
        this.#rests.delete('nested-agent');
        this.#changed.add(this.#path('nested-agent'));
        return;
    }
  }

  #plan(slug: string, exists: boolean): void {
    this.#surroundingsChanged = true;
    if (exists) this.home.plan(slug);
    else fs.rmSync(this.home.planPath(slug), { force: true });
  }

  #append(name: LogName, bytes: Buffer): void {
    fs.appendFileSync(this.#path(name), bytes);
    this.#contents.set(name, Buffer.concat([this.#contents.get(name) ?? Buffer.alloc(0), bytes]));
  }

  #write(name: LogName, bytes: Buffer): void {
    fs.writeFileSync(this.#path(name), bytes);
    this.#contents.set(name, bytes);
  }

  #path(name: LogName): string {
    const project = this.home.projectDirectory();
    switch (name) {
      case 'main-a':
        return this.home.logPath(sessionA);
      case 'main-b':
        return this.home.logPath(sessionB, { cwd: 'search' });
      case 'flat-agent':
        return path.join(project, 'agent-a1b2c3d.jsonl');
      case 'nested-agent':
        return path.join(project, sessionA, 'subagents', 'agent-b1b2c3d.jsonl');
    }
  }

  #linesOf(name: LogName, kinds: readonly LineKind[]): Buffer {
    return Buffer.from(kinds.map((kind) => this.#lineOf(name, kind)).join(''));
  }

  #lineOf(name: LogName, kind: LineKind): string {
    const n = ++this.#records;
    const own = name === 'main-b' || (name === 'flat-agent' && n % 3 === 0) ? sessionB : sessionA;
    const record = (more: object = {}): string =>
      JSON.stringify({
        type: 'user',
        uuid: `uuid-${n}`,
        sessionId: own,
        timestamp: new Date(1_767_000_000_000 + ((n * 7919) % 1000) * 1000).toISOString(),
        cwd: this.home.path(n % 5 === 0 ? 'shop' : 'search'),
        message: { content: `Record ${n}` },
        ...more,
      });
    switch (kind) {
      case 'plain':
        return `${record()}\n`;
      case 'slug-0':
        return `${record({ slug: slugs[0] })}\n`;
      case 'slug-1':
        return `${record({ slug: slugs[1] })}\n`;
      case 'foreign':
        return `${record({ sessionId: own === sessionA ? sessionB : sessionA })}\n`;
      case 'without-id':
        return `${record({ sessionId: undefined, timestamp: undefined })}\n`;
      case 'title':
        return `${record({ type: 'custom-title', customTitle: `Title ${n}` })}\n`;
      case 'sidechain':
        return `${record({ isSidechain: true, parentUuid: null })}\n`;
      case 'damaged':
        return `${record().slice(0, 20 + (n % 60))}\n`;
      case 'glued':
        return `${record()}${record({ slug: slugs[0] })}\n`;
      case 'blank':
        return n % 2 === 0 ? '\n' : ' \r\n';
      case 'nul':
        return `\0\0${record({ slug: slugs[1] })}\n`;
    }
  }
}

function ownersOf(name: LogName): SessionId[] {
  if (name === 'main-b') return [sessionB];
  return name === 'flat-agent' ? [sessionA, sessionB] : [sessionA];
}
