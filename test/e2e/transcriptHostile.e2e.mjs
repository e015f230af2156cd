/** A log whose texts try to do harm in every place where a transcript shows them. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from './eventually.mjs';
import { TranscriptPage } from './transcriptPage.mjs';

export const title = 'A transcript whose texts try to do harm';

const sessionId = 'bad0bad0-0bad-4bad-8bad-bad0bad0bad0';
const harm = [
  '<img src=x onerror="document.title=\'harmed\'"><script>document.title="harmed"</script>',
  '[run](command:workbench.action.quit) [go](javascript:alert(1)) [file](file:///etc/passwd) [vs](vscode://a.b/c)',
  '![pixel](https://example.invalid/pixel.png) <https://example.invalid/auto>',
  '\u001b[31mred\u001b[0m\u001b]52;c;cm0gLXJm\u0007 \u202etxt.exe\u202c a\u200bb \u0000',
  '<style>body{display:none}</style><base href="https://example.invalid/"><iframe src="https://example.invalid"></iframe>',
  '- [ ] `<b>` **<i>x</i>**\n\n| a | b |\n|---|---|\n| <u>1</u> | [x](command:x) |\n\n```html\n<script>1</script>\n```',
].join('\n\n');

/** Control and bidi characters, and those without a width; line feed and tab are shown as such. */
const hidden = /[^\P{Cc}\n\t]|[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Elements that a transcript is made of; a text can become no other. */
const known =
  'HTML HEAD META LINK TITLE BODY STYLE HEADER MAIN DIV SPAN H1 H2 BUTTON SVG PATH INPUT DIALOG DL DT DD ARTICLE TIME STRONG ' +
  'EM P UL OL LI PRE CODE TABLE THEAD TBODY TR TH TD BLOCKQUOTE HR BR S INS DEL FIGURE FIGCAPTION IMG SCRIPT';

function logLines() {
  const at = (second) => new Date(Date.UTC(2026, 0, 2, 3, 4, second)).toISOString();
  const entry = (type, content, more) => ({
    type,
    uuid: harm,
    sessionId,
    timestamp: at(5),
    message: { role: type, content },
    ...more,
  });
  const call = (name, input) => entry('assistant', [{ type: 'tool_use', id: `${name}-1`, name, input }]);
  const result = (name, content, more) =>
    entry('user', [{ type: 'tool_result', tool_use_id: `${name}-1`, content }], more);
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>').toString('base64');
  const image = (mime, data) => ({ type: 'image', source: { type: 'base64', media_type: mime, data } });
  return [
    entry('user', harm),
    entry('user', [
      { type: 'text', text: harm },
      image('image/svg+xml', svg),
      image('image/png', svg),
      image('image/png', 'x'.repeat(100)),
    ]),
    entry('user', `<command-name>${harm}</command-name><command-args>${harm}</command-args>`),
    entry('user', `<local-command-stdout>${harm}</local-command-stdout>`),
    entry('assistant', [{ type: 'thinking', thinking: harm }]),
    entry('assistant', [{ type: 'text', text: harm }]),
    call('Bash', { command: harm, description: harm }),
    result('Bash', harm, { toolUseResult: { agentId: harm } }),
    call(harm, { [harm]: harm, other: { [harm]: [harm] } }),
    call('Edit', { file_path: harm, old_string: harm, new_string: `${harm}!` }),
    call('TodoWrite', { todos: [{ content: harm, status: harm }] }),
    call('ExitPlanMode', { plan: harm, planFilePath: `/x/plans/${harm}.md` }),
    { type: 'system', subtype: 'api_error', sessionId, error: { formatted: harm }, timestamp: at(6) },
    {
      type: 'attachment',
      sessionId,
      attachment: { type: 'plan_file_reference', planFilePath: harm, planContent: harm },
    },
    {
      type: 'attachment',
      sessionId,
      attachment: { type: 'file', displayPath: harm, content: { file: { content: harm } } },
    },
    { type: harm, sessionId: harm, [harm]: harm },
    entry('assistant', [{ type: 'text', text: `${harm}${'<b>'.repeat(3_500_000)}` }]),
    entry('user', 'THE END'),
  ]
    .map((record) => JSON.stringify(record))
    .toSpliced(3, 0, harm.replaceAll('\n', ' '));
}

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step }) {
  const transcript = new TranscriptPage(scope.workbench);
  /** Addresses that were asked for, with what stopped them. */
  const stopped = new Map();

  await step('it opens, a line of ten megabytes and a broken one included', async () => {
    const project = path.join(demo.claudeDir, 'projects', '-hostile');
    mkdirSync(project, { recursive: true });
    writeFileSync(path.join(project, `${sessionId}.jsonl`), `${logLines().join('\n')}\n`);
    scope.page.on('request', (request) => stopped.set(request.url(), undefined));
    scope.page.on('requestfailed', (request) => stopped.set(request.url(), request.failure()?.errorText));
    await scope.openSideBar();
    await scope.runAndChoose('Open Session Transcript', sessionId, 'bad0bad0');
    await transcript.shown('');
    await transcript.entry('THE END').waitFor();
  });

  await step('unfolded as a whole it is made of nothing but the transcript’s own elements', async () => {
    await transcript.press('d');
    for (let round = 0; round < 3; round++) {
      const folded = transcript.frame.locator(
        '.fold-head[aria-expanded="false"], .clamp-more[aria-expanded="false"]:visible',
      );
      for (let left = await folded.count(); left > 0; left--) await folded.first().click();
    }
    const more = transcript.frame.locator('.more .text-button', { hasText: 'Show' });
    if ((await more.count()) > 0) await more.first().click();
    // Images are read when they come into view; the list scrolls too while what was unfolded is laid out.
    for (const figure of await transcript.frame.locator('figure').all()) {
      await eventually(
        async () => {
          await figure.scrollIntoViewIfNeeded();
          return figure.locator('.image-missing').count();
        },
        (count) => assert.equal(count, 1),
      );
    }
    const found = await transcript.frame.evaluate(() => ({
      names: [...new Set([...document.querySelectorAll('*')].map((element) => element.nodeName.toUpperCase()))],
      attributes: [...document.querySelectorAll('*')]
        .flatMap((element) => element.getAttributeNames())
        .filter((name) => /^on|^href$|^style$/.test(name)),
      scripts: [...document.scripts].filter((script) => script.textContent !== '').length,
      images: [...document.images].map((image) => image.src),
      text: document.body.innerText,
      title: document.title,
    }));
    const allowed = new Set(known.split(' '));
    assert.deepEqual(
      found.names.filter((name) => !allowed.has(name)),
      [],
    );
    // VS Code's own default style and theme variables stand in `style` of the root and in one link to the extension's
    // sheet.
    assert.deepEqual(
      found.attributes.filter((name) => name.startsWith('on')),
      [],
    );
    assert.deepEqual(found.images, []);
    assert.notEqual(found.title, 'harmed');
    assert.deepEqual(
      [...found.text].filter((character) => hidden.test(character)),
      [],
    );
    assert.match(found.text, /<img src=x onerror=/);
  });

  await step('no link of it does anything', async () => {
    assert.equal(await transcript.frame.locator('a').count(), 0);
    const inert = transcript.frame.locator('.inert-link:visible');
    assert.ok((await inert.count()) > 0);
    for (const link of (await inert.all()).slice(0, 4)) await link.click();
    await scope.page.waitForTimeout(500);
    assert.equal(await scope.page.locator('.monaco-dialog-box').count(), 0);
    await transcript.entry('THE END').waitFor({ state: 'attached' });
  });

  await step('what gets into the page by force runs nothing and loads nothing', async () => {
    const refused = await transcript.frame.evaluate(async () => {
      const made = (name, force) => {
        const element = document.createElement(name);
        try {
          force(element);
        } catch (error) {
          return error.name;
        }
        document.body.append(element);
        return 'taken';
      };
      const results = [
        made('div', (div) => (div.innerHTML = '<img src="x" onerror="window.harmed = true">')),
        made('script', (script) => (script.textContent = 'window.harmed = true')),
        made('img', (image) => (image.src = 'https://example.invalid/pixel.png')),
      ];
      await new Promise((resolve) => setTimeout(resolve, 500));
      return [...results, window.harmed === true];
    });
    assert.deepEqual(refused, ['TypeError', 'TypeError', 'taken', false]);
    const outside = [...stopped].filter(([url]) => url.includes('example.invalid'));
    assert.deepEqual(outside, [['https://example.invalid/pixel.png', 'csp']]);
  });
}
