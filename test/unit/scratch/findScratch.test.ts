import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseSessionId } from '../../../src/core/text/ids.ts';
import type { SessionId } from '../../../src/core/model.ts';
import { readTaskOutputs } from '../../../src/core/scratch/claudeTmp.ts';
import { findScratch, type ScratchQuery } from '../../../src/core/scratch/findScratch.ts';
import { unattributedScratch } from '../../../src/core/scratch/unattributedScratch.ts';
import { makeSandbox, sessionA, sessionB, type Sandbox } from '../../fixtures/scratchTree.ts';

const a = parseSessionId(sessionA) as SessionId;
const b = parseSessionId(sessionB) as SessionId;
const uid = process.getuid?.() ?? 0;
let sandbox: Sandbox;
let tmp: string;
let tasks: string;

beforeEach(() => {
  sandbox = makeSandbox();
  tmp = path.join(sandbox.base, 'tmp');
  tasks = path.join(tmp, `claude-${uid}`, encoded(sandbox.repository), sessionB, 'tasks');
});
afterEach(() => {
  sandbox.remove();
});

const encoded = (cwd: string) => cwd.replace(/[^A-Za-z0-9]/g, '-');

function write(file: string, text = 'x'): string {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  return file;
}

const inLog = { kind: 'named-in-log', file: '/p/a.jsonl', line: 7, offset: 99 } as const;
const named = (names: readonly string[] = []) => names.map((name) => ({ name, evidence: inLog }));

interface Query extends Partial<Pick<ScratchQuery, 'sessionId' | 'cwds' | 'patterns' | 'agentLogs'>> {
  readonly scratchpads?: readonly string[];
  readonly outputFiles?: readonly string[];
  readonly taskIds?: readonly string[];
}

function find({ scratchpads, outputFiles, taskIds, ...query }: Query) {
  const host = { tmpDirs: [tmp], uid };
  const names = { scratchpads: named(scratchpads), outputFiles: named(outputFiles), taskIds: named(taskIds) };
  const full = { sessionId: a, cwds: [sandbox.repository], ...query, ...names };
  return findScratch(full, { ...host, taskOutputs: readTaskOutputs(host) });
}

describe('the scratch of a session', () => {
  it('stands in both layouts below every toplevel of its working directories', () => {
    const other = path.join(sandbox.base, 'other');
    fs.mkdirSync(path.join(other, '.git'), { recursive: true });
    const first = path.dirname(write(path.join(sandbox.repository, '.erk/scratch/sessions', a, 'notes.md'), 'four'));
    const second = path.dirname(write(path.join(sandbox.repository, '.erk/scratch', a, 'd/more.md'), 'sixsix'));
    const third = path.dirname(write(path.join(other, '.erk/scratch', a, 'x')));
    write(path.join(sandbox.repository, '.erk/scratch', b, 'of another session'));
    expect(
      find({ cwds: [path.join(sandbox.repository, 'src'), sandbox.repository, path.join(other, 'gone'), '/nowhere'] }),
    ).toMatchObject([
      { path: first, kind: 'erk', files: 1, bytes: 4, only: undefined },
      { path: path.dirname(second), kind: 'erk', files: 1, bytes: 6, only: undefined },
      { path: third, kind: 'erk', files: 1, bytes: 1, only: undefined },
    ]);
  });

  it('stands where a pattern of the settings says', () => {
    const place = path.dirname(write(path.join(sandbox.repository, 'tmp/agents', a, 'f')));
    expect(find({ patterns: [['tmp', 'agents']] })).toMatchObject([{ path: place, kind: 'erk' }]);
  });

  it('includes what was restored beside another', () => {
    const place = path.dirname(write(path.join(sandbox.repository, '.erk/scratch', `${a}.restored-1`, 'f')));
    expect(find({})).toMatchObject([{ path: place }]);
  });

  it('leaves out what is behind a link', () => {
    write(path.join(sandbox.outside, a, 'f'));
    fs.mkdirSync(path.join(sandbox.repository, '.erk/scratch'), { recursive: true });
    fs.symlinkSync(path.join(sandbox.outside, a), path.join(sandbox.repository, '.erk/scratch', a));
    fs.symlinkSync(sandbox.outside, path.join(sandbox.repository, '.erk/scratch/sessions'));
    expect(find({})).toEqual([]);
  });
});

