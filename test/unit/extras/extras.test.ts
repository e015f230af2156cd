import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { extraKinds, type CheckpointFile, type SessionId } from '../../../src/core/model.ts';
import { currentFile } from '../../../src/core/extras/currentFile.ts';
import { mostListed } from '../../../src/core/extras/listExtras.ts';
import { readExtra } from '../../../src/core/extras/extraText.ts';
import { FollowedFiles } from '../../../src/live/followedFiles.ts';
import { prompt, snapshot } from '../../fixtures/entries.ts';
import { sessionA, sessionB, type Home } from '../../fixtures/homes.ts';
import { whereRefused, whereReplaced } from '../../fixtures/refusedCalls.ts';
import { asNobody, asRoot } from '../../fixtures/rights.ts';
import { detailsOf, indexOf, makeHome } from '../../fixtures/indexed.ts';
import { noModes, skip } from '../../fixtures/skip.ts';

const none = Object.fromEntries(extraKinds.map((kind) => [kind, 0]));

function otherOf(home: Home, id: SessionId = sessionA) {
  return detailsOf(indexOf(home), id).extras;
}

/** `kind path state bytes`, paths below the data root. */
function summary(home: Home, id: SessionId = sessionA): string[] {
  return otherOf(home, id).files.map(
    ({ kind, path: file, state, bytes }) =>
      `${kind} ${path.relative(home.root, file).replaceAll(path.sep, '/')} ${state} ${bytes}`,
  );
}

function hashOf(file: string): string {
  return createHash('sha256').update(file).digest('hex').slice(0, 16);
}

/** A log that says which files were saved as which checkpoints, by tracked path. */
function tracking(backups: Readonly<Record<string, string | null>>): Readonly<Record<string, unknown>> {
  const trackedFileBackups: Record<string, unknown> = {};
  for (const [file, backupFileName] of Object.entries(backups))
    trackedFileBackups[file] = { backupFileName, version: 1 };
  return { ...entryStart('file-history-snapshot'), snapshot: { trackedFileBackups } };
}

/** Clients write the type of these entries first, and no envelope. */
function entryStart(type: string) {
  return { ...snapshot, type };
}

