/** Code and diffs: coloured once they come into sight, with a button that copies the block. */
import { t } from '@vscode/l10n';
import { button, element, icon } from './dom.ts';
import type { EntryContext } from './entryContext.ts';
import type * as highlight from './highlight.ts';
import { whenSeen } from './whenSeen.ts';

/** Characters of a block, and of a line, beyond which it stays plain: nobody reads them, and a page must stay quick. */
const longestBlock = 60_000;
const longestLine = 2_000;

/** `language`: as a fence or a file's extension names it. */
export function codeView(text: string, language: string | undefined, context: EntryContext): HTMLElement {
  const shown = text.replace(/\n$/, '');
  const code = element('code', '', shown);
  const view = element('pre', 'code', code);
  if (language !== undefined) {
    view.dataset['language'] = language;
    colour([[code, shown]], language, view, context);
  }
  return block(view, text, context);
}

const diffKinds: Readonly<Record<string, string>> = { '+': 'added', '-': 'removed', '@': 'hunk' };

/** `text`: lines that start with `+`, `-`, a blank, or `@@`. */
export function diffView(text: string, language: string | undefined, context: EntryContext): HTMLElement {
  const view = element('pre', 'code diff');
  const lines = text.split('\n').map((line): [HTMLElement, string] => {
    const kind = diffKinds[line.charAt(0)] ?? 'same';
    const shown = element('span', 'diff-text', kind === 'hunk' ? line : line.slice(1));
    view.append(element('span', `diff-line diff-${kind}`, kind === 'hunk' ? '' : line.charAt(0), shown, '\n'));
    return [shown, kind === 'hunk' ? '' : line.slice(1)];
  });
  if (language !== undefined) colour(lines, language, view, context);
  return block(view, text, context);
}

function block(view: HTMLElement, text: string, context: EntryContext): HTMLElement {
  view.tabIndex = 0;
  const copy = button(
    'icon-button code-copy',
    t('Copy'),
    () => context.host.post({ type: 'copyText', text }),
    icon('copy'),
  );
  return element('div', 'code-block', view, copy);
}

let highlighter: Promise<typeof highlight> | undefined;

/** Puts colours on these pieces of text, each in an element of its own, when `view` comes into sight. */
function colour(
  pieces: readonly (readonly [HTMLElement, string])[],
  language: string,
  view: Element,
  context: EntryContext,
): void {
  const all = pieces.reduce((sum, [, text]) => sum + text.length, 0);
  if (all > longestBlock || pieces.some(([, text]) => text.split('\n').some((line) => line.length > longestLine)))
    return;
  whenSeen(view, () => {
    highlighter ??= import('./highlight.ts');
    highlighter.then(
      ({ tokensOf }) => {
        for (const [shown, text] of pieces) {
          const tokens = tokensOf(text, language);
          if (tokens === undefined) return;
          shown.replaceChildren(
            ...tokens.map(({ text: part, scope }) =>
              scope === undefined ? part : element('span', `code-${scope}`, part),
            ),
          );
        }
        context.textChanged();
      },
      // Without colours it can be read as well.
      () => undefined,
    );
  });
}
