/** The state of an agent, worded once for tree, hover and CLI. */
import { t } from '@vscode/l10n';
import type { AgentLog } from '../core/model.ts';

type StateKey = NonNullable<AgentLog['state']> | 'unknown';

/** `word` for rows and terminals, `sentence` for hovers. A missing result proves nothing: it is not a state. */
const stateWords: Readonly<Record<StateKey, { readonly word: string; readonly sentence: string }>> = {
  completed: { word: t('completed'), sentence: t('completed') },
  failed: { word: t('failed'), sentence: t('failed, as the result of its call says') },
  running: { word: t('running'), sentence: t('running: its session is live, and no result is recorded') },
  idle: { word: t('idle'), sentence: t('idle: a teammate that waits for a message') },
  unknown: { word: t('no result recorded'), sentence: t('no result recorded') },
};

export function agentStateWord(state: AgentLog['state']): string {
  return stateWords[state ?? 'unknown'].word;
}

export function agentStateSentence(state: AgentLog['state']): string {
  return stateWords[state ?? 'unknown'].sentence;
}

/** State, then `internal`. That an internal agent has no result is not mentioned: none is ever recorded. */
export function agentMarks({ state, internal }: Pick<AgentLog, 'state' | 'internal'>): string[] {
  if (!internal) return [agentStateWord(state)];
  return state === undefined ? [t('internal')] : [agentStateWord(state), t('internal')];
}
