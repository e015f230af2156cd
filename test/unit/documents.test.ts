/** What the documents say of the recordings is what is there. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { recordings } from '../fixtures/recordings.ts';

const collator = new Intl.Collator('en', { numeric: true });
const versions = [...new Set(recordings.map((name) => name.slice(0, name.indexOf('-'))))].sort(collator.compare);

/** Without line breaks and emphasis. */
const textOf = (file: string): string => fs.readFileSync(file, 'utf8').replaceAll('**', '').replaceAll(/\s+/g, ' ');

it('format.md names how many recordings there are, and each of their versions', () => {
  const said = /are (\d+) recordings of (\d+) versions: ([\d., ]+)\. /.exec(textOf('docs/format.md'))?.slice(1);
  expect(said).toEqual([String(recordings.length), String(versions.length), versions.join(', ')]);
});

it.each([
  ['README.md', /with (\d+) recordings of real clients, (\d+) Claude Code versions from ([\d.]+) to ([\d.]+)\. /],
  ['CHANGELOG.md', /in recordings()? of (\d+) client versions from ([\d.]+) to ([\d.]+),/],
])('%s names how many versions there are, the first and the last', (file, sentence) => {
  const [, count, ...range] = sentence.exec(textOf(file)) ?? [];
  expect(count ?? String(recordings.length)).toBe(String(recordings.length));
  expect(range).toEqual([String(versions.length), versions[0], versions.at(-1)]);
});

const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'].concat(
  fs.readdirSync('docs').map((name) => `docs/${name}`),
);

/** As GitHub makes them of headings. */
const anchorsOf = (file: string): string[] =>
  [...fs.readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\- _]/gu, '')
      .replaceAll(' ', '-'),
  );

it.each(documents)('%s links only to files and headings that are there', (file) => {
  const text = fs.readFileSync(file, 'utf8').replaceAll(/```.*?```|`[^`\n]*`/gs, '');
  const links = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = '']) => link);
  const broken = links.filter((link) => {
    const [target = '', anchor] = link.split('#');
    const linked = target === '' ? file : path.join(path.dirname(file), target);
    return !fs.existsSync(linked) || (anchor !== undefined && !anchorsOf(linked).includes(anchor));
  });
  expect(broken).toEqual([]);
});
