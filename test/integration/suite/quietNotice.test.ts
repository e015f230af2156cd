/** The way to be told no more, in a real VS Code whose settings can and cannot be written. */
import * as assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { settings as ids } from '../../../src/host/contributions.ts';
import { messageText } from '../../../src/host/surfaces.ts';
import { sayQuietly } from '../../../src/views/quietNotice.ts';
import { collectMessages } from './messages.ts';

const file = process.env['SESSION_SCOPE_TEST_SETTINGS'] ?? '';

describe('a notice that the person wants no more', () => {
  const restore: (() => void)[] = [];
  let said: string[];

  beforeEach(() => {
    said = collectMessages(restore);
    // The last action is the way to be told no more.
    vscode.window.showInformationMessage = (_: string, ...actions: unknown[]) =>
      Promise.resolve(actions.at(-1)) as never;
  });

  afterEach(() => {
    for (const end of restore.splice(0)) end();
  });

  const say = () => sayQuietly(messageText('Something.'), ['Show'], ids.collisionNotice);
  const configured = () => vscode.workspace.getConfiguration().inspect(ids.collisionNotice)?.globalValue;

  it('is turned off in the settings', async () => {
    assert.equal(await say(), undefined);
    assert.equal(configured(), false);
    assert.deepEqual(said, []);
    await vscode.workspace.getConfiguration().update(ids.collisionNotice, undefined, vscode.ConfigurationTarget.Global);
  });

  it('is not turned off where the settings cannot be written, which is said in one sentence', async () => {
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, `${before.trimEnd().slice(0, -1)}, "`);
    try {
      assert.equal(await say(), undefined);
      assert.equal(configured(), undefined);
      const sentence = `This notice cannot be turned off: VS Code could not write the setting ${ids.collisionNotice}.`;
      assert.deepEqual(said, [sentence]);
    } finally {
      writeFileSync(file, before);
    }
  });
});
