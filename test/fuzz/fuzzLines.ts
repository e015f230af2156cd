/**
 * Mutated lines among good ones, read as an index reads them: nothing may throw or take long, no good line may be lost,
 * the three known kinds of damage must be repaired, and no other session's listing may change by a byte.
 */
import * as fs from 'node:fs';
import { toJson } from '../../src/cli/answers.ts';
import { readLog } from '../../src/core/log/logReader.ts';
import type { LogVisitor } from '../../src/core/log/logVisitor.ts';
import type { SessionId } from '../../src/core/model.ts';
import { SessionIndex } from '../../src/core/index/sessionIndex.ts';
import { sessionDetails } from '../../src/core/answers/sessionDetails.ts';
import {
  answer,
  approved,
  call,
  implementPlan,
  planMode,
  prompt,
  result,
  snapshot,
  written,
} from '../fixtures/entries.ts';
import { Home, logBytes, sessionA } from '../fixtures/homes.ts';
import { parseObject } from '../fixtures/logOracle.ts';
import { mutated } from '../fixtures/mutations.ts';
import { Seeded } from '../fixtures/seeded.ts';

export interface LineFigures {
  readonly seed: number;
  /** Lines that were mutated. */
  mutated: number;
  /** Lines that are one object: those between them, and mutated ones that still are. None was lost. */
  whole: number;
  /** Stubs with a record behind, glued records, NUL runs before a record: each of them got back. */
  repaired: number;
  damagedLines: number;
  /** Milliseconds of the slowest log of some 400 lines. */
  slowestLogMs: number;
}

/** What went wrong: the round, so that the seed repeats it, and a sentence. */
export class FuzzFailure extends Error {}

const linesInLog = 400;
const otherSessions = 19;

export function fuzzLines({ lines, seed }: { lines: number; seed: number }): LineFigures {
  const figures: LineFigures = { seed, mutated: 0, whole: 0, repaired: 0, damagedLines: 0, slowestLogMs: 0 };
  const random = new Seeded(seed);
  const home = new Home();
  try {
    const others = Array.from({ length: otherSessions }, (_, i) => makeExtra(home, i));
    home.log(sessionA, []);
    const index = new SessionIndex({ roots: [home.root], processes: { startOf: () => undefined } });
    index.refresh();
    const before = listing(index, others);
    const prototype = Object.getOwnPropertyNames(Object.prototype).join();
    for (let round = 0; figures.mutated < lines; round++) {
      const fail = (sentence: string): never => {
        throw new FuzzFailure(`seed ${seed}, round ${round}: ${sentence}`);
      };
      const log = makeLog(random, figures);
      fs.writeFileSync(home.logPath(sessionA), log.bytes);
      const started = performance.now();
      index.refreshLogs([home.logPath(sessionA)]);
      figures.slowestLogMs = Math.max(figures.slowestLogMs, performance.now() - started);
      if (figures.slowestLogMs > 2000) fail('a log of 400 lines took more than two seconds');
      if (Object.getOwnPropertyNames(Object.prototype).join() !== prototype) fail('Object.prototype has a new key');
      if (!index.rows.has(sessionA)) fail('the session is gone');
      checkReading(home.logPath(sessionA), log, figures, fail);
      if (round % 20 === 0 && listing(index, others) !== before) fail('the listing of another session changed');
    }
    if (listing(index, others) !== before)
      throw new FuzzFailure(`seed ${seed}: the listing of another session changed`);
    return figures;
  } finally {
    home.remove();
  }
}

function makeExtra(home: Home, i: number): SessionId {
  const id = `aaaaaaaa-0000-4000-8000-${String(i).padStart(12, '0')}` as SessionId;
  const plan = home.plan(`plan-of-other-${i}`, `# Plan ${i}\n`);
  home.log(id, [prompt(`Other ${i}`), written(plan, `# Plan ${i}\n`), answer('Done', { slug: `plan-of-other-${i}` })]);
  return id;
}

const scratchHost = { tmpDirs: [], uid: undefined, taskOutputs: [] };

function listing(index: SessionIndex, ids: readonly SessionId[]): string {
  return toJson(ids.map((id) => [index.rows.get(id), sessionDetails(index, id, scratchHost)]));
}

interface FuzzedLog {
  readonly bytes: Buffer;
  /** Slugs that records carry which the repair rules must get back. */
  readonly planted: readonly string[];
}

