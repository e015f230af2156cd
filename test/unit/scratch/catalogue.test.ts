import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listBin } from '../../../src/core/scratch/bin.ts';
import { scratchCandidates } from '../../../src/core/scratch/candidates.ts';
import { availableKind, type HandleKind } from '../../../src/core/disk/directoryHandle.ts';
import { listScratch } from '../../../src/core/scratch/listScratch.ts';
import { moveToBin } from '../../../src/core/scratch/moveToBin.ts';
import { restoreFromBin } from '../../../src/core/scratch/restoreFromBin.ts';
import { selectStale, type StaleRule } from '../../../src/core/scratch/selectStale.ts';
import {
  buildTree,
  canary,
  day,
  makeSandbox,
  noMounts,
  snapshot,
  type Sandbox,
  type TreeEntry,
} from '../../fixtures/scratchTree.ts';
import { skip } from '../../fixtures/skip.ts';

interface CatalogueEntry {
  readonly id: string;
  readonly title: string;
  readonly needs?: 'mount' | 'user';
  /** The only way of holding folders that can tell. */
  readonly handles?: HandleKind;
  readonly input: { readonly tree: readonly TreeEntry[]; readonly stale_days: number };
  readonly expect: {
    readonly offered: readonly string[];
    readonly trashed?: readonly string[];
    readonly kept?: readonly string[];
    readonly refused?: Readonly<Record<string, string>>;
    readonly shown_age?: string;
    readonly listed_as?: string;
    readonly needs_extra_confirmation?: boolean;
    /** Regular files in each of the offered: what a walk counted that follows no link. */
    readonly files?: number;
  };
}

const file = path.resolve(import.meta.dirname, '../../fixtures/scratchTrees.json');
const { entries } = JSON.parse(fs.readFileSync(file, 'utf8')) as { entries: readonly CatalogueEntry[] };
const isRoot = process.getuid?.() === 0;
const withoutMounts = noMounts();

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = makeSandbox();
});
afterEach(() => {
  sandbox.remove();
});

const kinds: HandleKind[] = availableKind() === 'descriptor' ? ['descriptor', 'path'] : ['path'];

describe.each(kinds)('scratch trees, folders held by %s', (handles) => {
  for (const entry of entries) {
    it(`${entry.id} ${entry.title}`, skip(cannotRun(entry, handles)), () => {
      check(entry, handles);
    });
  }
});

function cannotRun({ needs, handles: only }: CatalogueEntry, handles: HandleKind): string | undefined {
  if (needs === 'mount' && withoutMounts !== undefined) return withoutMounts;
  if (needs === 'user' && isRoot) return 'root may read everything';
  if (only && only !== handles) return `only ${only} handles can tell`;
  return undefined;
}

/** Preview, confirm, check, undo. */
function check({ input, expect: expected }: CatalogueEntry, handles: HandleKind): void {
  const now = Date.now();
  buildTree(sandbox, input.tree, now);
  const outside = snapshot(sandbox.outside);
  const before = snapshot(sandbox.repository);
  const rule: StaleRule = { now, maxAgeMs: input.stale_days * day, isLive: () => false, lastActivity: () => undefined };

  const { offered, kept } = selectStale(scratchCandidates([sandbox.repository], { handles }), rule);
  expect(offered.map(({ candidate }) => candidate.sessionId).sort()).toEqual(expected.offered);
  for (const id of expected.kept ?? []) expect(kept.map(({ candidate }) => candidate.sessionId)).toContain(id);
  for (const [id, reason] of Object.entries(expected.refused ?? {})) {
    const refused = kept.filter(({ candidate }) => id === '*' || candidate.sessionId === id);
    expect(refused.map((each) => each.reason)).toEqual(refused.map(() => reason));
    expect(refused.length).toBeGreaterThan(0);
  }
  if (expected.shown_age === 'in the future') expect(kept[0]?.reason).toBe('in-the-future');
  if (expected.listed_as === 'other') expect(kept[0]?.reason).toBe('not-a-session-id');
  for (const { candidate, needsExtraConfirmation } of offered) {
    expect(needsExtraConfirmation).toBe(expected.needs_extra_confirmation ?? false);
    expect(candidate.measurement?.files).toBe(expected.files ?? candidate.measurement?.files);
    const page = listScratch(candidate.path, { offset: 0, limit: 100 });
    expect(JSON.stringify(page)).not.toContain(canary);
    for (const { label } of typeof page === 'object' ? page.entries : []) {
      expect(label).not.toMatch(/[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
    }
  }

  if (expected.needs_extra_confirmation) {
    for (const { candidate } of offered) {
      expect(moveToBin(candidate, rule, { handles })).toEqual({ moved: false, reason: 'nested-repository' });
    }
    expect(snapshot(sandbox.repository)).toEqual(before);
  }
  const results = offered.map(({ candidate }) => moveToBin(candidate, rule, { withRepositories: true, handles }));
  expect(results.map(({ moved }) => moved)).toEqual(expected.offered.map(() => true));
  for (const { candidate } of offered) expect(fs.existsSync(candidate.path)).toBe(false);
  expect(snapshot(sandbox.outside)).toEqual(outside);

  const removed = listBin([sandbox.repository], { handles });
  expect(removed.map(({ sessionId }) => sessionId).sort()).toEqual(expected.trashed ?? expected.offered);
  for (const entry of removed)
    expect(restoreFromBin(entry, { handles })).toMatchObject({ restored: true, beside: false });
  expect(withoutBin(snapshot(sandbox.repository))).toEqual(before);
  expect(snapshot(sandbox.outside)).toEqual(outside);
}

function withoutBin(tree: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(tree).filter(([name]) => !name.includes('.session-scope-bin')));
}
