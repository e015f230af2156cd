/** What is said of files that sessions changed. */
import { describe, expect, it } from 'vitest';
import type { ChangedFile } from '../../../src/core/answers/changedFiles.ts';
import type { SessionFile } from '../../../src/core/answers/filesOfSession.ts';
import type { FileChange, SessionId } from '../../../src/core/model.ts';
import { changedGroups } from '../../../src/presentation/changedFileGroups.ts';
import { fileNodes } from '../../../src/presentation/fileNodes.ts';
import {
  changedFileAccessibleLabel,
  changedFileDescription,
  changedFileFacts,
  changesTitle,
  fileLabel,
  folderBelow,
  notShownSentence,
} from '../../../src/presentation/fileRowText.ts';
import type { FilesNode } from '../../../src/presentation/treeNodes.ts';
import { collisionFacts, collisionMark, collisionSentence } from '../../../src/presentation/collisionWords.ts';
import {
  ownerFacts,
  ownersStatus,
  isTakenBack,
  writerDescription,
  writerFacts,
  writersAccessibleLabel,
  writersBadge,
  writersStatus,
  writersTooltip,
} from '../../../src/presentation/writerWords.ts';
import { sessionId } from '../../fixtures/sessionRows.ts';

const A = sessionId('4f0c2b7e-93a1-4d58-8e21-6b7d0c9f1a34');
const B = sessionId('b52d90c7-41ea-4d68-9f03-7a8e1c6d3b24');
const C = sessionId('6e1b7a40-2c95-4f3d-8b16-d07c4e92a5f8');
const evidence = { kind: 'tool-result', file: '/home/dev/.claude/projects/p/a.jsonl', line: 12, offset: 900 } as const;
const last = { kind: 'edit', agentId: undefined, toolUseId: 't', time: 1_000, evidence } as const;

function fileOf(file: Partial<SessionFile> = {}): SessionFile {
  return {
    path: '/work/shop/src/cart.js',
    changes: 2,
    added: 12,
    removed: 3,
    last,
    agents: [],
    alsoBy: [],
    takenBack: 'none',
    copiedFrom: undefined,
    now: 'as-logged',
    ...file,
  };
}

const places = { opened: ['/work/shop'], home: '/home/dev' };
const row = (file: Partial<SessionFile>): string => changedFileDescription(fileOf(file), places);

describe('the row of a changed file', () => {
  it.each<[string, Partial<SessionFile>, string]>([
    ['with nothing odd has its lines and its folder', {}, '+12 −3 · src'],
    ['whose log does not tell lines has its folder alone', { added: undefined }, 'src'],
    ['right in the folder has no folder', { path: '/work/shop/a.js' }, '+12 −3'],
    ['outside of the folders has its whole folder', { path: '/home/dev/x/a.js' }, '+12 −3 · ~/x'],
    ['of another system has its whole folder', { path: 'C:\\w\\a.js' }, '+12 −3 · C:\\w'],
    ['that another session touched names it', { alsoBy: [B] }, 'also b52d… · +12 −3 · src'],
    ['that several touched names the first', { alsoBy: [B, C] }, 'also b52d… and 1 more · +12 −3 · src'],
    ['that was changed since says so', { now: 'changed' }, 'changed since · +12 −3 · src'],
    ['that is gone says so', { now: 'gone' }, 'gone · +12 −3 · src'],
    ['that was not looked at is not called gone', { now: 'not-looked-at' }, '+12 −3 · src'],
    ['that cannot be compared is not called changed', { now: 'found' }, '+12 −3 · src'],
    ['in whose place a link stands says so', { now: 'not-a-regular-file' }, 'not a regular file · +12 −3 · src'],
    ['whose changes were taken back says so', { takenBack: 'all' }, 'taken back · +12 −3 · src'],
    [
      'whose changes were taken back from the disk says no more',
      { takenBack: 'all', now: 'changed' },
      'taken back · +12 −3 · src',
    ],
    ['of a copy does not name its session twice', { copiedFrom: B, alsoBy: [B] }, 'copied from b52d… · +12 −3 · src'],
    ['of which some were taken back says so', { takenBack: 'some' }, 'partly taken back · +12 −3 · src'],
    ['of which that is not known says nothing', { takenBack: undefined }, '+12 −3 · src'],
    ['of a copy names the session', { copiedFrom: B }, 'copied from b52d… · +12 −3 · src'],
    ['of a copy without a name says so', { copiedFrom: '' }, 'copied · +12 −3 · src'],
    ['with hostile names is one line', { path: '/work/shop/\u001b[2J\u202e/a\n.js' }, '+12 −3 · \ufffd[2J\ufffd'],
  ])('%s', (_what, file, expected) => {
    expect(row(file)).toBe(expected);
  });

  it('in a window with several folders has the name of its folder', () => {
    const two = { opened: ['/work/shop', '/work/api'], cwds: ['/work/tool'], home: '' };
    const files = ['/work/shop/src/a.js', '/work/api/a.js', '/work/tool/src/a.js'];
    expect(files.map((file) => folderBelow(file, two))).toEqual(['shop/src', 'api', 'src']);
  });

  it('has the base name as its label, by the rules of the system that wrote it', () => {
    expect([fileLabel('/work/shop/src/cart.js'), fileLabel('C:\\w\\a.js')]).toEqual(['cart.js', 'a.js']);
  });

  it('is read out in words', () => {
    expect(changedFileAccessibleLabel(fileOf({ alsoBy: [B], now: 'gone' }), places)).toBe(
      'Changed file cart.js, 2 changes, 12 added, 3 removed, also b52d…, gone, in src',
    );
  });

  it('has the proof, the other sessions and the file now on hover', () => {
    const source = {
      details: undefined,
      titleOf: (id: string) => (id === B ? 'Forgive typos' : undefined),
      formatTime: (time: number) => `at ${time}`,
      home: '/home/dev',
    };
    const file = fileOf({ agents: ['a1'], alsoBy: [B], takenBack: 'some', copiedFrom: C, now: 'changed' });
    expect(changedFileFacts(file, source).map(({ name, value }) => `${name}: ${value}`)).toEqual([
      'File: /work/shop/src/cart.js',
      'Changes: 2 changes · +12 −3',
      'Last change: at 1000, by the log',
      'Proved by: the result of an Edit, line 12 of ~/.claude/projects/p/a.jsonl',
      'By agents: a1',
      `Also touched by: ${B} (Forgive typos)`,
      'Taken back: /rewind took back some of the turns that made these changes',
      `Copied: the log has copies of entries of ${C} (Untitled session); this session itself did not change the file`,
      'The file now: not what the last of these changes left',
    ]);
  });
});

