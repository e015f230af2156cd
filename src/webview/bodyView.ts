/** What an unfolded entry shows, part by part. */
import { t } from '@vscode/l10n';
import { formatBytes, formatNumber } from '../core/text/format.ts';
import type { CutText } from '../core/text/visibleText.ts';
import type { BodyPart, ImageRef, ItemSource } from '../core/transcript/items/items.ts';
import { languageOf } from '../core/transcript/items/language.ts';
import { button, element, icon, type Child } from './dom.ts';
import type { EntryContext } from './entryContext.ts';
import { RequestError } from '../messages/pendingRequests.ts';
import { codeView, diffView } from './codeView.ts';
import { fileLink } from './fileLink.ts';
import { renderMarkdown } from './markdown.ts';
import { whenSeen } from './whenSeen.ts';

export function bodyParts(parts: readonly BodyPart[], item: ItemSource, context: EntryContext): readonly Child[] {
  return parts.flatMap((part) => bodyPart(part, item, context));
}

function bodyPart(part: BodyPart, item: ItemSource, context: EntryContext): readonly Child[] {
  switch (part.kind) {
    case 'code':
      return [label(part.label), codeView(part.text.text, part.language, context), more(part.text, item, context)];
    case 'markdown':
      return [label(part.label), markdownView(part.text.text, context), more(part.text, item, context)];
    case 'diff':
      return [
        label(part.path),
        diffView(part.text.text, part.path && languageOf(part.path), context),
        more(part.text, item, context),
      ];
    case 'todos':
      return [todosView(part.todos)];
    case 'fields':
      return [fieldsView(part.fields)];
    case 'image':
      return [imageView(part.image, item, context)];
  }
}

export function markdownView(text: string, context: EntryContext): HTMLElement {
  return renderMarkdown(text, {
    openLink: (url) => context.host.post({ type: 'openLink', url }),
    file: (shown, file) => fileLink(shown, file, context),
    code: (code, language) => codeView(code, language, context),
  });
}

/** How much was left out, and the button that brings it. */
export function more(text: CutText, item: ItemSource, context: EntryContext): HTMLElement | undefined {
  if (text.more === undefined && item.oversized === undefined) return undefined;
  const shown = element(
    'div',
    'more',
    button('text-button', showWords(text.more), () => void context.showWhole(item)),
  );
  if (text.more !== undefined && text.text.length > 500_000) {
    const raw = (): void => context.host.post({ type: 'openRaw', offset: item.offset });
    shown.replaceChildren(`${leftOutWords(text.more)} `, button('text-button', t('Open Log File'), raw));
  }
  return shown;
}

function showWords(more: number | undefined): string {
  if (more === undefined) return t('Show the rest of this line');
  return more === 1 ? t('Show 1 more character') : t('Show {0} more characters', formatNumber(more));
}

function leftOutWords(more: number): string {
  return more === 1 ? t('1 more character left out.') : t('{0} more characters left out.', formatNumber(more));
}

export function imageView(image: ImageRef, item: ItemSource, context: EntryContext): HTMLElement {
  const type = image.mime.replace('image/', '').toUpperCase();
  const words =
    image.bytes === undefined ? t('Image, {0}', type) : t('Image, {0}, {1}', type, formatBytes(image.bytes));
  const view = element('figure', 'image', element('figcaption', '', words));
  const load = async (): Promise<void> => {
    const { offset, key } = item;
    const data = await context.host.request('image', { offset, key, index: image.index }).catch((error: unknown) => {
      if (error instanceof RequestError) return null;
      throw error;
    });
    if (data === null) return view.append(element('div', 'image-missing', t('This image cannot be shown.')));
    const shown = element('img');
    shown.alt = words;
    shown.src = `data:${data.mime};base64,${data.base64}`;
    view.prepend(shown);
  };
  whenSeen(view, () => void load());
  return view;
}

function label(text: string | undefined): HTMLElement | undefined {
  return text === undefined ? undefined : element('div', 'part-label', text);
}

const todoWords = { completed: t('Done'), in_progress: t('In progress'), pending: t('To do') } as const;

function todosView(todos: (BodyPart & { kind: 'todos' })['todos']): HTMLElement {
  const list = element('ul', 'todos');
  for (const { text, status } of todos) {
    const mark = element('span', 'todo-mark', status === 'completed' ? icon('done') : undefined);
    mark.setAttribute('role', 'img');
    mark.setAttribute('aria-label', todoWords[status]);
    list.append(element('li', `todo todo-${status}`, mark, text));
  }
  return list;
}

function fieldsView(fields: (BodyPart & { kind: 'fields' })['fields']): HTMLElement {
  const list = element('dl', 'fields');
  for (const [name, value] of fields) list.append(element('dt', '', name), element('dd', '', value));
  return list;
}
