/** A file that opens in the editor where it lies in an opened folder: the extension looks, whatever the page says. */
import { t } from '@vscode/l10n';
import { element } from './dom.ts';
import type { EntryContext } from './entryContext.ts';
import { mayOpen, type FileReference } from './fileReferences.ts';

export function fileLink(text: string, file: FileReference, context: EntryContext): HTMLElement | string {
  if (!mayOpen(file, context.folders)) return text;
  const made = element('span', 'link', text);
  made.tabIndex = 0;
  made.title = t('Open {0}', text);
  made.setAttribute('role', 'link');
  const press = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
    openFile(file, context);
  };
  made.addEventListener('click', press);
  made.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') press(event);
  });
  return made;
}

export function openFile({ path, line }: FileReference, context: EntryContext): void {
  context.host.post({ type: 'openFile', path, ...(line !== undefined && { line }) });
}
