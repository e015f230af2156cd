import { expect, it } from 'vitest';
import { mayLoadRemoteContent } from '../../../src/presentation/remoteContent.ts';

const image = '![p](https://a.example/p.png)';

it.each([
  ['an image', image],
  ['an image by reference', 'See ![p][one].\n\n[one]: <https://a.example/p.png> "t"'],
  ['an image by a reference of its own words', '![one]\n\n[one]: //a.example/p.png'],
  ['an image without a scheme', '![p](//a.example/p.png)'],
  ['an image within a link', `[${image}](x.md)`],
  ['an image of another scheme', '![p](vscode-resource://a/p.png)'],
  ['an HTML image', 'text <img src="https://a.example/p.png"> text'],
  ['an image in capitals over two lines', '<IMG\nSRC=//a.example/p.png>'],
  ['a style sheet', '<link rel=stylesheet href="https://a.example/c.css">'],
  ['a video', '<video src="https://a.example/v.mp4" autoplay></video>'],
  ['a style with an address', '<div style="background: url(https://a.example/p.png)">x</div>'],
  ['a style element', '<style>@import "https://a.example/c.css";</style>'],
  ['an unknown element', '<x-image></x-image>'],
  ['HTML behind a comment that ends early', '<!--> <img src=//a.example/p.png> -->'],
  ['an image behind a fence in a comment', `<!--\n\`\`\`\n-->\n\n${image}`],
  ['an image behind a formula that holds a fence', `$$\n\`\`\`\n$$\n${image}\n\`\`\`\n`],
  ['an image between formulas that hold a backtick', `$\`$ ${image} $\`$`],
  ['an image behind front matter that holds a fence', `---\na: |\n  \`\`\`\n\`\`\`\n---\n\n${image}\n`],
  ['a diagram with an image', '```mermaid\nflowchart\n A@{ img: "https://a.example/p.png" }\n```'],
  ['a diagram with an image in a container', '::: mermaid\n\nA[<img src=//a.example/p.png>]\n\n:::'],
  ['more than can be looked through', 'word '.repeat(50_000)],
])('a plan with %s may load remote content', (_what, markdown) => {
  expect(mayLoadRemoteContent(markdown)).toBe(true);
});

it.each([
  [
    'headings, lists, tables and links',
    '# Plan\n\n- [x] a <https://a.example> [b](https://b.example)\n\n| a |\n|---|\n| b |',
  ],
  ['an image beside it', '![p](images/p.png) ![q](/q.png) ![r](data:image/png;base64,AAAA)'],
  [
    'code that names images',
    `\`\`\`tsx\n<img src="https://a.example/p.png" />\n${image}\n\`\`\`\n\n1. nested\n\n   ~~~md\n   ${image}\n   ~~~`,
  ],
  ['code words that look like tags', 'Returns `Promise<string>` and `<Button style="x">`; costs $5.'],
  [
    'tags without attributes',
    '<details>\n<summary>More</summary>\n\ntext<br>text <kbd>a</kbd>\n</details>\n<!-- note -->',
  ],
  ['a diagram of words', '```mermaid\nflowchart LR\n A[one<br/>two] --> B\n```'],
  ['an escaped image', '\\!\\[p](https://a.example/p.png)'],
  ['nothing', ''],
])('a plan with %s loads nothing', (_what, markdown) => {
  expect(mayLoadRemoteContent(markdown)).toBe(false);
});
