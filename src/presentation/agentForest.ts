/** Which agent stands under which: agents under the agents that started them, agents of a workflow under its run. */
import * as path from 'node:path';
import type { AgentLog, Workflow } from '../core/model.ts';

/** An agent with the agents that it started. */
export interface AgentTree {
  readonly agent: AgentLog;
  readonly children: readonly AgentTree[];
}

/** The agents that a workflow started. */
export interface WorkflowTree {
  readonly workflow: Workflow;
  /** Folder of the run. */
  readonly path: string;
  readonly children: readonly AgentTree[];
}

/** Deeper agents become siblings of their parents: clients nest two or three levels, a hostile log claims thousands. */
export const deepestAgent = 16;

interface Growing {
  readonly agent: AgentLog;
  readonly children: Growing[];
  parent: Growing | undefined;
  depth: number | undefined;
}

/**
 * Top-level agents and workflow runs, in the order given. An agent whose parent is not listed is top-level, and so is
 * one that would be its own ancestor.
 */
export function agentForest(agents: readonly AgentLog[]): (AgentTree | WorkflowTree)[] {
  const nodes = agents.map((agent): Growing => ({ agent, children: [], parent: undefined, depth: undefined }));
  const byId = new Map<string, Growing[]>();
  for (const node of nodes) {
    const { agentId } = node.agent;
    if (agentId !== undefined) byId.set(agentId, [...(byId.get(agentId) ?? []), node]);
  }
  for (const node of nodes) node.parent = parentOf(node, byId);
  for (const node of nodes) settle(node);
  const roots: (AgentTree | WorkflowTree)[] = [];
  const runs = new Map<string, WorkflowTree & { readonly children: AgentTree[] }>();
  for (const node of nodes) {
    const { workflow, path: log } = node.agent;
    const folder = path.dirname(log);
    if (node.parent !== undefined) node.parent.children.push(node);
    else if (workflow === undefined) roots.push(node);
    else {
      let run = runs.get(folder);
      if (run === undefined) {
        run = { workflow, path: folder, children: [] };
        runs.set(folder, run);
        roots.push(run);
      }
      run.children.push(node);
    }
  }
  return roots;
}

/** A session with files in two places can have two logs of one agent: the one in the child's folder is preferred. */
function parentOf({ agent }: Growing, byId: ReadonlyMap<string, readonly Growing[]>): Growing | undefined {
  const named = agent.parentAgentId === undefined ? [] : (byId.get(agent.parentAgentId) ?? []);
  return named.find((one) => path.dirname(one.agent.path) === path.dirname(agent.path)) ?? named[0];
}

/** Sets the depths of a node and its ancestors, top first. Breaks cycles, and lifts nodes that are nested too deep. */
function settle(node: Growing): void {
  const line: Growing[] = [];
  const inLine = new Set<Growing>();
  let top: Growing | undefined = node;
  while (top !== undefined && top.depth === undefined && !inLine.has(top)) {
    line.push(top);
    inLine.add(top);
    top = top.parent;
  }
  if (top !== undefined && inLine.has(top)) {
    top.parent = undefined;
    return settle(node);
  }
  for (const one of line.reverse()) {
    while ((one.parent?.depth ?? 0) >= deepestAgent) one.parent = one.parent?.parent;
    one.depth = one.parent === undefined ? 1 : (one.parent.depth ?? 0) + 1;
  }
}
