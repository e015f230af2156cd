/**
 * Texts in VS Code's display language. The first import of the extension, so that the texts that other modules make when they
 * load are in that language, too. Without a translation, `t` of `@vscode/l10n` gives the English text, as on the command line.
 */
import { config } from '@vscode/l10n';
import { l10n } from 'vscode';

config({ contents: l10n.bundle ?? {} });