describe('the list of files', () => {
  const parent: FilesNode = {
    kind: 'files',
    id: 'files:s',
    parent: { kind: 'session', id: 's', parent: undefined, sessionId: A },
    sessionId: A,
    agentId: undefined,
  };
  const short = (answer: Parameters<typeof fileNodes>[1], node = parent): unknown[] =>
    fileNodes(node, answer).map((one) =>
      one.kind === 'note' ? one.text : one.kind === 'more' ? one.hidden : one.file.path,
    );

  it('has a row for each, and one for those that are not listed', () => {
    expect(short({ files: [fileOf()], total: 3, unreadable: 0 })).toEqual(['/work/shop/src/cart.js', 2]);
  });

  it('says that nothing is proved, of a session and of an agent', () => {
    const none = { files: [], total: 0, unreadable: 0 };
    expect(short(none)).toEqual(['No log proves that this session changed a file.']);
    expect(short(none, { ...parent, agentId: 'a1' })).toEqual(['No log proves that this agent changed a file.']);
  });

  it('says that it may not be all where a log could not be read', () => {
    expect(short({ files: [], total: 0, unreadable: 1 })).toEqual(['This may not be all: 1 log could not be read.']);
  });
});

describe('an editor of changes', () => {
  const place = { log: '/l', offset: 0, toolUseId: 't' };
  const run = { first: place, last: place, changes: 2, holds: 'texts' } as const;

  it('says in its title whose changes it shows, how many, and that lines alone are known', () => {
    expect(changesTitle('cart.js', A, [run, run])).toBe('cart.js 4f0c… · 4 changes');
    expect(changesTitle('cart.js', A, [{ ...run, changes: 1, holds: 'lines' }])).toBe(
      'cart.js 4f0c… · 1 change · changed lines alone',
    );
  });

  it('says what it cannot show', () => {
    const of = (runs: number, withoutText: number, beyond = 0) =>
      notShownSentence([{ path: '/a', runs: Array.from({ length: runs }, () => run), withoutText, beyond }]);
    expect([of(1, 0), of(1, 0, 1), of(1, 2), of(0, 1)]).toEqual([
      undefined,
      'An editor shows no more than this: 1 change is left out.',
      'The log does not hold the text of 2 changes: not shown.',
      'The log does not hold the text of these changes, so there is nothing to compare.',
    ]);
  });
});

function changeOf(change: Partial<FileChange> = {}): FileChange {
  return {
    ...last,
    path: '/w/a.js',
    sessionId: A,
    added: 1,
    removed: 0,
    hasBefore: true,
    hasAfter: true,
    takenBack: undefined,
    ...change,
  };
}

function writerOf(id: typeof A, time = 1_000, takenBack?: boolean): ChangedFile {
  const change = changeOf({ sessionId: id, time, takenBack });
  return { path: '/w/a.js', sessionId: id, agentId: undefined, changes: [change], last: change };
}

