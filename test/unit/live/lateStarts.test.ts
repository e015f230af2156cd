import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { processTable } from '../../../src/core/disk/processStart.ts';
import { sessionA } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { follow } from '../../fixtures/following.ts';
import { noPs, skip } from '../../fixtures/skip.ts';

describe('a followed index on a system where a program tells when processes started', () => {
  it('shows a live session as soon as the program has told it, without being waited for', skip(noPs), async () => {
    const home = makeHome();
    const child = spawn('sleep', ['300']);
    try {
      await once(child, 'spawn');
      const { stdout } = spawnSync('/bin/ps', ['-o', 'lstart=', '-p', String(child.pid)], {
        env: { LC_ALL: 'C', TZ: 'UTC' },
        encoding: 'utf8',
      });
      const entry = {
        pid: child.pid,
        sessionId: sessionA,
        procStart: stdout.trim(),
        status: 'busy',
        cwd: home.path('x'),
      };
      home.write(`.claude/sessions/${child.pid}.json`, JSON.stringify(entry));
      const { live, until } = await follow(home, (known) => processTable(() => true, { platform: 'darwin', known }));
      await until(() => live.index.rows.get(sessionA)?.state === 'busy');
      expect(live.index.live(sessionA)?.processes.map(({ pid }) => pid)).toEqual([child.pid]);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
