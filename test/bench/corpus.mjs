/**
 * Writes a made-up data root as clients leave it behind: logs of both line layouts, agent logs beside and below them,
 * plan files, and what a byte search stumbles over (a slug inside texts, in tool inputs, of other sessions; cut and
 * glued lines). The same options give the same bytes below the same folder.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * @typedef {object} CorpusSize
 * @property {number} sessions
 * @property {number} megabytes of all logs, roughly
 * @property {number} [biggest] megabytes of the first session's log, beyond the others
 * @property {number} [agents] agent logs a session, on average
 * @property {number} [slugged] share of the sessions that carry a slug
 * @property {string} [seed] other sessions with other seeds
 *
 * @typedef {object} CorpusSession
 * @property {string} id
 * @property {string} path its log
 * @property {string} cwd
 * @property {number} bytes of its log
 * @property {string} [slug] the last one
 *
 * @typedef {object} Corpus
 * @property {string} claudeDir
 * @property {string} projects
 * @property {CorpusSession[]} sessions
 * @property {number} files
 * @property {number} bytes of all logs
 */

/** @type {Readonly<Record<string, CorpusSize>>} */
export const sizes = {
  small: { sessions: 200, megabytes: 50, biggest: 12 },
  medium: { sessions: 2000, megabytes: 850, biggest: 134 },
  few: { sessions: 200, megabytes: 3.2 },
  tenfold: { sessions: 2000, megabytes: 32 },
  many: { sessions: 20_000, megabytes: 200 },
};

/** Of the lines of a session: calls that edit a file, each with its result. */
const editShare = 0.04;
const filesOfRepository = 50;

/** Layout and words of a corpus: a change of what is written makes older ones stale. */
const current = 'corpus-3-';

/**
 * The corpus of this size, written at its first use below the folder of temporary files and kept there.
 * @param {CorpusSize} size
 * @returns {Corpus}
 */
export function corpusOf(size) {
  const kept = path.join(os.tmpdir(), 'session-scope-bench');
  const folder = path.join(kept, current + Object.entries(size).flat().join('-'));
  const manifest = path.join(folder, 'manifest.json');
  if (fs.existsSync(manifest)) return JSON.parse(fs.readFileSync(manifest, 'utf8'));
  fs.mkdirSync(kept, { recursive: true });
  const stale = fs.readdirSync(kept).filter((name) => !name.startsWith(current));
  for (const name of stale) fs.rmSync(path.join(kept, name), { recursive: true, force: true });
  fs.rmSync(folder, { recursive: true, force: true });
  const corpus = writeCorpus(folder, size);
  fs.writeFileSync(manifest, JSON.stringify(corpus));
  return corpus;
}