describe('the writers of a file', () => {
  it('are named by the last one and their number', () => {
    expect([writersStatus([]), writersStatus([writerOf(A)]), writersStatus([writerOf(B), writerOf(A)])]).toEqual([
      undefined,
      '4f0c…',
      'b52d… (2)',
    ]);
  });

  it('are taken back where all their changes were', () => {
    const [back, kept] = [writerOf(A, 1_000, true), writerOf(B, 2_000, false)];
    expect([[], [back], [back, kept], [writerOf(A)]].map(isTakenBack)).toEqual([false, true, false, false]);
  });

  it('are read out in words', () => {
    expect([[writerOf(A)], [writerOf(B), writerOf(A)]].map(writersAccessibleLabel)).toEqual([
      'This file was changed by session 4f0c2b7e',
      'This file was changed by 2 sessions, the last one first: b52d90c7, 4f0c2b7e',
    ]);
  });

  it('say what they changed, when, and what proves it', () => {
    expect(writerDescription(writerOf(A, 1_000, true), 61_000)).toBe(
      '4f0c2b7e · +1 −0 · 1 change · 1 min · last one taken back',
    );
    expect(writerFacts([writerOf(A)], () => 'Cart', 61_000, '/home/dev')).toEqual([
      {
        name: 'Changed by',
        value:
          'Cart, 4f0c2b7e · +1 −0 · 1 change · 1 min. Proved by the result of an Edit, line 12 of ~/.claude/projects/p/a.jsonl',
      },
    ]);
  });
});

it('changed files of a workspace are grouped by session, the newest first; no proof comes last', () => {
  const files = [
    { path: '/w/none.js', sessions: [] },
    { path: '/w/both.js', sessions: [writerOf(A), writerOf(B)] },
    { path: '/w/a.js', sessions: [writerOf(A, 1_000)] },
    { path: '/w/b.js', sessions: [writerOf(B, 2_000)] },
  ];
  expect(
    changedGroups(files).map((group) => [
      group.kind === 'session' ? group.sessionId : group.kind,
      ...group.files.map(({ path }) => path),
    ]),
  ).toEqual([
    [B, '/w/b.js'],
    [A, '/w/a.js'],
    ['several', '/w/both.js'],
    ['no-proof', '/w/none.js'],
  ]);
  expect(changedGroups([])).toEqual([]);
});

it('a badge has the start of the one ID, or the number of sessions', () => {
  const three = [writerOf(A), writerOf(B), writerOf(C)];
  const ten = Array.from({ length: 10 }, () => writerOf(A));
  expect([[], [writerOf(A)], three, ten].map(writersBadge)).toEqual([undefined, '4f', '3×', '9+']);
  expect(writersTooltip(three.slice(0, 2))).toBe('Changed by sessions 4f0c2b7e, b52d90c7 since the last commit');
});

describe('live sessions on one file', () => {
  const one = { path: '/w/\u202ea.js', sessions: [writerOf(A), writerOf(B)] };
  const another = { path: '/w/b.js', sessions: [writerOf(C), writerOf(A)] };

  it('are marked with each other, and no other session is', () => {
    expect([A, B, C].map((id) => collisionMark(id, [one]))).toEqual([
      'same file as b52d…',
      'same file as 4f0c…',
      undefined,
    ]);
    expect(collisionMark(A, [one, another])).toBe('same file as b52d… and 1 more');
  });

  it('have the file and the other session on hover, also after many files of others', () => {
    const others = Array.from({ length: 9 }, () => another);
    expect(collisionFacts(B, [...others, one], () => 'Cart')).toEqual([
      { name: 'Same file', value: `\ufffda.js was also changed by ${A} (Cart), live too` },
    ]);
    expect(collisionFacts(C, others, () => undefined).at(-1)).toEqual({ name: 'Same file', value: '4 more files' });
  });

  it('are named in the notice with the first file', () => {
    const three = { ...another, sessions: [writerOf(A), writerOf(B), writerOf(C)] };
    expect([[], [one], [three, one]].map(collisionSentence)).toEqual([
      undefined,
      'Live sessions 4f0c… and b52d… changed the same file: \ufffda.js.',
      'Live sessions 4f0c…, b52d… and 6e1b… changed the same file: b.js, and 1 more file.',
    ]);
  });
});

describe('whose a file is', () => {
  const proof = { kind: 'plan-written', file: '/home/me/.claude/projects/-shop/a.jsonl', line: 7, offset: 90 };
  const owner = (sessionId: SessionId) => ({ sessionId, kind: 'plan', evidence: [proof] }) as const;

  it('is said with the start of the ID, and with how many there are', () => {
    expect([ownersStatus([]), ownersStatus([owner(A)]), ownersStatus([owner(A), owner(B)])]).toEqual([
      undefined,
      'Session 4f0c…',
      'Session 4f0c… (2)',
    ]);
  });

  it('is proved on hover', () => {
    expect(ownerFacts([owner(A)], () => 'Cart', '/home/me')).toEqual([
      {
        name: 'Belongs to',
        value: 'Cart, 4f0c2b7e · proved by ~/.claude/projects/-shop/a.jsonl, line 7',
      },
    ]);
  });
});
