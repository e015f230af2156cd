/**
 * Which plans a session has: what its own entries prove, matched against what is listed in its plans directories. A
 * plan belongs by the whole path that the log names; by its name alone only where the log names no path. A path from a
 * log is compared, never opened.
 */
import * as path from 'node:path';
import type { PlanFact, LinePosition, SessionLogFacts } from '../log/sessionLogFacts.ts';
import { planEvidenceKinds, type Evidence, type PlanEvidenceKind, type PlanState } from '../model.ts';
import { rulesOf } from '../disk/otherSystem.ts';
import type { PlanSearch } from './planDirectories.ts';
import type { PlanDirectory } from './planDirectory.ts';

/** A plan of a session, before other sessions are looked at. */
export interface ProvenPlan {
  readonly slug: string;
  readonly path: string;
  readonly state: PlanState;
  readonly inForce: boolean;
  readonly copied: boolean;
  /** Hash of the text that this session logged last; `undefined` when it logged none. */
  readonly loggedText: string | undefined;
  /** Where that text stands. */
  readonly loggedAt: Evidence<PlanEvidenceKind> | undefined;
  /** As its entries name it: whole paths, and its bare slug. */
  readonly loggedNames: readonly string[];
  /** Hashes of the texts that it logged before. */
  readonly earlierTexts: readonly string[];
  readonly evidence: readonly Evidence<PlanEvidenceKind>[];
}

/** One log of the session; logs are given in the order of their first entries. */
export interface LogWithFacts {
  readonly path: string;
  readonly facts: SessionLogFacts;
}

interface Proof {
  kind: PlanEvidenceKind;
  file: string;
  /** Rank of the log among the session's logs. */
  log: number;
  position: LinePosition;
  text: string | undefined;
  earlier: readonly string[];
  loggedPath: string | undefined;
  onlyAnnounced: boolean;
}

/** A plan where it stands, with all that proves it. */
export interface PlacedPlan {
  readonly slug: string;
  readonly path: string;
  readonly state: PlanState;
  /** In log order. */
  readonly proofs: readonly Proof[];
  readonly last: Proof;
  /** Only entries that are copies of another session's prove it. */
  readonly isCopied?: boolean;
}

/**
 * The plans of a session in log order of their last proof; the last is in force. None is where only what cannot be read
 * tells whether the last one is a plan at all: if not, another one is in force.
 */
export function provenPlans(logs: readonly LogWithFacts[], search: PlanSearch): ProvenPlan[] {
  const plans = placedPlans(logs, search);
  const newest = plans.at(-1)?.last;
  // Where one slug stands in two directories and no path tells them apart, the first one searched is the client's.
  const last = plans.find((plan) => plan.last === newest);
  const isCertain = last?.state !== 'unreadable' || isProved(last.proofs) || plans.every((p) => p.slug === last.slug);
  const inForce = isCertain ? last : undefined;
  const isFork = logs.some(({ facts }) => facts.forkedFrom !== undefined && facts.forkedFrom.copiedUpTo === undefined);
  return plans.map((plan) => ({
    slug: plan.slug,
    path: plan.path,
    state: plan.state,
    copied: plan.isCopied === true || (isFork && plan.proofs.every((proof) => proof.kind === 'slug')),
    ...loggedTextOf(plan.proofs),
    loggedNames: [...new Set(plan.proofs.map(({ loggedPath }) => loggedPath ?? plan.slug))],
    earlierTexts: plan.proofs.flatMap(({ earlier, text }) => [...earlier, ...(text === undefined ? [] : [text])]),
    evidence: evidenceOf(plan.proofs),
    inForce: plan === inForce,
  }));
}

/**
 * The same without what the proofs say of each. A fork without a plan of its own goes on with that of the copied
 * entries.
 */
