/** Scratch as VS Code sees it: pages of the tree, settings, and what is refused. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commands, settings as settingIds } from '../../../src/host/contributions.ts';
import type { SessionId } from '../../../src/core/model.ts';
import { entryName } from '../../../src/core/scratch/binManifest.ts';
import type { ScratchDirectoryNode, TreeNode } from '../../../src/presentation/treeNodes.ts';
import { ExpiredBin } from '../../../src/service/expiredBin.ts';
import { readSettings, type Settings } from '../../../src/host/settings.ts';
import { ScratchFiles } from '../../../src/views/sessions/scratchFiles.ts';
import { treeItem } from '../../../src/views/sessions/treeItems.ts';
import { readDemo } from './demo.ts';
import { LiveService } from './liveService.ts';
import { collectMessages } from './messages.ts';

const demo = readDemo();
const day = 86_400_000;
const scratchCommands = [
  commands.moveScratchToBin,
  commands.cleanStaleScratch,
  commands.recentlyRemovedScratch,
  commands.emptyScratchBin,
  commands.newScratchFile,
];
const former = path.join(demo.wordtool, '.erk', 'scratch', demo.sessionIds.tables);

let undo: (() => void)[] = [];
afterEach(() => {
  for (const each of undo) each();
  undo = [];
});

describe('the scratch commands', () => {
  before(() => vscode.extensions.getExtension('session-scope.session-scope')?.activate());

  it('refuse to do anything in a workspace that is not trusted', async () => {
    const own = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted');
    Object.defineProperty(vscode.workspace, 'isTrusted', { configurable: true, get: () => false });
    undo.push(() => own && Object.defineProperty(vscode.workspace, 'isTrusted', own));
    const said = collectMessages(undo);
    for (const id of scratchCommands) await vscode.commands.executeCommand(id, demo.sessionIds.tables);
    assert.deepEqual(
      said,
      scratchCommands.map(() => 'Scratch is changed only in trusted workspaces.'),
    );
    assert.equal(fs.existsSync(former), true);
  });

  it('refuse a directory that no view handed out', async () => {
    const said = collectMessages(undo);
    const directory = { kind: 'erk', path: former };
    const forged = { kind: 'scratchDirectory', id: 'x', sessionId: demo.sessionIds.tables, directory };
    for (const given of [[forged], [forged, [forged]], [former], [{ kind: 'scratch', path: former }], [null]]) {
      await vscode.commands.executeCommand(commands.moveScratchToBin, ...given);
    }
    assert.deepEqual(said, Array<string>(5).fill('Select a scratch directory in the Sessions view first.'));
    assert.equal(fs.existsSync(former), true);
  });

  it('say that the bin is empty', async () => {
    const said = collectMessages(undo);
    await vscode.commands.executeCommand(commands.emptyScratchBin);
    assert.deepEqual(said, ['The bin is empty.']);
  });
});

describe('the entries of a scratch directory', () => {
  let folder: string;
  let parent: ScratchDirectoryNode;
  let service: LiveService;
  let files: ScratchFiles;

  before(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-entries-')));
    parent = {
      kind: 'scratchDirectory',
      id: 'scratchDirectory:x',
      sessionId: demo.sessionIds.cart,
      directory: { path: folder, kind: 'erk', files: 1, bytes: 1 },
    } as unknown as ScratchDirectoryNode;
    service = new LiveService(demo.claudeDir);
    files = new ScratchFiles(service.scratch);
    for (let n = 0; n < 1200; n++) fs.writeFileSync(path.join(folder, `f${String(n).padStart(4, '0')}`), '');
  });

  after(() => {
    service.dispose();
    fs.rmSync(folder, { recursive: true });
  });

  function rowOf(node: TreeNode): string {
    const { label, description } = treeItem(node, {} as never);
    return `${label as string} | ${description as string}`;
  }

  it('come in pages', async () => {
    const first = await files.children(parent);
    assert.equal(first.length, 501);
    assert.equal(rowOf(last(first)), 'Show More… | 700 hidden');
    files.showMore(parent);
    files.showMore(parent);
    const all = await files.children(parent);
    assert.equal(all.length, 1200);
    assert.equal(rowOf(last(all)), 'f1199 | 0 B');
    assert.equal(new Set(all.map(({ id }) => id)).size, 1200);
  });

  it('are marked by type, and only files and folders can be opened', async () => {
    const inner = path.join(folder, 'inner');
    fs.mkdirSync(inner);
    fs.writeFileSync(path.join(inner, 'exit-plan-mode-hook.implement-now.marker'), '');
    fs.symlinkSync('/', path.join(inner, 'root'));
    fs.writeFileSync(Buffer.concat([Buffer.from(`${inner}/bad`), Buffer.from([0xff])]), 'x');
    const [node] = await files.children(parent);
    assert.ok(node?.kind === 'scratchEntry');
    assert.equal(rowOf(node), 'inner | ');
    const entries = await files.children(node);
    assert.deepEqual(entries.map(rowOf), [
      'bad\ufffd | name is no text',
      'exit-plan-mode-hook.implement-now.marker | Implement now · 0 B',
      'root | link, not followed',
    ]);
    const canOpen = entries.map((entry) => {
      const { command, collapsibleState } = treeItem(entry, {} as never);
      return command !== undefined || collapsibleState !== vscode.TreeItemCollapsibleState.None;
    });
    assert.deepEqual(canOpen, [false, true, false]);
  });

  it('are one sentence where the directory is gone or became a link', async () => {
    const at = (directory: string): ScratchDirectoryNode => ({
      ...parent,
      directory: { ...parent.directory, path: directory },
    });
    const link = path.join(folder, 'inner', 'root');
    const texts = await Promise.all([path.join(folder, 'gone'), link].map((each) => files.children(at(each))));
    assert.deepEqual(
      texts.map(([note]) => note?.kind === 'note' && note.text),
      ['This directory is no longer there.', 'A link stands in place of this directory, so it was not opened.'],
    );
  });
});

describe('the scratch settings', () => {
  const warnings: string[] = [];
  const log = { trace() {}, debug() {}, info() {}, warn: (text: string) => void warnings.push(text), error() {} };
  let settings: Settings;

  beforeEach(() => {
    warnings.length = 0;
    settings = readSettings(log);
  });

  afterEach(async () => {
    settings.dispose();
    for (const id of Object.values(settingIds).filter((each) => each.includes('.scratch.')))
      await configure(id, undefined);
  });

  it('delete nothing by default', () => {
    const { staleAge, binAge, emptyBinAutomatically, scratchPatterns } = settings;
    const values = [staleAge.value, binAge.value, emptyBinAutomatically.value, scratchPatterns.value];
    assert.deepEqual(values, [7 * day, 30 * day, false, []]);
    assert.deepEqual(warnings, []);
  });

  it('replace an age that makes no sense, with one warning', async () => {
    for (const [value, age] of [
      [-1, 7 * day],
      ['7; rm -rf /', 7 * day],
      [0, day / 24],
    ] as const) {
      await configure(settingIds.staleAgeDays, value);
      assert.equal(settings.staleAge.value, age);
      assert.equal(warnings.splice(0).length, 1, String(value));
    }
  });

  it('accept only patterns that stay below the repository', async () => {
    await configure(settingIds.scratchPatterns, [
      'tmp/agents/${sessionId}',
      '../${sessionId}',
      '/x/${sessionId}',
      'tmp',
      7,
    ]);
    assert.deepEqual(settings.scratchPatterns.value, [['tmp', 'agents']]);
    assert.equal(warnings.length, 1);
  });

  it('cannot be set by a workspace', async () => {
    const file = path.join(demo.shop, '.vscode', 'settings.json');
    undo.push(() => fs.rmSync(path.dirname(file), { recursive: true }));
    fs.mkdirSync(path.dirname(file));
    const hostile = {
      [settingIds.emptyBinAutomatically]: true,
      [settingIds.binDays]: 1,
      [settingIds.staleAgeDays]: 0.1,
    };
    fs.writeFileSync(file, JSON.stringify({ ...hostile, 'editor.tabSize': 3 }));
    await until(() => vscode.workspace.getConfiguration('editor').get('tabSize') === 3);
    assert.deepEqual(
      [settings.emptyBinAutomatically.value, settings.binAge.value, settings.staleAge.value],
      [false, 30 * day, 7 * day],
    );
  });

  describe('about the bin', () => {
    const bin = path.join(demo.wordtool, '.erk', '.session-scope-bin');
    const owner = demo.sessionIds.tables as SessionId;
    const [old, recent] = [40, 2].map((age) => entryName(owner, Date.now() - age * day, '0123abcd')) as [
      string,
      string,
    ];
    let service: LiveService;
    let expired: ExpiredBin;

    beforeEach(async () => {
      for (const entry of [old, recent]) fs.mkdirSync(path.join(bin, entry, 'inner'), { recursive: true });
      service = new LiveService(demo.claudeDir);
      expired = new ExpiredBin(service, settings, log);
      await service.refresh();
    });

    afterEach(() => {
      expired.dispose();
      service.dispose();
      fs.rmSync(bin, { recursive: true });
    });

    it('delete nothing while automatic emptying is off', () => {
      let isListed = false;
      const listBin = () => Promise.resolve(((isListed = true), { entries: [], unread: [] }));
      Object.assign(service.scratch, { listBin });
      service.setStatus({ phase: 'ready' });
      // What is to be deleted is listed first, as soon as the index is ready.
      assert.equal(isListed, false);
      assert.deepEqual(fs.readdirSync(bin).sort(), [old, recent].sort());
    });

    it('delete what has expired while automatic emptying is on', async () => {
      await configure(settingIds.emptyBinAutomatically, true);
      await until(() => !fs.existsSync(path.join(bin, old)));
      assert.deepEqual(fs.readdirSync(bin), [recent]);
    });
  });
});

function last<T>(all: readonly T[]): T {
  const found = all.at(-1);
  assert.ok(found);
  return found;
}

async function configure(id: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100 && !isSo(); tries++) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(isSo(), 'waited in vain');
}
