/** Which plans the facts of a session's logs prove, without a disk. */
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  emptySessionLogFacts,
  type PlanFact,
  type SessionLogFacts,
  type SlugFact,
} from '../../../src/core/log/sessionLogFacts.ts';
import type { PlanSearch } from '../../../src/core/plans/planDirectories.ts';
import type { PlanDirectory, PlanFileKind } from '../../../src/core/plans/planDirectory.ts';
import { lastSlug, placedPlans, provenPlans, type LogWithFacts } from '../../../src/core/plans/planProofs.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';

const folder = path.resolve('/data/plans');
const project = path.resolve('/shop/docs');
const fileIn = (directory: string, slug: string) => `${directory}${path.sep}${slug}.md`;

function directory(at: string, files: Record<string, PlanFileKind> = {}): PlanDirectory {
  return { path: at, kindOf: (name) => files[name] };
}

/** The last one is that of the data root; each is found by its own path. */
function searchOf(...searched: PlanDirectory[]): PlanSearch {
  return {
    searched,
    hasUnreadSettings: false,
    directoryNamed: (named) => searched.find((one) => one.path === named),
  };
}

function fact(kind: PlanFact['kind'], loggedPath: string, line: number, more: Partial<PlanFact> = {}): PlanFact {
  const slug = loggedPath.replace(/^.*[/\\]/, '').replace(/\.md$/, '');
  return { kind, loggedPath, slug, position: at(line), text: undefined, onlyAnnounced: false, ...more };
}

const at = (line: number) => ({ line, offset: line * 100 });
const slug = (name: string, line: number): SlugFact => ({ slug: name, last: at(line) });

function log(facts: Partial<SessionLogFacts>, file = '/a.jsonl'): LogWithFacts {
  return { path: file, facts: { ...emptySessionLogFacts(sessionA), ...facts } };
}

const inFolder = fileIn(folder, 'otter');
const found = searchOf(directory(folder, { otter: 'file', heron: 'file' }));
const pathsOf = (logs: readonly LogWithFacts[], search = found) =>
  placedPlans(logs, search).map((plan) => [plan.path, plan.state]);

it('a plan has its place, its newest proof of each kind, the strongest first, and the texts that were logged', () => {
  const plans = [
    fact('plan-written', inFolder, 2, { text: 'h2', earlier: ['h0', 'h1'] }),
    fact('plan-mode', inFolder, 3),
    fact('plan-approved', inFolder, 4, { text: 'h4' }),
  ];
  expect(provenPlans([log({ plans, slugs: [slug('otter', 9)] })], found)).toEqual([
    {
      slug: 'otter',
      path: inFolder,
      state: 'found',
      copied: false,
      loggedText: 'h4',
      loggedAt: { kind: 'plan-approved', file: '/a.jsonl', line: 4, offset: 400 },
      loggedNames: [inFolder, 'otter'],
      earlierTexts: ['h0', 'h1', 'h2', 'h4'],
      evidence: [
        { kind: 'plan-mode', file: '/a.jsonl', line: 3, offset: 300 },
        { kind: 'plan-approved', file: '/a.jsonl', line: 4, offset: 400 },
        { kind: 'plan-written', file: '/a.jsonl', line: 2, offset: 200 },
        { kind: 'slug', file: '/a.jsonl', line: 9, offset: 900 },
      ],
      inForce: true,
    },
  ]);
});

describe('the text that was logged last', () => {
  const textOf = (...plans: PlanFact[]) => {
    const [plan] = provenPlans([log({ plans })], found);
    return [plan?.loggedText, plan?.loggedAt?.line];
  };

  it('is unknown after an edit without a text, and is that of the write where plan mode came later', () => {
    expect(textOf(fact('plan-approved', inFolder, 1, { text: 'h1' }), fact('plan-written', inFolder, 2))).toEqual([
      undefined,
      undefined,
    ]);
    expect(textOf(fact('plan-written', inFolder, 1, { text: 'h1' }), fact('plan-mode', inFolder, 2))).toEqual([
      'h1',
      1,
    ]);
    expect(textOf(fact('plan-mode', inFolder, 2))).toEqual([undefined, undefined]);
  });
});

