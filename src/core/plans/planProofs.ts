/**
 * Which plans a session has: what its own entries prove, matched by name against what is listed in its plans directories.
 * A path from a log is compared, never opened.
 */
import * as path from 'node:path';
import type { PlanFact, LinePosition, SessionLogFacts } from '../log/sessionLogFacts.ts';
import { planEvidenceKinds, type Evidence, type PlanEvidenceKind, type PlanState } from '../model.ts';
import type { PlanDirectory } from './planDirectories.ts';

/** A plan of a session, before other sessions are looked at. */
export interface ProvenPlan {
  readonly slug: string;
  readonly path: string;
  readonly state: PlanState;
  readonly inForce: boolean;
  readonly copied: boolean;
  /** Hash of the text that this session logged last; `undefined` when it logged none. */
  readonly loggedText: string | undefined;
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
  place: LinePosition;
  text: string | undefined;
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
}

/** The plans of a session in log order of their last proof; the last is in force. */
export function provenPlans(
  logs: readonly LogWithFacts[],
  directories: readonly PlanDirectory[],
  root: string,
): ProvenPlan[] {
  const plans = placedPlans(logs, directories, root);
  const newest = plans.at(-1)?.slug;
  // Where one name stands in two directories, both are shown and the first one searched is the client's.
  const inForce = plans.find(({ slug }) => slug === newest);
  const isFork = logs.some(({ facts }) => facts.forkedFrom !== undefined);
  return plans.map((plan) => ({
    slug: plan.slug,
    path: plan.path,
    state: plan.state,
    copied: isFork && plan.proofs.every((proof) => proof.kind === 'slug'),
    loggedText: loggedTextOf(plan.proofs),
    evidence: evidenceOf(plan.proofs),
    inForce: plan === inForce,
  }));
}

/** The same without what is told about each. */
export function placedPlans(
  logs: readonly LogWithFacts[],
  directories: readonly PlanDirectory[],
  root: string,
): PlacedPlan[] {
  const plans: PlacedPlan[] = [];
  for (const [slug, proofs] of proofsBySlug(logs, directories, root)) {
    proofs.sort(inLogOrder);
    const last = proofs.at(-1);
    if (last === undefined) continue;
    for (const found of placesOf(slug, proofs, directories, root)) plans.push({ slug, ...found, proofs, last });
  }
  return plans.sort((a, b) => inLogOrder(a.last, b.last));
}

function proofsBySlug(
  logs: readonly LogWithFacts[],
  directories: readonly PlanDirectory[],
  root: string,
): Map<string, Proof[]> {
  const bySlug = new Map<string, Proof[]>();
  const add = (slug: string, proof: Proof): void => {
    const proofs = bySlug.get(slug);
    if (proofs === undefined) bySlug.set(slug, [proof]);
    else proofs.push(proof);
  };
  const cwds = logs.flatMap(({ facts }) => facts.cwds);
  logs.forEach(({ path: file, facts }, log) => {
    for (const fact of facts.plans) {
      if (fact.kind === 'plan-written' && !isInPlansDirectory(fact.loggedPath, directories, root, cwds)) continue;
      add(fact.slug, { ...proofOf(fact), file, log });
    }
    for (const { slug, last } of facts.slugs) {
      add(slug, { kind: 'slug', place: last, text: undefined, loggedPath: undefined, onlyAnnounced: false, file, log });
    }
  });
  return bySlug;
}

/** The slug on the last entry that has one, of logs in the order of their first entries; it proves no plan. */
export function lastSlug(logs: readonly Pick<LogWithFacts, 'facts'>[]): string | undefined {
  const slugs = logs.findLast(({ facts }) => facts.slugs.length > 0)?.facts.slugs ?? [];
  return [...slugs].sort((a, b) => a.last.line - b.last.line).at(-1)?.slug;
}

function proofOf(fact: PlanFact): Omit<Proof, 'file' | 'log'> {
  const { kind, place, text, loggedPath, onlyAnnounced } = fact;
  return { kind, place, text, loggedPath, onlyAnnounced };
}

function inLogOrder(a: Proof, b: Proof): number {
  return a.log - b.log || a.place.line - b.place.line || strength(b.kind) - strength(a.kind);
}

function strength(kind: PlanEvidenceKind): number {
  return planEvidenceKinds.indexOf(kind);
}

/** The text logged last. An edit that logs no whole text makes it unknown; slugs and plan mode do not change the file. */
function loggedTextOf(proofs: readonly Proof[]): string | undefined {
  return proofs.findLast((proof) => proof.text !== undefined || proof.kind === 'plan-written')?.text;
}

/** Newest proof of each kind, strongest kind first. */
function evidenceOf(proofs: readonly Proof[]): Evidence<PlanEvidenceKind>[] {
  return planEvidenceKinds.flatMap((kind) => {
    const proof = proofs.findLast((one) => one.kind === kind);
    return proof === undefined ? [] : [{ kind, file: proof.file, line: proof.place.line, offset: proof.place.offset }];
  });
}

/**
 * The files of that name, all of them; where there is none, the place where it was, unless nothing but a slug or the
 * announcement of a plan that was never written speaks for it.
 */
function placesOf(
  slug: string,
  proofs: readonly Proof[],
  directories: readonly PlanDirectory[],
  root: string,
): { path: string; state: PlanState }[] {
  const found = directories.flatMap((one) => {
    const kind = one.kindOf(slug);
    if (kind === undefined) return [];
    return [
      {
        path: `${one.path}${path.sep}${slug}.md`,
        state: kind === 'file' ? ('found' as const) : ('not-a-regular-file' as const),
      },
    ];
  });
  if (found.length > 0) return found;
  if (proofs.every((proof) => proof.kind === 'slug' || proof.onlyAnnounced)) return [];
  const logged = proofs.findLast((proof) => proof.loggedPath !== undefined)?.loggedPath;
  const directory = directories.find((one) => logged !== undefined && path.dirname(logged) === one.path);
  return [{ path: path.join(directory?.path ?? path.join(root, 'plans'), `${slug}.md`), state: 'missing' }];
}

/**
 * Whether a written file was a plan by its place: in one of the session's plans directories, or in the `plans` folder of
 * a data root of this name elsewhere (data that was copied here keeps its old paths). A folder of the project that happens
 * to have the name of the data root is none.
 */
function isInPlansDirectory(
  loggedPath: string,
  directories: readonly PlanDirectory[],
  root: string,
  cwds: readonly string[],
): boolean {
  if (directories.some((directory) => path.dirname(loggedPath) === directory.path)) return true;
  const parts = loggedPath.split(/[/\\]/);
  if (parts.at(-2) !== 'plans') return false;
  const isProjects = cwds.some((cwd) => loggedPath.startsWith(`${cwd}/`) || loggedPath.startsWith(`${cwd}\\`));
  return parts.at(-3) === '.claude' || (parts.at(-3) === path.basename(root) && !isProjects);
}
