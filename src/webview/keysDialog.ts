/** The dialog that explains a page's keys. */
import { t } from '@vscode/l10n';
import { button, element } from './dom.ts';

export type ExplainedKeys = readonly (readonly [keys: string, what: string])[];

export function keysDialog(explained: ExplainedKeys): HTMLDialogElement {
  const list = element('dl', 'keys');
  for (const [names, what] of explained) list.append(element('dt', '', names), element('dd', '', what));
  const dialog = element('dialog', 'keys-dialog', element('h2', '', t('Keys')), list);
  dialog.append(button('primary-button', t('Close'), () => dialog.close()));
  return dialog;
}
