/** Todos, tasks and debug logs of all recordings, and checkpoints by the names that the recorded logs give to them. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { SessionIndex } from '../../../src/core/index/sessionIndex.ts';
import type { Home } from '../../fixtures/homes.ts';
import { recordings, restoreRecording } from '../../fixtures/recordings.ts';
import { hasShared } from '../transcript/sharedFolder.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';

const realclient = path.resolve('../shared/realclient');

/** Data roots of recorded homes: `.claude`, and `conf` where `CLAUDE_CONFIG_DIR` pointed. */
function sharedRoots(): string[] {
  return fs.readdirSync(realclient, { withFileTypes: true }).flatMap((version) => {
    if (!version.isDirectory()) return [];
    const folder = path.join(realclient, version.name);
    const homes = fs.readdirSync(folder).map((scenario) => path.join(folder, scenario, 'home'));
    const roots = homes.flatMap((home) => ['.claude', 'conf'].map((name) => path.join(home, name)));
    return roots.filter((root) => fs.existsSync(path.join(root, 'projects')));
  });
}

/** Lays a recorded data root out at `to`, with packed logs unpacked. */
function copyRoot(root: string, to: string): void {
  for (const entry of fs.readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const packed = file.endsWith('.gz');
    const target = path.join(to, path.relative(root, packed ? file.slice(0, -3) : file));
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, packed ? zlib.gunzipSync(fs.readFileSync(file)) : fs.readFileSync(file));
  }
}

/** Paths below the root that an ID in them gives to a session, by an expression of the test's own. */
function expected(root: string): Map<string, string> {
  const owned = new Map<string, string>();
  const own = /^(?:todos\/|debug\/|tasks\/|file-history\/|projects\/[^/]+\/)([0-9a-f-]{36})(?:-agent-|\.txt$|\/)/;
  const kinds = /^(?:todos\/.*\.json|debug\/.*|tasks\/.*\/\d+\.json|file-history\/.*|projects\/.*\/tool-results\/.*)$/;
  for (const name of fs.readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const owner = kinds.test(name) && fs.lstatSync(path.join(root, name)).isFile() ? own.exec(name)?.[1] : undefined;
    if (owner !== undefined) owned.set(name, owner);
  }
  return owned;
}

/** All that the sessions of the index say is theirs, with the sessions that say so. */
function listed(index: SessionIndex, root: string): Map<string, string> {
  const claims = new Map<string, string>();
  for (const id of index.rows.keys()) {
    const { files, omitted, unlisted } = detailsOf(index, id).extras;
    expect([Object.values(omitted).some(Boolean), unlisted]).toEqual([false, []]);
    for (const file of files) {
      const name = path.relative(root, file.path);
      expect(file.state).toBe('found');
      if (file.kind === 'todos') expect([name, file.todos]).toEqual([name, expect.any(Number)]);
      if (file.kind === 'task') expect([name, file.subject]).toEqual([name, expect.any(String)]);
      claims.set(name, claims.has(name) ? `${claims.get(name)} ${id}` : id);
    }
  }
  return claims;
}

/**
 * File contents were not kept of what clients saved before a change: each checkpoint that a log names is put where the client
 * had it. Returns the tracked path of each, by its path below the root.
 */
function putCheckpoints(root: string): Map<string, string> {
  const named = new Map<string, string>();
  for (const entry of fs.readdirSync(path.join(root, 'projects'), { recursive: true, withFileTypes: true })) {
    if (!/^[0-9a-f-]{36}\.jsonl$/.test(entry.name)) continue;
    const text = fs.readFileSync(path.join(entry.parentPath, entry.name), 'utf8');
    for (const [, tracked = '', backup = ''] of text.matchAll(/"([^"]+)":\{"backupFileName":"([^"]+)"/g)) {
      const name = path.join('file-history', entry.name.slice(0, 36), backup);
      named.set(name, tracked);
      fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      fs.writeFileSync(path.join(root, name), `before: ${tracked}\n`);
    }
  }
  return named;
}

function check(home: Home): void {
  const { root } = home;
  const named = putCheckpoints(root);
  const index = indexOf(home);
  const known = new Set<string>(index.rows.keys());
  const all = [...expected(root)].sort();
  const owned = all.filter(([, owner]) => known.has(owner));
  expect([...listed(index, root)].sort()).toEqual(owned);
  const copies = new Map<string, string | undefined>();
  for (const id of index.rows.keys()) {
    for (const file of detailsOf(index, id).extras.files) {
      if (file.kind !== 'checkpoint') continue;
      copies.set(path.relative(root, file.path), file.copyOf?.name);
      // The name of the checkpoint is the hash of the path, in every version.
      expect(file.copyOf?.path).toBe(path.resolve('/home/dev/work', file.copyOf?.path ?? '.'));
      expect(file.copyOf?.path?.endsWith(file.copyOf.name)).toBe(true);
    }
  }
  expect([...copies].sort()).toEqual([...named].sort());
}

describe('other files of recorded homes stand under the session whose ID they carry, and under no other', () => {
  it.each(recordings)('%s', (recording) => {
    const home = makeHome();
    restoreRecording(recording, home.root);
    check(home);
  });

  it.skipIf(!hasShared)('in every recorded data root', () => {
    for (const from of sharedRoots()) {
      const home = makeHome();
      copyRoot(from, home.root);
      check(home);
    }
  });
});
