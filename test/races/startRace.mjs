/** What the races have in common: the built core, chance from SEED, and another process that exchanges paths. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { buildCore } from './bundle.mjs';
import { startExchanger, whyNoExchanger } from './exchanger.mjs';

/** Ends this process, with the reason, where no exchanger can run. Call `end` of what it returns. */
export async function startRace(name) {
  const reason = whyNoExchanger();
  if (reason) {
    console.log(`${name}: skipped, ${reason}`);
    process.exit(0);
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'session-scope-races-'));
  const { core } = await buildCore(folder);
  const seeded = new core.Seeded(Number(process.env.SEED ?? 20261122));
  const exchanger = startExchanger();
  return {
    core,
    exchanger,
    random: () => seeded.next(),
    end() {
      exchanger.end();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Identity that survives an exchange; `undefined` where nothing is. */
export function kindOf(location) {
  const stat = fs.lstatSync(location, { throwIfNoEntry: false });
  return stat && `${stat.dev}:${stat.ino}`;
}

/** How many descriptors this process has. */
export function openDescriptors() {
  return fs.readdirSync('/proc/self/fd').length;
}
