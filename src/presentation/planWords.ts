/** The marks of a plan, worded once for tree, hover and CLI. */
import type { Plan, PlanEvidenceKind } from '../core/model.ts';

export type PlanMark = 'inForce' | Exclude<Plan['state'], 'found'> | 'shared' | 'differs' | 'copied';

interface MarkWords {
  /** For rows and terminals. */
  readonly word: string;
  /** For hovers: the name of the line, and what it says. */
  readonly fact: string;
  readonly sentence: string;
}

const ofState = 'Its state';

export const planMarkWords: Readonly<Record<PlanMark, MarkWords>> = {
  inForce: { word: 'in force', fact: 'In force', sentence: 'the last plan that the session’s own entries prove' },
  missing: {
    word: 'missing',
    fact: ofState,
    sentence: 'missing: the log proves the plan, but no such file is there now',
  },
  'not-a-regular-file': {
    word: 'not a regular file',
    fact: ofState,
    sentence: 'a link, folder or device stands in its place and is not opened',
  },
  unreadable: { word: 'unreadable', fact: ofState, sentence: 'it cannot be read' },
  'not-looked-at': {
    word: 'not looked at',
    fact: ofState,
    sentence: 'not looked at: the log names a place outside of the session’s projects and data roots',
  },
  shared: { word: 'shared', fact: 'Shared with', sentence: 'other sessions prove the same file' },
  differs: { word: 'differs', fact: 'Differs', sentence: 'the file is not what this session last logged' },
  copied: { word: 'copied', fact: 'Copied', sentence: 'the client copied the plan to this file for a branch' },
};

/** In the place of the sentence for `differs`, where the file is known. */
export const earlierPlanSentence = 'the file is what this session logged of it before, as /rewind sets it back';

/** The marks that hold for a plan, most important first. `differs` holds only where a comparison proved it. */
export function planMarks(plan: Pick<Plan, 'inForce' | 'state' | 'sharedWith' | 'differs' | 'copied'>): PlanMark[] {
  const marks: (PlanMark | false)[] = [
    plan.inForce && 'inForce',
    plan.state !== 'found' && plan.state,
    plan.sharedWith.length > 0 && 'shared',
    plan.differs === true && 'differs',
    plan.copied && 'copied',
  ];
  return marks.filter((mark) => mark !== false);
}

/** What each kind of evidence proves about a plan, for hovers. */
export const planEvidenceWords: Readonly<Record<PlanEvidenceKind, string>> = {
  'plan-mode': 'plan mode names the file',
  'plan-approved': 'an approved plan names the file',
  'plan-written': 'the session wrote the file',
  'plan-content': 'the session starts by implementing the plan',
  slug: 'entries carry this slug',
};
