/** What other programs in VS Code ask: extensions, language models, links, terminals, MCP clients. */
import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  script = path.join(extension.extensionPath, 'dist', 'terminal.js');
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

async function invoke(name: string, input: object): Promise<unknown> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  const [part] = content;
  assert.ok(part instanceof vscode.LanguageModelTextPart);
  assert.ok(part.value.length < 2048);
  return JSON.parse(part.value);
}

describe('language-model tools', () => {
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

/** What the MCP server answers to requests after the first, in their order. */
function mcp(...requests: readonly object[]): unknown[] {
  const commandLine = new CommandLine({ script, roots: () => [demo.claudeDir] });
  const { command, args, env, cwd } = mcpServerDefinition(commandLine, '1');
  const initialize = {
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
  };
  const lines = [initialize, ...requests].map((request, id) => JSON.stringify({ jsonrpc: '2.0', id, ...request }));
  const { stdout } = spawnSync(command, args, {
    cwd: cwd?.fsPath,
    env: { ...process.env, ...(env as Record<string, string>) },
    input: `${lines.join('\n')}\n`,
    encoding: 'utf8',
  });
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: number; result: unknown });
  return answers.sort((a, b) => a.id - b.id).map(({ result }) => result);
}

it('the MCP server starts with VS Code’s own Node, and says who it is', () => {
  assert.equal((mcp()[0] as { serverInfo: { name: string } }).serverInfo.name, 'session-scope');
});

interface HookAnswer {
  readonly hookSpecificOutput: { readonly additionalContext: string };
}

describe('all doors', () => {
  const tool = (name: string, args: object) => ({ method: 'tools/call', params: { name, arguments: args } });
  const told = (answer: unknown) => (answer as { structuredContent: Record<string, unknown> }).structuredContent;

  /** What a hook tells the session that starts. */
  function atStart(sessionId: string): string {
    const input = { session_id: sessionId, hook_event_name: 'SessionStart', source: 'startup', cwd: demo.shop };
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    const args = [script, 'hook', `--claude-dir=${demo.claudeDir}`];
    const { stdout } = spawnSync(process.execPath, args, { env, input: JSON.stringify(input), encoding: 'utf8' });
    return (JSON.parse(stdout) as HookAnswer).hookSpecificOutput.additionalContext;
  }

  it('name the same plan of a session: command line, MCP, hook, API', async () => {
    for (const id of [cart, search]) {
      const { plan } = cli('plan', id) as { plan: { path: string; slug: string; state: string } };
      const [, byMcp] = mcp(tool('plan', { session_id: id }));
      const { path: file, slug, state } = told(byMcp).plan as typeof plan;
      assert.deepEqual({ path: file, slug, state }, { path: plan.path, slug: plan.slug, state: plan.state });
      assert.deepEqual(await api.planOf(id), plan);
      const words = atStart(id);
      assert.ok(
        words.includes(`This session: ${id}`) && words.includes(`Its plan: ${JSON.stringify(plan.path)}`),
        words,
      );
    }
  });

  it('name the same session by its title: command line, MCP, language-model tool', async () => {
    const { title } = (await api.sessions()).find(({ sessionId }) => sessionId === cart) ?? {};
    assert.ok(title);
    const ids = (answer: unknown) =>
      (answer as { sessions: { sessionId: string }[] }).sessions.map((one) => one.sessionId);
    const expected = ids(cli('resolve', title));
    assert.ok(expected.includes(cart));
    assert.deepEqual(ids(await invoke(languageModelTools.find, { name: title })), expected);
    assert.deepEqual(ids(told(mcp(tool('find', { name: title }))[1])), expected);
  });

  it('name the same changes of a file: command line, MCP, language-model tool, API', async () => {
    const [first] = await api.touched(demo.shop);
    assert.ok(first);
    const calls = (files: unknown) =>
      (files as { sessionId: string; toolUseId: string }[]).map((one) => `${one.sessionId} ${one.toolUseId}`);
    const expected = calls(await api.touched(first.path));
    const answers = [
      cli('touched', first.path),
      await invoke(languageModelTools.touched, { paths: [first.path] }),
      told(mcp(tool('touched', { paths: [first.path] }))[1]),
    ];
    for (const answer of answers) assert.deepEqual(calls((answer as { files: unknown }).files), expected);
  });

  it('say the same of a session that there is none', async () => {
    const unknown = '99999999-9999-4999-8999-999999999999';
    const code = 'session_not_found';
    assert.equal((cli('plan', unknown) as { error: string }).error, code);
    await assert.rejects(api.planOf(unknown), { code });
    const [, answer] = mcp(tool('plan', { session_id: unknown })) as { content: { text: string }[] }[];
    assert.equal((JSON.parse(answer?.content[0]?.text ?? '') as { error: string }).error, code);
  });
});

it('the API announces a session that comes and goes', async () => {
  const log = (cli('session', cart) as { logs: { path: string }[] }).logs[0]?.path;
  assert.ok(log);
  const sessionId = randomUUID();
  const announced = (kind: 'changed' | 'removed') =>
    new Promise<void>((resolve) => {
      const listening = api.onDidChangeSessions((change) => {
        if (!change[kind].includes(sessionId)) return;
        listening.dispose();
        resolve();
      });
    });
  const common = { type: 'user', sessionId, uuid: randomUUID(), cwd: demo.shop, timestamp: new Date().toISOString() };
  const file = path.join(path.dirname(log), `${sessionId}.jsonl`);
  const came = announced('changed');
  writeFileSync(file, `${JSON.stringify({ ...common, message: { role: 'user', content: 'For a moment' } })}\n`);
  await came;
  assert.ok((await api.sessions()).some((session) => session.sessionId === sessionId));
  const went = announced('removed');
  rmSync(file);
  await went;
});

it('the chat skill of the manifest is there, under the name of its folder', () => {
  const extension = vscode.extensions.getExtension(extensionId);
  const { contributes } = extension?.packageJSON as { contributes: { chatSkills: { path: string }[] } };
  assert.equal(contributes.chatSkills.length, 1);
  for (const { path: file } of contributes.chatSkills) {
    const skill = readFileSync(path.join(extension?.extensionPath ?? '', file), 'utf8');
    assert.equal(/^---\nname: (.+)\ndescription: .+\n---\n/.exec(skill)?.[1], path.basename(path.dirname(file)));
  }
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