describe('the last proof', () => {
  const inForce = (...logs: LogWithFacts[]) => provenPlans(logs, found).filter((plan) => plan.inForce);

  it('is in force: by its log, then by its line, then by the strength of its kind', () => {
    const [otter, heron] = [fact('plan-mode', inFolder, 5), fact('plan-mode', fileIn(folder, 'heron'), 3)];
    expect(inForce(log({ plans: [otter, heron] })).map((one) => one.slug)).toEqual(['otter']);
    expect(inForce(log({ plans: [otter] }), log({ plans: [heron] }, '/b.jsonl')).map((one) => one.slug)).toEqual([
      'heron',
    ]);
    const both = log({ plans: [fact('plan-mode', inFolder, 5)], slugs: [slug('heron', 5)] });
    expect(inForce(both).map((one) => one.slug)).toEqual(['otter']);
    const other = log({ plans: [fact('plan-content', fileIn(folder, 'heron'), 5), fact('plan-written', inFolder, 5)] });
    expect(inForce(other).map((one) => one.slug)).toEqual(['otter']);
  });

  it('of a plan is the latest of its path and of its slug, whichever that is', () => {
    const heron = fact('plan-mode', fileIn(folder, 'heron'), 4);
    const otter = fact('plan-written', inFolder, 5);
    const slugs = [slug('otter', 2)];
    expect(inForce(log({ plans: [heron, otter], slugs })).map((one) => one.slug)).toEqual(['otter']);
    const first = log({ plans: [fact('plan-mode', inFolder, 1), heron] });
    const second = log({ plans: [fact('plan-mode', inFolder, 1)] }, '/b.jsonl');
    expect(provenPlans([first, second], found).map((one) => one.slug)).toEqual(['heron', 'otter']);
  });

  it('of two places of one slug puts the one in force that is searched first', () => {
    const search = searchOf(directory(project, { otter: 'file' }), directory(folder, { otter: 'file' }));
    const plans = provenPlans([log({ slugs: [slug('otter', 1)] })], search);
    expect(plans.map((plan) => [plan.path, plan.inForce])).toEqual([
      [fileIn(project, 'otter'), true],
      [inFolder, false],
    ]);
  });

  it('is told of each log with the file that it stands in', () => {
    const first = log({ plans: [fact('plan-written', inFolder, 5)] });
    const second = log({ slugs: [slug('otter', 2)] }, '/b.jsonl');
    expect(provenPlans([first, second], found)[0]?.evidence.map(({ file, line }) => [file, line])).toEqual([
      ['/a.jsonl', 5],
      ['/b.jsonl', 2],
    ]);
  });
});

describe('a copied plan', () => {
  const bySlug = { slugs: [slug('otter', 2)] };
  const fork = { forkedFrom: { sessionId: sessionB, position: at(1) } };
  const copied = (facts: Partial<SessionLogFacts>, ...more: LogWithFacts[]) =>
    provenPlans([log(facts), ...more], found).map((plan) => plan.copied);

  it('is one of a branch that nothing but a slug proves', () => {
    expect(copied({ ...bySlug, ...fork })).toEqual([true]);
    expect(copied(bySlug, log({ ...fork, ...bySlug }, '/b.jsonl'))).toEqual([true]);
    expect(copied(bySlug)).toEqual([false]);
    expect(copied({ ...bySlug, ...fork, plans: [fact('plan-mode', inFolder, 1)] })).toEqual([false]);
    expect(copied({ ...bySlug, forkedFrom: { ...fork.forkedFrom, copiedUpTo: 3 } })).toEqual([false]);
  });

  it('is one of copied entries, where the session has none of its own', () => {
    const copiedPlans = [fact('plan-written', inFolder, 1, { text: 'h1' })];
    expect(copied({ copiedPlans })).toEqual([true]);
    expect(pathsOf([log({ copiedPlans, slugs: [slug('x', 1)] })])).toEqual([[inFolder, 'found']]);
    const own = fact('plan-written', fileIn(folder, 'heron'), 1);
    expect(pathsOf([log({ copiedPlans, plans: [own] })])).toEqual([[fileIn(folder, 'heron'), 'found']]);
    expect(placedPlans([log({ copiedPlans, plans: [own] })], found)[0]?.isCopied).toBeUndefined();
    expect(placedPlans([log({ copiedPlans })], found)[0]?.isCopied).toBe(true);
  });

  it('is not proved by the slug of own entries, which had no plan', () => {
    const copiedPlans = [fact('plan-written', fileIn(folder, 'heron'), 1)];
    const search = searchOf(directory(folder));
    const [plan] = provenPlans([log({ copiedPlans, slugs: [slug('heron', 7)] })], search);
    expect(plan?.evidence.map(({ kind }) => kind)).toEqual(['plan-written']);
  });

  it('of two logs is that of the later one', () => {
    const plans = provenPlans(
      [
        log({ copiedPlans: [fact('plan-mode', inFolder, 9)] }),
        log({ copiedPlans: [fact('plan-mode', fileIn(folder, 'heron'), 1)] }, '/b.jsonl'),
      ],
      found,
    );
    expect(plans.map((plan) => [plan.slug, plan.inForce, plan.evidence[0]?.file])).toEqual([
      ['otter', false, '/a.jsonl'],
      ['heron', true, '/b.jsonl'],
    ]);
  });
});

