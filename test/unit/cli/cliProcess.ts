/** The built CLI as a process of its own, in an environment that the test says. */
import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll } from 'vitest';
import type { Home } from '../../fixtures/homes.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cli-'));
// For another user to run what is in it.
fs.chmodSync(folder, 0o755);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/**
 * Built as it ships, in a place of its own: dist/ may be built anew meanwhile. Where esbuild cannot run, it is built.
 */
const built = process.env.SESSION_SCOPE_BUILT_CLI;
const dist = built ?? path.join(folder, 'dist');
if (built === undefined) execFileSync(process.execPath, ['esbuild.mjs', '--cli', dist]);
export const cliFile = path.join(dist, 'cli.js');

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What stdout says, parsed. */
  readonly json: unknown;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Working directory; default: the home's. */
  readonly cwd?: string;
  /** As a user who owns nothing, where the test runs as root; else as the user who runs it. */
  readonly asNobody?: boolean;
  /** Standard input; default: empty. */
  readonly input?: string | Buffer;
}

/** The environment of a user whose home is `home`, and nothing else of the machine's. */
export function environmentOf(home: Home, more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: home.folder, USERPROFILE: home.folder, ...more };
}

export function cli(
  home: Home,
  args: readonly string[],
  { env, cwd = home.folder, input, asNobody }: CliOptions = {},
): CliRun {
  const run: SpawnSyncReturns<string> = spawnSync(process.execPath, [cliFile, ...args], {
    cwd,
    env: environmentOf(home, env),
    input,
    uid: asNobody && process.geteuid?.() === 0 ? 65534 : undefined,
    encoding: 'utf8',
    // Wine on a machine that is busy takes its time.
    timeout: process.platform === 'win32' ? 120_000 : 20_000,
  });
  let json: unknown;
  try {
    json = JSON.parse(run.stdout);
  } catch {
    json = undefined;
  }
  return { code: run.status, stdout: run.stdout, stderr: run.stderr, json };
}
