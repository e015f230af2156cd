import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SessionId } from '../../../src/core/model.ts';
import { logIdentity } from '../../../src/core/transcript/logIdentity.ts';
import { ownEntries, type AgentLogPlace } from '../../../src/core/transcript/ownEntries.ts';
import { otherId, ownId, writeLog } from '../../fixtures/transcriptLogs.ts';

const id = ownId as SessionId;

function uuids(file: string, place: AgentLogPlace): readonly unknown[] {
  return Array.from(ownEntries(file, id, place), ({ record }) => record['uuid']);
}

describe('own entries of an agent log', () => {
  const entry = (uuid: string, more: object = {}): object => ({ type: 'user', uuid, sessionId: ownId, ...more });

  it('in a session’s folder are those that name the session or none', () => {
    const log = writeLog(
      entry('a'),
      entry('b', { sessionId: otherId }),
      entry('c', { sessionId: undefined }),
      entry('d', { forkedFrom: { sessionId: otherId } }),
    );
    expect(uuids(log, 'session-folder')).toEqual(['a', 'c']);
  });

  it('in a flat log are those that name the session, and those that name none behind them', () => {
    const nobody = { sessionId: undefined };
    const log = writeLog(
      entry('a', nobody),
      entry('b'),
      entry('c', nobody),
      entry('d', { sessionId: otherId }),
      entry('e', nobody),
      entry('f'),
    );
    expect(uuids(log, 'flat')).toEqual(['b', 'c', 'f']);
  });

  it('in a session log are the sidechains', () => {
    expect(uuids(writeLog(entry('a'), entry('b', { isSidechain: true })), 'session-log')).toEqual(['b']);
  });

  it('come as the log holds them, also from damaged lines and behind a byte order mark', () => {
    const line = `{"uuid" : "a", "sessionId":"${ownId}", "type":"user", "n": 1e2}`;
    const stub = `{"type":"user","uuid":"lost","sessionId":"1111${JSON.stringify(entry('b'))}`;
    const log = writeLog(
      `\ufeff${line}`,
      stub,
      'no record',
      JSON.stringify(entry('c')) + JSON.stringify(entry('d')),
      Buffer.from('{"half'),
    );
    const found = [...ownEntries(log, id, 'session-folder')];
    expect(found.map(({ record }) => record['uuid'])).toEqual(['a', 'b', 'c', 'd']);
    expect(found[0]?.text).toBe(line);
  });

  it('of several megabytes are whole', () => {
    const text = 'x'.repeat(3_000_000);
    const [found] = ownEntries(writeLog(entry('a', { text })), id, 'session-folder');
    expect(found?.record['text']).toBe(text);
  });
});

describe('what the path of a log tells', () => {
  const project = path.join(path.sep, 'r', 'projects', '-x');
  const owned = { ownId, agentLog: true };

  it('is the session and the agent', () => {
    const folder = path.join(project, ownId, 'subagents');
    expect(logIdentity(path.join(project, `${ownId.toUpperCase()}.jsonl`))).toEqual({
      ownId,
      agentLog: false,
      agentId: undefined,
    });
    expect(logIdentity(path.join(folder, 'agent-a1b2.jsonl'))).toEqual({ ...owned, agentId: 'a1b2' });
    expect(logIdentity(path.join(folder, 'workflows', 'wf_1', 'agent-c3.jsonl'))).toEqual({ ...owned, agentId: 'c3' });
  });

  it('is nothing of a flat agent log’s session, unless it was opened for one', () => {
    const flat = path.join(project, 'agent-a1b2.jsonl');
    expect(logIdentity(flat)).toEqual({ ownId: undefined, agentLog: true, agentId: 'a1b2' });
    expect(logIdentity(flat, id)).toEqual({ ...owned, agentId: 'a1b2' });
    expect(logIdentity(path.join(path.sep, 'subagents', 'agent-x.jsonl')).ownId).toBeUndefined();
  });
});
