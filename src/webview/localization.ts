/**
 * Texts in VS Code's display language: the first import of a page's script. The translations stand in the page as data;
 * without them `t` of `@vscode/l10n` gives the English text.
 */
import { config } from '@vscode/l10n';

const translations = document.getElementById('l10n')?.textContent;
if (translations) config({ contents: translations });

/** Of dates and times: that of the texts; beside English ones the reader's own. */
export const locale = translations ? document.documentElement.lang : undefined;