describe('the place of a plan', () => {
  it('is missing where the file is not, and a link or a folder is none', () => {
    const search = searchOf(directory(folder, { otter: 'other' }));
    expect(pathsOf([log({ plans: [fact('plan-mode', inFolder, 1)] })], search)).toEqual([
      [inFolder, 'not-a-regular-file'],
    ]);
    expect(pathsOf([log({ plans: [fact('plan-mode', inFolder, 1)] })], searchOf(directory(folder)))).toEqual([
      [inFolder, 'missing'],
    ]);
  });

  it('is none where a plan was announced alone and is not there, and one once anything else proves it', () => {
    const announced = fact('plan-mode', inFolder, 1, { onlyAnnounced: true });
    const empty = searchOf(directory(folder));
    expect(pathsOf([log({ plans: [announced], slugs: [slug('otter', 2)] })], empty)).toEqual([]);
    expect(pathsOf([log({ plans: [announced] })])).toEqual([[inFolder, 'found']]);
    expect(pathsOf([log({ plans: [announced, fact('plan-content', 'otter', 2)] })], empty)).toEqual([
      [inFolder, 'missing'],
    ]);
  });

  it('is not looked at where the client named a folder that may not be', () => {
    const elsewhere = fileIn(path.resolve('/elsewhere'), 'otter');
    expect(pathsOf([log({ plans: [fact('plan-mode', elsewhere, 1)] })])).toEqual([[elsewhere, 'not-looked-at']]);
    expect(pathsOf([log({ plans: [fact('plan-mode', elsewhere, 1, { onlyAnnounced: true })] })])).toEqual([]);
  });

  it('is none where a file was only written elsewhere, unless the client itself named that folder', () => {
    const elsewhere = path.resolve('/elsewhere');
    const written = fact('plan-written', fileIn(elsewhere, 'otter'), 2);
    expect(pathsOf([log({ plans: [written] })])).toEqual([]);
    const named = fact('plan-mode', fileIn(elsewhere, 'heron'), 1, { onlyAnnounced: true });
    expect(pathsOf([log({ plans: [named, written] })])).toEqual([[fileIn(elsewhere, 'otter'), 'not-looked-at']]);
    const writtenToo = fact('plan-written', fileIn(elsewhere, 'heron'), 1);
    expect(pathsOf([log({ plans: [writtenToo, written] })])).toEqual([]);
    expect(pathsOf([log({ plans: [named] }), log({ plans: [written] }, '/b.jsonl')])).toHaveLength(1);
  });

  it('by a path is that folder alone, by a name all that are searched', () => {
    const search = searchOf(directory(project, { otter: 'file' }), directory(folder, { otter: 'file' }));
    expect(pathsOf([log({ plans: [fact('plan-mode', fileIn(project, 'otter'), 1)] })], search)).toEqual([
      [fileIn(project, 'otter'), 'found'],
    ]);
    expect(pathsOf([log({ plans: [fact('plan-content', 'otter', 1)] })], search)).toEqual([
      [fileIn(project, 'otter'), 'found'],
      [inFolder, 'found'],
    ]);
  });

  it('by two paths is each of them, with its own proofs and those that name no place', () => {
    const search = searchOf(directory(project, { otter: 'file' }), directory(folder, { otter: 'file' }));
    const plans = [
      fact('plan-written', fileIn(project, 'otter'), 1),
      fact('plan-approved', fileIn(project, 'otter'), 2),
      fact('plan-mode', inFolder, 3),
    ];
    const proofs = provenPlans([log({ plans, slugs: [slug('otter', 4)] })], search).map((plan) => [
      plan.path,
      plan.evidence.map(({ kind }) => kind),
    ]);
    expect(proofs).toEqual([
      [fileIn(project, 'otter'), ['plan-approved', 'plan-written', 'slug']],
      [inFolder, ['plan-mode', 'slug']],
    ]);
  });

  it("of a name that nothing shows is missing in the data root's folder, if more than a slug names it", () => {
    const search = searchOf(directory(project), directory(`${project}-2`), directory(folder));
    expect(pathsOf([log({ plans: [fact('plan-content', 'otter', 1)] })], search)).toEqual([[inFolder, 'missing']]);
    expect(pathsOf([log({ slugs: [slug('otter', 1)] })], search)).toEqual([]);
    expect(pathsOf([log({ plans: [fact('plan-content', 'otter', 1)] })], searchOf())).toEqual([]);
    expect(pathsOf([log({ plans: [fact('plan-content', 'otter', 1, { onlyAnnounced: true })] })], search)).toEqual([]);
  });

  it.each([
    ['/data/x/../plans/otter.md', '/data/plans'],
    ['C:\\Users\\x\\..\\dev\\plans\\otter.md', 'C:\\Users\\dev\\plans'],
    ['plans/otter.md', 'plans'],
    ['plans\\otter.md', 'plans'],
  ])('is asked for by the folder of a logged path: %s', (loggedPath, expected) => {
    const asked: [string, boolean][] = [];
    const directoryNamed = (named: string, isClients: boolean) => {
      asked.push([named, isClients]);
      return undefined;
    };
    const search = { searched: [], hasUnreadSettings: false, directoryNamed };
    placedPlans([log({ plans: [fact('plan-written', loggedPath, 1)] })], search);
    expect(asked).toEqual([[expected, false]]);
    placedPlans([log({ plans: [fact('plan-mode', loggedPath, 1)] })], search);
    expect(asked[1]).toEqual([expected, true]);
  });
});

it('the last slug is the one on the last entry with one, of the last log that has any', () => {
  const first = log({ slugs: [slug('later', 9), slug('earlier', 2)] });
  expect(lastSlug([first])).toBe('later');
  expect(lastSlug([first, log({ slugs: [slug('other', 1)] })])).toBe('other');
  expect(lastSlug([first, log({})])).toBe('later');
  expect(lastSlug([log({})])).toBeUndefined();
});
