/** What other programs in VS Code ask: extensions, language models, links, terminals, MCP clients. */
import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { SessionScopeApi } from '../../../api/sessionScope.d.ts';
import { languageModelTools } from '../../../src/host/contributions.ts';
import { sessionOfLink } from '../../../src/integrations/showSession.ts';
import { mcpServerDefinition } from '../../../src/integrations/mcpServer.ts';
import { CommandLine } from '../../../src/service/commandLine.ts';
import type { Example } from '../apiExample/extension.ts';
import { readDemo } from './demo.ts';

const demo = readDemo();
const { cart, search } = demo.sessionIds;
const cartPlan = path.join(demo.claudeDir, 'plans', 'please-plan-cart-persistence-quiet-harbor.md');
const extensionId = 'session-scope.session-scope';
let api: SessionScopeApi;
let script: string;

/** The command line as a shell would run it. */
function cli(...args: string[]): unknown {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const named = [script, ...args, '--json', `--claude-dir=${demo.claudeDir}`];
  return JSON.parse(spawnSync(process.execPath, named, { env, encoding: 'utf8' }).stdout);
}

before(async () => {
  const extension = vscode.extensions.getExtension<SessionScopeApi>(extensionId);
  assert.ok(extension);
  api = await extension.activate();
  script = path.join(extension.extensionPath, 'dist', 'cli.js');
  await vscode.commands.executeCommand('sessionScope.refresh');
});

describe('the API for extensions', () => {
  it('answers what the command line answers', async () => {
    assert.deepEqual(await api.sessions(), cli('sessions', '--all'));
    assert.deepEqual(await api.planOf(cart), (cli('plan', cart) as { plan: unknown }).plan);
    assert.deepEqual(await api.owner(cartPlan), (cli('owner', cartPlan) as { owners: unknown }).owners);
    assert.deepEqual(
      await api.touched(demo.shop),
      (cli('touched', demo.shop, '--limit', '999999999') as { files: unknown }).files,
    );
    assert.equal((await api.owner(cartPlan))[0]?.sessionId, cart);
  });

  it('rejects with the error code of the command line, and takes no text for an option', async () => {
    await assert.rejects(api.planOf('no UUID'), { code: 'invalid_session_id' });
    await assert.rejects(api.planOf('99999999-9999-4999-8999-999999999999'), { code: 'session_not_found' });
    await assert.rejects(api.planOf('--help'), { code: 'invalid_session_id' });
    assert.deepEqual(await api.owner('--help'), []);
  });

  it('is used by an extension that has its types alone', async () => {
    const example = vscode.extensions.getExtension<Example>('example.session-scope-example');
    assert.ok(example, 'the example is not loaded');
    const lines = await (await example.activate()).plansInForce();
    assert.ok(lines.length > 2, lines.join('\n'));
    assert.ok(lines.every((line) => line.includes(': ')));
  });
});

describe('language-model tools', () => {
  const invoke = async (name: string, input: object): Promise<unknown> => {
    const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
    const [part] = content;
    assert.ok(part instanceof vscode.LanguageModelTextPart);
    assert.ok(part.value.length < 2048);
    return JSON.parse(part.value);
  };

  it('are the two of the manifest', () => {
    const names = vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith('session_scope_'));
    assert.deepEqual(names.sort(), Object.values(languageModelTools).sort());
  });

  it('find a session by its name, as the command line does', async () => {
    const { sessions, ...answer } = (await invoke(languageModelTools.find, { name: cart })) as { sessions: unknown[] };
    assert.deepEqual(answer, { count: 1, text: cart, kind: 'session-id' });
    assert.equal((sessions[0] as { sessionId: string }).sessionId, cart);
    const unknown = await invoke(languageModelTools.find, { name: '--nothing has this' });
    assert.equal((unknown as { error: string }).error, 'session_not_found');
  });

  it('tell who changed a folder, a page at a time', async () => {
    const { count, files } = (await invoke(languageModelTools.touched, { paths: [demo.shop] })) as {
      count: number;
      files: unknown[];
    };
    assert.equal(count, (await api.touched(demo.shop)).length);
    assert.ok(files.length > 0 && files.length <= count);
  });
});

it('the MCP server starts with VS Code’s own Node, and says who it is', () => {
  const commandLine = new CommandLine({ script, roots: () => [demo.claudeDir] });
  const { command, args, env, cwd } = mcpServerDefinition(commandLine, '1');
  const request = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
  };
  const run = spawnSync(command, args, {
    cwd: cwd?.fsPath,
    env: { ...process.env, ...(env as Record<string, string>) },
    input: `${JSON.stringify(request)}\n`,
    encoding: 'utf8',
  });
  assert.equal(
    (JSON.parse(run.stdout) as { result: { serverInfo: { name: string } } }).result.serverInfo.name,
    'session-scope',
  );
});

describe('links', () => {
  const named = (link: string) => sessionOfLink(vscode.Uri.parse(`${vscode.env.uriScheme}://${extensionId}${link}`));

  it('name a session by its ID, in any case of its letters', () => {
    assert.equal(named(`/show?session=${search}`), search);
    assert.equal(named(`/show?session=${search.toUpperCase()}`), search);
  });

  it('of another form name none', () => {
    const links = [
      '/show',
      '/show?session=../../etc',
      `/show?session=${search}&x=1`,
      `/show?session=${search}#x`,
      `/other?session=${search}`,
    ];
    assert.deepEqual(links.map(named), Array(5).fill(undefined));
  });
});

it('session-scope runs in an integrated terminal', async () => {
  const out = path.join(demo.shop, '..', 'terminal.txt');
  const terminal = vscode.window.createTerminal({ name: 'test', shellPath: '/bin/sh' });
  terminal.sendText(
    `session-scope find-plan-slug ${cart} --claude-dir '${demo.claudeDir}' --json > '${out}'; echo end >> '${out}'`,
  );
  for (
    let waited = 0;
    waited < 20_000 && !(existsSync(out) && readFileSync(out, 'utf8').includes('end'));
    waited += 100
  )
    await new Promise((resolve) => setTimeout(resolve, 100));
  terminal.dispose();
  assert.equal(readFileSync(out, 'utf8'), '"please-plan-cart-persistence-quiet-harbor"\nend\n');
});
