import * as assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { SessionId } from '../../../src/core/model.ts';
import type { Settings } from '../../../src/host/settings.ts';
import type { HostRequests, HostSession } from '../../../src/service/hostRequests.ts';
import type { SessionService } from '../../../src/service/sessionService.ts';
import { HostDocuments, hostTextUri } from '../../../src/views/hosts/hostDocuments.ts';
import { HostsTreeDataProvider, type HostNode } from '../../../src/views/hosts/hostsTreeDataProvider.ts';

const log = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const sessionId = '4f0c2b7e-93d1-4a6b-8c5e-1d2f3a4b5c6d' as SessionId;
const session: HostSession = {
  sessionId,
  title: 'Add cart persistence',
  cwd: undefined,
  branch: undefined,
  state: undefined,
  lastActivity: undefined,
  hasPlan: true,
};
const unreachable = { problem: 'unreachable', said: '' } as const;
const host: HostNode = { kind: 'host', host: 'build1' };

describe('other machines', () => {
  /** Ends the oldest question that is still open. */
  let answer: (value: Awaited<ReturnType<HostRequests['hostSessions']>>) => Promise<void>;
  let text: Awaited<ReturnType<HostRequests['hostText']>>;
  let asked: number;
  let provider: HostsTreeDataProvider;
  let documents: HostDocuments;

  beforeEach(() => {
    const open: ((value: Awaited<ReturnType<HostRequests['hostSessions']>>) => void)[] = [];
    asked = 0;
    answer = async (value) => {
      open.shift()?.(value);
      await new Promise((resolve) => setImmediate(resolve));
    };
    const hosts = {
      hostSessions: () => {
        asked++;
        return new Promise<Awaited<ReturnType<HostRequests['hostSessions']>>>((resolve) => open.push(resolve));
      },
      hostText: () => Promise.resolve(text),
    };
    const service = { hosts, rows: new Map() } as unknown as SessionService;
    const unchanging = new vscode.EventEmitter<readonly string[]>();
    const settings = { hosts: { value: ['build1'], onDidChange: unchanging.event } } as unknown as Settings;
    provider = new HostsTreeDataProvider(service, settings, log);
    documents = new HostDocuments(service, settings);
  });

  afterEach(() => {
    provider.dispose();
    documents.dispose();
  });

  it('are not asked a second time while they are asked, whether their row is closed meanwhile or not', async () => {
    const first = provider.getChildren(host);
    provider.collapsed(host);
    const second = provider.getChildren(host);
    assert.equal(asked, 1);
    await answer([session]);
    assert.deepEqual(
      (await Promise.all([first, second])).map((nodes) => nodes.map(({ kind }) => kind)),
      [['session'], ['session']],
    );
  });

  it('are asked anew when their row is opened again after the answer', async () => {
    void provider.getChildren(host);
    await answer([session]);
    provider.collapsed(host);
    void provider.getChildren(host);
    assert.equal(asked, 2);
    // Closed when the answer came: it is of the past by the time that the row is opened.
    provider.collapsed(host);
    await answer(unreachable);
    void provider.getChildren(host);
    assert.equal(asked, 3);
  });

  it('whose document says that they failed are asked for it anew when it comes to the front, or when they answer', async () => {
    const uri = hostTextUri('build1', sessionId, 'plan');
    const changed: string[] = [];
    documents.onDidChange((one) => changed.push(one.toString()));
    documents.shown(uri);
    text = unreachable;
    assert.equal(await documents.provideTextDocumentContent(uri), 'This machine cannot be reached.\n');
    assert.deepEqual(changed, []);
    documents.shown(uri);
    documents.answered('laptop');
    documents.answered('build1');
    assert.deepEqual(changed, [uri.toString(), uri.toString()]);
    text = '# Cart persistence';
    assert.equal(await documents.provideTextDocumentContent(uri), '# Cart persistence');
    documents.shown(uri);
    documents.answered('build1');
    assert.equal(changed.length, 2);
  });

  it('that answer say so to those who wait for them', async () => {
    const answered: string[] = [];
    provider.onDidAnswer((one) => answered.push(one));
    void provider.getChildren(host);
    await answer(unreachable);
    provider.collapsed(host);
    void provider.getChildren(host);
    await answer([session]);
    assert.deepEqual(answered, ['build1']);
  });
});
