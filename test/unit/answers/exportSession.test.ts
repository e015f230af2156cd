import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { exportSession, type ExportManifest } from '../../../src/core/answers/exportSession.ts';
import { ZipNames, ZipWriter } from '../../../src/core/disk/zipFile.ts';
import { edited, prompt, written } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';
import { unzipped } from '../../fixtures/unzipped.ts';
import { noHandles, noPipes, skip } from '../../fixtures/skip.ts';

const scratchHost = { tmpDirs: [], uid: undefined, taskOutputs: [] };

function exported(home: Home, options: { replace?: boolean; signal?: AbortSignal } = {}, id = sessionA) {
  const { replace = false, signal } = options;
  return exportSession(indexOf(home), id, scratchHost, { target: { path: home.path('out.zip'), replace }, signal });
}

/** A session with something of every kind, and a neighbour that has as much. */
function makeSessions(): Home {
  const home = makeHome();
  home.repository();
  for (const id of [sessionA, sessionB]) {
    const slug = id === sessionA ? 'calm-otter' : 'wild-otter';
    const file = home.plan(slug, '# Two\n');
    home.log(id, [prompt('Plan', { slug }), written(file, '# One\n'), edited(file, '# One\n', 'One', 'Two')]);
    home.agentLog(id, id === sessionA ? 'a1' : 'b1', [prompt('Look')]);
    home.write(`shop/.erk/scratch/${id}/notes.md`, `of ${id}`);
    home.write(`.claude/todos/${id}-agent-${id}.json`, '[]');
  }
  home.write(`shop/.erk/scratch/${sessionA}/deep/er/notes.md`, 'deep');
  return home;
}

describe('an exported session', () => {
  it('has all files of that session, as they are, and none of its neighbour', async () => {
    const home = makeSessions();
    await exported(home);
    const entries = unzipped(home.path('out.zip'));
    const project = fs.readdirSync(home.path('.claude', 'projects'))[0] ?? '';
    const log = `logs/${project}/${sessionA}.jsonl`;
    const texts = [...entries].filter(([name]) => name !== 'manifest.json' && name !== log);
    expect(texts.map(([name, bytes]) => [name, bytes.toString()])).toEqual([
      [
        'agents/agent-a1.jsonl',
        fs.readFileSync(home.path('.claude/projects', project, sessionA, 'subagents/agent-a1.jsonl'), 'utf8'),
      ],
      ['plans/calm-otter.md', '# Two\n'],
      ['plans/calm-otter.versions/1.md', '# One\n'],
      ['plans/calm-otter.versions/2.md', '# Two\n'],
      [`scratch/${sessionA}/deep/er/notes.md`, 'deep'],
      [`scratch/${sessionA}/notes.md`, `of ${sessionA}`],
      [`extras/todos/${sessionA}-agent-${sessionA}.json`, '[]'],
    ]);
    expect(entries.get(log)?.equals(fs.readFileSync(home.logPath(sessionA)))).toBe(true);
  });

  it('says of each file where it was and what proves it', async () => {
    const home = makeSessions();
    const manifest = await exported(home);
    const read = JSON.parse(unzipped(home.path('out.zip')).get('manifest.json')?.toString() ?? '') as ExportManifest;
    expect(read).toEqual(JSON.parse(JSON.stringify(manifest)));
    expect(read).toMatchObject({ format: 'session-scope-export', version: 1, sessionId: sessionA, leftOut: [] });
    const proofs = read.files.map(({ kind, path, bytes, evidence }) => [kind, path, bytes, evidence[0]?.kind]);
    const scratch = home.path('shop', '.erk', 'scratch', sessionA);
    expect(proofs.filter(([kind]) => kind !== 'agent-log' && kind !== 'session-log')).toEqual([
      ['plan', home.planPath('calm-otter'), 6, 'plan-written'],
      ['plan-version', home.planPath('calm-otter'), 6, 'written'],
      ['plan-version', home.planPath('calm-otter'), 6, 'edited'],
      ['scratch', path.join(scratch, 'deep', 'er', 'notes.md'), 4, 'folder-name'],
      ['scratch', path.join(scratch, 'notes.md'), 39, 'folder-name'],
      ['todos', home.path('.claude', 'todos', `${sessionA}-agent-${sessionA}.json`), 2, 'file-name'],
    ]);
  });

  it('has a plan whose file is gone as the logs tell it, and says that the file is missing', async () => {
    const home = makeSessions();
    fs.rmSync(home.planPath('calm-otter'));
    const manifest = await exported(home);
    expect(manifest?.leftOut).toEqual([{ kind: 'plan', path: home.planPath('calm-otter'), reason: 'missing' }]);
    expect(unzipped(home.path('out.zip')).get('plans/calm-otter.versions/2.md')?.toString()).toBe('# Two\n');
  });

  it.each([
    ['at once', 0],
    ['in its middle', 1],
  ])('has all but a file that cannot be read %s, which is told as left out', async (_, from) => {
    const home = makeSessions();
    const scratch = home.path('shop', '.erk', 'scratch', sessionA);
    const large = home.write(`shop/.erk/scratch/${sessionA}/large`, Buffer.alloc(1 << 20, 'x'));
    const { ino } = fs.statSync(large);
    const read = fs.read as (...all: unknown[]) => void;
    const failing = vi.spyOn(fs, 'read').mockImplementation((...all: [number, ...unknown[]]) => {
      const isMeant = fs.fstatSync(all[0]).ino === ino && Number(all[4]) >= from;
      if (!isMeant) read(...all);
      else (all.at(-1) as (error: Error) => void)(Object.assign(new Error('EIO'), { code: 'EIO' }));
    });
    const manifest = await exported(home).finally(() => failing.mockRestore());
    expect(manifest?.leftOut).toEqual([{ kind: 'scratch', path: path.join(scratch, 'large'), reason: 'unreadable' }]);
    const entries = unzipped(home.path('out.zip'));
    expect([...entries.keys()].filter((name) => name !== 'manifest.json')).toEqual(
      manifest?.files.map(({ name }) => name),
    );
    expect(entries.get(`scratch/${sessionA}/notes.md`)?.toString()).toBe(`of ${sessionA}`);
    expect(manifest?.files.map(({ path: file }) => file)).not.toContain(large);
  });

  it('names a folder of other files that cannot be listed, and has what is beside it', async () => {
    const home = makeSessions();
    home.write(`.claude/session-env/${sessionA}/open/a`, 'a');
    const deep = home.write(`.claude/session-env/${sessionA}/1/2/3/4/5/6/7/8/9/a`, 'a');
    const manifest = await exported(home);
    expect(manifest?.leftOut).toEqual([{ kind: 'session-file', path: path.dirname(deep), reason: 'not-listed' }]);
    expect([...unzipped(home.path('out.zip')).keys()]).toContain('extras/session-file/a');
  });

  it('follows no link and opens no pipe', skip(noPipes), async () => {
    const home = makeSessions();
    const scratch = home.path('shop', '.erk', 'scratch', sessionA);
    home.write('secret/key', 'secret');
    fs.symlinkSync(home.path('secret'), `${scratch}/folder`);
    fs.symlinkSync(home.path('secret', 'key'), `${scratch}/file`);
    execFileSync('mkfifo', [`${scratch}/pipe`]);
    const manifest = await exported(home);
    expect(manifest?.leftOut).toEqual([
      { kind: 'scratch', path: `${scratch}/file`, reason: 'link' },
      { kind: 'scratch', path: `${scratch}/folder`, reason: 'link' },
      { kind: 'scratch', path: `${scratch}/pipe`, reason: 'not-a-regular-file' },
    ]);
    expect(fs.readFileSync(home.path('out.zip')).includes('secret')).toBe(false);
  });

  it('is read by its user alone', async () => {
    const home = makeSessions();
    await exported(home);
    if (process.platform !== 'win32') expect(fs.statSync(home.path('out.zip')).mode & 0o777).toBe(0o600);
  });

  it('is undefined, and no file, for a session that no root has', async () => {
    const home = makeHome();
    expect(await exported(home)).toBeUndefined();
    expect(fs.existsSync(home.path('out.zip'))).toBe(false);
  });
});

