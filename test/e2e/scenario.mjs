/** Plays one scenario in a workbench and a demo home of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { makeDemoHome } from '../fixtures/demo/demoHome.mjs';
import { openWorkbench } from '../harness/lib/workbench.mjs';
import { SessionScope } from './sessionScope.mjs';

/**
 * @typedef {object} Stage what a scenario is given
 * @property {SessionScope} scope
 * @property {ReturnType<typeof makeDemoHome>} demo
 * @property {(title: string, action: () => unknown) => Promise<void>} step
 * @property {(name: string) => Promise<void>} shot takes a screenshot
 * @property {(name: string, pictures: Buffer[]) => Promise<void>} sheet makes one picture of several, beside each other
 * @property {(name: string, pictures: Buffer[], delay: number) => Promise<void>} animation makes one picture of
 * several, each
 *   shown for some milliseconds
 *
 * @typedef {object} Scenario
 * @property {string} title
 * @property {Record<string, unknown> | ((demo: Stage['demo']) => Record<string, unknown>)} [settings]
 * @property {(demo: Stage['demo']) => string} [folder] what to open; by default the shop
 * @property {(demo: Stage['demo']) => Record<string, string>} [env] variables of VS Code
 * @property {string} [locale] the display language, by default English
 * @property {boolean} [restricted] whether the folder is one that the person does not trust
 * @property {(stage: Stage) => Promise<void>} play
 */

/**
 * @param {Scenario} scenario
 * @param {{ vsix: string, shots: string }} options
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function playScenario(
  { title, settings = {}, env = () => ({}), folder = (demo) => demo.shop, restricted, locale, play },
  { vsix, shots },
) {
  console.log(`\n${title}`);
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'session-scope-'));
  const count = { passed: 0, failed: 0 };
  const step = async (name, action) => {
    const started = Date.now();
    try {
      await action();
    } catch (error) {
      console.log(`  ✖ ${name}`);
      throw error;
    }
    count.passed++;
    console.log(`  ✔ ${name} (${Date.now() - started} ms)`);
  };
  let workbench;
  try {
    const demo = makeDemoHome(path.join(scratch, 'demo'), { livePid: process.pid });
    workbench = await openWorkbench({
      folder: folder(demo),
      vsix,
      restricted,
      locale,
      env: env(demo),
      settings: {
        'sessionScope.dataRoots': [demo.claudeDir],
        'git.enabled': false,
        ...(typeof settings === 'function' ? settings(demo) : settings),
      },
    });
    workbench.page.setDefaultTimeout(20_000);
    const shot = (name) => workbench.screenshot(path.join(shots, `${name}.png`));
    const sheet = (name, pictures) => workbench.sheet(path.join(shots, `${name}.png`), pictures);
    const animation = (name, pictures, delay) => workbench.animation(path.join(shots, `${name}.gif`), pictures, delay);
    await play({ scope: new SessionScope(workbench), demo, step, shot, sheet, animation });
  } catch (error) {
    count.failed++;
    console.log(stripVTControlCharacters(error.stack).replace(/^/gm, '    '));
    await workbench?.screenshot(path.join(shots, 'failed.png')).then(
      () => console.log(`    see ${path.join(shots, 'failed.png')}`),
      () => undefined,
    );
  } finally {
    await workbench?.close();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
  return count;
}