describe('task outputs of Claude Code', () => {
  it('belong by what the log names, whatever session the folder is named after', () => {
    const output = write(path.join(tasks, 'b1.output'), 'four');
    write(path.join(tasks, 'b2.output'));
    expect(find({ outputFiles: [output] })).toEqual([
      {
        path: tasks,
        kind: 'claude-tasks',
        files: 1,
        bytes: 4,
        evidence: [inLog],
        only: ['b1.output'],
        outputs: [{ path: output, bytes: 4, evidence: inLog }],
      },
    ]);
    expect(find({ sessionId: b })).toEqual([]);
  });

  it("belong by a link to one of the session's agent logs", () => {
    const log = path.join(sandbox.base, 'claude/projects/p', a, 'subagents/agent-a17.jsonl');
    fs.mkdirSync(tasks, { recursive: true });
    fs.symlinkSync(log, path.join(tasks, 'a17.output'));
    fs.symlinkSync('/old/projects/p/agent-a18.jsonl', path.join(tasks, 'a18.output'));
    fs.symlinkSync('/old/projects/p/agent-a19.jsonl', path.join(tasks, 'a19.output'));
    expect(find({ agentLogs: ['/old/projects/p/agent-a18.jsonl'] })).toMatchObject([
      { path: tasks, kind: 'claude-tasks', files: 0, bytes: 0, only: ['a17.output', 'a18.output'] },
    ]);
  });

  it("to another session's agent log are that session's, although this one's log, or a copy of it, names them", () => {
    const agentLogOf = (id: string) => path.join(sandbox.base, 'claude/projects/p', id, 'subagents/agent-a17.jsonl');
    const output = path.join(tasks, 'a17.output');
    fs.mkdirSync(tasks, { recursive: true });
    fs.symlinkSync(agentLogOf(b), output);
    expect(find({ outputFiles: [output], taskIds: ['a17'] })).toEqual([]);
    expect(find({ sessionId: b })).toMatchObject([{ path: tasks, only: ['a17.output'] }]);
    fs.rmSync(output);
    fs.symlinkSync(agentLogOf(a), output);
    expect(find({ outputFiles: [output] })).toMatchObject([{ path: tasks, only: ['a17.output'] }]);
    expect(find({ sessionId: b })).toEqual([]);
  });

  it('belong by the ID of a background task, in the folder of a working directory of the session', () => {
    write(path.join(tasks, 'b1.output'));
    const old = path.join(tmp, 'claude', encoded(sandbox.repository), 'tasks');
    write(path.join(old, 'b1.output'));
    write(path.join(tmp, 'claude', '-elsewhere', 'tasks', 'b1.output'));
    expect(find({ taskIds: ['b1'] }).map((each) => each.path)).toEqual([tasks, old]);
  });

  it('are read from folders of this user alone, and never through a link', () => {
    const output = write(path.join(tmp, `claude-${uid + 1}`, 'p', 'tasks', 'b1.output'));
    write(path.join(sandbox.outside, 'p/tasks/b1.output'));
    fs.symlinkSync(sandbox.outside, path.join(tmp, 'claude'));
    expect(
      find({ cwds: ['/p', 'p'], taskIds: ['b1'], outputFiles: [output, path.join(tmp, 'claude/p/tasks/b1.output')] }),
    ).toEqual([]);
  });

  it.each([
    '/etc/passwd',
    'tasks/b1.output',
    '{tasks}/../../../../../etc/x.output',
    '{tasks}//b1.output',
    '{tasks}/b1.output\0',
    '{tasks}/x/b1.output',
    '{tasks}',
    '',
  ])('do not come from the path %j', (text) => {
    write(path.join(tasks, 'b1.output'));
    expect(
      find({ outputFiles: [text.replace('{tasks}', tasks)], scratchpads: [text.replace('{tasks}', tasks)] }),
    ).toEqual([]);
  });
});

describe('the scratchpad of Claude Code', () => {
  it('belongs to the session whose log names it', () => {
    const file = write(path.join(tasks, '../scratchpad/n.md'), 'abc');
    const place = path.dirname(file);
    expect(find({ scratchpads: [place, place] })).toEqual([
      { path: place, kind: 'claude-scratchpad', files: 1, bytes: 3, evidence: [inLog], only: undefined },
    ]);
  });

  it('is left out where a link leads out of it, or where no folder is', () => {
    fs.mkdirSync(path.join(tasks, '..'), { recursive: true });
    fs.symlinkSync(sandbox.outside, path.join(tasks, '../scratchpad'));
    expect(
      find({ scratchpads: [path.join(tasks, '../scratchpad'), path.join(tmp, `claude-${uid}`, 'p', a, 'scratchpad')] }),
    ).toEqual([]);
  });
});

describe('scratch of no known session', () => {
  it('is listed as unattributed with the reason', () => {
    write(path.join(sandbox.repository, '.erk/scratch/sessions', a, 'f'));
    const unknown = path.dirname(write(path.join(sandbox.repository, '.erk/scratch', b, 'f')));
    write(path.join(sandbox.repository, '.erk/scratch/notes/f'));
    expect(unattributedScratch([sandbox.repository, '/nowhere'], (id) => id === a)).toEqual([
      { path: unknown, sessionId: b, reason: 'No data root has a session of this ID.' },
    ]);
  });
});
