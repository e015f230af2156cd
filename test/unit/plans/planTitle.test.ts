import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PlanTitles } from '../../../src/core/answers/planTitles.ts';
import { planTitle, titleOfPlan } from '../../../src/core/plans/planTitle.ts';
import { approved, edited, implementPlan, planMode, prompt, written } from '../../fixtures/entries.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';

describe('the title of a plan', () => {
  it.each([
    [
      'its first heading',
      'Some words first.\n\n## Cart *persistence* in `localStorage` ##\n\n# Later\n',
      'Cart persistence in localStorage',
    ],
    ['a heading that a line underlines', 'Before.\n\nTax **first**\n=====\n', 'Tax first'],
    ['the text of a link in it', '# See [the **spec**](https://example.com/a_b_c) and ![x][y]\n', 'See the spec and x'],
    [
      'a name with underscores as it stands',
      '# Rename snake_case_name to other_name\n',
      'Rename snake_case_name to other_name',
    ],
    ['not a comment of code', '```sh\n# install\n```\n\n# Deploy\n', 'Deploy'],
    ['not what a fence within a longer one says', '````md\n```\n# no\n```\n````\n# Yes\n', 'Yes'],
    ['not front matter', '---\ntitle: x\n# y\n---\n\n# Real\n', 'Real'],
    ['not a comment', '<!-- # one\n# two -->\n# Three\n', 'Three'],
    ['without heading the first line of text', '\n\n- [ ] **Add** tax\n- Round it\n', 'Add tax'],
    ['not a rule below a list', '- Add tax\n---\n\n# Plan\n', 'Plan'],
    ['with Windows line ends and a byte order mark', '\ufeff# Plan A\r\n\r\nText\r\n', 'Plan A'],
    ['in any script', '# План: корзина\n', 'План: корзина'],
    ['of a heading without text the next one', '#\n## \n### **\n#### Fourth\n', 'Fourth'],
  ])('is %s', (_, text, title) => {
    expect(planTitle(text)).toBe(title);
  });

  it.each(['', ' \n\t\n', '---\n***\n', '```\ncode\n', '<!-- only a comment', '# \n## #\n'])('%j has none', (text) => {
    expect(planTitle(text)).toBeUndefined();
  });

  it('a heading behind the first 4 KB is not looked for', () => {
    expect(titleOfPlan(Buffer.from(`Text ${'x'.repeat(4200)}\n\n# Late\n`))?.slice(0, 6)).toBe('Text x');
  });

  it('a character that the first 4 KB cut in two does not show', () => {
    const bytes = Buffer.from(`${'\n'.repeat(4092)}# \u20ac\u20ac`);
    expect(titleOfPlan(bytes)).toBeUndefined();
    expect(titleOfPlan(Buffer.from(`${'\n'.repeat(4090)}# a\u20ac\u20ac`))).toBe('a\u20ac');
  });

  it('is short, and whole characters, of a line without end', () => {
    expect(planTitle(`# ${'\u{1f600}'.repeat(5000)}`)?.length).toBe(200);
    expect(planTitle(`# a${'\u{1f600}'.repeat(5000)}`)).toMatch(/^a\u{1f600}+\ufffd$/u);
    expect(planTitle(`# ${'`'.repeat(4000)}`)).toBeUndefined();
  });
});

describe('the title of a plan of a session', () => {
  it('is what its file says now; of a missing one what the session logged last', () => {
    const home = makeHome();
    const found = home.plan('calm-painting-otter', '# As it is now\n');
    home.log(sessionA, [
      written(home.planPath('gone-with-wind'), '# First\n'),
      edited(home.planPath('gone-with-wind'), '# First\n', 'First', 'Second'),
      written(found, '# As logged\n'),
    ]);
    home.log(sessionB, [
      implementPlan('lost-reading-crane', '# Implement me\n'),
      planMode(home.planPath('only-named-here'), true),
    ]);
    const titlesOf = (id: typeof sessionA) =>
      detailsOf(indexOf(home), id).plans.map(({ slug, state, title }) => [slug, state, title]);
    expect(titlesOf(sessionA)).toEqual([
      ['gone-with-wind', 'missing', 'Second'],
      ['calm-painting-otter', 'found', 'As it is now'],
    ]);
    expect(titlesOf(sessionB)).toEqual([
      ['lost-reading-crane', 'missing', 'Implement me'],
      ['only-named-here', 'missing', undefined],
    ]);
  });

  it('whose last edit logs no whole text is unknown when the file is missing', () => {
    const home = makeHome();
    const file = home.planPath('gone-with-wind');
    const edit = { toolUseResult: { filePath: file, oldString: 'a', newString: 'b', originalFile: null } };
    home.log(sessionA, [written(file, '# First\n'), prompt('x', edit)]);
    expect(detailsOf(indexOf(home), sessionA).plan).toMatchObject({ state: 'missing', title: undefined });
  });
});

describe('the titles of all plans', () => {
  it('are those of each session, read again when a file changes', () => {
    const home = makeHome();
    const file = home.plan('calm-painting-otter', '# One\n');
    home.log(sessionA, [written(file, '# One\n'), approved(home.planPath('gone-with-wind'), '# Gone\n')]);
    home.log(sessionB, [prompt('No plan')]);
    const index = indexOf(home);
    const titles = new PlanTitles();
    const one = { slug: 'calm-painting-otter', title: 'One' };
    const gone = { slug: 'gone-with-wind', title: undefined };
    expect(titles.of(index)).toEqual(new Map([[sessionA, [one, gone]]]));
    fs.writeFileSync(file, '# Two, longer\n');
    expect(titles.of(index)).toEqual(new Map([[sessionA, [{ ...one, title: 'Two, longer' }, gone]]]));
  });

  it('a file outside of the plans directories that only a log names is not opened', () => {
    const home = makeHome();
    const outside = home.write('elsewhere/secret.md', '# Secret\n');
    home.log(sessionA, [planMode(outside, true)]);
    expect(new PlanTitles().of(indexOf(home))).toEqual(
      new Map([[sessionA, [{ slug: path.basename(outside, '.md'), title: undefined }]]]),
    );
  });
});
