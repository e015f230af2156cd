import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSessionId } from '../../../src/core/text/ids.ts';
import type { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { recordings, restoreRecording } from '../../fixtures/recordings.ts';
import { detailsOf, indexOf, makeHome, planSummary } from '../../fixtures/indexed.ts';

function recorded(recording: string): { index: SessionIndex; root: string } {
  const home = makeHome();
  restoreRecording(recording, home.folder);
  return { index: indexOf(home), root: home.root };
}

/** The session whose ID begins so. */
function id(index: SessionIndex, start: string) {
  const found = [...index.rows.keys()].filter((one) => one.startsWith(start));
  expect(found).toHaveLength(1);
  return parseSessionId(found[0]) ?? expect.unreachable();
}

function newestPlan(root: string): string | undefined {
  const mtime = (name: string) => fs.statSync(`${root}/plans/${name}`).mtimeMs;
  return fs.readdirSync(`${root}/plans`).sort((a, b) => mtime(b) - mtime(a))[0];
}

function agentIds(index: SessionIndex, start: string): (string | undefined)[] {
  return detailsOf(index, id(index, start))
    .agents.filter(({ internal }) => !internal)
    .map(({ agentId }) => agentId)
    .sort();
}

describe('two windows in one project', () => {
  it('2.0.76: each session has its own plan, though the newest file is the other one for A', () => {
    const { index, root } = recorded('2.0.76-parallel');
    expect(newestPlan(root)).toBe('swift-sniffing-aurora.md');
    expect(planSummary(index, id(index, 'b02eac7d'))).toEqual([
      'rosy-jumping-panda found in-force (plan-approved@11 plan-written@8 slug@35)',
    ]);
    expect(detailsOf(index, id(index, 'fd0aba61')).plan?.slug).toBe('swift-sniffing-aurora');
    expect(planSummary(index, id(index, '6625da95'))).toEqual([]);
    expect(agentIds(index, 'b02eac7d')).toEqual(['a53e332', 'a66b61a']);
  });

  it('2.1.330: plan mode names each plan, agents are joined by their meta files', () => {
    const { index, root } = recorded('2.1.330-parallel');
    expect(newestPlan(root)).toBe('please-plan-a-product-eager-gadget.md');
    const plan = detailsOf(index, id(index, 'eefc84b9')).plan;
    expect(plan?.slug).toBe('please-plan-a-shopping-cached-eclipse');
    expect(plan?.evidence.map(({ kind }) => kind)).toContain('plan-mode');
    expect(plan?.differs).toBe(false);
    expect(detailsOf(index, id(index, 'c0de68b2')).plan?.slug).toBe('please-plan-a-product-eager-gadget');
    expect(agentIds(index, 'c0de68b2')).toEqual(['a1901f07844c364e1', 'a4760193016a4398a']);
    expect(
      detailsOf(index, id(index, 'eefc84b9')).agents.every(({ toolUseId, spawn, type }) => toolUseId && spawn && type),
    ).toBe(true);
  });
});

describe('2.0.60: resume, fork and continue in one project', () => {
  it('a session of several processes has the plans of all of them; a fork overwrote the first', () => {
    const { index } = recorded('2.0.60-plan');
    const session = id(index, '75c2e16e');
    expect(index.rows.get(session)?.slugs).toEqual([
      'kind-exploring-peach',
      'frolicking-booping-clock',
      'ancient-plotting-cloud',
      'synchronous-percolating-whisper',
    ]);
    expect(detailsOf(index, session).plans.map(({ slug, inForce, differs }) => [slug, inForce, differs])).toEqual([
      ['kind-exploring-peach', false, true],
      ['synchronous-percolating-whisper', true, false],
    ]);
    const fork = id(index, '8d94e97a');
    expect(detailsOf(index, fork).plans.map(({ slug, differs, sharedWith }) => [slug, differs, sharedWith])).toEqual([
      ['kind-exploring-peach', false, [session]],
    ]);
    expect(detailsOf(index, id(index, 'e2f3bb0f')).plan?.slug).toBe('elegant-sauteeing-canyon');
    expect(planSummary(index, id(index, '36839c1f'))).toEqual([]);
  });

  it('logs of throwaway IDs are empty and nothing comes of them', () => {
    const { index } = recorded('2.0.60-plan');
    for (const start of ['0d20c0e1', 'c5e170a6']) {
      expect(index.rows.get(id(index, start))).toMatchObject({ title: undefined, plans: 0, slugs: [] });
    }
  });
});

describe('approval with cleared context, /branch, /clear', () => {
  it('2.1.40: the planning and the implementing session share the plan', () => {
    const { index } = recorded('2.1.40-tui');
    const planner = id(index, '70dcc26a');
    const implementer = id(index, 'f0ffb6d1');
    expect(detailsOf(index, planner).plan).toMatchObject({
      slug: 'squishy-floating-manatee',
      sharedWith: [implementer],
    });
    expect(detailsOf(index, implementer).plan).toMatchObject({
      slug: 'squishy-floating-manatee',
      sharedWith: [planner],
    });
    expect(detailsOf(index, implementer).relations.map(({ kind, sessionId }) => [kind, sessionId])).toContainEqual([
      'implements-plan-of',
      planner,
    ]);
    expect(detailsOf(index, id(index, '43d37cf2')).plan?.slug).toBe('iridescent-knitting-honey');
    expect(agentIds(index, 'f0ffb6d1')).toEqual(['a3f997e']);
  });

  it('2.1.100: the branch has the copy of the plan, not the plan it was copied from', () => {
    const { index } = recorded('2.1.100-tui');
    const branch = id(index, '309b76b5');
    expect(detailsOf(index, branch).plan).toMatchObject({
      slug: 'hidden-dazzling-pebble',
      copied: true,
      sharedWith: [],
    });
    expect(detailsOf(index, branch).relations.map(({ kind }) => kind)).toContain('forked-from');
    expect(detailsOf(index, id(index, '6d7a87f9')).plan?.sharedWith).toEqual([id(index, '8b8e988b')]);
  });
});

it.each(recordings)(
  '%s: lines are damaged where a client was killed alone, and no plan file is without a session',
  (recording) => {
    const { index, root } = recorded(recording);
    const damaged = unparsableLines(path.join(root, 'projects'));
    expect(index.figures()).toMatchObject({ badLines: damaged, repairedLines: 0 });
    if (!recording.endsWith('-kill')) expect(damaged).toBe(0);
    const plans = fs.existsSync(`${root}/plans`) ? fs.readdirSync(`${root}/plans`) : [];
    expect(plans.filter((name) => index.ownersOfPlan(path.join(root, 'plans', name)).size === 0)).toEqual([]);
  },
);

/** Lines of logs, each with its newline, that `JSON.parse` does not take. */
function unparsableLines(folder: string): number {
  const logs = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl'));
  const lines = logs.flatMap((log) => fs.readFileSync(path.join(folder, log), 'utf8').split('\n').slice(0, -1));
  return lines.filter((line) => {
    try {
      JSON.parse(line);
      return false;
    } catch {
      return true;
    }
  }).length;
}
