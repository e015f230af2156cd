/** The pane of the plugin over what the command line really answers; `test/client` draws it in the client itself. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { answer, prompt, written } from '../../fixtures/entries.ts';
import { sessionA, sessionB, timeOfLine, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { killLiveClients, liveClient } from '../../fixtures/liveClients.ts';
import { noProc, skip } from '../../fixtures/skip.ts';
import { cliFile, environmentOf } from './cliProcess.ts';

type Hook = (engine: object, event: object) => Promise<unknown>;
interface Node {
  readonly type: string;
  readonly children: readonly (Node | string)[];
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pane-'));
afterAll(() => {
  killLiveClients();
  fs.rmSync(folder, { recursive: true, force: true });
});
for (const name of ['bin', 'hooks'])
  fs.cpSync(path.join('plugin', name), path.join(folder, 'plugin', name), { recursive: true });
fs.symlinkSync(path.dirname(cliFile), path.join(folder, 'plugin', 'dist'), 'junction');
Object.assign(globalThis, {
  h: (type: string, _props: object, ...children: readonly (Node | string)[]): Node => ({ type, children }),
});

/** The lines that the module of hooks.json draws for a session. Stands for the client: runs what it is asked to run. */
async function linesOf(home: Home, sessionId: string, cwd: string): Promise<string[]> {
  const { modules } = JSON.parse(fs.readFileSync('plugin/hooks/hooks.json', 'utf8')) as { modules: [string] };
  const file = pathToFileURL(path.join(folder, 'plugin', 'hooks', modules[0]));
  const { register } = (await import(file.href)) as {
    register: (on: (...args: readonly unknown[]) => void) => void;
  };
  const hooks = new Map<unknown, Hook>();
  register((...args) => hooks.set(args[0], args.at(-1) as Hook));
  let drawAgain: () => void = () => undefined;
  const read = new Promise<void>((resolve) => (drawAgain = resolve));
  const engine = {
    session: { id: () => Promise.resolve(sessionId) },
    process: {
      run: ([program = '', ...args]: readonly string[]) => {
        const { status, stdout, stderr } = spawnSync(program, args, {
          cwd,
          env: environmentOf(home),
          encoding: 'utf8',
        });
        return Promise.resolve({ exitCode: status, stdout, stderr });
      },
    },
    ui: { resolve: () => ({ Box: 'Box', Text: 'Text', Button: 'Button' }), invalidate: () => drawAgain() },
  };
  const draw = () => hooks.get('ui.render')?.(engine, {}) as Promise<Node>;
  expect(textsOf(await draw())).toEqual([`Session  ${sessionId.slice(0, 8)}, is read ...`]);
  await read;
  return textsOf(await draw());
}

function textsOf(node: Node): string[] {
  if (node.type === 'Text') return node.children.filter((child) => typeof child === 'string');
  return node.children.flatMap((child) => (typeof child === 'string' ? [] : textsOf(child)));
}

describe('the pane of the plugin', () => {
  it('lists what the command line proves of the session', skip(noProc), async () => {
    const home = makeHome();
    const cwd = home.repository();
    home.log(sessionA, [
      prompt('Add \u001b[31ma cart'),
      written(home.plan('a-cart', '# A cart\n'), '# A cart\n'),
      written('/w/a.ts', 'x'),
    ]);
    home.log(sessionB, [prompt('Count'), written('/w/a.ts', 'y')]);
    home.agentLog(sessionA, 'a1', [prompt('Look'), answer('Looked')]);
    fs.mkdirSync(home.path('shop', '.erk', 'scratch', 'sessions', sessionA), { recursive: true });
    for (const id of [sessionA, sessionB]) liveClient(home, id, { startedAt: timeOfLine(1), status: 'busy' });
    expect(await linesOf(home, sessionA, cwd)).toEqual([
      'Session  11111111 "Add a cart"',
      'Plan     "A cart"',
      `         ${home.planPath('a-cart')}`,
      `Scratch  ${home.path('shop', '.erk', 'scratch', 'sessions', sessionA)}, 0 files`,
      'Agents   (no title), no end is recorded',
      'Files    /w/a.ts, also by 22222222',
      'Here     22222222 "Count", busy',
    ]);
  });

  it('says of a session that nothing knows what the command line says', async () => {
    const home = makeHome();
    home.log(sessionB, [prompt('Count')]);
    const [first, ...rest] = await linesOf(home, sessionA, home.folder);
    expect(first).toMatch(/^Session {2}11111111 No /);
    expect(rest).toEqual(['Files    none that another live session changed, too', expect.stringMatching(/^Here {5}/)]);
  });
});
