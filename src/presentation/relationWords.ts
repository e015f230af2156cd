/** How sessions come from each other, in words: for rows, hovers, the CLI and diagrams. */
import { t } from '@vscode/l10n';
import { joinParts, formatNumber } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import type { Origin, Relation, RelationKind, SessionId, TeleportedFrom } from '../core/model.ts';

interface RelationWords {
  /** Before the other session, as the session's own log says it. */
  readonly own: string;
  /** The same from the other one's side. */
  readonly reverse: string;
  /** The same in the few words that a row has room for beside the other session's title. */
  readonly rows: readonly [own: string, reverse: string];
}

export const relationWords: Readonly<Record<RelationKind, RelationWords>> = {
  'implements-plan-of': {
    own: t('implements plan of'),
    reverse: t('plan implemented by'),
    rows: [t('Plan of'), t('Plan for')],
  },
  'forked-from': { own: t('forked from'), reverse: t('forked into'), rows: [t('Fork of'), t('Fork')] },
  'continues-process-of': {
    own: t('continues process of'),
    reverse: t('process continued by'),
    rows: [t('Process of'), t('Process for')],
  },
  'teammate-of': { own: t('teammate of'), reverse: t('leads'), rows: [t('Teammate of'), t('Teammate')] },
  'foreign-entries': {
    own: t('holds entries of'),
    reverse: t('has entries in'),
    rows: [t('Entries of'), t('Entries in')],
  },
};

/** What each kind of evidence proves of a relation, for hovers. */
export const relationEvidenceWords: Readonly<Record<string, string>> = {
  'forked-from': t('the first entry that the client marked as copied'),
  'same-uuids': t('the first entry that both logs have, under one UUID'),
  'implements-plan-of': t('the prompt names the transcript'),
  'plan-content': t('the prompt has the plan that the other session logged'),
  'process-session': t('the entry names the session that the process began with'),
  'task-output': t('the output of a task lies below the session that the process began with'),
  'foreign-entries': t('the first entry that names the other session'),
  'teammate-of': t('the entry names the team'),
  'teleported-from': t('the entry names the remote session'),
};

/**
 * Where a session comes from, in a few words for its row: `implements plan of 4f0c1a2b`. The strongest of its origins;
 * `undefined` where it has none.
 */
export function originWords(origins: readonly Origin[]): string | undefined {
  const first = origins.find(({ kind }) => kind !== 'foreign-entries');
  return first && `${relationWords[first.kind].own} ${shortId(first.sessionId)}`;
}

/** One link of a session to another, seen from that session. */
export interface RelatedSession {
  readonly sessionId: SessionId;
  readonly kind: RelationKind;
  /** Whether the other session's log says it. */
  readonly isReverse: boolean;
  readonly evidence: Relation['evidence'];
}

/**
 * Both directions in one list: where the session comes from first. That a log holds entries of a session is left out
 * where another link says why.
 */
export function relatedSessions(
  relations: readonly Relation[],
  reverseRelations: readonly Relation[],
): readonly RelatedSession[] {
  const all = [
    ...relations.map((relation) => ({ ...relation, isReverse: false })),
    ...reverseRelations.map((relation) => ({ ...relation, isReverse: true })),
  ];
  const explained = new Set(all.filter(({ kind }) => kind !== 'foreign-entries').map(({ sessionId }) => sessionId));
  return all.filter(({ kind, sessionId }) => kind !== 'foreign-entries' || !explained.has(sessionId));
}

/** `Forked from`, for a row and the name of a fact. */
export function relationName({ kind, isReverse }: Pick<RelatedSession, 'kind' | 'isReverse'>): string {
  const words = relationWords[kind][isReverse ? 'reverse' : 'own'];
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The label of a related session's row; its hover has the whole words. */
export function relatedLabel({ kind, isReverse }: RelatedSession): string {
  return relationWords[kind].rows[isReverse ? 1 : 0];
}

/** Which session it is; `label` as its own row has it. */
export function relatedDescription({ sessionId }: RelatedSession, label: string | undefined): string {
  return joinParts(label, shortId(sessionId));
}

export function teleportedWords({ remoteSessionId, messages }: TeleportedFrom): string {
  const count = messages === undefined ? undefined : t('{0} messages', formatNumber(messages));
  return joinParts(t('Teleported from {0}', toSingleLine(remoteSessionId, 80)), count);
}
