/** The marks of a plan, worded once for tree, hover and CLI. */
import { t } from '@vscode/l10n';
import type { Plan, PlanEvidenceKind, PlanOwner } from '../core/model.ts';

export type PlanMark = 'inForce' | Exclude<Plan['state'], 'found'> | 'shared' | 'differs' | 'copied';

interface MarkWords {
  readonly holds: (plan: Plan) => boolean;
  /** For rows and terminals. */
  readonly word: string;
  /** For hovers: the name of the line, and what it says. */
  readonly fact: string;
  readonly sentence: string;
}

const ofState = t('Its state');

/** Every mark, most important first. `differs` holds only where a comparison proved it. */
export const planMarkWords: Readonly<Record<PlanMark, MarkWords>> = {
  inForce: {
    holds: (plan) => plan.inForce,
    word: t('in force'),
    fact: t('In force'),
    sentence: t('the last plan that the session’s own entries prove'),
  },
  missing: {
    holds: (plan) => plan.state === 'missing',
    word: t('missing'),
    fact: ofState,
    sentence: t('missing: the log proves the plan, but no such file is there now'),
  },
  'not-a-regular-file': {
    holds: (plan) => plan.state === 'not-a-regular-file',
    word: t('not a regular file'),
    fact: ofState,
    sentence: t('a link, folder or device stands in its place and is not opened'),
  },
  unreadable: {
    holds: (plan) => plan.state === 'unreadable',
    word: t('unreadable'),
    fact: ofState,
    sentence: t('it cannot be read'),
  },
  'not-looked-at': {
    holds: (plan) => plan.state === 'not-looked-at',
    word: t('not looked at'),
    fact: ofState,
    sentence: t('not looked at: the log names a place outside of the session’s projects and data roots'),
  },
  shared: {
    holds: (plan) => plan.sharedWith.length > 0,
    word: t('shared'),
    fact: t('Shared with'),
    sentence: t('other sessions prove the same file'),
  },
  differs: {
    holds: (plan) => plan.differs === true,
    word: t('differs'),
    fact: t('Differs'),
    sentence: t('the file is not what this session last logged'),
  },
  copied: {
    holds: (plan) => plan.copied,
    word: t('copied'),
    fact: t('Copied'),
    sentence: t('the client copied the plan to this file for a branch'),
  },
};

/** In the place of the sentence for `differs`, where the file is known. */
export const earlierPlanSentence = t('the file is what this session logged of it before, as /rewind sets it back');

/** The marks that hold for a plan, most important first. */
export function planMarks(plan: Plan): PlanMark[] {
  return (Object.keys(planMarkWords) as PlanMark[]).filter((mark) => planMarkWords[mark].holds(plan));
}

/** Who of the owners wrote the file last, by the times in their logs; `undefined` where these do not say so. */
export function lastWriter(owners: readonly PlanOwner[]): PlanOwner | undefined {
  const writers = owners.filter(({ lastWritten }) => lastWritten !== undefined);
  // A write without a time may be the last.
  const times = writers.map(({ lastWritten }) => lastWritten?.time ?? Infinity);
  const last = Math.max(...times);
  return Number.isFinite(last) && times.indexOf(last) === times.lastIndexOf(last)
    ? writers[times.indexOf(last)]
    : undefined;
}

/** What each kind of evidence proves about a plan, for hovers. */
export const planEvidenceWords: Readonly<Record<PlanEvidenceKind | 'agent-plan', string>> = {
  'plan-mode': t('plan mode names the file'),
  'plan-approved': t('an approved plan names the file'),
  'plan-written': t('the session wrote the file'),
  'plan-content': t('the session starts by implementing the plan'),
  slug: t('entries carry this slug'),
  'agent-plan': t('the agent wrote the file'),
};