describe('the extras of a session', () => {
  it('are found by the ID in their path, in all places where clients keep them', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('x')]);
    const todo = { content: 'Tax rules', status: 'completed', activeForm: 'Tax rules' };
    const todos = [todo, { ...todo, status: 'pending' }];
    home.write(`.claude/todos/${sessionA}-agent-${sessionA}.json`, JSON.stringify(todos));
    home.write(`.claude/todos/${sessionA}-agent-a1b2c3d.json`, '[]');
    home.write(`.claude/tasks/${sessionA}/10.json`, JSON.stringify({ id: '10', subject: 'Ten', status: 'pending' }));
    home.write(`.claude/tasks/${sessionA}/2.json`, JSON.stringify({ id: '2', subject: 'Two', status: 'completed' }));
    home.write(`.claude/file-history/${sessionA}/0123456789abcdef@v2`, 'two\n');
    home.write(`.claude/file-history/${sessionA}/0123456789abcdef@v10`, 'ten\n');
    home.write(`.claude/projects/p/${sessionA}/tool-results/toolu_01x.txt`, 'long\n');
    home.write(`.claude/debug/${sessionA}.txt`, 'debug\n');
    const { files, omitted, unlisted } = otherOf(home);
    const named = (file: string) => ({ kind: 'file-name', file: home.path('.claude', file), line: 0, offset: 0 });
    const below = (folder: string) => ({ ...named(folder), kind: 'folder-name' });
    const found = (file: string, bytes: number) => ({ path: home.path('.claude', file), state: 'found', bytes });
    const main = `todos/${sessionA}-agent-${sessionA}.json`;
    const agents = `todos/${sessionA}-agent-a1b2c3d.json`;
    const tasks = `tasks/${sessionA}`;
    const history = `file-history/${sessionA}`;
    const results = `projects/p/${sessionA}/tool-results`;
    const debug = `debug/${sessionA}.txt`;
    const version = { kind: 'checkpoint', hash: '0123456789abcdef', copyOf: undefined, evidence: below(history) };
    expect(files).toEqual([
      { kind: 'todos', ...found(main, 139), evidence: named(main), agentId: sessionA, todos: 2, completed: 1 },
      { kind: 'todos', ...found(agents, 2), evidence: named(agents), agentId: 'a1b2c3d', todos: 0, completed: 0 },
      { kind: 'task', ...found(`${tasks}/2.json`, 47), evidence: below(tasks), number: 2, subject: 'Two', status: 'completed' },
      { kind: 'task', ...found(`${tasks}/10.json`, 46), evidence: below(tasks), number: 10, subject: 'Ten', status: 'pending' },
      { ...version, ...found(`${history}/0123456789abcdef@v10`, 4), version: 10 },
      { ...version, ...found(`${history}/0123456789abcdef@v2`, 4), version: 2 },
      { kind: 'tool-result', ...found(`${results}/toolu_01x.txt`, 5), evidence: below(results) },
      { kind: 'debug-log', ...found(debug, 6), evidence: named(debug) },
    ]); // prettier-ignore
    expect([omitted, unlisted]).toEqual([none, []]);
  });

  it('are none of another session, of the start of an ID or of a link to an ID; under an unknown name they are other files', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('x')]);
    home.log(sessionB, [prompt('x')]);
    for (const name of [
      `todos/${sessionB}-agent-${sessionA}.json`,
      `todos/${sessionA}.json`,
      `todos/${sessionA}-agent-.json`,
      `todos/${sessionA}-agent-${sessionA}.json.tmp.35.1`,
      `todos/${sessionA}x-agent-${sessionA}.json`,
      `todos/${sessionA.slice(0, 8)}-agent-${sessionA}.json`,
      `tasks/session-${sessionA.slice(0, 8)}/1.json`,
      `tasks/${sessionA.slice(0, 8)}/1.json`,
      `tasks/${sessionA}/.lock`,
      `tasks/${sessionA}/1.json.tmp`,
      `tasks/${sessionA}/01.json`,
      `tasks/${sessionA}/-1.json`,
      `tasks/${sessionA}x/1.json`,
      `file-history/${sessionA}/0123456789abcdef`,
      `file-history/${sessionA}/0123456789abcdef@v0`,
      `file-history/${sessionA}/0123456789ABCDEF@v1`,
      `file-history/${sessionA}/notes@v1`,
      `file-history/0123456789abcdef@v1`,
      `projects/p/${sessionA}/tool-results/.hidden`,
      `projects/p/${sessionA}/tool-results/deep/toolu_1.txt`,
      `projects/p/tool-results/toolu_1.txt`,
      `debug/${sessionA}.txt.1`,
      `debug/latest`,
    ])
      home.write(`.claude/${name}`, 'x');
    // A folder with a name as files have it is no file, and a link leads nowhere.
    expect(summary(home)).toEqual([
      `tool-result projects/p/${sessionA}/tool-results/deep not-a-regular-file 0`,
      `session-file file-history/${sessionA}/0123456789ABCDEF@v1 found 1`,
      `session-file file-history/${sessionA}/0123456789abcdef found 1`,
      `session-file file-history/${sessionA}/0123456789abcdef@v0 found 1`,
      `session-file file-history/${sessionA}/notes@v1 found 1`,
      `session-file projects/p/${sessionA}/tool-results/.hidden found 1`,
      `session-file projects/p/${sessionA}/tool-results/deep/toolu_1.txt found 1`,
      `session-file tasks/${sessionA}/-1.json found 1`,
      `session-file tasks/${sessionA}/.lock found 1`,
      `session-file tasks/${sessionA}/01.json found 1`,
      `session-file tasks/${sessionA}/1.json.tmp found 1`,
    ]);
    expect(summary(home, sessionB)).toEqual([`todos todos/${sessionB}-agent-${sessionA}.json found 1`]);
  });

  it('include the files of a job whose state has the whole ID, and of no job that only begins like it', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('x')]);
    const job = `jobs/${sessionA.slice(0, 8)}`;
    home.write(`.claude/${job}/timeline.jsonl`, '{}\n');
    home.write(`.claude/${job}/state.json`, JSON.stringify({ sessionId: sessionA.replace(/.$/, '0') }));
    expect(summary(home)).toEqual([]);
    const state = home.write(`.claude/${job}/state.json`, `{\n  "state": "stopped",\n  "sessionId": "${sessionA}"\n}`);
    expect(summary(home)).toEqual([
      `session-file ${job}/state.json found 79`,
      `session-file ${job}/timeline.jsonl found 3`,
    ]);
    const evidence = { kind: 'job', file: state, line: 3, offset: 24 };
    expect(otherOf(home).files.map((file) => file.evidence)).toEqual([evidence, evidence]);
  });

  it('are listed for a session that left nothing else', () => {
    const home = makeHome();
    home.write(`.claude/file-history/${sessionB}/0123456789abcdef@v1`, 'x');
    home.write(`.claude/todos/${sessionB}-agent-${sessionB}.json`, '[]');
    expect(detailsOf(indexOf(home), sessionB)).toMatchObject({ sessionId: sessionB, logs: [], agents: [], plans: [] });
    expect(summary(home, sessionB)).toEqual([
      `todos todos/${sessionB}-agent-${sessionB}.json found 2`,
      `checkpoint file-history/${sessionB}/0123456789abcdef@v1 found 1`,
    ]);
    expect(() => detailsOf(indexOf(home), sessionA)).toThrow('no session');
  });

  it('mark what is no regular file, have no figures of what cannot be parsed, and name folders that cannot be listed', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('x')]);
    const secret = home.write('secret.json', '[{"content":"secret","status":"completed"}]');
    const todos = home.write(`.claude/todos/${sessionA}-agent-b.json`, '{"not": "a list"}');
    fs.symlinkSync(secret, path.join(path.dirname(todos), `${sessionA}-agent-a.json`));
    fs.mkdirSync(home.path('.claude/debug', `${sessionA}.txt`), { recursive: true });
    home.write(`.claude/tasks/${sessionA}/1.json`, '{"subject": 1}');
    home.write(`.claude/tasks/${sessionA}/2.json`, '{"subject": "cut');
    home.write('elsewhere/0123456789abcdef@v1', 'secret');
    fs.mkdirSync(home.path('.claude/file-history'));
    fs.symlinkSync(home.path('elsewhere'), home.path('.claude/file-history', sessionA));
    home.write(`.claude/projects/p/${sessionA}/tool-results`, 'a file');
    const { files, unlisted } = otherOf(home);
    expect(summary(home)).toEqual([
      `todos todos/${sessionA}-agent-a.json not-a-regular-file 0`,
      `todos todos/${sessionA}-agent-b.json found 17`,
      `task tasks/${sessionA}/1.json found 14`,
      `task tasks/${sessionA}/2.json found 16`,
      `debug-log debug/${sessionA}.txt not-a-regular-file 0`,
      `session-file projects/p/${sessionA}/tool-results found 6`,
    ]);
    expect(files).toMatchObject([
      { todos: undefined },
      { todos: undefined },
      { subject: undefined },
      { status: undefined },
      {},
      { kind: 'session-file' },
    ]);
    expect(unlisted).toEqual([
      { kind: 'checkpoint', path: home.path('.claude/file-history', sessionA) },
      { kind: 'tool-result', path: home.path('.claude/projects/p', sessionA, 'tool-results') },
    ]);
  });

  it('name each folder below theirs that cannot be listed or lies too deep, and list the others', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('x')]);
    const own = home.path('.claude/session-env', sessionA);
    home.write(`.claude/session-env/${sessionA}/closed/a`, 'x');
    home.write(`.claude/session-env/${sessionA}/open/a`, 'x');
    home.write(`.claude/session-env/${sessionA}/1/2/3/4/5/6/7/8/a`, 'x');
    home.write(`.claude/session-env/${sessionA}/1/2/3/4/5/6/7/8/9/a`, 'x');
    const isClosed = (folder: string) => folder.endsWith('closed');
    const { files, unlisted } = whereRefused('readdirSync', 'EACCES', () => otherOf(home), isClosed);
    expect(files.map(({ path: file }) => path.relative(own, file).replaceAll(path.sep, '/'))).toEqual([
      '1/2/3/4/5/6/7/8/a',
      'open/a',
    ]);
    expect(unlisted).toEqual([
      { kind: 'session-file', path: path.join(own, '1/2/3/4/5/6/7/8/9') },
      { kind: 'session-file', path: path.join(own, 'closed') },
    ]);
  });

  it('name the folder of which not all files are listed, since there are too many', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('x')]);
    const full = home.path('.claude/session-env', sessionA);
    const names = Array.from({ length: 20_000 }, (_, n) => `f${n}`);
    fs.mkdirSync(full, { recursive: true });
    const listing =
      (all: readonly string[]) =>
      (original: (...all: unknown[]) => unknown) =>
      (...asked: unknown[]) =>
        asked[0] === full ? all : original(...asked);
    const of = (all: readonly string[]) => whereReplaced('readdirSync', listing(all), () => otherOf(home).unlisted);
    expect(of(names)).toEqual([]);
    expect(of([...names, 'last'])).toEqual([{ kind: 'session-file', path: full }]);
  });

  it('look into no more folders once there are too many, and name the one that is not whole', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('x')]);
    const own = home.path('.claude/session-env', sessionA);
    for (const name of ['a', 'b', 'c']) home.write(`.claude/session-env/${sessionA}/${name}/file`, 'x');
    const names = Array.from({ length: 20_001 }, (_, n) => `f${n}`);
    const looked: string[] = [];
    const listing =
      (original: (...all: unknown[]) => unknown) =>
      (...asked: unknown[]) => {
        const folder = String(asked[0]);
        if (path.dirname(folder) === own) looked.push(path.basename(folder));
        return folder === path.join(own, 'a') ? names : original(...asked);
      };
    const unlisted = whereReplaced('readdirSync', listing, () => otherOf(home).unlisted);
    expect(unlisted).toEqual([{ kind: 'session-file', path: own }]);
    expect(looked).toEqual(['a']);
  });

  it('without the right to read them are unreadable', skip(noModes), () => {
    const home = makeHome();
    fs.chmodSync(home.folder, 0o755);
    home.log(sessionA, [prompt('x')]);
    const todos = home.write(`.claude/todos/${sessionA}-agent-a.json`, '[]');
    const checkpoint = home.write(`.claude/file-history/${sessionA}/0123456789abcdef@v1`, 'x');
    asNobody(() => {
      asRoot(() => {
        fs.chmodSync(todos, 0);
        fs.chmodSync(path.dirname(checkpoint), 0);
      });
      expect(summary(home)).toEqual([`todos todos/${sessionA}-agent-a.json unreadable 2`]);
      expect(otherOf(home).unlisted).toEqual([{ kind: 'checkpoint', path: path.dirname(checkpoint) }]);
      asRoot(() => fs.chmodSync(path.dirname(checkpoint), 0o755));
    });
  });

  it('are listed up to a limit, the newest version of each file first, and the rest is counted', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('x')]);
    const hashes = Array.from({ length: 30 }, (_, i) => hashOf(`file ${i}`)).sort();
    for (const hash of hashes)
      for (let version = 1; version <= 20; version++)
        home.write(`.claude/file-history/${sessionA}/${hash}@v${version}`, 'x');
    // An old version that was touched last.
    fs.utimesSync(home.path(`.claude/file-history/${sessionA}/${hashes[0]}@v1`), 2e9, 2e9);
    const { files, omitted } = otherOf(home);
    expect(omitted).toEqual({ ...none, checkpoint: 600 - mostListed });
    expect(files).toHaveLength(mostListed);
    expect(files.slice(0, 31).map((file) => file.kind === 'checkpoint' && [file.hash, file.version])).toEqual([
      ...hashes.map((hash) => [hash, 20]),
      [hashes[0], 19],
    ]);
  });

  it('of several data roots are one list', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('x')]);
    home.write(`.claude/debug/${sessionA}.txt`, 'a');
    home.write(`other/debug/${sessionA}.txt`, 'b');
    const index = indexOf(home, { roots: [home.root, home.path('other')] });
    expect(detailsOf(index, sessionA).extras.files.map((file) => file.path)).toEqual([
      home.path(`.claude/debug/${sessionA}.txt`),
      home.path(`other/debug/${sessionA}.txt`),
    ]);
  });
});

