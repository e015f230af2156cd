/** A real workbench with the packed extension, a data root, and the probe inside its extension host. */
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { SessionScope } from '../../e2e/sessionScope.mjs';
import { openWorkbench } from '../../harness/lib/workbench.mjs';

const probe = path.resolve(import.meta.dirname, '../hostProbe');

/**
 * @typedef {object} Stage
 * @property {import('../../harness/lib/workbench.mjs').Workbench} workbench
 * @property {SessionScope} scope
 * @property {(request: string) => Promise<any>} ask the probe
 * @property {number} host process id of the extension host
 *
 * @param {{ vsix: string, claudeDir: string, folder?: string, settings?: object }} options `folder`: the one to open
 * @param {(stage: Stage) => Promise<void>} play
 */
export async function onStage({ vsix, claudeDir, folder, settings = {} }, play) {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-bench-'));
  const socket = path.join(scratch, 'probe');
  process.env.SESSION_SCOPE_HOST_PROBE = socket;
  let workbench;
  let connection;
  try {
    workbench = await openWorkbench({
      folder: folder ?? scratch,
      vsix,
      extensionDevelopmentPath: probe,
      settings: {
        'sessionScope.dataRoots': [claudeDir],
        'sessionScope.showAllProjects': true,
        'git.enabled': false,
        // A server's host looks for open ports again and again; the desktop's does not.
        'remote.autoForwardPorts': false,
        ...settings,
      },
    });
    workbench.page.setDefaultTimeout(60_000);
    connection = await connect(socket);
    const ask = async (request) => {
      const answer = once(connection, 'data');
      connection.write(`${request}\n`);
      return JSON.parse((await answer)[0]);
    };
    await quiet(ask);
    await play({ workbench, scope: new SessionScope(workbench), ask, host: workbench.extensionHost });
  } finally {
    connection?.destroy();
    await workbench?.close();
    fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The probe's socket, once the extension host has loaded it. */
async function connect(socket) {
  for (let attempt = 0; ; attempt++) {
    const connection = net.connect(socket).setEncoding('utf8');
    const [error] = await Promise.race([
      once(connection, 'connect'),
      once(connection, 'error').catch((e) => [e]),
    ]).catch((e) => [e]);
    if (!error) return connection;
    if (attempt > 200) throw error;
    await sleep(100);
  }
}

/** Waits until the extension host has loaded what it loads at its start. */
async function quiet(ask) {
  for (let calm = 0; calm < 3;) {
    await ask('start');
    await sleep(1000);
    calm = (await ask('blocks')).longest < 30 ? calm + 1 : 0;
  }
}

export function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
