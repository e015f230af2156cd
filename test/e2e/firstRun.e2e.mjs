/**
 * From a data root that is not there to the first sessions; what the client deletes soon, and what it never deletes.
 */
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isOldest } from '../harness/lib/toolchain.mjs';
import { eventually } from './eventually.mjs';
import { QuickPick } from './quickPick.mjs';

const TABLES = 'Count words in Markdown tables';
const DAY = 86_400_000;

export const title = 'The first run';
export const folder = (demo) => demo.wordtool;
export const env = (demo) => ({ CLAUDE_CODE_TMPDIR: tmpOf(demo) });
export const settings = (demo) => ({
  'sessionScope.dataRoots': [path.join(path.dirname(demo.claudeDir), 'nowhere')],
  'sessionScope.scratch.taskOutputsWarning': 0.001,
});

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, demo, step, shot }) {
  const { workbench, page } = scope;
  const output = writeOutput(demo);

  await step('the view names the folder that was looked at, and leads by keyboard to the walkthrough', async () => {
    await scope.openSideBar();
    await page
      .locator('.part.sidebar')
      .getByText(/No Claude Code session yet: .*nowhere does not exist\./)
      .waitFor();
    assert.deepEqual(await scope.readRows(), ['Choose Data Roots…', 'Get Started', 'Show Diagnostics']);
    await shot('first-run');
    if (isOldest) {
      // On a person's first day it shows a walkthrough of its own, whichever is asked for, when its page opens first.
      await workbench.runCommand('Help: Welcome');
      await page.locator('.gettingStartedContainer').waitFor();
    }
    await scope.click('Show Diagnostics');
    assert.match(await scope.readEditor('Data roots: 1'), /nowhere: does not exist/);
    await page.locator('.part.sidebar .monaco-list').first().focus();
    await workbench.treeRow('Show Diagnostics').and(page.locator('.focused')).waitFor();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    const walkthrough = page.locator('.gettingStartedContainer');
    await walkthrough.getByText('Get Started with Session Scope').first().waitFor();
    const steps = walkthrough.locator('.step-title');
    await eventually(
      () => steps.allInnerTexts(),
      (titles) =>
        assert.deepEqual(titles, [
          'See your sessions',
          'Open the plan of a session',
          'Find the one that worked on it',
          'Ask in a terminal',
        ]),
    );
    await shot('walkthrough');
  });

  await step('after another data root was chosen, a row says when the client deletes its log, and why', async () => {
    await scope.run('Choose Data Roots…');
    await scope.chooseFolder(demo.claudeDir, 'projects', 'Choose');
    await eventually(
      () => scope.readRows(),
      (rows) => assert.ok(rows.includes(`${TABLES} | 0b7d3e96 · cleaned in 2 d`), rows.join('\n')),
    );
    const text = await (await scope.hover(workbench.treeRow(TABLES), 'Cleaned')).innerText();
    assert.match(text, /Cleaned: when Claude Code starts after .*: the file is then 47 days old/);
    assert.match(text, /cleanupPeriodDays in .*settings\.json/);
    await shot('cleaned');
  });

  await step('what a background task wrote is told, shown under its session, and moved to the bin', async () => {
    const sentence = 'What background tasks of Claude Code wrote below the temporary directory takes';
    await page.locator('.notification-list-item-message', { hasText: sentence }).first().waitFor();
    await scope.expand(TABLES);
    await workbench.treeRow('Scratch').waitFor();
    await scope.expand('Scratch');
    const row = workbench.treeRow('Task outputs');
    await row.waitFor();
    assert.equal(await row.getAttribute('aria-label'), 'Scratch directory Task outputs, 1 file, 2 MB');
    await scope.run('Clean Task Outputs…');
    const pick = new QuickPick(page);
    await pick.shows(TABLES);
    assert.match(
      (await pick.read()).join('\n'),
      /\[x\] Count words in Markdown tables \| 0b7d3e96 · 40 d · 2 MB · 1 file/,
    );
    await shot('task-outputs');
    await pick.accept();
    const dialog = await workbench.readDialog();
    assert.match(dialog.detail, /Task outputs stay on the same disk until the bin is emptied\./);
    await workbench.acceptDialog('Move 1 Directory to Bin');
    await page.getByText('Moved 1 scratch directory (2 MB) to the bin.').first().waitFor();
    assert.equal(existsSync(output), false);
    await eventually(
      () => scope.readRows(),
      (rows) => assert.ok(!rows.some((each) => each.includes('Task outputs')), rows.join('\n')),
    );
  });
}

function tmpOf({ claudeDir }) {
  return path.join(path.dirname(claudeDir), 'tmp');
}

/**
 * An old output that an entry of the tables' session names; its log and the settings are such that it goes in two days.
 */
function writeOutput({ claudeDir, wordtool }) {
  writeFileSync(path.join(claudeDir, 'settings.json'), '{ "cleanupPeriodDays": 47 }\n');
  const projects = path.join(claudeDir, 'projects');
  const name = '0b7d3e96-c512-4fa8-8e04-a6d19f73b28c';
  const log = readdirSync(projects)
    .map((project) => path.join(projects, project, `${name}.jsonl`))
    .find((file) => existsSync(file));
  const { mtimeMs } = statSync(log);
  const entry = {
    type: 'user',
    uuid: '5a0c7d1e-2b3f-4c68-9d70-1e2f3a4b5c6d',
    parentUuid: null,
    sessionId: name,
    cwd: wordtool,
    version: '2.1.200',
    timestamp: new Date(mtimeMs).toISOString(),
    message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_background', content: 'Running' }] },
    toolUseResult: { stdout: '', stderr: '', backgroundTaskId: 'b0a1c2d' },
  };
  appendFileSync(log, `${JSON.stringify(entry)}\n`);
  utimesSync(log, mtimeMs / 1000, mtimeMs / 1000);
  const encoded = wordtool.replace(/[^A-Za-z0-9]/g, '-');
  const tasks = path.join(tmpOf({ claudeDir }), `claude-${process.getuid()}`, encoded, name, 'tasks');
  mkdirSync(tasks, { recursive: true });
  const output = path.join(tasks, 'b0a1c2d.output');
  writeFileSync(output, 'x'.repeat(2 * 1024 * 1024));
  const old = (Date.now() - 40 * DAY - 60_000) / 1000;
  utimesSync(output, old, old);
  return output;
}
