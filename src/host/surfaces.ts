/**
 * Makes text from logs, disks and settings safe for VS Code's surfaces: one function for each kind, named after it.
 * What comes out is one line without control and bidi characters, in which nothing is a link, an icon or Markdown. A
 * type for each kind keeps them apart; a test holds every assignment in the views and commands against these types. VS
 * Code's own parsers are `src/vs/base/common/linkedText.ts` and `iconLabels.ts`.
 */
import { t } from '@vscode/l10n';
import { escapeMarkdown } from '../core/text/escapeMarkdown.ts';
import { toSingleLine } from '../core/text/singleLine.ts';

declare const surface: unique symbol;

/** Text that may stand on a surface of this kind. */
export type SurfaceText<Kind extends 'label' | 'pick' | 'message' | 'dialog' | 'status' | 'hover'> = string & {
  readonly [surface]: Kind;
};

/** The longest text that a row or message is given; callers cut names shorter where they must. */
const longest = 500;

/** The label of a row whose name is invisible. */
export const unnamed = t('Unnamed');

/**
 * Rows of trees, titles of views and tabs, words for screen readers: plain text. `instead` where nothing would be seen.
 */
export function labelText(text: string, instead = ''): SurfaceText<'label'> {
  return (toSingleLine(text, longest) || instead) as SurfaceText<'label'>;
}

/** Rows of a picker, which draw `$(name)` as an icon. */
export function pickText(text: string): SurfaceText<'pick'> {
  return withoutIcons(toSingleLine(text, longest)) as SurfaceText<'pick'>;
}

/** The status bar, which does too. */
export function statusText(text: string): SurfaceText<'status'> {
  return withoutIcons(toSingleLine(text, longest)) as SurfaceText<'status'>;
}

/**
 * A notification or its progress: `[text](command:id)` is a live link in it, and no escape is known, so a blank goes
 * between.
 */
export function messageText(text: string): SurfaceText<'message'> {
  return toSingleLine(text, 2 * longest).replaceAll('](', '] (') as SurfaceText<'message'>;
}

/** A modal question, its lines kept. Some hosts show it as they show a notification. */
export function dialogText(text: string): SurfaceText<'dialog'> {
  return text.split('\n').map(messageText).join('\n') as SurfaceText<'dialog'>;
}

/** Inside a hover's Markdown. */
export function hoverText(text: string, max: number): SurfaceText<'hover'> {
  return escapeMarkdown(toSingleLine(text, max)) as SurfaceText<'hover'>;
}

function withoutIcons(text: string): string {
  return text.replaceAll('$(', '\\$(');
}
