/**
 * Texts in VS Code's display language. The extension imports this first, so that texts that other modules make while
 * they load are in that language, too. Without a translation, `t` of `@vscode/l10n` gives the English text, as on the
 * command line.
 */
import { config } from '@vscode/l10n';
import { l10n } from 'vscode';

config({ contents: l10n.bundle ?? {} });