/** A data root that is there already: its sessions are found by name, slugs by a look at the raw bytes of the log. */
export function givenCorpus(claudeDir) {
  const projects = path.join(claudeDir, 'projects');
  const logs = fs
    .readdirSync(projects, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.jsonl'))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
  const sizeOf = (log) => fs.statSync(log).size;
  const sessions = logs
    .filter((log) => path.dirname(path.dirname(log)) === projects && /^[0-9a-f-]{36}\.jsonl$/.test(path.basename(log)))
    .map((log) => ({ id: path.basename(log, '.jsonl'), path: log, bytes: sizeOf(log) }));
  return { claudeDir, projects, sessions, files: logs.length, bytes: logs.reduce((sum, log) => sum + sizeOf(log), 0) };
}

/**
 * @param {string} folder gets `claude` and `repositories`
 * @param {CorpusSize} size
 * @returns {Corpus}
 */
export function writeCorpus(folder, size) {
  const { sessions: count, megabytes, biggest = 0, agents = 1.6, slugged = 0.6, seed = 'bench' } = size;
  const random = randomNumbers(seed);
  const claudeDir = path.join(folder, 'claude');
  const projects = path.join(claudeDir, 'projects');
  const plans = path.join(claudeDir, 'plans');
  fs.mkdirSync(plans, { recursive: true });
  const cwds = Array.from({ length: Math.ceil(Math.sqrt(count) * 1.4) }, (_, at) => {
    const cwd = path.join(folder, 'repositories', `app-${at}`);
    fs.mkdirSync(path.join(cwd, '.git'), { recursive: true });
    fs.writeFileSync(path.join(cwd, '.git', 'HEAD'), 'ref: refs/heads/main\n');
    fs.mkdirSync(path.join(projects, encoded(cwd)), { recursive: true });
    return cwd;
  });
  const words = wordPool(random);
  const weights = Array.from({ length: count }, () => Math.exp(1.6 * random.normal()));
  const bytesOfWeight = (megabytes * 1e6) / weights.reduce((sum, weight) => sum + weight, 0);

  const corpus = { claudeDir, projects, sessions: [], files: 0, bytes: 0 };
  const write = (log, lines) => {
    fs.mkdirSync(path.dirname(log), { recursive: true });
    const bytes = writeLines(log, lines);
    corpus.files++;
    corpus.bytes += bytes;
    return bytes;
  };
  for (let at = 0; at < count; at++) {
    const cwd = cwds[Math.floor(cwds.length * random.next() ** 2)];
    const session = newSession(random, words, cwd, slugged);
    const log = path.join(projects, encoded(cwd), `${session.id}.jsonl`);
    const share = weights[at] * bytesOfWeight;
    const bytes = write(log, sessionLines(session, share * 0.7 + (at === 0 ? biggest * 1e6 : 0)));
    const logs = Math.floor(agents * 2 * random.next() + 0.5);
    for (let agent = 0; agent < logs; agent++) write(...agentLog(session, log, (share * 0.3) / logs));
    if (session.slug !== undefined && random.next() < 0.8)
      fs.writeFileSync(path.join(plans, `${session.slug}.md`), `# ${session.slug}\n\n${words(400)}\n`);
    corpus.sessions.push({ id: session.id, path: log, cwd, bytes, slug: session.slug });
  }
  return corpus;
}

/** What all entries of a session have in common, and its random numbers and words. */
function newSession(random, words, cwd, slugged) {
  const id = uuid(random);
  const lot = random.next();
  return {
    random,
    words,
    id,
    cwd,
    // Newer clients write the message first, and who it belongs to behind it.
    messageFirst: random.next() < 0.5,
    slug: lot >= slugged ? undefined : `${random.word()}-${random.word()}-${random.word()}`,
    slugFrom: lot < 0.2 ? 0 : 0.05 + 0.7 * random.next(),
    time: Date.UTC(2026, 0, 1) + Math.floor(random.next() * 200 * 86_400_000),
  };
}

function* sessionLines(session, bytes) {
  const { random, words, id } = session;
  yield JSON.stringify({ type: 'summary', summary: words(40).slice(0, 60), leafUuid: uuid(random) });
  yield entry(session, { type: 'user', message: { role: 'user', content: words(200) } }, false);
  let written = 0;
  for (let line = 0; written < bytes; line++) {
    const slugged = written >= session.slugFrom * bytes;
    const text = random.next() < editShare ? editLines(session, line, slugged) : lineOfSession(session, line, slugged);
    written += text.length;
    yield text;
  }
  yield entry(session, { type: 'assistant', message: { role: 'assistant', content: 'Done.' } }, true);
  yield JSON.stringify({ type: 'ai-title', aiTitle: `Work on ${session.slug ?? 'this'}`, sessionId: id });
  if (random.next() < 0.04) yield entry(session, { type: 'user', message: { content: words(90) } }, true).slice(0, -20);
}

function lineOfSession(session, line, slugged) {
  const { random, words, id } = session;
  const length = Math.min(3e6, 900 * Math.exp(1.35 * random.normal()));
  const kind = random.next();
  if (kind < 0.06) return JSON.stringify({ type: 'file-history-snapshot', messageId: uuid(random), snapshot: {} });
  if (kind < 0.08) return JSON.stringify({ type: 'queue-operation', operation: 'enqueue', sessionId: id });
  if (kind < 0.09)
    return entry(
      { ...session, id: uuid(random), slug: 'of-another-session' },
      { type: 'user', message: { content: 'of another' } },
      true,
    );
  if (kind < 0.12) {
    const data = { type: 'agent_progress', message: { slug: 'not-this-one', sessionId: id, text: words(length * 4) } };
    return entry(session, { type: 'progress', data, toolUseID: `toolu_${line}` }, slugged);
  }
  if (kind < 0.5) {
    const content = [
      { type: 'tool_use', id: `toolu_${line}`, name: 'Bash', input: { command: words(60), slug: 'nor-this' } },
    ];
    return entry(session, { type: 'assistant', message: { role: 'assistant', content } }, slugged);
  }
  if (kind < 0.85) {
    const text = words(length);
    const content = [{ type: 'tool_result', tool_use_id: `toolu_${line - 1}`, content: text }];
    return entry(
      session,
      { type: 'user', message: { role: 'user', content }, toolUseResult: { stdout: text } },
      slugged,
    );
  }
  const text = kind < 0.87 ? `it says {"slug":"${random.word()}-in-text","sessionId":"${id}"}` : words(length);
  return entry(
    session,
    { type: 'assistant', message: { role: 'assistant', content: [{ type: 'text', text }] } },
    slugged,
  );
}

/** The call and the result of an Edit, which has the whole file before it. */
function editLines(session, line, slugged) {
  const { random, words, cwd } = session;
  const id = `toolu_${line}`;
  const file = path.join(cwd, 'src', `module-${Math.floor(random.next() * filesOfRepository)}.ts`);
  const [oldString, newString] = [words(200), words(240)];
  const originalFile = words(Math.min(2e5, 6000 * Math.exp(random.normal()))) + oldString;
  const input = { file_path: file, old_string: oldString, new_string: newString };
  const result = { filePath: file, oldString, newString, originalFile, userModified: false, replaceAll: false };
  const lines = [`-${oldString}`, `+${newString}`];
  result.structuredPatch = [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines }];
  const call = [{ type: 'tool_use', id, name: 'Edit', input }];
  const done = [{ type: 'tool_result', tool_use_id: id, content: `The file ${file} has been updated.` }];
  return [
    entry(session, { type: 'assistant', message: { role: 'assistant', content: call } }, slugged),
    entry(session, { type: 'user', message: { role: 'user', content: done }, toolUseResult: result }, slugged),
  ].join('\n');
}