describe('the file that a checkpoint is a copy of', () => {
  function checkpoints(home: Home): [string | undefined, string | undefined, number | undefined][] {
    const all = otherOf(home).files.filter((file): file is CheckpointFile => file.kind === 'checkpoint');
    return all.map(({ copyOf }) => [copyOf?.name, copyOf?.path, copyOf?.evidence.line]);
  }

  function checkpoint(home: Home, file: string, version = 1): string {
    const name = `${hashOf(file)}@v${version}`;
    home.write(`.claude/file-history/${sessionA}/${name}`, 'before\n');
    return name;
  }

  it('is what the log named last, and its path what the hash proves', () => {
    const home = makeHome();
    const cart = checkpoint(home, home.path('shop/src/cart.js'));
    const plan = checkpoint(home, home.planPath('calm-painting-otter'), 3);
    home.log(sessionA, [
      tracking({ 'src/cart.js': cart }),
      prompt('x'),
      {
        ...entryStart('file-history-delta'),
        trackingPath: home.planPath('calm-painting-otter'),
        backup: { backupFileName: plan },
      },
      tracking({ 'src/cart.js': cart, 'src/none.js': null }),
      prompt('y'),
    ]);
    expect(checkpoints(home).sort()).toEqual(
      [
        [home.planPath('calm-painting-otter'), home.planPath('calm-painting-otter'), 3],
        ['src/cart.js', home.path('shop/src/cart.js'), 4],
      ].sort(),
    );
    const [first] = otherOf(home).files;
    const { evidence } = (first as CheckpointFile).copyOf ?? expect.unreachable();
    const log = fs.readFileSync(evidence.file);
    const line = log.subarray(evidence.offset).toString().split('\n')[0];
    expect(log.subarray(0, evidence.offset).toString().split('\n')).toHaveLength(evidence.line);
    expect(line).toContain('file-history-');
  });

  it('is named and not proved where the name leads to another hash', () => {
    const home = makeHome();
    const name = checkpoint(home, home.path('shop/src/cart.js'));
    home.log(sessionA, [tracking({ '../../etc/passwd': name })]);
    expect(checkpoints(home)).toEqual([['../../etc/passwd', undefined, 1]]);
  });

  it('is unknown without an entry of its own that names it', () => {
    const home = makeHome();
    const name = checkpoint(home, home.path('shop/src/cart.js'));
    const entry = tracking({ 'src/cart.js': name });
    home.log(sessionB, [entry]);
    home.log(sessionA, [
      prompt(JSON.stringify(entry)),
      { type: 'progress', data: entry },
      { ...entry, snapshot: { trackedFileBackups: [name] } },
      { ...entry, snapshot: { trackedFileBackups: { 'src/cart.js': name } } },
      `${JSON.stringify(entry).slice(0, -3)}`,
      tracking({ 'src/cart.js': `../${name}`, 'src/other.js': `${name}x`, 'src/third.js': `${hashOf('third')}@v1` }),
    ]);
    expect(checkpoints(home)).toEqual([[undefined, undefined, undefined]]);
  });

  it('is compared only inside an opened folder, as a regular file that no link leads to', () => {
    const home = makeHome();
    home.write('shop/src/cart.js', 'now\n');
    home.write('outside/secret.js', 'secret\n');
    fs.symlinkSync(home.path('outside'), home.path('shop/linked'));
    fs.symlinkSync(home.path('outside/secret.js'), home.path('shop/secret.js'));
    fs.mkdirSync(home.path('shop/folder.js'));
    home.log(sessionA, [prompt('x')]);
    checkpoint(home, home.path('shop/src/cart.js'));
    const [file] = otherOf(home).files as [CheckpointFile];
    const evidence = { kind: 'file-history', file: 'log', line: 1, offset: 0 } as const;
    const compared = (name: string, folders = [home.path('shop')], proved: string | undefined = name) =>
      currentFile({ ...file, copyOf: { name, path: proved, evidence } }, folders);
    expect(compared(home.path('shop/src/cart.js'))).toBe(home.path('shop/src/cart.js'));
    expect(
      currentFile({ ...file, copyOf: { name: 'src/cart.js', path: undefined, evidence } }, [home.path('shop')]),
    ).toBe(undefined);
    expect(currentFile({ ...file, copyOf: undefined }, [home.path('shop')])).toBe(undefined);
    expect(compared(home.path('shop/src/cart.js'), [home.path('sh')])).toBe(undefined);
    expect(compared(home.path('shop/src/cart.js'), [])).toBe(undefined);
    for (const name of [
      home.path('shop'),
      home.path('shop/linked/secret.js'),
      home.path('shop/secret.js'),
      home.path('shop/folder.js'),
      home.path('shop/missing.js'),
      home.path('outside/secret.js'),
      `${home.path('shop')}/src/../../outside/secret.js`,
      `${home.path('shop')}/src/cart.js\0.js`,
      'src/cart.js',
    ])
      expect([name, compared(name)]).toEqual([name, undefined]);
  });
});

