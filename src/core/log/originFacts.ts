/** Which sessions a session came from, as its own log says. */
import type { OriginKind, SessionId } from '../model.ts';
import { parseSessionId } from '../text/ids.ts';
import type { LinePosition, SessionLogFacts } from './sessionLogFacts.ts';

export interface OriginFact {
  readonly kind: OriginKind;
  readonly sessionId: SessionId;
  readonly proof:
    'forked-from' | 'same-uuids' | 'implements-plan-of' | 'process-session' | 'task-output' | 'foreign-entries';
  readonly position: LinePosition;
}

/** A process keeps its task outputs below the ID of the first session that it had (2.1.100 on). */
const taskOutput = /[/\\]claude(?:-\d+)?[/\\][^/\\]+[/\\]([0-9a-f-]{36})[/\\]tasks[/\\]/i;

/** Each session once, with the strongest kind; strongest first. */
export function originsIn(facts: SessionLogFacts): OriginFact[] {
  const { forkedFrom, implementsPlanOf, processOf, ownId } = facts;
  const origins: OriginFact[] = [];
  const add = (kind: OriginKind, proof: OriginFact['proof'], sessionId: SessionId, position: LinePosition): void => {
    const isOther = sessionId !== ownId && origins.every((known) => known.sessionId !== sessionId);
    if (isOther) origins.push({ kind, sessionId, proof, position });
  };
  // 2.1.12 begins the log of an implementing session with copies of the planning one's entries: that is no fork.
  if (implementsPlanOf !== undefined)
    add('implements-plan-of', 'implements-plan-of', implementsPlanOf.sessionId, implementsPlanOf.position);
  if (forkedFrom !== undefined) {
    const proof = forkedFrom.copiedUpTo === undefined ? 'forked-from' : 'same-uuids';
    add('forked-from', proof, forkedFrom.sessionId, forkedFrom.position);
  }
  if (processOf !== undefined) add('continues-process-of', 'process-session', processOf.sessionId, processOf.position);
  for (const { name, position } of facts.outputFiles) {
    const id = parseSessionId(taskOutput.exec(name)?.[1]);
    if (id !== undefined) add('continues-process-of', 'task-output', id, position);
  }
  for (const { sessionId, position } of facts.foreign) add('foreign-entries', 'foreign-entries', sessionId, position);
  return origins;
}
