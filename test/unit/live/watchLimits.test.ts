import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as esbuild from 'esbuild';
import * as fs from 'node:fs';
import * as readline from 'node:readline';
import { describe, expect, it } from 'vitest';
import type { LiveIndexStatus } from '../../../src/live/liveIndex.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { skip } from '../../fixtures/skip.ts';

/** Whoever is root in a user namespace of their own may lower the limits in it. */
const limits = '/proc/sys/user';
const canLimit =
  process.platform === 'linux' &&
  spawnSync('unshare', ['-Ur', 'sh', '-c', `echo 20 > ${limits}/max_inotify_watches`]).status === 0;
const noLimit = !canLimit && 'no user namespace in which watches can be limited';

interface Said {
  readonly status?: LiveIndexStatus;
  readonly problem?: string;
  readonly title?: string;
}

/** A live index in a process that may have so many of something; `look` compares it with the disk again. */
async function followWith(home: Home, limit: string, given: number) {
  const script = home.path('follow.cjs');
  await esbuild.build({
    stdin: { contents: program(home.root), resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: script,
    logLevel: 'error',
  });
  const shell = `echo ${given} > ${limits}/${limit} && exec "$0" "$1" ${limits}/${limit}`;
  const child = spawn('unshare', ['-Ur', 'sh', '-c', shell, process.execPath, script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const said: Said[] = [];
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const look = async (order = ''): Promise<Said | undefined> => {
    child.stdin.write(`${order}\n`);
    for (;;) {
      const line = JSON.parse(((await lines.next()) as { value: string }).value) as Said & { looked?: true };
      if (line.looked) return said.findLast((one) => one.status);
      said.push(line);
    }
  };
  const end = async (): Promise<void> => {
    child.stdin.end();
    await once(child, 'exit');
  };
  return { said, look, end };
}

function program(root: string): string {
  return `
    import * as fs from 'node:fs';
    import * as fs from 'node:fs';
import * as readline from 'node:readline';
    import { LiveIndex } from './src/live/liveIndex.ts';
    const say = (what) => console.log(JSON.stringify(what));
    const live = new LiveIndex(
      { roots: [${JSON.stringify(root)}], processes: { startOf: () => undefined } },
      {
        changed: ({ changed }) => [...changed].forEach((id) => say({ title: live.index.rows.get(id)?.title })),
        cached: () => undefined,
        status: (status) => say({ status }),
        problem: (path, reason) => say({ problem: reason }),
      },
    );
    readline.createInterface({ input: process.stdin })
      .on('line', async (given) => {
        if (given !== '') fs.writeFileSync(process.argv[2], given);
        await live.refresh();
        say({ looked: true });
      })
      .on('close', () => live.dispose());
  `;
}

describe('without watches for all folders', { timeout: 120_000, ...skip(noLimit) }, () => {
  it.each<[string, string, number, string]>([
    ['watches', 'max_inotify_watches', 20, 'ENOSPC'],
    ['inotify instances', 'max_inotify_instances', 0, 'EMFILE'],
  ])(
    '(no more %s) all changes are found by polling, which is reported once and ends when there are enough',
    async (_name, limit, given, code) => {
      const home = makeHome();
      for (let n = 0; n < 60; n++) home.log(sessionA, [prompt('A')], { cwd: `p${n}` });
      const last = home.log(sessionB, [prompt('B')], { cwd: 'p60' });
      const { said, look, end } = await followWith(home, limit, given);
      expect((await look())?.status).toMatchObject({ phase: 'ready', polling: true });
      for (let n = 0; n < 3; n++) {
        fs.writeFileSync(last, line(`Now ${n}`));
        expect((await look())?.status).toMatchObject({ phase: 'ready', polling: true });
        expect(said.findLast(({ title }) => title)?.title).toBe(`Now ${n}`);
      }
      const problems = said.flatMap(({ problem }) => problem ?? []);
      expect(problems).toEqual([`${code}: some folders cannot be watched, and changes there are found by looking`]);
      if (limit === 'max_inotify_watches') expect((await look('1000'))?.status).toMatchObject({ polling: false });
      await end();
    },
  );
});

function line(text: string): string {
  return `${JSON.stringify({ ...prompt(text), sessionId: sessionB, uuid: text, timestamp: '2026-01-02T03:04:05.000Z' })}\n`;
}
