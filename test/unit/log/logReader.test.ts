import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LogPosition } from '../../../src/core/log/logPosition.ts';
import { readLog, type LogRead } from '../../../src/core/log/logReader.ts';
import { emptySessionLogFacts, type SessionLogFacts } from '../../../src/core/log/sessionLogFacts.ts';
import { SessionLogVisitor } from '../../../src/core/log/sessionLogVisitor.ts';
import { prompt } from '../../fixtures/entries.ts';
import { logBytes, sessionA, sessionB, timeOfLine, type LogLine } from '../../fixtures/homes.ts';
import { makeHome } from '../../fixtures/indexed.ts';
import { noPipes, skip } from '../../fixtures/skip.ts';

/** A log that is read again and again, as an index does. */
class FollowedLog {
  readonly file: string;
  /** Lines written since the last reading from the start. */
  settled = emptySessionLogFacts(sessionA);
  facts = this.settled;
  position: LogPosition | undefined;
  bytesRead = 0;
  tail = 0;
  /** Whether the last reading began at the start. */
  fromStart = false;
  /** Happens once a reading has found out where to begin. */
  meanwhile = (): void => undefined;

  constructor(file: string) {
    this.file = file;
  }

  read(): SessionLogFacts {
    const reading = this.tryToRead();
    if (reading.state !== 'read') throw new Error(reading.code);
    return this.facts;
  }

  tryToRead(): LogRead {
    const reading = readLog(this.file, this.position, {
      visitor: (fromStart) => {
        this.fromStart = fromStart;
        this.meanwhile();
        if (fromStart) this.settled = emptySessionLogFacts(sessionA);
        this.facts = this.settled;
        return new SessionLogVisitor(this.settled);
      },
      tailVisitor: () => {
        this.facts = structuredClone(this.settled);
        return new SessionLogVisitor(this.facts);
      },
    });
    if (reading.state === 'read') {
      this.position = reading.position;
      this.tail = reading.tail;
      this.bytesRead = reading.bytesRead;
    }
    return reading;
  }
}

function follow(...lines: LogLine[]): FollowedLog {
  const log = new FollowedLog(makeHome().path('followed.jsonl'));
  fs.writeFileSync(log.file, bytesOf(lines));
  return log;
}

function bytesOf(lines: readonly LogLine[], before = 0): Buffer {
  return logBytes(lines, { sessionId: sessionA, cwd: '/shop' }, before);
}

