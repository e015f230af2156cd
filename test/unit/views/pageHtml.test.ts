import { describe, expect, it } from 'vitest';
import { pageHtml } from '../../../src/views/transcript/pageHtml.ts';

const page = {
  title: 'Transcript',
  language: 'de',
  nonce: 'n0nce',
  source: 'https://*.example.test',
  style: 'https://a.example.test/style.css',
  scripts: ['https://a.example.test/markdown.js', 'https://a.example.test/page.js'],
};
/** As a browser reads it: up to the first `</script`, however it goes on. */
const data = /<script type="application\/json" nonce="n0nce" id="l10n">(.*?)<\/script/is;

describe('the page of a web view', () => {
  it('holds translations as data that no translation gets out of', () => {
    const translations = {
      'Open {0}': '</script><script>alert(1)</script>',
      Close: '<!--<script>',
      Copy: '</SCRIPT\n>"&\u2028\\',
    };
    const html = pageHtml({ ...page, translations });
    const [, json = ''] = data.exec(html) ?? [];
    expect(JSON.parse(json)).toEqual(translations);
    expect(json).not.toContain('<');
    expect(html.match(/<\/?script/gi)).toHaveLength(6);
  });

  it('has a nonce on each script, and a policy that lets no other run', () => {
    const html = pageHtml({ ...page, translations: {} });
    expect(html.match(/<script[^>]*>/g)).toEqual([
      '<script type="application/json" nonce="n0nce" id="l10n">',
      '<script nonce="n0nce" src="https://a.example.test/markdown.js">',
      '<script type="module" nonce="n0nce" src="https://a.example.test/page.js">',
    ]);
    expect(html).toContain("script-src 'nonce-n0nce'; style-src https://*.example.test; img-src data:;");
  });

  it('is in the display language, and a hostile title or language stays text', () => {
    const html = pageHtml({ ...page, title: '</title><b>&', language: 'de"><b>', translations: undefined });
    expect(html).toContain('<html lang="de&quot;>&lt;b>">');
    expect(html).toContain('<title>&lt;/title>&lt;b>&amp;</title>');
  });

  it('has no data without translations', () => {
    expect(pageHtml({ ...page, translations: undefined })).not.toContain('application/json');
  });
});
