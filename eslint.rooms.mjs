/**
 * Which room of `src/` may import which: one table, lowest room first, and each uses only rooms above it in the table.
 * Anything else is an error of the linter. `.dependency-cruiser.mjs` forbids circles between files.
 *
 * `vscode` and `disk` say who may import `vscode`, and `node:fs` with its like.
 */
const words = ['model', 'text', 'throttle'];
const oneSession = [...words, 'disk', 'roots', 'scanner', 'log'];
const allSessions = [...oneSession, 'scratch', 'transcript', 'agents', 'plans', 'index', 'cache', 'extras', 'files'];
const core = [...allSessions, 'timeline', 'answers', 'search', 'hosts'];

/** @type {Record<string, { folder: string, uses: readonly string[], vscode?: true, disk?: false }>} */
const rooms = {
  model: { folder: 'core/model.ts', uses: [], disk: false },
  throttle: { folder: 'core/throttle.ts', uses: [], disk: false },
  text: { folder: 'core/text', uses: ['model'], disk: false },
  disk: { folder: 'core/disk', uses: words },
  roots: { folder: 'core/roots', uses: [...words, 'disk'] },
  scratch: { folder: 'core/scratch', uses: [...words, 'disk', 'roots'] },
  scanner: { folder: 'core/log/scanner', uses: words, disk: false },
  log: { folder: 'core/log', uses: oneSession },
  transcript: { folder: 'core/transcript', uses: oneSession },
  agents: { folder: 'core/agents', uses: oneSession },
  plans: { folder: 'core/plans', uses: oneSession },
  index: { folder: 'core/index', uses: [...oneSession, 'scratch', 'agents', 'plans'] },
  cache: { folder: 'core/index/cache', uses: [...oneSession, 'plans', 'index'] },
  extras: { folder: 'core/extras', uses: [...oneSession, 'transcript', 'index'] },
  files: { folder: 'core/files', uses: [...oneSession, 'transcript', 'index', 'cache'] },
  timeline: { folder: 'core/timeline', uses: [...oneSession, 'transcript'] },
  answers: { folder: 'core/answers', uses: [...allSessions, 'timeline'] },
  search: { folder: 'core/search', uses: [...allSessions, 'answers'] },
  hosts: { folder: 'core/hosts', uses: words },
  messages: { folder: 'messages', uses: [...words, 'transcript', 'timeline'], disk: false },
  presentation: { folder: 'presentation', uses: core, disk: false },
  live: { folder: 'live', uses: core },
  contract: { folder: 'contract', uses: ['model', 'timeline'], disk: false },
  mcp: { folder: 'mcp', uses: [...core, 'contract', 'presentation'] },
  cli: { folder: 'cli', uses: [...core, 'presentation', 'live', 'mcp'] },
  host: { folder: 'host', uses: [...words, 'scratch', 'hosts'], vscode: true },
  service: { folder: 'service', uses: [...core, 'messages', 'presentation', 'host'], vscode: true },
  worker: { folder: 'worker', uses: [...core, 'messages', 'live', 'service'] },
  views: {
    folder: 'views',
    uses: [...words, 'messages', 'presentation', 'host', 'service'],
    vscode: true,
    disk: false,
  },
  integrations: {
    folder: 'integrations',
    uses: [...words, 'presentation', 'host', 'service', 'views'],
    vscode: true,
  },
  commands: {
    folder: 'commands',
    uses: [...words, 'presentation', 'host', 'service', 'views'],
    vscode: true,
    disk: false,
  },
  webview: { folder: 'webview', uses: [...words, 'messages', 'transcript', 'timeline'], disk: false },
};

const diskModules = ['node:fs', 'node:fs/promises', 'node:child_process', 'node:worker_threads'];

/** One block a room for ESLint: its forbidden rooms by the paths that lead there, and its forbidden modules. */
export const roomFences = Object.entries(rooms).map(([name, { folder, uses, vscode, disk = true }]) => {
  const inner = Object.values(rooms).filter((room) => room.folder.startsWith(`${folder}/`));
  const forbidden = Object.entries(rooms).filter(([other]) => other !== name && !uses.includes(other));
  const paths = [
    ...(vscode ? [] : [{ name: 'vscode', message: `src/${folder} knows nothing of VS Code.` }]),
    ...(disk ? [] : diskModules.map((module) => ({ name: module, message: `src/${folder} does not touch the disk.` }))),
  ];
  const patterns = forbidden.map(([other, { folder: target }]) => ({
    regex: pathTo(folder, target),
    message: `src/${folder} may not use ${other}: see eslint.rooms.mjs.`,
  }));
  return {
    files: [folder.endsWith('.ts') ? `src/${folder}` : `src/${folder}/**/*.ts`],
    ignores: inner.map((room) => `src/${room.folder}/**`),
    rules: { 'no-restricted-imports': ['error', { paths, patterns }] },
  };
});

/** Relative import paths that lead from `folder` to `target`, as a regular expression. */
function pathTo(folder, target) {
  if (target.startsWith(`${folder}/`)) return `^\\./${target.slice(folder.length + 1)}/`;
  if (folder.startsWith(`${target}/`)) return '^\\.\\./[^/]+$';
  const place = folder.startsWith('core/') ? target.replace(/^core\//, '') : target;
  return `^(?:\\.\\./)+${place.replaceAll('.', '\\.')}${target.endsWith('.ts') ? '$' : '/'}`;
}
