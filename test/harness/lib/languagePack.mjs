/**
 * Makes a server speak another language, as far as extensions bring their own translations: VS Code's own texts stay
 * English.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Registers an empty language pack, without which VS Code ignores `--locale`. */
export async function writeLanguagePack(userDataDir, locale) {
  const translations = path.join(userDataDir, `${locale}.i18n.json`);
  await writeFile(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  const pack = {
    hash: locale,
    extensions: [{ extensionIdentifier: { id: `harness.language-pack-${locale}` }, version: '1.0.0' }],
    translations: { vscode: translations },
    label: locale,
  };
  await writeFile(path.join(userDataDir, 'languagepacks.json'), JSON.stringify({ [locale]: pack }));
}
