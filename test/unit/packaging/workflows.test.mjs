/** The workflows: nothing in them that another person can change, no name that is not there. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };

const folder = '.github/workflows';

describe.each(readdirSync(folder))('%s', (name) => {
  const text = readFileSync(path.join(folder, name), 'utf8');

  it('takes every action by its full commit hash, with its version beside it', () => {
    const actions = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => action);
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
  });

  it('says what its token may do, and lets nothing be injected into a shell', () => {
    expect(text).toMatch(/^permissions:/m);
    expect(text).not.toMatch(/run:.*\$\{\{ *github\.(event|head_ref|ref_name)/);
  });

  it('runs scripts that package.json has', () => {
    const scripts = [...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, script]) => script);
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(scripts));
  });
});