describe('the file of an export', () => {
  it('is not written over', async () => {
    const home = makeSessions();
    home.write('out.zip', 'mine');
    await expect(exported(home)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(fs.readFileSync(home.path('out.zip'), 'utf8')).toBe('mine');
  });

  it('is replaced as a whole where that is asked for', async () => {
    const home = makeSessions();
    home.write('out.zip', 'mine');
    await exported(home, { replace: true });
    expect(unzipped(home.path('out.zip')).size).toBe(9);
  });

  it('stays as it was, with nothing beside it, where the export is aborted', async () => {
    const home = makeSessions();
    home.write('out.zip', 'mine');
    home.write(`shop/.erk/scratch/${sessionA}/large`, Buffer.alloc(8 << 20, 'x'));
    const before = fs.readdirSync(home.folder);
    const controller = new AbortController();
    const running = exported(home, { replace: true, signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(fs.readdirSync(home.folder)).toEqual(before);
    expect(fs.readFileSync(home.path('out.zip'), 'utf8')).toBe('mine');
  });

  it('is not left half written in a folder that is not there', async () => {
    const home = makeSessions();
    const target = { path: home.path('no', 'out.zip'), replace: true };
    await expect(exportSession(indexOf(home), sessionA, scratchHost, { target })).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });
});

it(
  'a file whose first bytes the system refuses is unreadable, and the next one is written',
  skip(noHandles),
  async () => {
    const home = makeHome();
    const zip = new ZipWriter({ path: home.path('out.zip'), replace: false });
    // A regular file: nothing is mapped at the address 0.
    expect(await zip.addFile('memory', '/proc/self/mem')).toBe('unreadable');
    expect(await zip.addFile('log', home.write('log', 'text'))).toBe(4);
    expect(await zip.addFile('empty', home.write('empty', ''))).toBe(0);
    await zip.addText('manifest.json', '{}');
    await zip.close();
    expect([...unzipped(home.path('out.zip')).keys()]).toEqual(['log', 'empty', 'manifest.json']);
  },
);

describe('names in a zip file', () => {
  it.each([
    [['..', 'a'], '_/a'],
    [['a/b', 'c\\d'], 'a_b/c_d'],
    [['C:', 'x'], 'C_/x'],
    [['a\u0000b\u202e\n'], 'a_b__'],
    [['con.txt', 'nul'], '_con.txt/_nul'],
    [['a. '], 'a_'],
    [[''], '_'],
  ])('of %j are %j', (parts, expected) => expect(new ZipNames().unique(parts)).toBe(expected));

  it('are never two of one spelling', () => {
    const names = new ZipNames();
    const all = [
      ['x', 'a.md'],
      ['x', 'A.md'],
      ['x', 'a.md'],
      ['y', 'a.md'],
    ].map((parts) => names.unique(parts));
    expect(all).toEqual(['x/a.md', 'x/A~2.md', 'x/a~3.md', 'y/a.md']);
  });
});