describe('the text of an extra', () => {
  function textOf(home: Home, name: string, content: string | Buffer, longest?: number): string {
    const file = home.write(`.claude/${name}`, content);
    const answer = readExtra([home.root], sessionA, file, longest);
    return typeof answer === 'string' ? `no text: ${answer}` : answer.text;
  }

  it('is made readable for todos and tasks, and is as it stands, with a note, where the file is no such list', () => {
    const home = makeHome();
    const todos = [
      { content: 'Read', status: 'completed' },
      { content: 'Write\nit\u001b[31m', status: 'in_progress' },
      { content: 'Try', status: 'pending' },
      { content: 'Sing', status: 'toString' },
    ];
    const name = `todos/${sessionA}-agent-${sessionA}.json`;
    expect(textOf(home, name, JSON.stringify(todos))).toBe('[x] Read\n[>] Write\n    it\n[ ] Try\n[toString] Sing\n');
    expect(textOf(home, name, '[]')).toBe('The list is empty.\n');
    expect(textOf(home, name, '[{"content": "cu')).toBe(
      '(This is no list of todos as clients write it.)\n\n[{"content": "cu',
    );
    const task = {
      id: '1',
      subject: 'Write',
      description: 'all\nof it',
      status: 'pending',
      blocks: [],
      blockedBy: ['2', '3'],
    };
    expect(textOf(home, `tasks/${sessionA}/1.json`, JSON.stringify(task))).toBe(
      '[ ] Write\n\nStatus: pending\nBlocked by: 2, 3\n\nall\nof it\n',
    );
    expect(textOf(home, `tasks/${sessionA}/1.json`, 'null')).toBe('(This is no task as clients write it.)\n\nnull');
  });

  it('shows no raw control or direction characters of tool results and debug logs, and leaves a checkpoint as it is', () => {
    const home = makeHome();
    const hostile = 'a\u001b[31mb\u001b]8;;x\u0007\u202ec\r\nd\n';
    const shown = 'ab␛]8;;x␇\ufffdc\nd\n';
    expect(textOf(home, `debug/${sessionA}.txt`, hostile)).toBe(shown);
    expect(textOf(home, `projects/p/${sessionA}/tool-results/toolu_1.txt`, hostile)).toBe(shown);
    expect(textOf(home, `file-history/${sessionA}/0123456789abcdef@v1`, hostile)).toBe(hostile);
  });

  it('that is too long is cut: a debug log keeps its end, a result its start, a checkpoint is not shown', () => {
    const home = makeHome();
    const text = `${'x'.repeat(99)}\n`.repeat(20) + 'the end\n';
    expect(textOf(home, `debug/${sessionA}.txt`, text, 1024)).toMatch(
      /^\(The last 1 KB of 2 KB are shown\.\)\n\nx+\n[^]*the end\n$/,
    );
    expect(textOf(home, `projects/p/${sessionA}/tool-results/a.txt`, text, 1024)).toMatch(
      /^\(The first 1 KB of 2 KB are shown\.\)\n\n[x\n]{1024}$/,
    );
    expect(textOf(home, `file-history/${sessionA}/0123456789abcdef@v1`, text, 1024)).toBe('no text: too-large');
  });

  it('is refused for a file of another session, whatever the path says', () => {
    const home = makeHome();
    const of = (file: string, id = sessionA, roots = [home.root]) => readExtra(roots, id, file);
    const todos = home.write(`.claude/todos/${sessionA}-agent-b.json`, '[]');
    home.write(`.claude/file-history/${sessionB}/0123456789abcdef@v1`, 'of B');
    const secret = home.write('secret/1.json', 'secret');
    fs.mkdirSync(home.path('.claude/tasks'));
    fs.symlinkSync(path.dirname(secret), home.path('.claude/tasks', sessionA));
    fs.mkdirSync(home.path('.claude/debug'));
    fs.symlinkSync(secret, home.path('.claude/debug', `${sessionA}.txt`));
    const outside = home.write(`elsewhere/${sessionA}/tool-results/toolu_1.txt`, 'secret');
    fs.symlinkSync(home.path('elsewhere'), home.path('.claude/projects/link'));
    expect(of(outside.replace(home.path('elsewhere'), home.path('.claude/projects/link')))).toBe('not-a-regular-file');
    expect(of(todos)).toEqual({ text: 'The list is empty.\n' });
    expect(of(todos, sessionB)).toBe('not-of-session');
    expect(of(todos, sessionA, [home.path('other')])).toBe('not-of-session');
    expect(of(secret)).toBe('not-of-session');
    expect(of(`${home.root}/tasks/../todos/${path.basename(todos)}`)).toBe('not-of-session');
    expect(of(`${home.root}/file-history/${sessionA}/../${sessionB}/0123456789abcdef@v1`)).toBe('not-of-session');
    expect(of(home.path('.claude/file-history', sessionB, '0123456789abcdef@v1'))).toBe('not-of-session');
    expect(of(home.path('.claude/tasks', sessionA, '1.json'))).toBe('not-a-regular-file');
    expect(of(home.path('.claude/debug', `${sessionA}.txt`))).toBe('not-a-regular-file');
    expect(of(home.path('.claude/file-history', sessionA, '0123456789abcdef@v1'))).toBe('missing');
    expect(of(home.path('.claude/todos', `${sessionA}-agent-c.json`))).toBe('missing');
    expect(textOf(home, `todos/${sessionA}-agent-d.json`, Buffer.from([0x5b, 0, 0x5d]))).toBe('no text: not-text');
  });
});

