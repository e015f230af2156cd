import * as assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { AgentLog, SessionId } from '../../../src/core/model.ts';
import type { ToView } from '../../../src/messages/webviewMessages.ts';
import type { TranscriptReader } from '../../../src/service/transcriptReader.ts';
import { documentUri, TranscriptDocuments } from '../../../src/views/transcript/transcriptDocument.ts';
import type { TranscriptSessions } from '../../../src/views/transcript/transcriptSessions.ts';
import { TranscriptView, type TranscriptHost } from '../../../src/views/transcript/transcriptView.ts';

const log = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const sessionId = '4f0c2b7e-93d1-4a6b-8c5e-1d2f3a4b5c6d' as SessionId;
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('transcripts', () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'transcripts-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** An agent whose log goes on in a second file. */
  function sessionsWith(logs: readonly string[]): TranscriptSessions {
    const agents = [{ path: logs[0], logs, description: 'Explore', state: 'running' } as AgentLog];
    const onDidChange = new vscode.EventEmitter<never>().event;
    return {
      onDidChange,
      row: () => undefined,
      details: () => Promise.resolve({ agents }),
    } as unknown as TranscriptSessions;
  }

  it('of a page that was hidden get no answers to what the page before asked', async () => {
    const posted: ToView[] = [];
    const received = new vscode.EventEmitter<unknown>();
    const webview = {
      onDidReceiveMessage: received.event,
      postMessage: (message: ToView) => Promise.resolve(posted.push(message) > 0),
      asWebviewUri: (uri: vscode.Uri) => uri,
      cspSource: 'x',
      options: {},
      html: '',
    };
    const asked: ((answer: unknown) => void)[] = [];
    const reader = {
      use: () => ({ dispose() {} }),
      request: (name: string) =>
        name === 'lastAnswer' ? Promise.resolve(undefined) : new Promise((resolve) => asked.push(resolve)),
    } as unknown as TranscriptReader;
    const file = path.join(folder, `${sessionId}.jsonl`);
    writeFileSync(file, '');
    const host = {
      reader,
      sessions: sessionsWith([file]),
      log,
      dist: vscode.Uri.file(folder),
    } as unknown as TranscriptHost;
    const view = new TranscriptView(webview, { path: file }, host);
    const request = (name: string, parameters: object): void =>
      received.fire({ type: 'request', id: 1, name, parameters: [parameters] });
    view.visible = true;
    received.fire({ type: 'ready' });
    await soon();
    request('search', { goal: { kind: 'text', text: 'cart' }, toward: 'older' });
    await soon();
    view.visible = false;
    view.visible = true;
    received.fire({ type: 'ready' });
    await soon();
    request('page', { toward: 'older' });
    await soon();
    const [ofSearch, ofPage] = asked;
    ofSearch?.({ found: { offset: 7, key: '7.0' } });
    ofPage?.('the page');
    await soon();
    view.dispose();
    assert.deepEqual(
      posted.filter(({ type }) => type === 'response'),
      [{ type: 'response', id: 1, result: 'the page' }],
    );
  });

  it('as documents grow with each file of a log', async () => {
    const logs = [sessionId, '5f0c2b7e-93d1-4a6b-8c5e-1d2f3a4b5c6d'].map((id) =>
      path.join(folder, id, 'subagents', 'agent-a1b2c3d.jsonl'),
    );
    for (const one of logs) await vscode.workspace.fs.writeFile(vscode.Uri.file(one), Buffer.from('{}\n'));
    const reader = { use: () => ({ dispose() {} }), request: () => Promise.resolve({ text: 'x' }) };
    const documents = new TranscriptDocuments(reader as unknown as TranscriptReader, sessionsWith(logs));
    let changes = 0;
    documents.onDidChange(() => changes++);
    await documents.provideTextDocumentContent(documentUri({ path: logs[0] ?? '', sessionId }));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    appendFileSync(logs[1] ?? '', '{}\n');
    for (let waited = 0; changes === 0 && waited < 8000; waited += 100)
      await new Promise((resolve) => setTimeout(resolve, 100));
    documents.dispose();
    assert.equal(changes, 1);
  });
});
