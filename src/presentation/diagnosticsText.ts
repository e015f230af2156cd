/** Diagnostics as text, for the editor, the clipboard and a terminal. */
import type { Diagnostics, Programs } from '../core/answers/diagnostics.ts';
import { formatBytes, formatCount, formatNumber } from '../core/text/format.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import type { RootCondition } from '../core/roots/rootCondition.ts';

const conditionWords: Readonly<Record<RootCondition, string>> = {
  found: 'holds no session',
  missing: 'does not exist',
  'not-a-folder': 'is not a folder',
  'no-projects': 'has no folder “projects”',
  unreadable: 'cannot be read',
};

const cacheWords = {
  used: 'the start was from the cache',
  rebuilt: 'all logs were read, since there was none that fits',
  off: 'none is kept',
} as const;

export function diagnosticsText({ sessionScope, vscode, platform, node }: Programs, found: Diagnostics): string {
  const editor = vscode === undefined ? [] : [`VS Code ${vscode}`];
  return [
    [`Session Scope ${sessionScope}`, ...editor, platform, `Node ${node}`].join(', '),
    '',
    ...rootLines(found),
    '',
    ...countLines(found),
    '',
    ...damageLines(found),
    '',
    ...clientLines(found),
    '',
    ...indexLines(found),
    '',
  ].join('\n');
}

function rootLines({ roots }: Diagnostics): string[] {
  return [
    `Data roots: ${roots.length}`,
    ...roots.map(({ root, condition, sessions }) => {
      const isFull = condition === 'found' && sessions > 0;
      return `  ${toSingleLine(root)}: ${isFull ? formatCount(sessions, 'session', 'sessions') : conditionWords[condition]}`;
    }),
  ];
}

function countLines(found: Diagnostics): string[] {
  const live = Object.entries(found.live).filter(([, count]) => count > 0);
  return [
    `Sessions: ${formatNumber(found.sessions)}`,
    `  with a plan: ${formatNumber(found.withPlan)}`,
    `  with agent logs: ${formatNumber(found.withAgents)}`,
    `  without a session log: ${formatNumber(found.withoutLog)}`,
    `  live: ${live.map(([state, count]) => `${count} ${state}`).join(', ') || '0'}`,
    `Logs: ${formatNumber(found.logs)}, agent logs: ${formatNumber(found.agentLogs)}, ${formatBytes(found.bytes)}`,
    `Logs and folders that cannot be looked at: ${formatNumber(found.unreadCount)}`,
  ];
}

function damageLines(found: Diagnostics): string[] {
  return [
    `Lines skipped, agent logs included: ${formatNumber(found.linesSkipped)}`,
    `Records got back from damaged lines: ${formatNumber(found.linesRepaired)}`,
    ...found.damage.map(({ reason, lines }) => `  ${reason}: ${formatCount(lines, 'line', 'lines')}`),
    ...found.damaged.map(({ name, skipped, repaired, reasons }) => {
      const why = reasons.length > 0 ? ` (${reasons.join(', ')})` : '';
      return `  ${toSingleLine(name)}: ${skipped} skipped, ${repaired} got back${why}`;
    }),
  ];
}

function clientLines({ clients, clientsAskedOf }: Diagnostics): string[] {
  return [
    `Claude Code, in the ${formatCount(clientsAskedOf, 'session', 'sessions')} that were active last:`,
    ...clients.map(({ version, sessions }) => `  ${version}: ${formatCount(sessions, 'session', 'sessions')}`),
    ...(clients.length === 0 ? ['  no version is named'] : []),
  ];
}

function indexLines({ cache, watching, startMs, comparisonMs }: Diagnostics): string[] {
  const size = cache.bytes === undefined ? '' : `, ${formatBytes(cache.bytes)}`;
  const events = watching?.complete ? 'all with events' : 'some without events: changes there are found by looking';
  return [
    `Index cache: format ${cache.format}${size}; ${cacheWords[cache.state]}`,
    `Watched folders: ${watching === undefined ? 'none' : `${formatNumber(watching.folders)}, ${events}`}`,
    `From the start until all was compared with the disk: ${startMs === undefined ? 'not yet' : milliseconds(startMs)}`,
    ...(comparisonMs === undefined ? [] : [`Last comparison with the disk: ${milliseconds(comparisonMs)}`]),
  ];
}

function milliseconds(ms: number): string {
  return `${formatNumber(Math.round(ms))} ms`;
}
