/**
 * Stands in for the VS Code desktop executable in a test run: takes its arguments, runs the tests in
 * the VS Code server's extension host with a headless workbench, and exits with the tests' code.
 *
 * Environment:
 *   VSCODE_HARNESS_TIMEOUT    seconds a run may take altogether (default 600)
 *   VSCODE_HARNESS_ARTIFACTS  a folder that gets a screenshot and the logs of a run that fails
 *   VSCODE_HARNESS_VERBOSE    1 also prints the workbench's and the server's logs
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { cp, mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launchBrowser, newPage } from './browser.mjs';
import { startServer } from './server.mjs';
import { writeSettings } from './settings.mjs';
import { VERSIONS, requireToolchain } from './toolchain.mjs';

const START_TIMEOUT = 90;
const list = { type: 'string', multiple: true };
const OPTIONS = {
  extensionDevelopmentPath: list,
  extensionTestsPath: { type: 'string' },
  'user-data-dir': { type: 'string' },
  'extensions-dir': { type: 'string' },
  'folder-uri': { type: 'string' },
  'file-uri': { type: 'string' },
  'disable-extensions': { type: 'boolean' },
  'enable-proposed-api': list,
  'inspect-extensions': { type: 'string' },
  'inspect-brk-extensions': { type: 'string' },
  'install-extension': list,
  'uninstall-extension': list,
  'list-extensions': { type: 'boolean' },
  'show-versions': { type: 'boolean' },
  force: { type: 'boolean' },
  log: { type: 'string' },
  locale: { type: 'string' },
  version: { type: 'boolean', short: 'v' },
};

export async function main(argv) {
  try {
    process.exitCode = await launch(argv);
  } catch (error) {
    console.error(`vscode-harness: ${error.message}`);
    process.exitCode = 1;
  }
}

async function launch(argv) {
  // Options of the desktop that mean nothing here (--no-sandbox, --disable-updates …) are ignored.
  const { values, positionals } = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true, strict: false });
  if (values.version) {
    console.log(VERSIONS.vscode);
    return 0;
  }
  const tools = requireToolchain();
  if (values['install-extension'] || values['uninstall-extension'] || values['list-extensions'])
    return manageExtensions(tools, argv);
  if (!values.extensionTestsPath) throw new Error('this launcher only runs tests: --extensionTestsPath is missing');

  const scratch = await mkdtemp(path.join(os.tmpdir(), 'vscode-harness-'));
  const run = new TestRun(tools, values, positionals, scratch);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => run.end(`stopped by ${signal}`));
  try {
    return await run.execute();
  } finally {
    await run.dispose();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

function manageExtensions(tools, argv) {
  const known = argv.filter(
    (arg) =>
      /^--(install-extension|uninstall-extension|list-extensions|show-versions|force|extensions-dir|user-data-dir)\b/.test(
        arg,
      ) || !arg.startsWith('-'),
  );
  return (
    spawnSync(tools.node, [tools.server, '--accept-server-license-terms', ...known], { stdio: 'inherit' }).status ?? 1
  );
}

class TestRun {
  #tools;
  #values;
  #folder;
  #scratch;
  #log = [];
  #end;
  /** Resolves with VS Code's exit code, or with a sentence that says why there is none. */
  #outcome = new Promise((resolve) => (this.#end = resolve));
  #timers = [];
  #server;
  #browser;
  #page;
  #tail;

  constructor(tools, values, positionals, scratch) {
    this.#tools = tools;
    this.#values = values;
    this.#scratch = scratch;
    const uri = values['folder-uri'] ?? values['file-uri'];
    this.#folder = uri ? fileURLToPath(uri) : positionals[0] && path.resolve(positionals[0]);
  }

  end(reason) {
    this.#end(reason);
  }

  async execute() {
    const report = path.join(this.#scratch, 'report.json');
    const output = path.join(this.#scratch, 'output.log');
    const entry = path.join(this.#scratch, 'tests.cjs');
    const witness = fileURLToPath(new URL('./witness.cjs', import.meta.url));
    const files = { tests: path.resolve(this.#values.extensionTestsPath), output, report };
    await writeFile(entry, `module.exports = require(${JSON.stringify(witness)})(${JSON.stringify(files)});\n`);
    await writeFile(output, '');
    this.#tail = tail(output, process.stdout);

    const limit = Number(process.env.VSCODE_HARNESS_TIMEOUT || 600);
    this.#after(limit, () => this.end(`the tests did not end within ${limit} s`));
    this.#after(
      START_TIMEOUT,
      () => existsSync(report) || this.end(`the tests did not start within ${START_TIMEOUT} s`),
    );

    const opened = this.#open(entry).then(() => this.#outcome);
    const outcome = await Promise.race([opened, this.#outcome]);
    const state = existsSync(report) ? JSON.parse(await readFile(report, 'utf8')).state : 'never started';
    const problem = this.#judge(outcome, state);
    if (problem || outcome !== 0) await this.#keepArtifacts();
    await this.#tail.stop();
    if (problem) console.error(`vscode-harness: ${problem}`);
    return problem ? 1 : outcome;
  }

  /** Starts everything and lets the workbench run the tests. */
  async #open(entry) {
    const values = this.#values;
    const userDataDir = path.resolve(values['user-data-dir'] ?? path.join(this.#scratch, 'user-data'));
    const extensionsDir = path.resolve(values['extensions-dir'] ?? path.join(this.#scratch, 'extensions'));
    await mkdir(extensionsDir, { recursive: true });
    await writeSettings(userDataDir);
    this.#server = await startServer({
      tools: this.#tools,
      userDataDir,
      extensionsDir,
      automation: true,
      args: ['log', 'locale'].filter((name) => values[name]).map((name) => `--${name}=${values[name]}`),
      onLine: (line) => this.#note('server', line),
    });
    this.#server.ended().then((how) => this.end(`the VS Code server ended (${how})`));
    this.#browser = await launchBrowser({ tools: this.#tools });
    this.#browser.on('disconnected', () => this.end('the browser ended'));
    const page = (this.#page = await newPage(this.#browser));
    page.on('crash', () => this.end('the workbench page crashed'));
    page.on('pageerror', (error) => this.#note('page', error.stack ?? error.message));
    await page.exposeFunction('codeAutomationLog', (type, args) => this.#note(type, args.join(' ')));
    await page.exposeFunction('codeAutomationExit', (code) => this.end(code));
    await page.goto(this.#url(entry), { timeout: START_TIMEOUT * 1000 });
  }

  #url(entry) {
    const values = this.#values;
    const payload = [
      ...(values.extensionDevelopmentPath ?? []).map((dir) => ['extensionDevelopmentPath', this.#server.uri(dir)]),
      ['extensionTestsPath', this.#server.uri(entry)],
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ];
    if (values['enable-proposed-api']) payload.push(['enableProposedApi', '']);
    if (values['disable-extensions']) payload.push(['disableExtensions', 'true']);
    for (const name of ['inspect-extensions', 'inspect-brk-extensions'])
      if (values[name]) payload.push([name, values[name]]);
    const target = this.#folder;
    if (!target) return this.#server.url({ payload });
    if (target.endsWith('.code-workspace')) return this.#server.url({ workspace: target, payload });
    if (statSync(target).isDirectory()) return this.#server.url({ folder: target, payload });
    return this.#server.url({ payload: [...payload, ['openFile', this.#server.uri(target)]] });
  }

  /** What went wrong beyond failing tests, if anything. */
  #judge(outcome, state) {
    if (typeof outcome === 'string') return `${outcome} (tests: ${state})`;
    if (state === 'passed' && outcome === 0) return undefined;
    if (state === 'failed' && outcome !== 0) return undefined;
    return `the extension host ended before the tests did (tests: ${state}, exit code ${outcome})`;
  }

  async #keepArtifacts() {
    const dir = process.env.VSCODE_HARNESS_ARTIFACTS;
    if (!dir) return;
    await mkdir(dir, { recursive: true });
    await writeFile(path.join(dir, 'workbench.log'), this.#log.join('\n'));
    await this.#page?.screenshot({ path: path.join(dir, 'workbench.png'), timeout: 5_000 }).catch(() => {});
    const logs = this.#server && path.join(this.#server.userDataDir, 'logs');
    if (logs && existsSync(logs)) await cp(logs, path.join(dir, 'logs'), { recursive: true, force: true });
  }

  async dispose() {
    this.#timers.forEach(clearTimeout);
    await this.#tail?.stop();
    await this.#browser?.close().catch(() => {});
    await this.#server?.stop();
  }

  #after(seconds, action) {
    this.#timers.push(setTimeout(action, seconds * 1000));
  }

  #note(source, text) {
    const line = `[${source}] ${text}`;
    this.#log.push(line);
    if (process.env.VSCODE_HARNESS_VERBOSE === '1') console.error(line);
  }
}

/** Copies what is appended to a file to a stream, until stopped. */
function tail(file, stream) {
  let position = 0;
  let stopped = false;
  const copy = async (handle, buffer) => {
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      stream.write(Buffer.from(buffer.subarray(0, bytesRead)));
    }
  };
  const done = (async () => {
    const handle = await open(file);
    const buffer = Buffer.alloc(64 * 1024);
    while (!stopped) {
      await copy(handle, buffer);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await copy(handle, buffer);
    await handle.close();
  })();
  return {
    stop: () => {
      stopped = true;
      return done;
    },
  };
}
