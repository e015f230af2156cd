/** Whether a Markdown preview of a plan would ask the network. */
import MarkdownIt from 'markdown-it';

/** With HTML, as VS Code's own preview parses; what it adds to that is answered by `looksRemote`. */
const parser = new MarkdownIt({ html: true, linkify: false });

/** Longer plans are not looked through: it would take too long on the thread that asks. */
const longest = 200_000;

/** Tags without attributes, and comments without tags in them, load nothing. */
const harmlessHtml =
  /<\/?(?:b|br|code|dd|del|details|div|dl|dt|em|h[1-6]|hr|i|ins|kbd|li|mark|ol|p|pre|q|s|samp|small|span|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|u|ul|var)\s*\/?>|<details open>|<!--[^<>]*-->/gi;
/**
 * Where the preview's front matter, formulas or containers may end a block of code earlier or later than Markdown does.
 */
const otherBlocks = /^\s*---|\$\$|\\begin\{|^[ \t>*+\-\d.)]*:::/m;
const localAddress = /^(?:data:image\/|#|\/?(?![/\\])[^:\\\s]*$)/i;

/**
 * `true` where rendering the plan may load something from elsewhere: images and media, style sheets, HTML with
 * attributes, diagrams with addresses; and where one cannot be sure. Code is not looked at, unless it is a diagram's.
 */
export function mayLoadRemoteContent(markdown: string): boolean {
  if (markdown.length > longest) return true;
  if (otherBlocks.test(markdown) && looksRemote(markdown)) return true;
  return parser.parse(markdown, {}).some((token) => {
    switch (token.type) {
      case 'html_block':
        return !isHarmlessHtml(token.content);
      case 'fence':
        return /mermaid/i.test(token.info) && looksRemote(token.content);
      case 'inline':
        // Between two `$` stands a formula, whose backticks are no code.
        if (/\$[^]*\$/.test(token.content) && looksRemote(token.content)) return true;
        return (token.children ?? []).some((child) => {
          if (child.type === 'html_inline') return !isHarmlessHtml(child.content);
          return child.type === 'image' && !localAddress.test(String(child.attrGet('src') ?? ''));
        });
      default:
        return false;
    }
  });
}

function isHarmlessHtml(html: string): boolean {
  return !html.replace(harmlessHtml, '').includes('<');
}

/**
 * The same for text whose structure is not known: anything that looks like an image, a tag, or an address of a diagram.
 */
function looksRemote(text: string): boolean {
  return /!\[|<[a-z!?/]|\bimg\s*:|url\s*\(|@import|#\w+;/i.test(text.replace(harmlessHtml, ''));
}
