/** A line that unfolds: its body is made when it is first seen. */
import { element, icon, type Child } from './dom.ts';
import type { EntryContext } from './entryContext.ts';

export interface FoldInput {
  readonly key: string;
  readonly head: readonly Child[];
  readonly body: () => readonly Child[];
  /** Buttons beside the line. */
  readonly actions?: readonly Child[];
  readonly openByDefault?: boolean;
  readonly classes?: string;
}

let lastId = 0;

export function fold(
  { key, head, body, actions = [], openByDefault = false, classes = '' }: FoldInput,
  context: EntryContext,
): HTMLElement {
  const region = element('div', 'fold-body');
  region.id = `fold-${++lastId}`;
  const button = element('button', 'fold-head', icon('chevron'), ...head);
  button.type = 'button';
  button.setAttribute('aria-controls', region.id);
  let open = context.isOpen(key, openByDefault);
  const show = (): void => {
    button.setAttribute('aria-expanded', String(open));
    region.hidden = !open;
    if (open && region.childElementCount === 0) region.append(...body().filter((child) => child !== undefined));
  };
  button.addEventListener('click', (event) => {
    event.stopPropagation();
    open = !open;
    context.setOpen(key, open);
    show();
  });
  show();
  const row = element('div', 'fold-row', button, ...actions);
  const made = element('div', `fold ${classes}`.trim(), row, region);
  made.dataset['fold'] = key;
  return made;
}

/** Unfolds or folds what an entry folds first. */
export function toggleFirstFold(entry: HTMLElement): boolean {
  const head = entry.querySelector<HTMLButtonElement>('.fold-head, .clamp-more');
  head?.click();
  return head !== null;
}
