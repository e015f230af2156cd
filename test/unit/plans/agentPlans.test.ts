import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyAgentLogFacts } from '../../../src/core/log/agentLogFacts.ts';
import type { NamedFact } from '../../../src/core/log/sessionLogFacts.ts';
import type { TrackedAgentLog } from '../../../src/core/log/trackedLog.ts';
import { agentIdOfPlan, planOfAgent } from '../../../src/core/plans/agentPlans.ts';
import { PlanDirectories } from '../../../src/core/plans/planDirectories.ts';
import { sessionA } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';

it.each([
  ['/plans/calm-otter-agent-a1b2c3d.md', 'a1b2c3d'],
  [`/plans/otter-agent-${'a'.repeat(128)}.md`, 'a'.repeat(128)],
  [`/plans/otter-agent-${'a'.repeat(129)}.md`, undefined],
  ['/plans/otter-agent-.md', undefined],
  ['/plans/otter-agent-a.b.md', undefined],
  ['/plans/otter-agent-a1b2c3d.md.txt', undefined],
  ['/plans/otter-agent-a1b2c3dxmd', undefined],
  ['/plans-agent-x.md/otter.md', undefined],
])('%s is the plan of agent %s', (file, agent) => {
  expect(agentIdOfPlan(file)).toBe(agent);
});

describe('the plan of an agent', () => {
  function planned(names: (root: string) => string[]) {
    const home = makeHome();
    const file = home.plan('otter-agent-a1', '# Plan');
    home.plan('otter-agent-b2', '# Plan of another agent');
    const plans = names(home.root).map((name, i): NamedFact => ({ name, position: { line: i + 1, offset: 100 * i } }));
    const log = {
      file: { path: '/agent-a1.jsonl', agentId: 'a1' },
      root: home.root,
      facts: { ...emptyAgentLogFacts(sessionA), plans },
    } as unknown as TrackedAgentLog;
    return { home, file, plan: (cwds: string[] = []) => planOfAgent(log, cwds, new PlanDirectories()) };
  }
  const own = (root: string) => path.join(root, 'plans', 'otter-agent-a1.md');

  it('is the first file named after it that is there, with the line that names it', () => {
    const gone = (root: string) => path.join(root, 'plans', 'gone-agent-a1.md');
    const { file, plan } = planned((root) => [path.join(root, 'plans/otter-agent-b2.md'), gone(root), own(root)]);
    expect(plan()).toEqual({
      agentId: 'a1',
      path: file,
      evidence: [{ kind: 'agent-plan', file: '/agent-a1.jsonl', line: 3, offset: 200 }],
    });
  });

  it('is found by a path that goes up and down', () => {
    const { file, plan } = planned((root) => [`${root}/x/../plans/otter-agent-a1.md`]);
    expect(plan()?.path).toBe(file);
  });

  it('is found in a folder of the project that it ran in, as the client named that', () => {
    const { home, plan } = planned((root) => [path.join(root, '../shop/docs/otter-agent-a1.md')]);
    const inProject = home.write('shop/docs/otter-agent-a1.md', '# Plan');
    expect(plan([home.path('shop')])?.path).toBe(inProject);
    expect(plan()).toBeUndefined();
  });

  it.each<[string, (root: string) => string[]]>([
    ['named no file', () => []],
    ['named one of another agent', (root) => [path.join(root, 'plans', 'otter-agent-b2.md')]],
    ['named one by a relative path', () => ['.claude/plans/otter-agent-a1.md']],
    ['named one outside of the plans folders', (root) => [path.join(root, 'elsewhere', 'otter-agent-a1.md')]],
  ])('is none where the agent %s', (_, names) => {
    expect(planned(names).plan()).toBeUndefined();
  });

  it('is none where a folder stands in its place', () => {
    const { file, plan } = planned((root) => [own(root)]);
    fs.rmSync(file);
    fs.mkdirSync(file);
    expect(plan()).toBeUndefined();
  });
});
