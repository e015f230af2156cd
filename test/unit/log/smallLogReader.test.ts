import * as fs from 'node:fs';
import * as path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLog } from '../../../src/core/log/logReader.ts';
import { visitSmallLog } from '../../../src/core/log/smallLogReader.ts';
import { emptySessionLogFacts, type SessionLogFacts } from '../../../src/core/log/sessionLogFacts.ts';
import { SessionLogVisitor } from '../../../src/core/log/sessionLogVisitor.ts';
import type { SessionId } from '../../../src/core/model.ts';
import { approved, copiedFrom, edited, implementPlan, planMode, prompt, written } from '../../fixtures/entries.ts';
import { sessionB } from '../../fixtures/homes.ts';
import { parseObject, truthOf } from '../../fixtures/logOracle.ts';
import { ownId, randomLog } from '../../fixtures/randomLogs.ts';
import { recordings, restoreRecording } from '../../fixtures/recordings.ts';
import { makeHome } from '../../fixtures/indexed.ts';

const KB = 1024;
const textHash = (text: string): string => text;

/** What decides which plans a session has. */
function planFacts(facts: SessionLogFacts) {
  const { entries, foreignEntries, copiedEntries, sidechainEntries, firstActivity, lastActivity } = facts;
  const { slugs, plans, cwds, branch, foreign, forkedFrom, implementsPlanOf, copiedCwd } = facts;
  const counts = { entries, foreignEntries, copiedEntries, sidechainEntries, firstActivity, lastActivity };
  return { ...counts, slugs, plans, cwds, branch, foreign, forkedFrom, implementsPlanOf, copiedCwd };
}

function scanned(file: string, id: SessionId) {
  const facts = emptySessionLogFacts(id);
  const visitor = () => new SessionLogVisitor(facts, { onlyPlans: true, textHash });
  expect(readLog(file, undefined, { visitor, tailVisitor: visitor }).state).toBe('read');
  return planFacts(facts);
}

/** `undefined`: it is for the scanner. */
function parsed(file: string, id: SessionId) {
  const facts = emptySessionLogFacts(id);
  return visitSmallLog(file, new SessionLogVisitor(facts, { onlyPlans: true, textHash }))
    ? planFacts(facts)
    : undefined;
}

const planEntry = fc
  .tuple(
    fc.constantFrom('calm-painting-otter', '../escape', 'notes.txt', 'brave-counting-heron'),
    fc.constantFrom('/home/dev/.claude/plans/', '/elsewhere/', ''),
    fc.nat({ max: 7 }),
  )
  .map(([slug, folder, kind]) => {
    const file = `${folder}${slug}.md`;
    const entries = [
      planMode(file, true, { slug }),
      planMode(file, false),
      approved(file, `Plan ${slug}`),
      written(kind % 2 === 0 ? file : `${folder}${slug}`, 'text'),
      edited(file, 'old text', 'old', 'new'),
      implementPlan(slug, 'The plan', `/x/${sessionB}.jsonl`),
      copiedFrom(sessionB, prompt('copied', { slug, cwd: '/copied' })),
      { type: 'system', relocatedCwd: '/moved', toolUseResult: { plan: 'of no conversation', filePath: file } },
    ];
    return JSON.stringify({ sessionId: ownId, timestamp: '2026-01-02T03:04:05.000Z', ...entries[kind] });
  });

describe('a small log read without the scanner', () => {
  it('says of plans what the scanner says, where every line is whole', () => {
    const file = makeHome().write('log.jsonl', '');
    fc.assert(
      fc.property(randomLog, fc.array(planEntry, { maxLength: 12 }), (log, plans) => {
        const lines = log.toString('utf8').split('\n');
        const whole = [...plans, ...lines].filter((line) => parseObject(line) !== undefined);
        fs.writeFileSync(file, whole.map((line) => `${line}\n`).join(''));
        expect(parsed(file, ownId)).toEqual(scanned(file, ownId));
      }),
      { numRuns: 1000, seed: 20260103 },
    );
  });

  it('is left to the scanner where any line is not', () => {
    const file = makeHome().write('log.jsonl', '');
    fc.assert(
      fc.property(randomLog, (log) => {
        fs.writeFileSync(file, log);
        if (parsed(file, ownId) !== undefined)
          expect(truthOf(log, ownId)).toMatchObject({ damagedLines: [], incompleteStart: log.length });
      }),
      { numRuns: 1000, seed: 20260104 },
    );
  });

  it('says of every recorded session what the scanner says', () => {
    let small = 0;
    for (const recording of recordings) {
      const home = makeHome();
      restoreRecording(recording, home.folder);
      for (const name of fs.readdirSync(home.root, { recursive: true, encoding: 'utf8' })) {
        const id = /([0-9a-f-]{36})\.jsonl$/.exec(name)?.[1] as SessionId | undefined;
        if (id === undefined) continue;
        const found = parsed(path.join(home.root, name), id);
        if (found === undefined) continue;
        small++;
        expect(found).toEqual(scanned(path.join(home.root, name), id));
      }
    }
    expect(small).toBeGreaterThan(10);
  });

  it('leaves to the scanner what is large, damaged, unfinished or no regular file', () => {
    const home = makeHome();
    const line = `${JSON.stringify(prompt('text', { slug: 'calm-painting-otter' }))}\n`;
    const cases = {
      large: line.repeat(Math.ceil((256 * KB) / line.length) + 1),
      damaged: `${line}{"type":"us\n${line}`,
      unfinished: line.trimEnd(),
      'with a NUL': `\0${line}`,
      'with a blank line': `${line}\n${line}`,
      'with an escaped key': line.replace('slug', 'sl\\u0075g'),
      'with a long field': line.replace('calm-painting-otter', 'x'.repeat(5000)),
    };
    const left = Object.entries(cases).map(([name, text]) => [name, parsed(home.write(name, text), ownId)]);
    expect(left).toEqual(Object.keys(cases).map((name) => [name, undefined]));
    fs.symlinkSync(home.write('whole', line), home.path('link'));
    expect(parsed(home.path('link'), ownId)).toBeUndefined();
    expect(parsed(home.path('missing'), ownId)).toBeUndefined();
    expect(parsed(home.path('whole'), ownId)).toMatchObject({ entries: 1, slugs: [{ slug: 'calm-painting-otter' }] });
  });
});