/** The path and the lines of an agent log: below the session's folder or, as older clients had it, beside its log. */
function agentLog(session, log, bytes) {
  const { random, words, messageFirst } = session;
  const agentId = random.hex(messageFirst ? 17 : 8);
  const folder = messageFirst ? path.join(log.slice(0, -'.jsonl'.length), 'subagents') : path.dirname(log);
  function* lines() {
    let written = 0;
    do {
      const message = { role: 'user', content: words(Math.min(2e5, 700 * Math.exp(1.2 * random.normal()))) };
      const text = entry({ ...session, agentId }, { type: 'user', message }, true);
      written += text.length;
      yield text;
    } while (written < bytes);
  }
  return [path.join(folder, `agent-${agentId}.jsonl`), lines()];
}

function entry(session, body, slugged) {
  session.time += Math.floor(session.random.next() * 60_000);
  const common = {
    userType: 'external',
    cwd: session.cwd,
    sessionId: session.id,
    version: session.messageFirst ? '2.1.100' : '2.0.60',
    gitBranch: 'main',
    agentId: session.agentId,
    slug: slugged ? session.slug : undefined,
  };
  const own = { uuid: uuid(session.random), timestamp: new Date(session.time).toISOString() };
  const first = { parentUuid: null, isSidechain: session.agentId !== undefined };
  return JSON.stringify(
    session.messageFirst ? { ...first, ...body, ...own, ...common } : { ...first, ...common, ...body, ...own },
  );
}

/** Writes lines in pieces of about a megabyte. A last line that is cut gets no newline. Returns the bytes. */
function writeLines(log, lines) {
  const file = fs.openSync(log, 'w');
  let bytes = 0;
  let piece = '';
  for (const line of lines) {
    piece += line.endsWith('}') ? `${line}\n` : line;
    if (piece.length < 1e6) continue;
    bytes += fs.writeSync(file, piece);
    piece = '';
  }
  bytes += fs.writeSync(file, piece);
  fs.closeSync(file);
  return bytes;
}

/** Gives out texts of about a length, cut from one long text with what has to be escaped in JSON. */
function wordPool(random) {
  let text = '';
  while (text.length < 400_000) {
    const end = random.next();
    text += random.word() + (end < 0.08 ? '\n  ' : end < 0.11 ? ' "quoted" ' : end < 0.12 ? ' пример ' : ' ');
  }
  return (length) => {
    let rest = Math.max(1, Math.floor(length));
    let out = '';
    for (; rest > 0; rest -= 300_000) {
      const at = Math.floor(random.next() * (text.length - Math.min(rest, 300_000)));
      out += text.slice(at, at + Math.min(rest, 300_000));
    }
    return out;
  };
}

function encoded(cwd) {
  return cwd.replaceAll(/[^a-zA-Z0-9]/g, '-');
}

function uuid(random) {
  return [8, 4, 4, 4, 12].map((length) => random.hex(length)).join('-');
}

/** A generator of random numbers that starts from a text (mulberry32). */
function randomNumbers(seed) {
  let state = 0;
  for (const unit of seed) state = Math.imul(state ^ unit.charCodeAt(0), 0x9e3779b1);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const letters = (length, alphabet) =>
    Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join('');
  return {
    next,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    hex: (length) => letters(length, '0123456789abcdef'),
    word: () => [0, 1, 2].map(() => letters(1, 'bdfgklmnprstvz') + letters(1, 'aeiou')).join(''),
  };
}
