import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCacheFile } from '../../../src/core/index/cache/cacheFile.ts';
import { planMode, prompt } from '../../fixtures/entries.ts';
import { filesBelow } from '../../fixtures/filesBelow.ts';
import { sessionA, sessionB, sessionC, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { skip } from '../../fixtures/skip.ts';
import { cli } from './cliProcess.ts';

function fixture(): Home {
  const home = makeHome();
  home.plan('calm-painting-otter');
  home.log(sessionA, [
    prompt('Plan it', { slug: 'calm-painting-otter' }),
    planMode(home.planPath('calm-painting-otter'), true),
  ]);
  home.log(sessionB, [prompt('B')], { cwd: 'search' });
  home.agentLog(sessionA, 'a1b2c3d', [prompt('Look')]);
  return home;
}

const rows = (home: Home, ...args: string[]) => cli(home, ['sessions', '--all', ...args]).stdout;
const cold = (home: Home) => rows(home, '--no-cache');

describe('the cache', () => {
  it('lies below ~/.cache, $XDG_CACHE_HOME or where --cache-dir says, for this user alone', () => {
    const home = fixture();
    cold(home);
    expect(filesBelow(home.path('.cache'))).toEqual([]);
    rows(home);
    const [file] = filesBelow(home.path('.cache/session-scope'));
    expect(fs.statSync(file ?? '').mode & 0o077).toBe(0);
    cli(home, ['sessions', '--all'], { env: { XDG_CACHE_HOME: home.path('xdg') } });
    expect(filesBelow(home.path('xdg/session-scope'))).not.toEqual([]);
    rows(home, '--cache-dir', home.path('here'));
    expect(filesBelow(home.path('here'))).not.toEqual([]);
  });

  it.each<[string, (home: Home) => void]>([
    ['nothing', () => undefined],
    ['a log that grew', (home) => home.append(sessionA, [prompt('More', { slug: 'another-slug-now' })])],
    ['a log written anew', (home) => void home.log(sessionA, [prompt('Other')])],
    ['a log that is gone', (home) => fs.rmSync(home.logPath(sessionA))],
    ['a session that is gone', (home) => fs.rmSync(home.logPath(sessionB, { cwd: 'search' }))],
    ['a project that is gone', (home) => fs.rmSync(home.projectDirectory(), { recursive: true })],
    ['a new session', (home) => void home.log(sessionC, [prompt('C')])],
    ['a new session in a new project', (home) => void home.log(sessionC, [prompt('C')], { cwd: 'other' })],
    ['a new agent', (home) => void home.agentLog(sessionB, 'a9b8c7d', [prompt('Look')])],
    ['a plan that is gone', (home) => fs.rmSync(home.planPath('calm-painting-otter'))],
    ['a new plan of an old slug', (home) => void home.write('.claude/settings.json', '{"plansDirectory":"plans"}')],
    ['scratch', (home) => home.write(`${home.repository().split('/').at(-1)}/.erk/scratch/${sessionA}/x`, 'x')],
    ['everything gone', (home) => fs.rmSync(home.path('.claude/projects'), { recursive: true })],
  ])('changes no answer: %s', (_name, change) => {
    const home = fixture();
    // The second run reads what the first one left, the third what the second left.
    expect(rows(home)).toBe(cold(home));
    change(home);
    expect(rows(home)).toBe(cold(home));
    expect(rows(home)).toBe(cold(home));
  });

  it('does not keep a session whose log ended in the middle of a line and is gone now', () => {
    const home = fixture();
    fs.appendFileSync(home.logPath(sessionB, { cwd: 'search' }), '{"type":"user","sessionId":"2222');
    expect(rows(home)).toBe(cold(home));
    fs.rmSync(home.logPath(sessionB, { cwd: 'search' }));
    expect(rows(home)).toBe(cold(home));
    expect(rows(home)).not.toContain(sessionB);
  });

  it('does not keep a session whose last line lacked its newline and whose log is gone now', () => {
    const home = fixture();
    const file = home.logPath(sessionB, { cwd: 'search' });
    fs.truncateSync(file, fs.statSync(file).size - 1);
    expect(rows(home)).toBe(cold(home));
    expect(rows(home)).toContain(sessionB);
    fs.rmSync(file);
    expect(rows(home)).toBe(cold(home));
    expect(rows(home)).not.toContain(sessionB);
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['empty', () => Buffer.alloc(0)],
    ['cut', (bytes) => bytes.subarray(0, bytes.length / 2)],
    [
      'one bit flipped',
      (bytes) => bytes.fill((bytes[bytes.length >> 1] ?? 0) ^ 1, bytes.length >> 1, (bytes.length >> 1) + 1),
    ],
    ['longer', (bytes) => Buffer.concat([bytes, bytes])],
    ['of another program', () => Buffer.from('SQLite format 3\0'.repeat(100))],
  ])('that is damaged changes no answer and is replaced: %s', (_name, damage) => {
    const home = fixture();
    rows(home);
    const [file = ''] = filesBelow(home.path('.cache/session-scope'));
    fs.writeFileSync(file, damage(fs.readFileSync(file)));
    expect(rows(home)).toBe(cold(home));
    expect(rows(home)).toBe(cold(home));
    expect(filesBelow(home.path('.cache/session-scope'))).toHaveLength(1);
  });

  it('is written beside a folder that has the name of a file which a killed call left behind', () => {
    const home = fixture();
    rows(home);
    const [file = ''] = filesBelow(home.path('.cache/session-scope'));
    fs.mkdirSync(`${file}.2147483646.0123456789ab.tmp`);
    const before = fs.statSync(file).ino;
    home.append(sessionA, [prompt('More')]);
    expect(rows(home)).toBe(cold(home));
    expect(fs.statSync(file).ino).not.toBe(before);
  });

  it.each<[string, (file: string) => void]>([
    ['may be written by others', (file) => fs.chmodSync(file, 0o666)],
    ['lies in a folder that others may write to', (file) => fs.chmodSync(path.dirname(file), 0o777)],
    ...(process.getuid?.() === 0
      ? ([
          ['belongs to another user', (file) => fs.chownSync(file, 65534, 65534)],
          ['lies in a folder of another user', (file) => fs.chownSync(path.dirname(file), 65534, 65534)],
        ] satisfies [string, (file: string) => void][])
      : []),
  ])('that %s is not believed', (_name, open) => {
    const home = fixture();
    rows(home);
    const [file = ''] = filesBelow(home.path('.cache/session-scope'));
    const isBelieved = () => {
      const opened = openCacheFile(file, `${fs.readFileSync(file, 'latin1').split('\n')[0]}\n`);
      opened?.cache.close();
      return opened !== undefined;
    };
    expect(isBelieved()).toBe(true);
    open(file);
    expect(isBelieved()).toBe(false);
    expect(rows(home)).toBe(cold(home));
  });

  it('is not written into a folder that others may write to', () => {
    const home = fixture();
    fs.mkdirSync(home.path('open'));
    fs.chmodSync(home.path('open'), 0o777);
    expect(rows(home, '--cache-dir', home.path('open'))).toBe(cold(home));
    expect(fs.readdirSync(home.path('open'))).toEqual([]);
  });

  it('ends where a folder cannot be made below /proc', skip(process.platform !== 'linux' && 'has no /proc'), () => {
    const home = fixture();
    for (const folder of ['/proc/self', '/proc', '/dev/fd']) {
      const run = cli(home, ['sessions', '--all'], { env: { XDG_CACHE_HOME: folder } });
      expect(run).toMatchObject({ code: 0, stdout: cold(home), stderr: '' });
    }
  });

  it('in a folder that cannot be made is done without', () => {
    const home = fixture();
    home.write('.cache', 'a file');
    expect(cli(home, ['sessions', '--all'])).toMatchObject({ code: 0, stdout: cold(home), stderr: '' });
  });

  it('is read and written by a Node without zlib.crc32, which 20 has only from 20.15 on', () => {
    const home = fixture();
    home.write('older.cjs', "delete require('node:zlib').crc32;");
    const env = { NODE_OPTIONS: `--require=${home.path('older.cjs')}` };
    const older = () => cli(home, ['sessions', '--all'], { env });
    expect(older()).toMatchObject({ code: 0, stdout: cold(home), stderr: '' });
    expect(filesBelow(home.path('.cache/session-scope'))).toHaveLength(1);
    expect(older()).toMatchObject({ code: 0, stdout: cold(home), stderr: '' });
  });
});
