import { describe, expect, it } from 'vitest';
import { agentForest, deepestAgent, type AgentTree, type WorkflowTree } from '../../../src/presentation/agentForest.ts';
import type { AgentLog } from '../../../src/core/model.ts';
import { agentOf } from '../../fixtures/sessionRows.ts';

/** Agents as nested lists: an agent's ID, or an object of it and what it started. */
function outline(trees: readonly (AgentTree | WorkflowTree)[]): unknown[] {
  return trees.map((tree) => {
    const name = 'agent' in tree ? (tree.agent.agentId ?? '?') : `${tree.workflow.id}:`;
    return tree.children.length === 0 ? name : { [name]: outline(tree.children) };
  });
}

const child = (agentId: string, parentAgentId: string, agent: Partial<AgentLog> = {}) =>
  agentOf(agentId, { parentAgentId, ...agent });

describe('agents', () => {
  it('stand under the agents that started them, in the order given, whichever comes first', () => {
    const agents = [child('c', 'b'), agentOf('a'), child('b', 'a'), child('d', 'a'), agentOf('e')];
    expect(outline(agentForest(agents))).toEqual([{ a: [{ b: ['c'] }, 'd'] }, 'e']);
  });

  it('whose parent is not listed stand at the top', () => {
    expect(outline(agentForest([child('b', 'gone'), child('c', 'b')]))).toEqual([{ b: ['c'] }]);
  });

  it('that would stand under themselves stand at the top, and no agent is lost', () => {
    expect(outline(agentForest([child('a', 'a')]))).toEqual(['a']);
    expect(outline(agentForest([child('a', 'c'), child('b', 'a'), child('c', 'b'), child('d', 'c')]))).toEqual([
      { a: [{ b: [{ c: ['d'] }] }] },
    ]);
  });

  it('without an ID have no children', () => {
    const agents = [agentOf(undefined), agentOf(undefined)];
    expect(outline(agentForest(agents))).toEqual(['?', '?']);
  });

  it('stand under the parent in their own folder, where two logs have its ID', () => {
    const at = (folder: string, id: string, agent: Partial<AgentLog> = {}) =>
      agentOf(id, { path: `/${folder}/agent-${id}.jsonl`, ...agent });
    const agents = [at('one', 'a'), at('two', 'a'), at('two', 'b', { parentAgentId: 'a' })];
    expect(agentForest(agents).map(({ children }) => children.length)).toEqual([0, 1]);
  });

  it('of a workflow stand under its run, each run apart', () => {
    const at = (run: string, id: string, agent: Partial<AgentLog> = {}) =>
      agentOf(id, { path: `/s/${run}/agent-${id}.jsonl`, workflow: { id: run, name: undefined }, ...agent });
    const agents = [at('wf_1', 'a'), agentOf('x'), at('wf_2', 'b'), at('wf_1', 'c', { parentAgentId: 'a' })];
    expect(outline(agentForest(agents))).toEqual([{ 'wf_1:': [{ a: ['c'] }] }, 'x', { 'wf_2:': ['b'] }]);
  });
});

describe('a hostile log', () => {
  /** Nesting levels and agents of a forest. */
  function measure(trees: readonly AgentTree[], level = 1): { deepest: number; agents: number } {
    let deepest = trees.length > 0 ? level : 0;
    let agents = trees.length;
    for (const { children } of trees) {
      const below = measure(children, level + 1);
      deepest = Math.max(deepest, below.deepest);
      agents += below.agents;
    }
    return { deepest, agents };
  }

  it.each([
    ['from the top', (n: number) => n],
    ['from the bottom', (n: number) => 19_999 - n],
  ])('that claims a line of 20,000 agents %s is shown flat from some depth on', (_name, order) => {
    const line = Array.from({ length: 20_000 }, (_, n) => child(`a${order(n)}`, `a${order(n) - 1}`));
    expect(measure(agentForest(line) as AgentTree[])).toEqual({ deepest: deepestAgent, agents: 20_000 });
  });

  it('that claims one circle of 20,000 agents loses none', () => {
    const circle = Array.from({ length: 20_000 }, (_, n) => child(`a${n}`, `a${(n + 1) % 20_000}`));
    expect(measure(agentForest(circle) as AgentTree[])).toEqual({ deepest: deepestAgent, agents: 20_000 });
  });
});
