/** Data roots to do harm to. Records are as a client writes them, cut down; their times rise with their numbers. */
import * as fs from 'node:fs';
import * as path from 'node:path';

const firstTime = Date.parse('2026-01-02T03:00:00.000Z');

/** The nth session ID of a family. */
export function sessionIdOf(n, family = 0) {
  const hex = (number, length) => number.toString(16).padStart(length, '0');
  return `${hex(n, 8)}-${hex(family, 4)}-4000-8000-${hex(n, 12)}`;
}

/** The nth agent ID: no two alike, since an agent that two sessions have is looked for in the logs of both. */
export function agentIdOf(n) {
  return `a${(n + 0x100000).toString(16)}`;
}

/** What record `n` of a log has as its time, in milliseconds: what its session shows as its last activity. */
export function timeOf(n) {
  return firstTime + n * 1000;
}

/** One line of a log without its newline. */
export function record(sessionId, n, more = {}) {
  return JSON.stringify({
    parentUuid: null,
    type: 'user',
    uuid: `uuid-${n}`,
    timestamp: new Date(timeOf(n)).toISOString(),
    sessionId,
    cwd: '/work/shop',
    gitBranch: 'main',
    message: { role: 'user', content: `Record ${n}` },
    ...more,
  });
}

/** Lines `from` up to, not including, `to`, each with its newline. */
export function records(sessionId, from, to, more) {
  let text = '';
  for (let n = from; n < to; n++) text += `${record(sessionId, n, more)}\n`;
  return text;
}

export class Home {
  constructor(folder, name = '.claude') {
    this.folder = folder;
    this.root = path.join(folder, name);
    fs.mkdirSync(path.join(this.root, 'projects'), { recursive: true });
  }

  project(name = '-work-shop') {
    return path.join(this.root, 'projects', name);
  }

  log(id, project) {
    return path.join(this.project(project), `${id}.jsonl`);
  }

  /** Writes a session of so many records. */
  write(id, count = 1, { project, more } = {}) {
    fs.mkdirSync(this.project(project), { recursive: true });
    fs.writeFileSync(this.log(id, project), records(id, 0, count, more));
    return this.log(id, project);
  }

  append(id, n, project) {
    fs.appendFileSync(this.log(id, project), `${record(id, n)}\n`);
  }

  writeAgent(id, agentId, project) {
    const folder = path.join(this.project(project), id, 'subagents');
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, `agent-${agentId}.jsonl`), records(id, 0, 1, { isSidechain: true, agentId }));
  }

  /** Writes sessions spread over projects, some with a plan or an agent. Returns their IDs. */
  fill(sessions, projects = 10) {
    const ids = Array.from({ length: sessions }, (_, n) => sessionIdOf(n));
    fs.mkdirSync(path.join(this.root, 'plans'), { recursive: true });
    for (const [n, id] of ids.entries()) {
      const project = `-work-project-${n % projects}`;
      const slug = n % 3 === 0 ? `plan-of-${n}` : undefined;
      this.write(id, 2 + (n % 5), { project, more: { slug, cwd: `/work/project/${n % projects}` } });
      if (n % 6 === 0) fs.writeFileSync(path.join(this.root, 'plans', `${slug}.md`), `# Plan ${n}\n`);
      if (n % 10 === 0) this.writeAgent(id, agentIdOf(n), project);
    }
    return ids;
  }
}
