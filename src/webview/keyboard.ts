/** Keys of the transcript. */
import { t } from '@vscode/l10n';
import type { ExplainedKeys } from './keysDialog.ts';

export type KeyAction =
  | 'next'
  | 'previous'
  | 'toggle'
  | 'nextPrompt'
  | 'previousPrompt'
  | 'nextError'
  | 'previousError'
  | 'first'
  | 'last'
  | 'find'
  | 'findNext'
  | 'findPrevious'
  | 'records'
  | 'wrap'
  | 'copyEntry'
  | 'openRaw'
  | 'help';

const keys: Readonly<Record<string, KeyAction>> = {
  j: 'next',
  k: 'previous',
  n: 'nextPrompt',
  p: 'previousPrompt',
  e: 'nextError',
  E: 'previousError',
  g: 'first',
  G: 'last',
  '/': 'find',
  d: 'records',
  w: 'wrap',
  c: 'copyEntry',
  o: 'openRaw',
  '?': 'help',
};

/** What a key asks for; `undefined` for keys that are not the transcript's. */
export function actionOf(event: KeyboardEvent): KeyAction | undefined {
  const target = event.target instanceof HTMLElement ? event.target : undefined;
  if (target?.matches('input, textarea')) return undefined;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'f') return 'find';
  if (event.key === 'F3') return event.shiftKey ? 'findPrevious' : 'findNext';
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (target?.matches('article')) {
    if (event.key === 'Enter' || event.key === ' ') return 'toggle';
    if (event.key === 'ArrowDown' && endsInView(target)) return 'next';
    if (event.key === 'ArrowUp' && startsInView(target)) return 'previous';
  }
  return keys[event.key];
}

/** Arrows scroll through an entry longer than the view before they leave it. */
function endsInView(article: HTMLElement): boolean {
  return article.getBoundingClientRect().bottom <= window.innerHeight;
}

function startsInView(article: HTMLElement): boolean {
  return article.getBoundingClientRect().top >= 0;
}

export const explainedKeys: ExplainedKeys = [
  ['j, k, ↓, ↑', t('next, previous entry')],
  [t('Enter'), t('unfold or fold the entry')],
  ['n, p', t('next, previous prompt')],
  ['e, E', t('next, previous error')],
  ['g, G', t('first, latest entry')],
  [t('Ctrl+F, /'), t('find; Enter and Shift+Enter go on')],
  ['d', t('show or hide bookkeeping records')],
  ['w', t('wrap or do not wrap lines of code')],
  ['c', t('copy the entry as Markdown')],
  ['o', t('open the log file at the entry')],
];
