import * as assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { GitRepositories } from '../../../src/service/gitRepositories.ts';

const log = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const committed = new Date('2026-11-20T10:00:00.000Z');

describe('repositories of the git extension', () => {
  const { getExtension } = vscode.extensions;
  let git: GitRepositories;
  let answers: (() => Promise<{ readonly commitDate: Date }[]>)[];
  let asked: string[];

  beforeEach(() => {
    asked = [];
    const never = new vscode.EventEmitter<never>().event;
    const repositories = ['/work/shop', '/work/shop/vendor/cart', '/work/shop-checkout'].map((root) => ({
      rootUri: vscode.Uri.file(root),
      state: { HEAD: { commit: 'a1' }, onDidChange: never },
      log: () => {
        asked.push(root);
        return answers.shift()?.() ?? Promise.resolve([]);
      },
    }));
    const api = { repositories, onDidOpenRepository: never, onDidCloseRepository: never };
    const activate = () => Promise.resolve({ enabled: true, onDidChangeEnablement: never, getAPI: () => api });
    vscode.extensions.getExtension = (() => ({ activate })) as unknown as typeof getExtension;
    git = new GitRepositories(log);
  });
  afterEach(() => {
    git.dispose();
    vscode.extensions.getExtension = getExtension;
  });

  it('are asked for a commit once, and again where they gave no answer', async () => {
    answers = [() => Promise.reject(new Error('busy')), () => Promise.resolve([{ commitDate: committed }])];
    const file = '/work/shop/src/cart.js';
    const times = [await git.committedAt(file), await git.committedAt(file), await git.committedAt(file)];
    assert.deepEqual(times, [Infinity, committed.getTime(), committed.getTime()]);
    assert.equal(asked.length, 2);
  });

  it('have the files below them, the innermost one first', async () => {
    answers = [];
    for (const file of ['/work/shop/vendor/cart/a.js', '/work/shop/a.js', '/work/shop-checkout/a.js', '/work/a.js'])
      await git.committedAt(file);
    assert.deepEqual(asked, ['/work/shop/vendor/cart', '/work/shop', '/work/shop-checkout']);
  });
});
