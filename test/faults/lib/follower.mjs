/**
 * The live index in a process of its own, as the extension's worker and `session-scope watch` run it; and a cold one.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as readline from 'node:readline';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('followerProcess.mjs', import.meta.url));

class Questioned {
  constructor(context, mode, roots, wrap) {
    const [command, ...args] = [...wrap, process.execPath, script, context.bundle, mode, ...roots];
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    context.started(this.child);
    this.lines = readline.createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    this.last = Promise.resolve();
  }

  /** One question after the other. */
  ask(question, more = {}) {
    this.last = this.last.then(async () => {
      this.child.stdin.write(`${JSON.stringify({ question, ...more })}\n`);
      const { value, done } = await this.lines.next();
      if (done) throw new Error(`the index ended (${this.child.exitCode ?? this.child.signalCode})`);
      return JSON.parse(value);
    });
    return this.last;
  }

  async end() {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGCONT');
    const exited = once(this.child, 'exit');
    this.child.stdin.end();
    await exited;
  }
}

export class Follower extends Questioned {
  /** Starts following, and waits for the first reading. `wrap`: a command to run it with. */
  static async start(context, roots, { wrap = [] } = {}) {
    const follower = new Follower(context, 'live', roots, wrap);
    await follower.ask('ready');
    return follower;
  }

  pause() {
    this.child.kill('SIGSTOP');
  }

  resume() {
    this.child.kill('SIGCONT');
  }

  /**
   * How many sessions are not as expected: by ID, the fields of a row that must be so, `null` for one that must be
   * gone.
   */
  async missing(expected) {
    if (this.expected !== expected) await this.ask('expect', { expected });
    this.expected = expected;
    return this.ask('missing');
  }
}

/** What an index says that has just been made, in another process. */
export async function coldListing(context, roots, { wrap = [], question = 'digest' } = {}) {
  const cold = new Questioned(context, 'cold', roots, wrap);
  try {
    return await cold.ask(question);
  } finally {
    await cold.end();
  }
}

/** Why the live index is not equal to a cold one; `undefined` when it is. */
export async function difference(context, follower, roots, options) {
  const [live, cold] = [await follower.ask('digest'), await coldListing(context, roots, options)];
  if (live.hash === cold.hash) return undefined;
  const listing = await follower.ask('listing');
  const truth = await coldListing(context, roots, { ...options, question: 'listing' });
  const at = truth.findIndex((line, n) => line !== listing[n]);
  return `the live index says ${listing[at === -1 ? truth.length : at]}\nand a cold one says ${truth[at]}`;
}
