/** Talk of subagents inside a session log: one line, its entries on demand. */
import { t } from '@vscode/l10n';
import { formatNumber } from '../core/text/format.ts';
import { element, icon } from './dom.ts';
import type { EntryContext } from './entryContext.ts';
import { entryView } from './entryView.ts';
import { fold } from './fold.ts';
import { firstLine } from './format.ts';
import type { GroupRow } from './rows.ts';

export function groupView(group: GroupRow, context: EntryContext): HTMLElement {
  const { length } = group.rows;
  const count = length === 1 ? t('1 entry') : t('{0} entries', formatNumber(length));
  const task = group.rows.find((row) => row.item.kind === 'prompt')?.item;
  const words = task?.kind === 'prompt' ? firstLine(task.text.text, 120) : '';
  const head = [
    icon('agent'),
    element('span', 'tool-name', t('Subagent')),
    element('span', 'tool-summary prose', words),
    element('span', 'tool-note', count),
  ];
  const body = (): readonly HTMLElement[] => group.rows.map((row) => entryView(row, context));
  const article = element(
    'article',
    'entry entry-group',
    element('time', 'entry-time'),
    element('div', 'entry-body', fold({ key: group.key, head, body, classes: 'tool group' }, context)),
  );
  article.dataset['key'] = group.key;
  article.tabIndex = -1;
  const takenBack = group.rows[0]?.takenBack === true;
  if (takenBack) article.classList.add('entry-taken-back');
  const name = t('Subagent, {0}: {1}', count, words);
  article.setAttribute('aria-label', takenBack ? t('Taken back by /rewind. {0}', name) : name);
  return article;
}
