import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { skip } from '../../fixtures/skip.ts';
import { cliFile, environmentOf } from './cliProcess.ts';

const hasPython = process.platform !== 'win32' && spawnSync('python3', ['--version']).status === 0;

/** Runs the rest of its arguments on a pipe that does not wait, is slow to read it, and prints how much came. */
const slowReader = `
import os, subprocess, sys, time
reader, writer = os.pipe()
os.set_blocking(writer, False)
child = subprocess.Popen(sys.argv[2:], stdout=writer)
os.close(writer)
time.sleep(1)
come = b''
while len(come) < int(sys.argv[1]):
    piece = os.read(reader, 65536)
    if piece == b'': break
    come += piece
os.close(reader)
print(child.wait(), len(come), come.count(b'\\n'))
`;

describe('an answer of 2 MB on a pipe that is full and does not wait', skip(!hasPython && 'no python3'), () => {
  const home = makeHome();
  const entries = Array.from({ length: 1000 }, (_, i) => prompt(`${i} ${'x'.repeat(2000)}`));
  home.log(sessionA, entries);
  const read = (bytes: number) => {
    const args = ['-c', slowReader, `${bytes}`, process.execPath, cliFile, 'search', 'xxxx', '--limit', '1000'];
    const { stdout, stderr } = spawnSync('python3', args, { env: environmentOf(home), encoding: 'utf8' });
    const [code, length, lines] = stdout.trim().split(' ').map(Number);
    return { code, length, lines, stderr };
  };

  it('comes whole', () => {
    const { code, lines, stderr } = read(1e9);
    expect({ code, lines, stderr }).toEqual({ code: 0, lines: 1000, stderr: '' });
  });

  it('ends with exit code 0 where its reader goes', () => {
    const { code, stderr } = read(10);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
