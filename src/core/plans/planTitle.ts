/** What a plan is about: its first heading. */
import { startOf } from '../log/prompts.ts';
import { lazyRegExp } from '../text/lazyRegExp.ts';

/** Bytes at the start of a plan that are looked through. */
export const titledBytes = 4096;
const longestTitle = 200;

const word = lazyRegExp(String.raw`[\p{L}\p{N}\p{So}]`, 'u');
const textStart = lazyRegExp('^[\\p{L}\\p{N}*_`[(]', 'u');
const emphasis = lazyRegExp(String.raw`(?<![\p{L}\p{N}])([*_])(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}])`, 'gu');

/**
 * The first heading near the start of a plan, without its marks; without one the first line of text. `undefined` for a
 * plan without text. Hostile text, to be cleaned for its surface. A Markdown parser would take longer to load than a
 * warm start may lose, so lines are told apart here: code, comments and front matter have no headings.
 */
export function planTitle(text: string): string | undefined {
  let firstText: string | undefined;
  for (const { line, isUnderlined } of linesOfText(text)) {
    const heading = /^#{1,6}[ \t]+(.*?)[ \t]*#*$/.exec(line)?.[1] ?? (isUnderlined ? line : undefined);
    const words = plainWords(heading ?? line);
    if (words === '') continue;
    if (heading !== undefined) return words;
    firstText ??= words;
  }
  return firstText;
}

/** The same of the bytes that a plan begins with; the line that they end in the middle of counts as far as it goes. */
export function titleOfPlan(bytes: Buffer): string | undefined {
  return planTitle(bytes.toString('utf8', 0, Math.min(bytes.length, titledBytes)).replace(/\ufffd+$/, ''));
}

/**
 * Lines that are neither blank nor in code, a comment or front matter; `isUnderlined`: the next line makes it a
 * heading.
 */
function* linesOfText(text: string): Generator<{ readonly line: string; readonly isUnderlined: boolean }, void> {
  const lines = text
    .slice(0, titledBytes)
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/);
  const frontMatterEnd =
    lines[0] === '---' ? lines.findIndex((line, at) => at > 0 && /^(?:---|\.\.\.)[ \t]*$/.test(line)) : -1;
  let fence: string | undefined;
  let inComment = false;
  for (const [at, raw] of lines.entries()) {
    if (at <= frontMatterEnd) continue;
    const line = raw.trim().slice(0, 2 * longestTitle);
    const mark = /^(?:`{3,}(?!.*`)|~{3,})/.exec(line)?.[0];
    if (fence !== undefined) {
      if (mark !== undefined && mark.startsWith(fence) && mark === line) fence = undefined;
    } else if (inComment || line.startsWith('<!--')) {
      inComment = !raw.includes('-->');
    } else if (mark !== undefined) {
      fence = mark;
    } else if (word().test(line)) {
      const isText = textStart().test(line) && !/^(?:\d+[.)]|\*)\s/.test(line);
      yield { line, isUnderlined: isText && /^ {0,3}(?:=+|-+)[ \t]*$/.test(lines[at + 1] ?? '') };
    }
  }
}

/** The words of a line of Markdown: no marks of lists and quotes, of links their text, no emphasis, no code marks. */
function plainWords(line: string): string {
  const words = line
    .replace(/^(?:(?:[-*+>]|\d{1,9}[.)])[ \t]+)+(?:\[[ xX]\][ \t]+)?/, '')
    .replace(/!?\[([^\][]*)\](?:\([^()\s]*\)|\[[^\][]*\])/g, '$1')
    .replace(/(\*\*|__|~~|`{1,3})(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(emphasis(), '$2')
    .replace(/\\(?=[!-/:-@[-`{-~])/g, '');
  return startOf(words, longestTitle).trim();
}
