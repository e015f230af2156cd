/**
 * P7: the tree of 20,000 sessions, without a widget: grouping and ordering, its roots, a project with 1,300 sessions
 * opened.
 */
import { bundled } from './bundled.mjs';
import { summary } from './rounds.mjs';

export async function measureTreeModel() {
  const { SessionTree } = await bundled('src/presentation/sessionTree.ts');
  const rows = new Map(Array.from({ length: 20_000 }, (_, at) => [`id-${at}`, row(at)]));
  const times = { model: [], roots: [], expanded: [] };
  const timed = (name, action) => {
    // CPU time: other processes would stretch these few milliseconds by the clock.
    const before = process.cpuUsage();
    const result = action();
    const { user, system } = process.cpuUsage(before);
    times[name].push((user + system) / 1000);
    return result;
  };
  for (let tree = 0; tree < 15; tree++) {
    const made = new SessionTree(rows);
    timed('model', () => made.size);
    const roots = timed('roots', () => made.roots());
    const largest = roots.find(({ folder }) => folder === '/work/app-0');
    timed('expanded', () => made.children(largest));
  }
  const figure = (what, name, limit) => ({
    goal: 'P7',
    what: `tree of 20,000 sessions, ${what}`,
    unit: 'ms CPU',
    limit,
    value: summary(times[name]),
  });
  return [
    figure('model', 'model', [20, 6]),
    figure('roots', 'roots', [5, 1]),
    figure('opening 1,300', 'expanded', [10, 2]),
  ];
}

function row(at) {
  const project = at < 1300 ? 0 : 1 + (at % 399);
  const lastActivity = Date.UTC(2026, 0, 1) + ((at * 7919) % 20_000) * 60_000;
  return {
    sessionId: `id-${at}`,
    title: `Session ${at}`,
    cwds: [`/work/app-${project}`],
    lastActivity,
    slugs: [],
    logs: [`/data/projects/-work-app-${project}/id-${at}.jsonl`],
    root: '/data',
    plans: 0,
    agents: 0,
    scratch: 0,
  };
}
