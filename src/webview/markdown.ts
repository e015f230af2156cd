/**
 * Markdown of a log as elements. The parser's tokens become elements one by one, from a list of those that are allowed;
 * no HTML is ever made or parsed, links are inert until the extension has checked them, images stay words.
 */
import { t } from '@vscode/l10n';
import MarkdownIt from 'markdown-it';
import type { Token } from 'markdown-it';
import { element } from './dom.ts';
import { fileOf, piecesOf, type FileReference, type TextPiece } from './fileReferences.ts';

const parser = new MarkdownIt({ html: false, linkify: false, maxNesting: 20 });

const allowed: ReadonlySet<string> = new Set([
  ...['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote', 'hr', 'br', 'em', 'strong', 's'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
]);
/** More tokens than this are shown as text: nobody reads them, and a page must stay quick. */
const mostTokens = 20_000;

export interface MarkdownHost {
  /** A web link was pressed. */
  readonly openLink: (url: string) => void;
  /** Something that opens the file, or its text alone where it may not be opened. */
  readonly file: (text: string, file: FileReference) => HTMLElement | string;
  /** A block of code; `language` as its fence names it. */
  readonly code: (text: string, language: string | undefined) => HTMLElement;
}

export function renderMarkdown(text: string, host: MarkdownHost): HTMLElement {
  const root = element('div', 'markdown');
  const tokens = parser.parse(text, {});
  if (tokens.length > mostTokens) root.append(element('pre', '', text));
  else appendTokens(root, tokens, host);
  return root;
}

function appendTokens(root: HTMLElement, tokens: readonly Token[], host: MarkdownHost): void {
  const open: HTMLElement[] = [root];
  for (const token of tokens) {
    const parent = open.at(-1) ?? root;
    if (token.nesting < 0) {
      if (open.length > 1) open.pop();
      continue;
    }
    const made = token.type === 'text' && isInLink(open) ? token.content : elementOf(token, host);
    if (made !== undefined) parent.append(made);
    if (token.nesting > 0) open.push(made instanceof HTMLElement ? made : parent);
    else if (token.type === 'inline') appendTokens(parent, token.children ?? [], host);
  }
}

/** In a link nothing else is one. */
function isInLink(open: readonly HTMLElement[]): boolean {
  return open.some((element) => element.matches('.link, .inert-link'));
}

function elementOf(token: Token, host: MarkdownHost): HTMLElement | DocumentFragment | string | undefined {
  switch (token.type) {
    case 'inline':
      return undefined;
    case 'text':
      return textOf(token.content, host);
    case 'softbreak':
      return '\n';
    case 'code_inline':
      return codeOf(token.content, host);
    case 'fence':
    case 'code_block':
      return host.code(token.content, /^[\w+#.-]{1,20}/.exec(token.info.trim())?.[0]);
    case 'link_open':
      return link(String(token.attrGet('href') ?? ''), host.openLink);
    case 'image':
      return t('[image: {0}]', token.content);
    default:
      if (token.nesting > 0 && token.hidden) return element('span');
      return allowed.has(token.tag) ? tagged(token) : token.content;
  }
}

function textOf(text: string, host: MarkdownHost): DocumentFragment | string {
  const pieces = piecesOf(text);
  if (pieces.every(({ file, url }) => file === undefined && url === undefined)) return text;
  const made = document.createDocumentFragment();
  made.append(...pieces.map((piece) => pieceOf(piece, host)));
  return made;
}

function pieceOf({ text, file, url }: TextPiece, host: MarkdownHost): HTMLElement | string {
  if (file !== undefined) return host.file(text, file);
  if (url === undefined) return text;
  const made = link(url, host.openLink);
  made.append(text);
  return made;
}

function codeOf(text: string, host: MarkdownHost): HTMLElement {
  const file = fileOf(text);
  return element('code', '', file === undefined ? text : host.file(text, file));
}

function tagged(token: Token): HTMLElement {
  // Headings of a log lie below those of the page.
  const level = /^h([1-6])$/.exec(token.tag)?.[1];
  if (level !== undefined) {
    const heading = element('div', `heading heading-${level}`);
    heading.setAttribute('role', 'heading');
    heading.setAttribute('aria-level', String(Math.min(6, Number(level) + 2)));
    return heading;
  }
  const made = document.createElement(token.tag);
  const start = token.tag === 'ol' ? Number(token.attrGet('start')) : NaN;
  if (made instanceof HTMLOListElement && Number.isSafeInteger(start) && start > 1) made.start = start;
  return made;
}

/** A web link is pressed like a button and names its address; any other is text with its address behind it. */
function link(url: string, openLink: (url: string) => void): HTMLElement {
  if (!/^https?:\/\//i.test(url)) {
    const inert = element('span', 'inert-link');
    inert.title = t('Not opened: {0}', url);
    return inert;
  }
  const made = element('span', 'link');
  made.tabIndex = 0;
  made.title = url;
  made.setAttribute('role', 'link');
  const press = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
    openLink(url);
  };
  made.addEventListener('click', press);
  made.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') press(event);
  });
  return made;
}