const agentCall = call('toolu_1', 'Task', { subagent_type: 'Explore', description: 'd', prompt: 'p' });
const kinds: readonly [object, ...object[]] = [
  prompt('Plan the "cart" \\ and 日本 🦦', { gitBranch: 'main' }),
  answer(`A long answer. ${'{"type":"user","uuid":"u"} \\" '.repeat(20)}`),
  written('/home/dev/.claude/plans/calm-painting-otter.md', '# Plan\n'),
  approved('/home/dev/.claude/plans/calm-painting-otter.md', '# Plan'),
  planMode('/home/dev/.claude/plans/calm-painting-otter.md', true),
  implementPlan('calm-painting-otter', '# Plan', '/x/22222222-2222-4222-8222-222222222222.jsonl'),
  agentCall,
  result('toolu_1', { agentId: 'a1b2c3d', status: 'completed', content: [{ type: 'text', text: 'x'.repeat(300) }] }),
  { type: 'progress', parentToolUseID: 'toolu_1', data: { agentId: 'a1b2c3d', message: { type: 'user', uuid: 'u' } } },
  { type: 'custom-title', customTitle: 'A title' },
  prompt('In an agent', { isSidechain: true, parentUuid: null }),
  prompt('Copied', { forkedFrom: { sessionId: '22222222-2222-4222-8222-222222222222' } }),
  prompt('Foreign', { sessionId: '22222222-2222-4222-8222-222222222222', slug: 'foreign-slug-here' }),
  snapshot,
];

function makeLog(random: Seeded, figures: LineFigures): FuzzedLog {
  const planted: string[] = [];
  const line = (more: object = {}): Buffer =>
    logBytes([{ ...random.pick(kinds), ...more }], { sessionId: sessionA, cwd: '/shop' }, random.below(3000)).subarray(
      0,
      -1,
    );
  /** A record that is sure to be reported, with a slug to know it by. */
  const marked = (): Buffer => {
    const slug = `planted-${planted.length}`;
    planted.push(slug);
    return logBytes([prompt('Planted', { slug })], { sessionId: sessionA, cwd: '/shop' }).subarray(0, -1);
  };
  const parts: Buffer[] = [];
  for (let i = 0; i < linesInLog; i++) {
    const choice = random.next();
    if (choice < 0.6) {
      figures.mutated++;
      parts.push(mutated(line(), line(), random));
    } else if (choice < 0.94) {
      parts.push(line());
    } else if (choice < 0.96) {
      const stub = line();
      parts.push(Buffer.concat([stub.subarray(0, 1 + random.below(stub.length - 2)), marked()]));
    } else if (choice < 0.98) {
      parts.push(Buffer.concat([marked(), marked()]));
    } else {
      parts.push(Buffer.concat([Buffer.alloc(1 + random.below(5000)), marked()]));
    }
    parts.push(Buffer.from(random.below(10) === 0 ? '\r\n' : '\n'));
  }
  return { bytes: Buffer.concat(parts), planted };
}

/** Holds a reading of the log against `JSON.parse`, line by line. */
function checkReading(
  file: string,
  { bytes, planted }: FuzzedLog,
  figures: LineFigures,
  fail: (sentence: string) => never,
): void {
  const damaged = new Map<number, number>();
  const slugs = new Set<string>();
  let entries = 0;
  const visitor: LogVisitor = {
    ownId: sessionA,
    wantsPrompt: () => false,
    entry: (report) => void slugs.add(report.slug),
    damage: ({ line }, skipped, repaired) => {
      damaged.set(line, skipped + repaired);
      if (repaired > 0) figures.repaired++;
      if (skipped > 1 || repaired > 1 || skipped + repaired === 0)
        fail(`line ${line} is counted ${skipped} and ${repaired}`);
    },
    counts: (counts) => void (entries += counts.entries),
  };
  const reading = readLog(file, undefined, { visitor: () => visitor, tailVisitor: () => visitor });
  if (reading.state !== 'read') return fail(`the log is ${reading.state}`);

  let whole = 0;
  let other = 0;
  let number = 0;
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline;
    const text = bytes.toString('utf8', start, end).replace(/^[ \t\r]+|[ \t\r]+$/g, '');
    start = end + 1;
    number++;
    if (text === '') continue;
    if (parseObject(text) === undefined) other++;
    else {
      whole++;
      if (damaged.has(number)) fail(`line ${number} is whole, and is counted as damaged`);
    }
  }
  if (entries < whole) fail(`${entries} entries of ${whole} whole lines`);
  if (damaged.size !== other) fail(`${damaged.size} damaged lines of ${other}`);
  for (const slug of planted) if (!slugs.has(slug)) fail(`the record of ${slug} was not got back`);
  figures.whole += whole;
  figures.damagedLines += damaged.size;
}
