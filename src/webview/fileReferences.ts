/** Files and addresses in the text of answers, as people and models write them: `src/cart.js:12`, `https://…`. */

export interface FileReference {
  readonly path: string;
  /** 1-based. */
  readonly line?: number;
}

export interface TextPiece {
  readonly text: string;
  readonly file?: FileReference;
  /** Of a web page. */
  readonly url?: string;
}

const file = String.raw`(?:[A-Za-z]:)?[\w.@~+/\\-]*[\w@+-]\.[A-Za-z]\w{0,9}`;
/** A file and a line, not as part of a longer word or of an address. */
const withLine = new RegExp(String.raw`(?<![\w.@~+/\\:-])(${file}):(\d{1,7})(?::\d{1,5})?(?![\w/:])`, 'g');
const whole = new RegExp(String.raw`^(${file})(?::(\d{1,7})(?::\d{1,5})?)?$`);

/** A longer one is no address that anybody reads. */
const address = /(?<!\w)https?:\/\/[^\s<>"'`{}|\\^、。「」（）…“”‘’]{1,1000}(?![^\s<>"'`{}|\\^、。「」（）…“”‘’])/gi;

/** Splits a text into pieces that name a page, or a file and a line, and what lies between. Nothing gets lost. */
export function piecesOf(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(address)) {
    const url = withoutPunctuation(found);
    if (url.endsWith('//')) continue;
    pieces.push(...filesIn(text.slice(end, index)), { text: url, url });
    end = index + url.length;
  }
  return [...pieces, ...filesIn(text.slice(end))];
}

/** Without what ends the sentence around an address, and brackets that were opened before it. */
function withoutPunctuation(found: string): string {
  let url = found;
  while (/[.,;:!?*_~)\]]$/.test(url)) {
    const open = url.endsWith(')') ? '(' : url.endsWith(']') ? '[' : undefined;
    if (open !== undefined && url.split(open).length >= url.split(url.slice(-1)).length) break;
    url = url.slice(0, -1);
  }
  return url;
}

function filesIn(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(withLine)) {
    const [all, path = '', line] = match;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
    pieces.push({ text: all, file: { path, line: Number(line) } });
    end = match.index + all.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

/** The file that inline code names: with a line, or by a path with a folder in it. */
export function fileOf(code: string): FileReference | undefined {
  const [, path, line] = whole.exec(code) ?? [];
  if (path === undefined || (line === undefined && !/[/\\]/.test(path))) return undefined;
  return { path, ...(line !== undefined && { line: Number(line) }) };
}

/** Whether a file is offered: a relative path without `..`, or one below an opened folder. The extension decides. */
export function mayOpen({ path }: FileReference, folders: readonly string[]): boolean {
  if (folders.length === 0 || /(?:^|[/\\])\.\.(?:[/\\]|$)/.test(path)) return false;
  if (!/^(?:[/\\~]|[A-Za-z]:)/.test(path)) return true;
  return folders.some((folder) => {
    // VS Code writes the letter of a drive small, clients write it large, and Windows takes them for one.
    const [file, place] = /^[A-Za-z]:/.test(folder) ? [path.toLowerCase(), folder.toLowerCase()] : [path, folder];
    return file.startsWith(place) && /^[/\\]/.test(file.slice(place.length));
  });
}
