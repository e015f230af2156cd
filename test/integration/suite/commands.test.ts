import * as assert from 'node:assert/strict';
import { readFileSync, utimesSync } from 'node:fs';
import * as path from 'node:path';
import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commands, settings } from '../../../src/host/contributions.ts';
import { readDemo } from './demo.ts';
import { collectMessages } from './messages.ts';

const demo = readDemo();
const plan = (slug: string): string => path.join(demo.claudeDir, 'plans', `${slug}.md`);
const cartPlan = plan('please-plan-cart-persistence-quiet-harbor');
const searchPlan = plan('please-plan-search-ranking-brisk-lantern');

describe('commands', () => {
  let restore: (() => void)[] = [];

  before(async () => {
    await vscode.extensions.getExtension('session-scope.session-scope')?.activate();
    await vscode.commands.executeCommand(commands.refresh);
    await configure(settings.planOpening, 'source');
  });

  afterEach(async () => {
    for (const undo of restore) undo();
    restore = [];
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  /** Resolved when the extension shows its next picker. */
  function pickerShown(): Promise<void> {
    const original = vscode.window.createQuickPick;
    return new Promise((resolve) => {
      vscode.window.createQuickPick = <T extends vscode.QuickPickItem>() => {
        vscode.window.createQuickPick = original;
        const pick = original<T>();
        const show = pick.show.bind(pick);
        pick.show = () => (show(), resolve());
        return pick;
      };
      restore.push(() => (vscode.window.createQuickPick = original));
    });
  }

  it('are registered as the manifest declares them', async () => {
    const registered = (await vscode.commands.getCommands(true)).filter((id) => id.startsWith('sessionScope.'));
    const manifest = JSON.parse(readFileSync(path.join(__dirname, '../../../package.json'), 'utf8')) as {
      contributes: { commands: { command: string }[]; views: Record<string, { id: string }[]> };
    };
    // VS Code gives each view some of its own.
    const views = Object.values(manifest.contributes.views).flatMap((all) => all.map(({ id }) => id));
    const isOfView = (id: string): boolean => views.some((view) => id.startsWith(`${view}.`));
    assert.deepEqual(
      registered.filter((id) => !isOfView(id)).sort(),
      manifest.contributes.commands.map(({ command }) => command).sort(),
    );
  });

  it('open a session’s own plan, although another session’s plan is newer', async () => {
    const now = Date.now() / 1000;
    utimesSync(cartPlan, now - 3600, now - 3600);
    utimesSync(searchPlan, now, now);
    await vscode.commands.executeCommand(commands.openPlanOfSession, demo.sessionIds.cart);
    assert.deepEqual(openTexts(), [cartPlan]);
    await vscode.commands.executeCommand(commands.openPlanOfSession, demo.sessionIds.search.toUpperCase());
    assert.deepEqual(openTexts(), [searchPlan]);
  });

  it('open a plan as the setting says, and the other way by the other command', async () => {
    await configure(settings.planOpening, 'preview');
    await vscode.commands.executeCommand(commands.openPlanOfSession, demo.sessionIds.cart);
    assert.deepEqual(openPreviews(), [cartPlan]);
    await configure(settings.planOpening, 'source');
    await vscode.commands.executeCommand(commands.openPlanPreview, demo.sessionIds.search);
    assert.deepEqual(openPreviews(), [searchPlan]);
    await vscode.commands.executeCommand(commands.openPlanSource, demo.sessionIds.cart);
    assert.deepEqual(openTexts(), [cartPlan]);
  });

  it('open a plan beside what is open', async () => {
    await vscode.commands.executeCommand(commands.openPlanOfSession, demo.sessionIds.cart);
    await vscode.commands.executeCommand(commands.openPlanToSide, demo.sessionIds.search);
    const groups = vscode.window.tabGroups.all.map(({ tabs }) => tabs.flatMap(textOf));
    assert.deepEqual(groups, [[cartPlan], [searchPlan]]);
  });

  it('open a plan whose file is gone as the session last logged it', async () => {
    const said = collectMessages(restore);
    await vscode.commands.executeCommand(commands.openPlanOfSession, demo.sessionIds.list);
    assert.match(vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '', /as logged/);
    assert.deepEqual(said, []);
  });

  it('say in one sentence that there is no plan, or no session', async () => {
    const said = collectMessages(restore);
    await vscode.commands.executeCommand(commands.openPlanOfSession, demo.sessionIds.question);
    await vscode.commands.executeCommand(commands.openPlanOfSession, '00000000-0000-4000-8000-000000000000');
    assert.deepEqual(said, ['Session 1c58e0f7 has no plan.', 'There is no session 00000000 in the data roots.']);
    assert.deepEqual(openTexts(), []);
  });

  it('open the log of a session', async () => {
    await vscode.commands.executeCommand(commands.openLogRaw, demo.sessionIds.cart);
    assert.deepEqual(
      openTexts().map((file) => path.basename(file)),
      [`${demo.sessionIds.cart}.jsonl`],
    );
  });

  it('do nothing with an argument that no view handed out', async () => {
    const said = collectMessages(restore);
    await vscode.env.clipboard.writeText('before');
    const forged = { kind: 'plan', id: 'plan:x', sessionId: 'x', plan: { path: '/etc/passwd', state: 'found' } };
    await vscode.commands.executeCommand(commands.copyPath, forged);
    await vscode.commands.executeCommand(commands.openContainingFolder, forged);
    await vscode.commands.executeCommand(commands.showMore, { kind: 'more', parent: undefined });
    for (const id of [commands.openPlan, commands.openPlanSource, commands.openLogRaw, commands.openSessionLog]) {
      // It asks for a session instead, so it ends only when the picker is closed.
      const shown = pickerShown();
      const asked = vscode.commands.executeCommand(id, forged);
      await shown;
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      await asked;
    }
    assert.deepEqual(openTexts(), []);
    assert.equal(await vscode.env.clipboard.readText(), 'before');
    assert.deepEqual(said, []);
  });

  it('copy a session’s full ID', async () => {
    await vscode.commands.executeCommand(commands.copySessionId, demo.sessionIds.cart);
    assert.equal(await vscode.env.clipboard.readText(), demo.sessionIds.cart);
  });

  it('act on all selected rows where the chosen one is among them, and else on that one alone', async () => {
    const { cart, search, list } = demo.sessionIds;
    await vscode.commands.executeCommand(commands.copySessionId, cart, [cart, search]);
    assert.equal(await vscode.env.clipboard.readText(), `${cart}\n${search}`);
    await vscode.commands.executeCommand(commands.copySessionId, list, [cart, search]);
    assert.equal(await vscode.env.clipboard.readText(), list);
    await vscode.commands.executeCommand(commands.openPlan, search, [cart, search]);
    assert.deepEqual(openTexts(), [cartPlan, searchPlan]);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand(commands.openSessionLog, search, [cart, search]);
    assert.deepEqual(await openTranscripts(2), ['Add cart persistence', 'Fix search ranking']);
  });

  it('open a plan as source in a workspace that is not trusted, whatever the setting says', async () => {
    const own = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted');
    Object.defineProperty(vscode.workspace, 'isTrusted', { configurable: true, get: () => false });
    restore.push(() => own && Object.defineProperty(vscode.workspace, 'isTrusted', own));
    await configure(settings.planOpening, 'preview');
    restore.push(() => void configure(settings.planOpening, 'source'));
    await vscode.commands.executeCommand(commands.openPlanOfSession, demo.sessionIds.cart);
    assert.deepEqual([openTexts(), openPreviews()], [[cartPlan], []]);
    await vscode.commands.executeCommand(commands.openPlanPreview, demo.sessionIds.search);
    assert.deepEqual([openTexts(), openPreviews()], [[searchPlan], []]);
  });

  it('show diagnostics with what was found and what was skipped', async () => {
    await vscode.commands.executeCommand(commands.showDiagnostics);
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, /\.claude: 10 sessions\n/);
    assert.match(text, /Lines skipped, agent logs included: 1\n/);
    assert.match(text, new RegExp(`${demo.sessionIds.hostile}\\.jsonl: 1 skipped, 1 got back \\(not-json\\)\n`));
    await vscode.commands.executeCommand(commands.copyDiagnostics);
    const copied = await vscode.env.clipboard.readText();
    assert.match(copied, /^Session Scope .*, VS Code .*\n\nData roots: 1\n/);
    assert.ok(!copied.includes('wordtool') && !copied.includes('projects/'), 'names of projects in the diagnostics');
    assert.ok(!text.includes('onerror'), 'log text in the diagnostics');
  });
});

async function configure(id: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);
}

function openTexts(): string[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.flatMap(textOf));
}

function textOf({ input }: vscode.Tab): string[] {
  return input instanceof vscode.TabInputText ? [input.uri.fsPath] : [];
}

/** Titles of the transcripts, once this many are open: their tabs come after the command ended. */
async function openTranscripts(count: number): Promise<string[]> {
  const labels = (): string[] =>
    vscode.window.tabGroups.all.flatMap(({ tabs }) =>
      tabs.flatMap(({ input, label }) => (input instanceof vscode.TabInputWebview ? [label] : [])),
    );
  while (labels().length < count)
    await new Promise<void>((resolve) => {
      const changed = vscode.window.tabGroups.onDidChangeTabs(() => {
        changed.dispose();
        resolve();
      });
    });
  return labels();
}

function openPreviews(): string[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) =>
    tabs.flatMap(({ input }) =>
      input instanceof vscode.TabInputCustom && input.viewType === 'vscode.markdown.preview.editor'
        ? [input.uri.fsPath]
        : [],
    ),
  );
}
