/** Todos, tasks and debug logs of all recordings, and checkpoints by the names that the recorded logs give to them. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import { recordings, restoreRecording } from '../../fixtures/recordings.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';

/** Paths below the root that an ID in them gives to a session, by an expression of the test's own. */
function expected(root: string): Map<string, string> {
  const owned = new Map<string, string>();
  const own =
    /^(?:todos\/|debug\/|tasks\/|file-history\/|session-env\/|projects\/[^/]+\/)([0-9a-f-]{36})(?:-agent-|\.txt$|\/)/;
  const kinds = /^(?:todos\/.*\.json|debug\/.*|tasks\/.*|file-history\/.*|session-env\/.*|projects\/.*)$/;
  const isAgentLog = /\/subagents\/(?:.*\/)?agent-[^/]*\.jsonl$/;
  for (const found of fs.readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const name = found.replaceAll(path.sep, '/');
    if (!fs.lstatSync(path.join(root, name)).isFile() || isAgentLog.test(name)) continue;
    const job = /^(jobs\/[0-9a-f]{8})\/[^/]+$/.exec(name)?.[1];
    const owner = kinds.test(name) ? own.exec(name)?.[1] : job && sessionOfState(path.join(root, job, 'state.json'));
    if (owner !== undefined) owned.set(name, owner);
  }
  return owned;
}

function sessionOfState(file: string): string {
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as { sessionId: string }).sessionId;
}

/** With slashes, as the recordings have it. */
function nameIn(root: string, file: string): string {
  return path.relative(root, file).replaceAll(path.sep, '/');
}

/** All that the sessions of the index say is theirs, with the sessions that say so. */
function listed(index: SessionIndex, root: string): Map<string, string> {
  const claims = new Map<string, string>();
  for (const id of index.rows.keys()) {
    const { files, omitted, unlisted } = detailsOf(index, id).extras;
    expect([Object.values(omitted).some(Boolean), unlisted]).toEqual([false, []]);
    for (const file of files) {
      const name = nameIn(root, file.path);
      expect(file.state).toBe('found');
      if (file.kind === 'todos') expect([name, file.todos]).toEqual([name, expect.any(Number)]);
      if (file.kind === 'task') expect([name, file.subject]).toEqual([name, expect.any(String)]);
      claims.set(name, claims.has(name) ? `${claims.get(name)} ${id}` : id);
    }
  }
  return claims;
}

/**
 * File contents were not kept of what clients saved before a change: each checkpoint that a log names is put where the
 * client had it. Returns the tracked path of each, by its path below the root.
 */
function putCheckpoints(root: string): Map<string, string> {
  const named = new Map<string, string>();
  for (const entry of fs.readdirSync(path.join(root, 'projects'), { recursive: true, withFileTypes: true })) {
    if (!/^[0-9a-f-]{36}\.jsonl$/.test(entry.name)) continue;
    const text = fs.readFileSync(path.join(entry.parentPath, entry.name), 'utf8');
    for (const [, tracked = '', backup = ''] of text.matchAll(/"([^"]+)":\{"backupFileName":"([^"]+)"/g)) {
      const name = `file-history/${entry.name.slice(0, 36)}/${backup}`;
      named.set(name, tracked);
      fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      fs.writeFileSync(path.join(root, name), `before: ${tracked}\n`);
    }
  }
  return named;
}

function check(root: string): void {
  const named = putCheckpoints(root);
  const index = indexOf({ root });
  const known = new Set<string>(index.rows.keys());
  const all = [...expected(root)].sort();
  const owned = all.filter(([, owner]) => known.has(owner));
  expect([...listed(index, root)].sort()).toEqual(owned);
  const copies = new Map<string, string | undefined>();
  for (const id of index.rows.keys()) {
    for (const file of detailsOf(index, id).extras.files) {
      if (file.kind !== 'checkpoint') continue;
      copies.set(nameIn(root, file.path), file.copyOf?.name);
      // The name of the checkpoint is the hash of the path, in every version.
      expect(file.copyOf?.path).toBe(path.posix.resolve('/home/dev/work', file.copyOf?.path ?? '.'));
      expect(file.copyOf?.path?.endsWith(file.copyOf.name)).toBe(true);
    }
  }
  expect([...copies].sort()).toEqual([...named].sort());
}

describe('extras of recorded homes are listed under the session whose ID they carry, and under no other', () => {
  it.each(recordings)('%s', (recording) => {
    for (const root of restoreRecording(recording, makeHome().folder).roots) check(root);
  });
});