export function placedPlans(logs: readonly LogWithFacts[], search: PlanSearch): PlacedPlan[] {
  const own = plansOfEntries(logs, search);
  if (own.length > 0) return own;
  const copied = logs.map(({ path: file, facts }) => {
    return { path: file, facts: { ...facts, plans: facts.copiedPlans, slugs: [] } };
  });
  return plansOfEntries(copied, search).map((plan) => ({ ...plan, isCopied: true }));
}

function plansOfEntries(logs: readonly LogWithFacts[], search: PlanSearch): PlacedPlan[] {
  const plans: PlacedPlan[] = [];
  for (const [slug, { byPath, bySlug }] of proofsByName(logs, search)) {
    for (const place of placesOf(slug, byPath, bySlug, search)) {
      const proofs = [...place.proofs, ...bySlug].sort(inLogOrder);
      const last = proofs.at(-1);
      if (last !== undefined) plans.push({ slug, path: place.path, state: place.state, proofs, last });
    }
  }
  return plans.sort((a, b) => inLogOrder(a.last, b.last));
}

/** Proofs of one plan name: those that name a place, by that place, and those that name none. */
interface ProofsOfName {
  readonly byPath: Map<PlanDirectory | string, Proof[]>;
  readonly bySlug: Proof[];
}

function proofsByName(logs: readonly LogWithFacts[], search: PlanSearch): Map<string, ProofsOfName> {
  const byName = new Map<string, ProofsOfName>();
  const proofsOf = (slug: string): ProofsOfName => {
    let proofs = byName.get(slug);
    if (proofs === undefined) byName.set(slug, (proofs = { byPath: new Map(), bySlug: [] }));
    return proofs;
  };
  const announced = new Set(
    logs.flatMap(({ facts }) =>
      facts.plans.filter(({ kind }) => kind !== 'plan-written').map(({ loggedPath }) => folderOf(loggedPath)),
    ),
  );
  logs.forEach(({ path: file, facts }, log) => {
    for (const fact of facts.plans) {
      const proof = { ...proofOf(fact), file, log };
      if (!/[/\\]/.test(fact.loggedPath)) {
        proofsOf(fact.slug).bySlug.push(proof);
        continue;
      }
      const folder = folderOf(fact.loggedPath);
      const isClients = announced.has(folder);
      const place = search.directoryNamed(folder, isClients) ?? (isClients ? fact.loggedPath : undefined);
      if (place === undefined) continue;
      const { byPath } = proofsOf(fact.slug);
      const proofs = byPath.get(place);
      if (proofs === undefined) byPath.set(place, [proof]);
      else proofs.push(proof);
    }
    for (const { slug, last } of facts.slugs) {
      const proof = {
        kind: 'slug',
        position: last,
        text: undefined,
        earlier: [],
        loggedPath: undefined,
        onlyAnnounced: false,
      } as const;
      proofsOf(slug).bySlug.push({ ...proof, file, log });
    }
  });
  return byName;
}

/** The folder of a logged path, `..` resolved. A path of another system keeps its own form. */
function folderOf(loggedPath: string): string {
  const rules = rulesOf(loggedPath);
  return rules.isAbsolute(loggedPath) ? rules.dirname(rules.normalize(loggedPath)) : path.win32.dirname(loggedPath);
}

/** The slug on the last entry that has one, of logs in the order of their first entries; it proves no plan. */
export function lastSlug(logs: readonly Pick<LogWithFacts, 'facts'>[]): string | undefined {
  const slugs = logs.findLast(({ facts }) => facts.slugs.length > 0)?.facts.slugs ?? [];
  return [...slugs].sort((a, b) => a.last.line - b.last.line).at(-1)?.slug;
}

function proofOf(fact: PlanFact): Omit<Proof, 'file' | 'log'> {
  const { kind, position, text, earlier = [], loggedPath, onlyAnnounced } = fact;
  return { kind, position, text, earlier, loggedPath, onlyAnnounced };
}

function inLogOrder(a: Proof, b: Proof): number {
  return a.log - b.log || a.position.line - b.position.line || strength(b.kind) - strength(a.kind);
}

