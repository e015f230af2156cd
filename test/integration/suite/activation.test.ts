import * as assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import * as path from 'node:path';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { readDemo } from './demo.ts';

const extensionId = 'session-scope.session-scope';

describe('activation', () => {
  it('activates without an error', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, `${extensionId} is not installed`);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers the commands that start from nothing', async () => {
    await vscode.extensions.getExtension(extensionId)?.activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = ['sessionScope.refresh', 'sessionScope.openPlanOfSession'].filter((id) => !registered.has(id));
    assert.deepEqual(missing, []);
  });

  it('keeps its index in its own storage, where nobody else can read it', async () => {
    await vscode.commands.executeCommand('sessionScope.rebuildIndex');
    const profile = path.dirname(process.env['SESSION_SCOPE_TEST_RESULT'] ?? '');
    const names = readdirSync(profile, { recursive: true, encoding: 'utf8' });
    const kept = names.filter((name) => /session-scope\.session-scope.index-\w+\.bin$/.test(name));
    assert.equal(kept.length, 1, names.filter((name) => name.includes('globalStorage')).join('\n'));
    const file = path.join(profile, kept[0] ?? '');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(statSync(path.dirname(file)).mode & 0o777, 0o700);
  });

  it('reads the data roots that the settings name', () => {
    const roots = vscode.workspace.getConfiguration('sessionScope').get('dataRoots');
    assert.deepEqual(roots, [readDemo().claudeDir]);
  });
});
