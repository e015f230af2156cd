import * as assert from 'node:assert/strict';
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

  it('reads the data roots that the settings name', () => {
    const roots = vscode.workspace.getConfiguration('sessionScope').get('dataRoots');
    assert.deepEqual(roots, [readDemo().claudeDir]);
  });
});
