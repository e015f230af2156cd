/** Two live sessions on one file, in a real VS Code: what follows the logs, and the notice. */
import * as assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { readSettings, type Settings } from '../../../src/host/settings.ts';
import { inFiles, LiveCollisions, type FileCollisions } from '../../../src/service/liveCollisions.ts';
import { CollisionNotice } from '../../../src/views/files/collisionNotice.ts';
import { readDemo } from './demo.ts';
import { LiveService } from './liveService.ts';
import { collectMessages } from './messages.ts';

const demo = readDemo();
const log = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const { cart, search, list } = demo.sessionIds;
const inCart = path.join(demo.shop, 'src', 'cart.js');

describe('two live sessions on one file', () => {
  let claudeDir: string;
  let service: LiveService;
  let settings: Settings;
  let collisions: FileCollisions;
  let notice: CollisionNotice;
  let said: string[];
  let restore: (() => void)[];
  let clients: ChildProcess[];

  beforeEach(function () {
    if (process.platform !== 'linux') {
      console.log('skipped: two live sessions on one file: processes that stand for clients are told by /proc');
      this.skip();
    }
    claudeDir = path.join(mkdtempSync(path.join(os.tmpdir(), 'session-scope-collisions-')), '.claude');
    cpSync(demo.claudeDir, claudeDir, { recursive: true });
    service = new LiveService(claudeDir);
    settings = readSettings(log);
    collisions = new LiveCollisions(service, inFiles, log, 10);
    notice = new CollisionNotice(collisions, settings);
    restore = [];
    said = collectMessages(restore);
    clients = [];
  });

  afterEach(() => {
    for (const client of clients) client.kill();
    for (const part of [notice, collisions, settings, service]) part.dispose();
    for (const end of restore) end();
    rmSync(path.dirname(claudeDir), { recursive: true, force: true });
  });

  it('is told once, and no longer when one has ended', async () => {
    await service.refresh();
    await join(cart, inCart);
    await join(search, inCart);
    await until(() => collisions.value.length === 1);
    const [one] = collisions.value;
    assert.equal(one?.path, inCart);
    assert.deepEqual(one.sessions.map(({ sessionId }) => sessionId).sort(), [cart, search].sort());
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', /^Live sessions [0-9a-f]{4}… and [0-9a-f]{4}… changed the same file: cart\.js\.$/);
    await change(search, inCart);
    await join(list, inCart);
    await until(() => said.length === 2);
    assert.match(said[1] ?? '', /^Live sessions .+, .+ and .+ changed the same file: cart\.js\.$/);
    await leave(list);
    await until(() => collisions.value[0]?.sessions.length === 2);
    await leave(search);
    await until(() => collisions.value.length === 0);
    assert.equal(said.length, 2);
  });

  it('is told of no file outside of the opened folders', async () => {
    const elsewhere = path.join(demo.wordtool, 'words.js');
    await service.refresh();
    await join(cart, elsewhere);
    await join(search, elsewhere);
    await until(() => collisions.value.length === 1);
    assert.deepEqual(said, []);
  });

  it('is not told where the settings turn the notice off', async () => {
    const configuration = vscode.workspace.getConfiguration();
    await configuration.update('sessionScope.collisionNotice', false, vscode.ConfigurationTarget.Global);
    try {
      await until(() => !settings.collisionNotice.value);
      await service.refresh();
      await join(cart, inCart);
      await join(search, inCart);
      await until(() => collisions.value.length === 1);
      assert.deepEqual(said, []);
    } finally {
      await configuration.update('sessionScope.collisionNotice', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  /** A client that has the session open writes a file. */
  async function join(sessionId: string, file: string): Promise<void> {
    const client = spawn('sleep', ['600'], { stdio: 'ignore' });
    clients.push(client);
    const { pid } = client;
    const procStart = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ')[19];
    const folder = path.join(claudeDir, 'sessions');
    mkdirSync(folder, { recursive: true });
    const entry = { pid, sessionId, procStart, status: 'busy', startedAt: Date.now() - 1000 };
    writeFileSync(path.join(folder, `${pid}.json`), JSON.stringify(entry));
    await change(sessionId, file);
  }

  async function change(sessionId: string, file: string): Promise<void> {
    const [target] = service.rows.get(sessionId as never)?.logs ?? [];
    assert.ok(target);
    const id = `toolu_${Math.random()}`;
    const content = [{ type: 'tool_result', tool_use_id: id, content: 'done' }];
    const toolUseResult = { type: 'create', filePath: file, content: 'x\n', structuredPatch: [] };
    const message = { role: 'user', content };
    const entry = { type: 'user', uuid: id, sessionId, timestamp: new Date().toISOString(), message, toolUseResult };
    appendFileSync(target, `${JSON.stringify(entry)}\n`);
    await service.refresh();
  }

  async function leave(sessionId: string): Promise<void> {
    const folder = path.join(claudeDir, 'sessions');
    for (const { pid } of clients) {
      const file = path.join(folder, `${pid}.json`);
      if (readFileSync(file, 'utf8').includes(sessionId)) writeFileSync(file, '{}');
    }
    await service.refresh();
  }

  async function until(condition: () => boolean): Promise<void> {
    for (let wait = 0; !condition(); wait++) {
      assert.ok(wait < 500, 'it does not come about');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
});