describe('a followed session', () => {
  it('changes when an extra of it comes, grows or goes, and not when one of another session does', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('x')]);
    home.log(sessionB, [prompt('x')]);
    const index = indexOf(home);
    const followed = new FollowedFiles();
    const changed = () => [...followed.changed(index)];
    followed.follow(index, sessionA);
    expect(changed()).toEqual([]);
    const debug = home.write(`.claude/debug/${sessionA}.txt`, 'one\n');
    home.write(`.claude/debug/${sessionB}.txt`, 'one\n');
    expect(changed()).toEqual([sessionA]);
    expect(changed()).toEqual([]);
    fs.appendFileSync(debug, 'two\n');
    expect(changed()).toEqual([sessionA]);
    const task = home.write(`.claude/tasks/${sessionA}/1.json`, '{"subject":"a"}');
    expect(changed()).toEqual([sessionA]);
    fs.writeFileSync(task, '{"subject":"b"}');
    fs.utimesSync(task, 1e9, 1e9);
    expect(changed()).toEqual([sessionA]);
    fs.rmSync(debug);
    expect(changed()).toEqual([sessionA]);
    fs.rmSync(home.logPath(sessionA));
    fs.rmSync(task);
    index.refresh();
    expect(changed()).toEqual([]);
  });

  it("does not change when one of the client's own files does, which no row shows", () => {
    const home = makeHome();
    home.log(sessionA, [prompt('x')]);
    const lock = home.write(`.claude/tasks/${sessionA}/.lock`, '');
    const index = indexOf(home);
    expect(detailsOf(index, sessionA).extras.files.map((file) => file.path)).toEqual([lock]);
    const followed = new FollowedFiles();
    followed.follow(index, sessionA);
    fs.appendFileSync(lock, 'held');
    expect([...followed.changed(index)]).toEqual([]);
  });

  it('is announced as changed although another request has read its files since', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('x')]);
    const index = indexOf(home);
    const followed = new FollowedFiles();
    followed.follow(index, sessionA);
    home.write(`.claude/debug/${sessionA}.txt`, 'one\n');
    // A hover asks for what an open row has shown before.
    followed.follow(index, sessionA);
    expect([...followed.changed(index)]).toEqual([sessionA]);
    expect([...followed.changed(index)]).toEqual([]);
  });

  it('is announced as changed when an agent’s meta file or a workflow’s journal changes', () => {
    const home = makeHome();
    home.log(sessionA, [prompt('x')]);
    const agent = home.agentLog(sessionA, 'a1b2c3d', [prompt('Look')]);
    const run = home.write(`.claude/projects/p/${sessionA}/subagents/workflows/wf_1/agent-b1b2c3d.jsonl`, '');
    const index = indexOf(home);
    const followed = new FollowedFiles();
    followed.follow(index, sessionA);
    home.write(path.relative(home.folder, agent.replace('.jsonl', '.meta.json')), '{"finished":true}');
    expect([...followed.changed(index)]).toEqual([sessionA]);
    home.write(path.relative(home.folder, path.join(path.dirname(run), 'journal.jsonl')), '{}\n');
    expect([...followed.changed(index)]).toEqual([sessionA]);
    expect([...followed.changed(index)]).toEqual([]);
  });
});
