import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createContext } from '../../../src/cli/context.ts';
import { scratchContext, type ScratchContext } from '../../../src/cli/commands/scratchCommand.ts';
import { statFields } from '../../../src/core/disk/processes.ts';
import type { StaleRule } from '../../../src/core/scratch/selectStale.ts';
import { prompt } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { noProc, skip } from '../../fixtures/skip.ts';

function contextOf({ root }: Home): ScratchContext {
  const input = { values: { 'claude-dir': [root], 'no-cache': true }, positionals: [], env: {}, warn: () => undefined };
  return scratchContext(createContext(input));
}

function ruleOf(context: ScratchContext): StaleRule {
  const rule = context.staleRule(1);
  if ('error' in rule) throw new Error(rule.message);
  return rule;
}

describe('the rule of what is stale, asked for again after a question', () => {
  it('knows the entry that was written meanwhile', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('x')]);
    const context = contextOf(home);
    const before = ruleOf(context).lastActivity(sessionA);
    expect(before).toEqual(expect.any(Number));
    home.append(sessionA, [prompt('More')]);
    home.log(sessionB, [prompt('New')]);
    const after = ruleOf(context);
    expect(after.lastActivity(sessionA)).toBeGreaterThan(Number(before));
    expect(after.lastActivity(sessionB)).toEqual(expect.any(Number));
  });

  it('knows the session that was opened meanwhile', skip(noProc), () => {
    const home = makeHome();
    home.log(sessionA, [prompt('x')]);
    const context = contextOf(home);
    expect(ruleOf(context).isLive(sessionA)).toBe(false);
    const entry = { pid: process.pid, sessionId: sessionA, procStart: statFields(process.pid)?.[19] };
    home.write(`.claude/sessions/${process.pid}.json`, JSON.stringify(entry));
    expect(ruleOf(context).isLive(sessionA)).toBe(true);
  });

  it('knows nothing of a session once the logs cannot be looked at', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('x')]);
    const context = contextOf(home);
    ruleOf(context);
    fs.rmSync(home.root, { recursive: true });
    expect(ruleOf(context).lastActivity(sessionA)).toBe('unknown');
  });
});

it('there is no rule where no data root is there', () => {
  const home = makeHome();
  fs.rmSync(home.root, { recursive: true });
  expect(contextOf(home).staleRule(1)).toMatchObject({ error: 'not_found', roots: [home.root] });
});
