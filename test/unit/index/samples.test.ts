import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { agentIdOfFile, parseSessionId } from '../../../src/core/text/ids.ts';
import type { SessionLogFacts } from '../../../src/core/log/sessionLogFacts.ts';
import { isSessionLog } from '../../../src/core/log/trackedLog.ts';
import type { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';
import { layOutSamples, noSamples, placesOfSamples } from '../../fixtures/samples.ts';
import { skip } from '../../fixtures/skip.ts';

/** Calls that the client refused: they wrote nothing, so they prove nothing. */
const refused = new Set(['entireio__cli/entire-checkpoints-v1/8c/fa910f8ef9/5/full.jsonl:112']);

const home = makeHome();
const { logs: laid, agentFiles } = placesOfSamples(home);

let index: SessionIndex;

function factsOf(file: string, from = index): SessionLogFacts {
  const log = from.logs.get(file);
  if (log === undefined || !isSessionLog(log)) throw new Error(`no session log ${file}`);
  return log.facts;
}

describe('published logs', skip(noSamples), () => {
  beforeAll(() => {
    layOutSamples(home);
    index = indexOf(home);
  });

  const logs = laid.map((log) => [log.name, log] as const);

  it.each(logs)('%s: every record and every bad line is counted', (_name, { file, parts }) => {
    const facts = factsOf(file);
    const parsed = sum(parts.flatMap(({ sample }) => Object.values(sample.types)));
    const bad = parts.flatMap(({ sample, linesBefore }) => sample.badLines.map((line) => line + linesBefore));
    // A bad line is lost, or the repair rules got its records back.
    const gotBack = facts.entries - parsed;
    expect(facts.badLines + facts.repairedLines).toBe(bad.length);
    expect(gotBack).toBeGreaterThanOrEqual(facts.repairedLines);
    if (facts.repairedLines === 0) expect(gotBack).toBe(0);
    expect(facts.damage.map(({ line }) => line)).toEqual(facts.badLines === 0 ? [] : bad.slice(0, 20));
  });

  it.each(logs)('%s: every session ID that is not its own is foreign', (_name, { file, id, parts }) => {
    const facts = factsOf(file);
    const foreign = new Map<string, number>();
    for (const { sample } of parts) {
      for (const [other, count] of Object.entries(sample.sessionIds)) {
        if (other !== id) foreign.set(other, (foreign.get(other) ?? 0) + count);
      }
    }
    expect(facts.foreignEntries).toBe(sum([...foreign.values()]));
    const valid = [...foreign.keys()].flatMap((other) => parseSessionId(other) ?? []);
    expect(facts.foreign.map(({ sessionId }) => sessionId).sort()).toEqual(valid.sort());
  });

  it.each(logs)('%s: every slug and working directory is found', (_name, { file, id, parts }) => {
    const facts = factsOf(file);
    const isOwn = parts.every(({ sample }) => Object.keys(sample.sessionIds).every((other) => other === id));
    const slugs = new Map<string, number>();
    for (const { sample, linesBefore } of parts) {
      for (const [slug, { firstLine }] of Object.entries(sample.slugs)) {
        if (!slugs.has(slug)) slugs.set(slug, firstLine + linesBefore);
      }
    }
    if (isOwn) {
      const inOrder = [...slugs.keys()].sort((a, b) => (slugs.get(a) ?? 0) - (slugs.get(b) ?? 0));
      expect(facts.slugs.map(({ slug }) => slug)).toEqual(inOrder);
    } else if (Object.keys(parts[0]?.sample.sessionIds ?? {}).includes(id)) {
      expect(facts.slugs.map(({ slug }) => slug)).toEqual([...slugs.keys()]);
    } else expect(facts.slugs).toEqual([]);

    const cwds = new Set(parts.flatMap(({ sample }) => Object.keys(sample.cwds)));
    const sidechains = sum(parts.map(({ sample }) => sample.sidechainEntries ?? 0));
    if (isOwn && sidechains === 0) expect([...facts.cwds].sort()).toEqual([...cwds].sort());
    else for (const cwd of facts.cwds) expect(cwds).toContain(cwd);
    if (isOwn) expect(facts.sidechainEntries).toBe(sidechains);
  });

  const spawning = logs.filter(([, { parts }]) => parts.some(({ sample }) => sample.spawnedAgents));
  it.each(spawning)('%s: every agent that it spawned is found with its call', (_name, { file, parts }) => {
    const { spawns } = factsOf(file);
    for (const agentId of parts.flatMap(({ sample }) => Object.keys(sample.spawnedAgents ?? {}))) {
      expect(spawns.filter((spawn) => spawn.agentId === agentId && spawn.toolUseId !== '')).toHaveLength(1);
    }
  });

  it.each(agentFiles.map((agent) => [agent.sample.path, agent] as const))('%s is listed', (_name, { file, sample }) => {
    const agentId = agentIdOfFile(path.basename(file));
    const owners = index.logs.get(file)?.file.sessionId;
    const named = Object.keys(sample.sessionIds).flatMap((id) => parseSessionId(id) ?? []);
    const expected = owners === undefined ? named : [owners];
    expect(expected).not.toEqual([]);
    for (const id of expected) {
      const listed = detailsOf(index, id).agents.filter((agent) => agent.path === file);
      const entries = named.includes(id) ? sample.sessionIds[id] : 0;
      expect(listed.map((agent) => [agent.agentId, agent.entries])).toEqual([[agentId, entries]]);
    }
  });

  const planning = logs.flatMap(([name, log]) =>
    log.parts.flatMap(({ sample, linesBefore }) =>
      (sample.planEvents ?? []).map((event, i, events) => {
        const next = events[i + 1]?.line ?? sample.lines + 1;
        return [
          name,
          event.line,
          event.kind,
          { log, event, from: event.line + linesBefore, to: next + linesBefore },
        ] as const;
      }),
    ),
  );
  it.each(planning)('%s, line %i: the plan event %s is found', (_name, _line, _kind, { log, event, from, to }) => {
    // What the log said before the next event.
    const part = makeHome();
    const file = path.join(part.root, 'projects', '-p', `${log.id}.jsonl`);
    const lines = fs
      .readFileSync(log.file, 'latin1')
      .split('\n')
      .slice(0, to - 1);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, Buffer.from(`${lines.join('\n')}\n`, 'latin1'));
    const { plans, slugs } = factsOf(file, indexOf(part));
    const slug = event.path === null ? undefined : path.basename(event.path, '.md');
    const proofs = plans.filter((plan) => plan.position.line >= from).map((plan) => [plan.kind, plan.slug]);
    if (refused.has(`${log.name}:${event.line}`)) return expect(proofs).toEqual([]);
    switch (event.kind) {
      case 'Write':
      case 'Edit':
        return expect(proofs).toContainEqual(['plan-written', slug]);
      case 'toolUseResult.plan':
        return expect(proofs).toContainEqual(['plan-approved', slug]);
      case 'planContent':
        return expect(proofs).toContainEqual(['plan-content', slugs.at(-1)?.slug]);
      case 'ExitPlanMode.input':
        // The call alone proves nothing: what was to be approved was written before.
        return expect(
          plans.length > 0 || !log.parts.some(({ sample }) => sample.planEvents?.some((one) => one.path)),
        ).toBe(true);
    }
  });

  it('the plan in force of every session that planned is the one its last event names', () => {
    const inForce = logs.flatMap(([, { id, parts }]) => {
      const named = parts.flatMap(({ sample }) => sample.planEvents ?? []).findLast((event) => event.path !== null);
      return named ? [[detailsOf(index, id).plan?.slug, path.basename(named.path ?? '', '.md')]] : [];
    });
    expect(inForce.length).toBeGreaterThan(7);
    for (const [found, wanted] of inForce) expect(found).toBe(wanted);
  });

  it('files in plans folders of repositories are no plans', () => {
    for (const [, { id, parts }] of logs) {
      if (parts.some(({ sample }) => sample.planEvents !== undefined)) continue;
      const kinds = detailsOf(index, id).plans.flatMap((plan) => plan.evidence.map(({ kind }) => kind));
      expect([...new Set(kinds)].filter((kind) => kind !== 'slug')).toEqual([]);
    }
  });

  it('one plan of four sessions is shown under each with the other three', () => {
    const four = ['2a55af89', 'aa4038a5', 'e5a72190', '9e44573d'];
    const ids = [...index.rows.keys()].filter((id) => four.some((start) => id.startsWith(start)));
    expect(ids).toHaveLength(4);
    for (const id of ids) {
      const plan = detailsOf(index, id).plans.find(({ slug }) => slug === 'tingly-shimmying-tiger');
      expect(plan?.sharedWith).toEqual(ids.filter((other) => other !== id).sort());
    }
  });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
