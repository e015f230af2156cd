/** The document of a web view: its policy, and that no text leaves the place that it is given. */
import * as fs from 'node:fs';
import { expect, it } from 'vitest';
import { pageHtml } from '../../../src/views/transcript/pageHtml.ts';

const page = {
  title: 'Session',
  language: 'en',
  translations: { Open: 'Open' },
  nonce: 'n0nce',
  source: 'https://extension.example',
  style: 'https://extension.example/dist/transcript-style.css',
  scripts: ['https://extension.example/dist/markdown-it.js', 'https://extension.example/dist/transcript.js'],
};

it('lets scripts of this page alone run, styles and images of the extension alone be loaded, and nothing else', () => {
  const [, policy = ''] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(pageHtml(page)) ?? [];
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'nonce-n0nce'",
    'style-src https://extension.example',
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
  const html = pageHtml(page);
  expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<link'));
  expect(html.match(/<script[^>]*>/g)).toEqual([
    '<script type="application/json" nonce="n0nce" id="l10n">',
    '<script nonce="n0nce" src="https://extension.example/dist/markdown-it.js">',
    '<script type="module" nonce="n0nce" src="https://extension.example/dist/transcript.js">',
  ]);
});

it('has the same tags whatever stands in its title, its language and its translations', () => {
  const hostile = `"><script>alert(1)</script><!--<script></title><base href="//x.example/">&quot;`;
  const translations = {
    [hostile]: hostile,
    Open: '</script><img src=x onerror=alert(1)>',
    Copy: '</SCRIPT\n>"&\u2028\\',
  };
  const shown = pageHtml({ ...page, title: hostile, language: hostile, translations });
  const plain = pageHtml(page);
  // A tag begins with a `<`, and none of these texts keeps one.
  const tags = (html: string): string[] => html.match(/<[^\s>]*/g) ?? [];
  expect(tags(shown)).toEqual(tags(plain));
  expect(shown).toMatch(/^<html lang="[^"]*">$/m);
  // As a browser reads it: up to the first `</script`, however it goes on.
  const [, data = ''] = /id="l10n">(.*?)<\/script/is.exec(shown) ?? [];
  expect(JSON.parse(data)).toEqual(translations);
});

it('is in the display language, under its title, and has no data without translations', () => {
  const html = pageHtml({ ...page, title: '</title><b>&', language: 'de"><b>', translations: undefined });
  expect(html).toContain('<html lang="de&quot;>&lt;b>">');
  expect(html).toContain('<title>&lt;/title>&lt;b>&amp;</title>');
  expect(html).not.toContain('application/json');
});

it('is made with a policy for every panel: no view sets HTML of its own, and no forms or command links are let in', () => {
  const sources = fs
    .readdirSync('src/views', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => fs.readFileSync(`src/views/${file}`, 'utf8'));
  const html = sources.flatMap((text) => text.match(/webview\.html = .*/g) ?? []);
  expect(html.length).toBeGreaterThan(1);
  expect(html.filter((one) => !/^webview\.html = \w*[sS]hell\w*\(/.test(one))).toEqual([]);
  const options = sources.flatMap((text) => text.match(/enable(?:Scripts|Forms|CommandUris): \w+/g) ?? []);
  expect(options.sort()).toEqual(['enableCommandUris: false', 'enableForms: false', 'enableScripts: true']);
});
