/** Long text shown by its beginning, with a button for the rest. */
import { t } from '@vscode/l10n';
import { button, element } from './dom.ts';
import type { EntryContext } from './entryContext.ts';

/** Texts only a little longer than the clamp are shown as they are: see `.clamp` in the style. */
export function clamped(content: HTMLElement, key: string, context: EntryContext): HTMLElement {
  const open = context.isOpen(`${key} clamp`);
  const view = element('div', open ? 'clamp clamp-open' : 'clamp', content);
  const toggle = button('text-button clamp-more', open ? t('Show less') : t('Show all'), () => {
    const now = !view.classList.contains('clamp-open');
    context.setOpen(`${key} clamp`, now);
    view.classList.toggle('clamp-open', now);
    toggle.textContent = now ? t('Show less') : t('Show all');
    toggle.setAttribute('aria-expanded', String(now));
  });
  toggle.setAttribute('aria-expanded', String(open));
  toggle.hidden = true;
  new ResizeObserver((_, observer) => {
    if (!view.isConnected) return observer.disconnect();
    if (!view.classList.contains('clamp-open')) {
      const long = content.scrollHeight > view.clientHeight + 4;
      view.classList.toggle('clamp-long', long);
      toggle.hidden = !long;
    } else toggle.hidden = false;
  }).observe(content);
  return element('div', '', view, toggle);
}
