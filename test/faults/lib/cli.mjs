/** The built CLI: one call, and `watch` as a process that is followed line by line. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as readline from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { sessionIdOf } from './home.mjs';

/** A call that hangs longer than this has failed. */
const longestCall = 30_000;

/** One call: exit code and output. `wrap`: a command to run it with. */
export function runCli(context, args, { wrap = [] } = {}) {
  const [command, ...all] = [...wrap, process.execPath, context.cli, ...args];
  const run = spawnSync(command, all, {
    encoding: 'utf8',
    timeout: longestCall,
    killSignal: 'SIGKILL',
    maxBuffer: 1 << 28,
  });
  return { code: run.status, signal: run.signal, stdout: run.stdout, stderr: run.stderr };
}

/** Rows of `watch --all`, as its lines have them. */
export class Watch {
  rows = new Map();
  warnings = [];

  constructor(context, home, wrap) {
    const args = [context.cli, 'watch', '--all', '--json', '--claude-dir', home.root];
    const [command, ...all] = [...wrap, process.execPath, ...args];
    this.child = spawn(command, all, { stdio: ['ignore', 'pipe', 'pipe'] });
    context.started(this.child);
    readline.createInterface({ input: this.child.stderr }).on('line', (line) => this.warnings.push(line));
    readline.createInterface({ input: this.child.stdout }).on('line', (line) => {
      const { changed, session } = JSON.parse(line);
      if (changed.includes('removed')) this.rows.delete(session.sessionId);
      else this.rows.set(session.sessionId, { ...session, lastActivity: Date.parse(session.lastActivity) });
    });
  }

  /** Starts watching a home, and waits until it tells of a session that is written to for that. */
  static async start(context, home, { wrap = [] } = {}) {
    const id = sessionIdOf(0, 0xbeef);
    home.write(id);
    const watch = new Watch(context, home, wrap);
    for (let n = 1; watch.rows.size === 0; n++) {
      if (watch.child.exitCode !== null) throw new Error(`watch ended: ${watch.warnings.join(' ')}`);
      home.append(id, n);
      await sleep(100);
    }
    return watch;
  }

  missing(expected) {
    return Object.entries(expected).filter(([id, fields]) => {
      const row = this.rows.get(id);
      if (fields === null || row === undefined) return fields !== null || row !== undefined;
      return Object.entries(fields).some(([name, value]) => row[name] !== value);
    }).length;
  }

  pause() {
    this.child.kill('SIGSTOP');
  }

  resume() {
    this.child.kill('SIGCONT');
  }

  /** Ends it as a person does. Returns its exit code. */
  async end() {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const [code] = await exited;
    return code;
  }
}