describe('a log that grows', () => {
  it('is read on from the last newline: each entry counts once', () => {
    const log = follow(prompt('1'), prompt('2'));
    expect(log.read()).toMatchObject({ entries: 2, lastActivity: timeOfLine(2) });
    const size = fs.statSync(log.file).size;
    fs.appendFileSync(log.file, bytesOf([prompt('3')], 2));
    expect(log.read()).toMatchObject({ entries: 3, firstActivity: timeOfLine(1), lastActivity: timeOfLine(3) });
    expect(log.fromStart).toBe(false);
    expect(log.bytesRead).toBe(fs.statSync(log.file).size - size);
    expect(log.read()).toMatchObject({ entries: 3 });
    expect(log.bytesRead).toBe(0);
  });

  it('counts a line once wherever a reading cut it', () => {
    const before = bytesOf([prompt('1', { slug: 'first-slug' })]);
    const line = bytesOf([prompt('日本 "quoted" \\ 🦦', { slug: 'second-slug' })], 1);
    const log = follow();
    fs.writeFileSync(log.file, before);
    for (let cut = 1; cut < line.length; cut += 3) {
      fs.truncateSync(log.file, before.length);
      log.read();
      fs.appendFileSync(log.file, line.subarray(0, cut));
      const whole = cut >= line.length - 1;
      expect(log.read()).toMatchObject({ entries: whole ? 2 : 1, badLines: 0 });
      fs.appendFileSync(log.file, line.subarray(cut));
      expect(log.read()).toMatchObject({ entries: 2, badLines: 0, repairedLines: 0 });
      expect(log.facts.slugs.map(({ slug, last }) => [slug, last.line])).toEqual([
        ['first-slug', 1],
        ['second-slug', 2],
      ]);
    }
  });

  it('whose last line lacks its newline counts it as soon as it is whole, and not twice (R2)', () => {
    const log = follow(prompt('1'));
    const line = bytesOf([prompt('2')], 1);
    fs.appendFileSync(log.file, line.subarray(0, -2));
    expect(log.read()).toMatchObject({ entries: 1 });
    expect(log.tail).toBe(line.length - 2);
    fs.appendFileSync(log.file, '}');
    expect(log.read()).toMatchObject({ entries: 2 });
    fs.appendFileSync(log.file, '\n');
    expect(log.read()).toMatchObject({ entries: 2 });
    expect(log.tail).toBe(0);
    expect(log.fromStart).toBe(false);
  });

  it('says nothing of a last line without a newline that is damaged: it may be half written', () => {
    const log = follow(prompt('1'));
    fs.appendFileSync(log.file, '{"type":"user","mess{"broken":}');
    expect(log.read()).toMatchObject({ entries: 1, badLines: 0, repairedLines: 0, damage: [] });
    fs.appendFileSync(log.file, '\n');
    expect(log.read()).toMatchObject({ entries: 1, badLines: 1 });
  });

  it('says nothing of such a line either where a record of no session ends it', () => {
    const log = follow(prompt('1'));
    fs.appendFileSync(log.file, '{"type":"user","mess{"type":"user","uuid":"u","sessionId":""}');
    expect(log.read()).toMatchObject({ entries: 1, badLines: 0, repairedLines: 0, damage: [] });
  });

  it('drops what a whole last line said when that line goes on and turns out to be damage', () => {
    const log = follow(prompt('1', { slug: 'first-slug' }));
    fs.appendFileSync(log.file, bytesOf([prompt('2', { slug: 'second-slug' })], 1).subarray(0, -1));
    expect(log.read().slugs.map(({ slug }) => slug)).toEqual(['first-slug', 'second-slug']);
    fs.appendFileSync(log.file, ' }\n');
    expect(log.read()).toMatchObject({ entries: 1, badLines: 1 });
    expect(log.facts.slugs.map(({ slug }) => slug)).toEqual(['first-slug']);
  });

  it('has line numbers and offsets of what it reads later', () => {
    const log = follow(prompt('1'), '', 'null', prompt('4'));
    log.read();
    const offset = fs.statSync(log.file).size;
    fs.appendFileSync(log.file, bytesOf([prompt('5', { slug: 'late-slug' })]));
    expect(log.read().slugs).toEqual([{ slug: 'late-slug', last: { line: 5, offset } }]);
    expect(log.facts.damage).toEqual([{ line: 3, offset: bytesOf([prompt('1'), '']).length, reason: 'not-object' }]);
  });
});

