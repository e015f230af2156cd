/** Texts in VS Code's display language: each is given to `t`, and German and Japanese have them all. */
import { readdirSync, readFileSync } from 'node:fs';
import { config, t } from '@vscode/l10n';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterEach, describe, expect, it } from 'vitest';
import { formatAge, formatBytes, formatCount, formatNumber, formatPlural } from '../../../src/core/text/format.ts';
import { readJson, readManifest } from '../../fixtures/manifest.ts';

type Texts = Readonly<Record<string, string | { readonly message: string }>>;

const languages = ['de', 'ja'];
const messageOf = (text: Texts[string] | undefined): string => (typeof text === 'object' ? text.message : (text ?? ''));

/** What must stand in a translation exactly as often as in the text: places for values, links, icons, code, HTML. */
function marksOf(text: string): string[] {
  const marks = /\{\w+\}|\]\([^)]*\)|\$\([^)]*\)|\$\{\w+\}|`[^`]*`|<\/?[a-z]+>|\n/g;
  return (text.match(marks) ?? []).sort();
}

afterEach(() => config({ contents: {} }));

describe.each(languages)('the translation into %s', (language) => {
  it.each([
    ['l10n/bundle.l10n.json', `l10n/bundle.l10n.${language}.json`],
    ['package.nls.json', `package.nls.${language}.json`],
  ])('has what %s has, with the same values, links and code', (file, translated) => {
    const english = readJson<Texts>(file);
    const texts = readJson<Texts>(translated);
    expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort());
    const marks = (all: Texts) => Object.keys(english).map((key) => [key, marksOf(messageOf(all[key]))]);
    expect(marks(texts)).toEqual(marks(english));
    expect(Object.keys(texts).filter((key) => messageOf(texts[key]).trim() === '')).toEqual([]);
  });

  it('fits the manifest, and names a setting’s commands as they are called', () => {
    const { contributes } = readManifest<{ contributes: { commands: { command: string; title: string }[] } }>(
      `package.nls.${language}.json`,
    );
    const titles = contributes.commands.map(({ title }) => title);
    const texts = readJson<Texts>(`package.nls.${language}.json`);
    const named = Object.values(texts).flatMap((text) => messageOf(text).match(/(?<=\*)[^*`]+(?=\*)/g) ?? []);
    expect(named.filter((title) => !titles.includes(title) && !/^(?:`| )/.test(title) && title.length < 60)).toEqual(
      [],
    );
  });
});

describe('a text', () => {
  it('is English without a translation, with its values put in', () => {
    expect([t('Session {0}', '4f0c…'), t('Plans')]).toEqual(['Session 4f0c…', 'Plans']);
  });

  it('is the translation where there is one, and a value in it is never taken for a place', () => {
    config({ contents: { 'Session {0}, {1}': 'Sitzung {1} ({0})' } });
    expect(t('Session {0}, {1}', '{1}', '{0} $& {constructor}')).toBe('Sitzung {0} $& {constructor} ({1})');
  });

  it('with a number has the form and the separators of its language', () => {
    config({ contents: readJson<Record<string, string>>('l10n/bundle.l10n.de.json') });
    const files = (count: number): string => formatPlural(count, t('1 file'), t('{0} files'));
    expect([files(1), files(1234), formatNumber(1_234_567)]).toEqual(['1 Datei', '1.234 Dateien', '1.234.567']);
    expect([formatBytes(3.4 * 1024 ** 2), formatAge(0, 300_000), formatAge(0, 1)]).toEqual([
      '3,4 MB',
      '5 Min.',
      'jetzt',
    ]);
    // What is English in every window has English figures.
    expect(formatCount(1234, 'file', 'files')).toBe('1,234 files');
  });
});

/** What people read in VS Code. */
const rooms = ['presentation', 'views', 'commands', 'host', 'integrations', 'webview'];
/** Files whose texts are English for every reader, and why. */
const englishFiles: Readonly<Record<string, string>> = {
  'presentation/briefing.ts': 'agents read it',
  'presentation/quotedAnswer.ts': 'agents read it',
  'presentation/diagnosticsText.ts': 'for reports of faults',
  'presentation/foreignReport.ts': 'for reports of faults',
  'presentation/resumeCommand.ts': 'shells read it',
  'integrations/terminalCommand.ts': 'shells read it',
  'integrations/languageModelTools.ts': 'models read it',
  'host/contributions.ts': 'identifiers',
  'host/log.ts': 'the log',
  'host/settings.ts': 'the log',
  'views/transcript/pageHtml.ts': 'HTML',
};
/** Single texts that are the same in every language, and why. */
const englishTexts: Readonly<Record<string, string>> = {
  'Session Scope': 'the name of the product',
  Write: 'a tool’s name',
  Edit: 'a tool’s name',
  MultiEdit: 'a tool’s name',
  NotebookEdit: 'a tool’s name',
  '/Foreign Entries.md': 'the name of a document for reports of faults',
  'flowchart TD': 'Mermaid',
};

const root = fileURLToPath(new URL('../../../src/', import.meta.url));

describe('a text that people read', () => {
  const files = rooms.flatMap((room) =>
    readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.posix.join(room, file.replaceAll('\\', '/'))),
  );

  it('is given to `t`', () => {
    const bare = files
      .filter((file) => !(file in englishFiles))
      .flatMap((file) => {
        const texts = bareTexts(file, readFileSync(path.join(root, file), 'utf8'));
        return texts.filter((text) => !(text in englishTexts)).map((text) => `${file}: ${text}`);
      });
    expect(bare).toEqual([]);
  });

  it('is found where it is not', () => {
    const source =
      "const a = t('Open Plan'); log.warn('no plan here'); const b = [`Plan of ${a}`, 'no plan', 'id', 'Plan'];";
    expect(bareTexts('a.ts', source)).toEqual(['Plan of ', 'no plan', 'Plan']);
  });
});

/** Literals that have several words, or one with a capital, outside of `t`, the log and errors. */
function bareTexts(file: string, text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node) || isForNobody(node))
      return;
    if (ts.isCallExpression(node) && node.expression.getText() === 't') {
      // The message and its note; values are looked at.
      for (const one of node.arguments.slice(1)) visit(one);
      return;
    }
    const isText = ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node);
    if (isText && /[A-Za-z]{2,} [A-Za-z]|^\s*[A-Z][a-z]+/.test(node.text) && !isCode(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

/** What goes to the log, or to whoever mends the code. */
function isForNobody(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return node.expression.getText() === 'Error';
  if (!ts.isCallExpression(node)) return false;
  return /(?:^|\.#?)log\.(?:trace|debug|info|warn|error)$/.test(node.expression.getText());
}

/** Names of fields, keys, what is compared, and names of classes. */
function isCode(node: ts.Node & { readonly text: string }): boolean {
  const text = ts.isTemplateLiteralToken(node) && ts.isTemplateSpan(node.parent) ? node.parent.parent : node.parent;
  const parent = ts.isTemplateExpression(text) ? text.parent : text;
  if (/^[a-z-]+(?: [a-z-]+)+$/.test(node.text) && node.text.includes('-')) return true;
  if (ts.isPropertyAssignment(parent)) return /^(?:classes|key)$/.test(parent.name.getText());
  if (ts.isBinaryExpression(parent)) return /^[!=]==$/.test(parent.operatorToken.getText());
  if (ts.isCallExpression(parent))
    return /^element$|\.setAttribute$/.test(parent.expression.getText()) && parent.arguments[1]?.pos === node.pos;
  return ts.isCaseClause(parent) || ts.isElementAccessExpression(parent);
}
