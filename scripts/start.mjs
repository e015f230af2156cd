#!/usr/bin/env node
/**
 * Shows the extension in a VS Code in the browser: npm start -- [--claude-dir DIR]… [--folder DIR] [--port N]
 *
 * Without --claude-dir and --folder it shows a demo home in a temporary folder. With --folder alone, Claude Code's
 * own data root is read. The server listens on 127.0.0.1 only and asks for the token in the printed URL.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeDemoHome } from '../test/fixtures/demo/demoHome.mjs';
import { installExtension } from '../test/harness/lib/extensions.mjs';
import { startServer } from '../test/harness/lib/server.mjs';
import { writeSettings } from '../test/harness/lib/settings.mjs';
import { ensureToolchain, isSupportedPlatform } from '../test/harness/lib/toolchain.mjs';
import { packExtension } from './vsix.mjs';

const PREFERRED_PORT = 8484;

const { values } = parseArgs({
  options: {
    'claude-dir': { type: 'string', multiple: true, default: [] },
    folder: { type: 'string' },
    port: { type: 'string' },
  },
});

if (!isSupportedPlatform()) {
  console.error('npm start needs Linux on x64. Here, `npm run install-extension` adds Session Scope to your VS Code.');
  process.exit(1);
}
for (const dir of [...values['claude-dir'], values.folder ?? '.']) {
  if (existsSync(dir)) continue;
  console.error(`${dir} does not exist.`);
  process.exit(2);
}

const stopped = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve(undefined));
});
const scratch = mkdtempSync(path.join(os.tmpdir(), 'session-scope-'));
try {
  const shown = chooseContent();
  const server = await serve(shown);
  console.log(`\nSession Scope runs in a VS Code at\n\n  ${server.url({ folder: shown.folder })}\n`);
  console.log(`${shown.description}\nCtrl+C ends it.`);
  const ended = await Promise.race([stopped, server.ended()]);
  await server.stop();
  if (ended) throw new Error(`The VS Code server ended (${ended}).`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}

/** @returns {{ folder: string, settings: object, description: string }} */
function chooseContent() {
  const roots = values['claude-dir'].map((dir) => path.resolve(dir));
  if (roots.length === 0 && values.folder === undefined) {
    const demo = makeDemoHome(path.join(scratch, 'demo'), { livePid: process.pid });
    const settings = { 'sessionScope.dataRoots': [demo.claudeDir], 'git.enabled': false };
    const count = Object.keys(demo.sessionIds).length;
    const description = `It shows a demo: ${count} made-up sessions of a web shop, its worktree and a small tool.`;
    return { folder: demo.shop, settings, description, unfolded: logOf(demo) };
  }
  const folder = path.resolve(values.folder ?? '.');
  const settings = roots.length > 0 ? { 'sessionScope.dataRoots': roots } : {};
  const described = roots.length > 0 ? roots.join(', ') : "Claude Code's own data root";
  return { folder, settings, description: `It shows the sessions of ${described}.` };
}

/** The log of the demo's session that has most under it. */
function logOf({ claudeDir, sessionIds }) {
  const projects = path.join(claudeDir, 'projects');
  return readdirSync(projects)
    .map((project) => path.join(projects, project, `${sessionIds.cart}.jsonl`))
    .find((file) => existsSync(file));
}

async function serve({ settings, unfolded }) {
  const vsix = packExtension();
  const tools = ensureToolchain();
  const userDataDir = path.join(scratch, 'user-data');
  const extensionsDir = path.join(scratch, 'extensions');
  mkdirSync(extensionsDir);
  await writeSettings(userDataDir, settings);
  await installExtension({ tools, extensionsDir, userDataDir, vsix });
  addViewOpener(extensionsDir, unfolded);
  const port = values.port === undefined ? await preferredPort() : Number(values.port);
  return startServer({ tools, userDataDir, extensionsDir, port });
}

/**
 * An extension that shows the view once the window is drawn, and unfolds the session of a log: neither a setting nor
 * the page's address can.
 */
function addViewOpener(extensionsDir, unfolded) {
  const relativeLocation = 'session-scope-start.view-opener-1.0.0';
  const dir = path.join(extensionsDir, relativeLocation);
  const manifest = {
    name: 'view-opener',
    publisher: 'session-scope-start',
    version: '1.0.0',
    engines: { vscode: '^1.101.0' },
    main: 'main.js',
    activationEvents: ['onStartupFinished'],
  };
  mkdirSync(dir);
  writeFileSync(path.join(dir, 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    path.join(dir, 'main.js'),
    `const { commands, Uri } = require('vscode');
exports.activate = async () => {
  await commands.executeCommand('sessionScope.sessions.focus');
  const log = ${JSON.stringify(unfolded ?? null)};
  if (log !== null) await commands.executeCommand('sessionScope.revealOwningSession', Uri.file(log));
};
`,
  );
  // The server loads what this list names; installing a package has just written it.
  const list = path.join(extensionsDir, 'extensions.json');
  const installed = JSON.parse(readFileSync(list, 'utf8'));
  const identifier = { id: `${manifest.publisher}.${manifest.name}` };
  const location = { $mid: 1, path: dir, scheme: 'file' };
  const entry = { identifier, version: manifest.version, location, relativeLocation, metadata: {} };
  writeFileSync(list, JSON.stringify([...installed, entry]));
}

/** The usual port where it is free, else 0: any. */
function preferredPort() {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(PREFERRED_PORT, '127.0.0.1', () => probe.close(() => resolve(PREFERRED_PORT)));
  });
}