describe('a log that is not the same any more', () => {
  const first = [prompt('1', { slug: 'old-slug' }), prompt('2')];
  const other = [prompt('other', { slug: 'new-slug' }), prompt('one'), prompt('more', { slug: 'newer-slug' })];

  it.each<[string, (file: string) => void]>([
    ['truncated and written anew, shorter', (file) => fs.writeFileSync(file, bytesOf(other.slice(0, 1)))],
    ['truncated and grown beyond where it was read', (file) => fs.writeFileSync(file, bytesOf(other))],
    [
      'replaced by a file of another inode',
      (file) => {
        fs.writeFileSync(`${file}.tmp`, bytesOf(other));
        fs.renameSync(`${file}.tmp`, file);
      },
    ],
    ['emptied', (file) => fs.truncateSync(file, 0)],
  ])('is read from its start: %s', (_name, change) => {
    const log = follow(...first);
    log.read();
    change(log.file);
    const again = structuredClone(log.read());
    expect(log.fromStart).toBe(true);
    expect(again).toEqual(new FollowedLog(log.file).read());
    expect(again.slugs.map(({ slug }) => slug)).not.toContain('old-slug');
  });

  it('is read from its start when only its head changed', () => {
    const log = follow(...first, ...Array.from({ length: 20 }, () => prompt('same')));
    log.read();
    const bytes = fs.readFileSync(log.file);
    bytes.write('new-slug', bytes.indexOf('old-slug'));
    fs.writeFileSync(log.file, bytes);
    expect(log.read().slugs.map(({ slug }) => slug)).toEqual(['new-slug']);
  });

  it.each([
    ['from its start', false],
    ['on', true],
  ])('is read from its start after it became another one while it was read %s', (_name, isKnown) => {
    const log = follow(...first);
    if (isKnown) log.read();
    fs.appendFileSync(log.file, bytesOf([prompt('3')], 2));
    log.meanwhile = () => fs.writeFileSync(log.file, bytesOf([...other, ...other]));
    log.read();
    log.meanwhile = () => undefined;
    const again = structuredClone(log.read());
    expect(again).toEqual(new FollowedLog(log.file).read());
    expect(again.slugs.map(({ slug }) => slug)).not.toContain('old-slug');
  });

  it('keeps what is known while it cannot be read, and goes on afterwards', () => {
    const log = follow(...first);
    log.read();
    fs.renameSync(log.file, `${log.file}.away`);
    expect(log.tryToRead()).toEqual({ state: 'missing', code: 'ENOENT' });
    expect(log.facts.entries).toBe(2);
    fs.renameSync(`${log.file}.away`, log.file);
    fs.appendFileSync(log.file, bytesOf([prompt('3')], 2));
    expect(log.read().entries).toBe(3);
    expect(log.fromStart).toBe(false);
  });
});

describe("what stands in a log's place", () => {
  it.each<[string, string, (file: string) => void]>([
    ['nothing', 'missing', () => undefined],
    ['a folder', 'not-a-regular-file', (file) => fs.mkdirSync(file)],
    ['a link', 'not-a-regular-file', (file) => fs.symlinkSync(import.meta.filename, file)],
    ['a broken link', 'not-a-regular-file', (file) => fs.symlinkSync('/nowhere', file)],
  ])('%s is told apart: %s', (_name, state, make) => {
    const file = makeHome().path('log.jsonl');
    make(file);
    expect(new FollowedLog(file).tryToRead()).toMatchObject({ state });
  });

  it('a file where its folder was is told apart: missing', () => {
    const home = makeHome();
    home.write('project', '');
    // Windows has the one code for both.
    const code = process.platform === 'win32' ? 'ENOENT' : 'ENOTDIR';
    expect(new FollowedLog(home.path('project/log.jsonl')).tryToRead()).toEqual({ state: 'missing', code });
  });

  it('a pipe without a writer does not make it wait', skip(noPipes), () => {
    const file = makeHome().path('log.jsonl');
    execFileSync('mkfifo', [file]);
    expect(new FollowedLog(file).tryToRead()).toMatchObject({ state: 'not-a-regular-file' });
  });
});

