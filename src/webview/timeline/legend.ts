/** What the bars and glyphs of the timeline mean. */
import { t } from '@vscode/l10n';
import { markWords } from '../../core/timeline/markWords.ts';
import { markKinds } from '../../core/timeline/timelineTypes.ts';
import { element } from '../dom.ts';
import { glyphIcon } from './glyphs.ts';

export function legend(): HTMLElement {
  const bar = (classes: string, words: string): HTMLElement =>
    element('li', '', element('span', `bar ${classes}`), words);
  const list = element(
    'ul',
    'legend',
    bar('bar-work', t('Session at work')),
    bar('bar-live', t('Live')),
    bar('bar-agent', t('Agent')),
    ...markKinds.map((kind) =>
      element('li', '', glyphIcon(kind), kind === 'wait' ? t('Waited for a person') : markWords[kind]),
    ),
    bar('bar-collision', t('Plan shared with another session')),
  );
  list.setAttribute('aria-label', t('Legend'));
  return list;
}