function strength(kind: PlanEvidenceKind): number {
  return planEvidenceKinds.indexOf(kind);
}

/**
 * The text logged last. An edit that logs no whole text makes it unknown; slugs and plan mode do not change the file.
 */
function loggedTextOf(proofs: readonly Proof[]): Pick<ProvenPlan, 'loggedText' | 'loggedAt'> {
  const proof = proofs.findLast(({ text, kind }) => text !== undefined || kind === 'plan-written');
  if (proof?.text === undefined) return { loggedText: undefined, loggedAt: undefined };
  return { loggedText: proof.text, loggedAt: evidenceFrom(proof) };
}

/** Newest proof of each kind, strongest kind first. */
function evidenceOf(proofs: readonly Proof[]): Evidence<PlanEvidenceKind>[] {
  return planEvidenceKinds.flatMap((kind) => {
    const proof = proofs.findLast((one) => one.kind === kind);
    return proof === undefined ? [] : [evidenceFrom(proof)];
  });
}

function evidenceFrom({ kind, file, position }: Proof): Evidence<PlanEvidenceKind> {
  return { kind, file, line: position.line, offset: position.offset };
}

interface PlanPlace {
  readonly path: string;
  readonly state: PlanState;
  /** What names this place. */
  readonly proofs: readonly Proof[];
}

/**
 * Where a plan of this name stands: the places that paths in the log name, and only where no path names one, every
 * searched directory with such a file. A place without the file is `missing`, unless nothing but a slug or the
 * announcement of a plan that was never written speaks for it. A place that was not looked at, or whose directory
 * cannot be listed, is called so: nothing is known of it; nor of a plan that stands nowhere while settings, which may
 * name another directory, cannot be read.
 */
function placesOf(
  slug: string,
  byPath: ProofsOfName['byPath'],
  bySlug: readonly Proof[],
  search: PlanSearch,
): PlanPlace[] {
  const isProvedWith = (proofs: readonly Proof[]): boolean => isProved([...proofs, ...bySlug]);
  const named = [...byPath].flatMap(([place, proofs]): PlanPlace[] => {
    if (typeof place === 'string') {
      return isProvedWith(proofs) ? [{ path: place, state: 'not-looked-at', proofs }] : [];
    }
    const state = stateIn(place, slug) ?? (isProvedWith(proofs) ? 'missing' : undefined);
    return state === undefined ? [] : [{ path: fileIn(place, slug), state, proofs }];
  });
  if (named.length > 0) return named;
  const found = search.searched.flatMap((directory): PlanPlace[] => {
    const state = stateIn(directory, slug);
    return state === undefined ? [] : [{ path: fileIn(directory, slug), state, proofs: [] }];
  });
  // One that was found is the plan, whatever may be where nobody can look.
  const seen = found.filter(({ state }) => state !== 'unreadable');
  if (seen.length > 0) return seen;
  const own = search.searched.at(-1);
  if (found.length > 0 || own === undefined) return found;
  if (search.hasUnreadSettings) return [{ path: fileIn(own, slug), state: 'unreadable', proofs: [] }];
  return !isProved(bySlug) ? [] : [{ path: fileIn(own, slug), state: 'missing', proofs: [] }];
}

/** By more than a slug or the announcement of a plan that was never written: it is one, whether or not its file is there. */
function isProved(proofs: readonly Proof[]): boolean {
  return proofs.some((proof) => proof.kind !== 'slug' && !proof.onlyAnnounced);
}

function fileIn(directory: PlanDirectory, slug: string): string {
  return `${directory.path}${path.sep}${slug}.md`;
}

const states = { file: 'found', other: 'not-a-regular-file', unreadable: 'unreadable' } as const;

function stateIn(directory: PlanDirectory, slug: string): PlanState | undefined {
  const kind = directory.kindOf(slug);
  return kind && states[kind];
}