describe('how a file is framed (R1)', () => {
  it('by newlines, a carriage return before them dropped, blank lines not counted', () => {
    const log = follow();
    const lines = [prompt('1'), '', ' \t', prompt('2'), '\r'].map((line) => bytesOf([line]).toString().trimEnd());
    fs.writeFileSync(log.file, lines.join('\r\n'));
    expect(log.read()).toMatchObject({ entries: 2, badLines: 0, repairedLines: 0 });
  });

  it('after a byte order mark at the start, which is no damage', () => {
    const log = follow();
    fs.writeFileSync(log.file, Buffer.concat([Buffer.from('\ufeff'), bytesOf([prompt('1', { slug: 'first-slug' })])]));
    expect(log.read()).toMatchObject({ entries: 1, badLines: 0, repairedLines: 0 });
    expect(log.facts.slugs).toHaveLength(1);
  });

  it('with lines of many megabytes, which are read in pieces', () => {
    const big = 'QUJD'.repeat(2 << 20);
    const image = { type: 'user', message: { content: [{ type: 'image', source: { data: big } }] } };
    const log = follow(prompt('1'), image, prompt('3', { slug: 'behind-the-image' }));
    expect(log.read()).toMatchObject({ entries: 3, badLines: 0 });
    expect(log.facts.slugs[0]?.last.line).toBe(3);
    const { size } = fs.statSync(log.file);
    expect(log.bytesRead).toBe(size);
  });

  it('with damaged lines of many megabytes between good ones', () => {
    const big = 'x'.repeat(3 << 20);
    const behind = bytesOf([prompt('back', { slug: 'behind-the-stub' })])
      .toString()
      .trimEnd();
    const log = follow(prompt('1'), `{"type":"user","message":"${big}`, `{"cut":"${big}${behind}`, prompt('4'));
    expect(log.read()).toMatchObject({ entries: 3, badLines: 2, repairedLines: 1 });
    expect(log.facts.slugs.map(({ slug, last }) => [slug, last.line])).toEqual([['behind-the-stub', 3]]);
    expect(log.facts.damage.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'not-json'],
      [3, 'not-json'],
    ]);
  });

  it('with damaged lines of more than 32 MiB, which are counted and not looked into', () => {
    const whole = bytesOf([prompt('back')])
      .toString()
      .trimEnd();
    const log = follow(prompt('1'), `${'x'.repeat((32 << 20) + 1 - whole.length)}${whole}`, prompt('3'));
    expect(log.read()).toMatchObject({ entries: 2, badLines: 1, repairedLines: 0 });
    expect(log.facts.damage.map(({ line, reason }) => [line, reason])).toEqual([[2, 'too-long']]);
  });

  it('a record that says nothing but has a title, a prompt or a plan in two megabytes is parsed whole', () => {
    const text = `# Plan\n${'x'.repeat(2 << 20)}`;
    const log = follow({ type: 'user', slug: 'calm-painting-otter', planContent: text, message: { content: text } });
    expect(log.read().plans.map(({ kind, slug }) => [kind, slug])).toEqual([['plan-content', 'calm-painting-otter']]);
  });
});

describe('prompts and titles', () => {
  it('the first prompt that a person typed titles the session; wrappers of the client do not', () => {
    const log = follow(
      prompt('Caveat: The messages below were generated by the user'),
      prompt('<command-name>/clear</command-name>'),
      prompt('[Request interrupted by user]'),
      prompt('meta', { isMeta: true }),
      prompt('summary', { isCompactSummary: true }),
      prompt('copied', { sessionId: sessionB }),
      prompt('in an agent', { isSidechain: true }),
      { type: 'user', message: { role: 'user', content: [{ type: 'tool_result', content: 'x' }] } },
      { type: 'user', message: { role: 'user', content: [{ type: 'text', text: '  Fix the cart\n' }] } },
      prompt('Second prompt'),
    );
    expect(log.read().prompt).toBe('Fix the cart\n');
  });

  it('a prompt behind a damaged line, or got back from one, is found', () => {
    const back = (text: string) =>
      JSON.stringify({ type: 'user', uuid: 'u', sessionId: sessionA, message: { content: text } });
    expect(follow('garbage', prompt('Behind')).read().prompt).toBe('Behind');
    expect(follow(`\0\0${back('Got back')}`, prompt('Later')).read().prompt).toBe('Got back');
  });

  it('titles of each kind: the last one of its kind stands', () => {
    const title = (type: string, field: string, text: string) => ({ type, [field]: text, uuid: undefined });
    const log = follow(
      title('custom-title', 'customTitle', 'First name'),
      title('ai-title', 'aiTitle', 'Guessed name'),
      { ...title('summary', 'summary', 'Summed up'), leafUuid: 'leaf' },
      title('custom-title', 'customTitle', 'Second name'),
      title('custom-title', 'customTitle', '  '),
      title('user', 'customTitle', 'not a title record'),
    );
    expect(log.read()).toMatchObject({
      customTitle: 'Second name',
      aiTitle: 'Guessed name',
      summaries: [{ text: 'Summed up', leafUuid: 'leaf', isOwn: false }],
    });
  });
});
