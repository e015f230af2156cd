/** A process of its own that exchanges two paths without pause. */
import { spawn, spawnSync } from 'node:child_process';
import * as readline from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Why no exchanger can run here; `undefined` when it can. */
export function whyNoExchanger() {
  if (process.platform !== 'linux') return 'renameat2 is a call of Linux';
  return spawnSync('python3', ['--version']).status === 0 ? undefined : 'python3 is missing';
}

export function startExchanger() {
  const child = spawn('python3', [fileURLToPath(new URL('exchanger.py', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const say = async (line) => {
    child.stdin.write(`${line}\n`);
    return (await lines.next()).value;
  };
  return {
    go: (a, b) => say(`go ${a} ${b}`),
    /** Exchanges whatever begins with `prefix`, as soon as it is there. */
    hunt: (folder, prefix, b) => say(`hunt ${folder} ${prefix} ${b}`),
    /** How often the exchange worked. */
    stop: async () => Number(await say('stop')),
    end: () => child.stdin.end(),
  };
}
