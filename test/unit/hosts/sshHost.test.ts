/** What ssh itself does beside the answer, by a program of the test's own in its place. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askHost } from '../../../src/core/hosts/sshHost.ts';
import { skip } from '../../fixtures/skip.ts';

const noShell = process.platform === 'win32' ? 'needs a shell script as ssh' : undefined;

describe('an ssh whose connection stays open for the next call', { timeout: 20_000, ...skip(noShell) }, () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ssh-'));
  const before = process.env.PATH;

  beforeAll(() => {
    process.env.PATH = `${folder}:${before}`;
  });
  afterEach(() => {
    const left = Number(fs.readFileSync(path.join(folder, 'pid'), 'utf8'));
    process.kill(left, 'SIGKILL');
  });
  afterAll(() => {
    process.env.PATH = before;
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** As `ControlPersist` has it in older versions: a process stays behind, with standard error open. */
  function ssh(script: string): void {
    const left = `sleep 60 </dev/null >/dev/null & echo $! >${folder}/pid`;
    fs.writeFileSync(path.join(folder, 'ssh'), `#!/bin/sh\n${left}\n${script}\n`, { mode: 0o755 });
  }

  it('has answered when it has ended', async () => {
    ssh('echo "[]"');
    expect(await askHost('there', ['sessions'], 5)).toEqual({ output: '[]\n', code: 0 });
  });

  it('has failed when it has ended, with what it said', async () => {
    ssh('echo "sh: session-scope: not found" >&2; exit 127');
    expect(await askHost('there', ['sessions'], 5)).toEqual({
      failure: 'not-installed',
      said: 'sh: session-scope: not found',
    });
  });
});
