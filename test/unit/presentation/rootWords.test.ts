import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { rootCondition } from '../../../src/core/roots/rootCondition.ts';
import { whyEmpty } from '../../../src/presentation/rootWords.ts';

let home: string;

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-roots-'));
});

afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

it('a data root without sessions is named with what is wrong with it', () => {
  const at = (name: string) => path.join(home, name);
  fs.mkdirSync(at('good/projects'), { recursive: true });
  fs.mkdirSync(at('new'));
  fs.writeFileSync(at('file'), '');
  fs.mkdirSync(at('odd'));
  fs.writeFileSync(at('odd/projects'), '');
  const roots = ['good', 'new', 'file', 'odd', 'gone'].map((name) => ({
    root: at(name),
    condition: rootCondition(at(name)),
  }));
  expect(whyEmpty(roots, home)).toBe(
    '~/good holds no session, ~/new has no folder “projects”, ~/file is not a folder, ~/odd has no folder “projects”, ~/gone does not exist',
  );
  expect(whyEmpty([{ root: '/a\u202eb', condition: 'unreadable' }], home)).toBe('/a\ufffdb cannot be read');
});
