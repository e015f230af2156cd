/** Starts and stops the VS Code server (with its web workbench) that code-server carries. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @param {object} options
 * @param {ReturnType<import('./toolchain.mjs').toolchain>} options.tools
 * @param {string} options.userDataDir   settings are read from `User/settings.json` in it, as on the desktop
 * @param {string} options.extensionsDir where installed extensions live
 * @param {number} [options.port]        0 (default) takes a free port
 * @param {boolean} [options.token]      ask for a random token, so that no other user of the machine gets in (default
 * true)
 * @param {boolean} [options.automation] let the page's URL name an extension under development and its tests
 * @param {boolean} [options.workspaceTrust] whether a folder has to be trusted first (default: all are)
 * @param {string[]} [options.args]      more arguments for the server
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {(line: string) => void} [options.onLine] gets the server's output
 * @returns {Promise<VSCodeServer>}
 */
export async function startServer({
  tools,
  userDataDir,
  extensionsDir,
  port = 0,
  token = true,
  automation = false,
  workspaceTrust = false,
  args = [],
  env = process.env,
  onLine = () => {},
}) {
  const secret = token ? randomBytes(16).toString('hex') : undefined;
  const argv = [
    `--require=${fileURLToPath(new URL('./guard.cjs', import.meta.url))}`,
    tools.server,
    '--host=127.0.0.1',
    `--port=${port}`,
    secret ? `--connection-token=${secret}` : '--without-connection-token',
    `--server-data-dir=${userDataDir}`,
    `--user-data-dir=${userDataDir}`,
    `--extensions-dir=${extensionsDir}`,
    `--logsPath=${path.join(userDataDir, 'logs')}`,
    '--accept-server-license-terms',
    '--telemetry-level=off',
    '--disable-telemetry',
    '--disable-update-check',
    ...(workspaceTrust ? [] : ['--disable-workspace-trust']),
    '--disable-getting-started-override',
    '--force-disable-user-env',
    ...(automation ? ['--enable-smoke-test-driver'] : []),
    ...args,
  ];
  // VS Code and its Git extension leave their sockets in this folder when they are stopped.
  const runtimeDir = await mkdtemp(path.join(os.tmpdir(), 'vscode-run-'));
  // A process group of its own, so that stop() reaches the extension host and everything below it.
  const child = spawn(tools.node, argv, {
    env: { ...serverEnv(env), XDG_RUNTIME_DIR: runtimeDir },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const server = new VSCodeServer(child, { token: secret, userDataDir, runtimeDir });
  await server.ready(onLine);
  return server;
}

/** What a debugger, or a VS Code around the calling process, has set for itself is not meant for the server. */
const FOREIGN =
  /^(NODE_OPTIONS|ELECTRON_RUN_AS_NODE|VSCODE_(IPC_HOOK.*|PID|CWD|DEV|CLI|LOGS|PORTABLE|INJECTION|NLS_CONFIG|AGENT_FOLDER|PARENT_PID|ESM_ENTRYPOINT|HANDLES_.*|GIT_.*))$/;

function serverEnv(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !FOREIGN.test(name)));
}

class VSCodeServer {
  #child;
  #runtimeDir;
  #exit;
  /** Process ids of the extension hosts the server has launched, the newest last. */
  extensionHosts = [];

  constructor(child, { token, userDataDir, runtimeDir }) {
    this.#child = child;
    this.#runtimeDir = runtimeDir;
    this.token = token;
    this.userDataDir = userDataDir;
    this.#exit = once(child, 'exit').catch(() => []);
  }

  get pid() {
    return this.#child.pid;
  }

  /** Resolves with a description once the server has ended. */
  async ended() {
    const [code, signal] = await this.#exit;
    return signal ? `signal ${signal}` : `exit code ${code}`;
  }

  /** @internal Waits for the server to listen. */
  async ready(onLine, timeout = 60_000) {
    const recent = [];
    const listening = new Promise((resolve) => {
      const take = (line) => {
        recent.push(line);
        if (recent.length > 50) recent.shift();
        const port = /Extension host agent listening on (\d+)/.exec(line)?.[1];
        if (port) resolve(Number(port));
        const host = /<(\d+)> Launched Extension Host Process/.exec(line)?.[1];
        if (host) this.extensionHosts.push(Number(host));
        onLine(line);
      };
      readLines(this.#child.stdout, take);
      readLines(this.#child.stderr, take);
    });
    const failed = async (what) => {
      await this.stop();
      throw new Error(`The VS Code server ${what}. Its last output:\n${recent.join('\n')}`);
    };
    const timer = delay(timeout);
    const first = await Promise.race([
      listening,
      new Promise((resolve) => this.#child.once('error', resolve)),
      this.ended(),
      timer.promise,
    ]);
    timer.cancel();
    if (first instanceof Error) return failed(`could not be started (${first.message})`);
    if (typeof first === 'string') return failed(`ended at once (${first})`);
    if (first === undefined) return failed(`did not listen within ${timeout / 1000} s`);
    this.port = first;
    this.authority = `127.0.0.1:${this.port}`;
    this.origin = `http://${this.authority}`;
  }

  /**
   * The workbench's URL.
   * @param {{ folder?: string, workspace?: string, payload?: [string, string][] }} [open]
   */
  url({ folder, workspace, payload } = {}) {
    const url = new URL(this.origin);
    if (this.token) url.searchParams.set('tkn', this.token);
    if (workspace) url.searchParams.set('workspace', workspace);
    else if (folder) url.searchParams.set('folder', folder);
    else url.searchParams.set('ew', 'true');
    if (payload?.length) url.searchParams.set('payload', JSON.stringify(payload));
    return url.href;
  }

  /** The URI by which the workbench knows a file of this machine. */
  uri(file) {
    return `vscode-remote://${this.authority}${encodeURI(path.resolve(file))}`;
  }

  /** Ends the server and everything it has started. */
  async stop(grace = 3_000) {
    if (this.#child.pid !== undefined) {
      this.#signal('SIGTERM');
      const timer = delay(grace);
      await Promise.race([this.#exit, timer.promise]);
      timer.cancel();
      this.#signal('SIGKILL');
      await this.#exit;
    }
    await rm(this.#runtimeDir, { recursive: true, force: true });
  }

  #signal(signal) {
    try {
      process.kill(-this.#child.pid, signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

function readLines(stream, take) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines) take(line.trimEnd());
  });
  stream.on('end', () => rest && take(rest));
}

function delay(ms) {
  let timer;
  return {
    promise: new Promise((resolve) => (timer = setTimeout(resolve, ms))),
    cancel: () => clearTimeout(timer),
  };
}
