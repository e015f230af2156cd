import { describe, expect, it } from 'vitest';
import { repairLine } from '../../../src/core/log/repair.ts';
import { sessionA, sessionB } from '../../fixtures/homes.ts';

const record = (name: string, more: object = {}): string =>
  JSON.stringify({ type: 'user', uuid: `u-${name}`, sessionId: sessionA, message: { content: name }, ...more });

/** What is had of the line: the texts of its records, then counts and reason. */
function repaired(line: string | Buffer, { ownId = sessionA, atFileStart = false } = {}): string[] {
  const bytes = Buffer.from(line);
  const { records, skipped, repaired: gotBack, reason } = repairLine(bytes, ownId, atFileStart);
  const texts = records.map(({ start, end }) => {
    const entry = JSON.parse(bytes.toString('utf8', start, end)) as { type: string; message?: { content: string } };
    return entry.message?.content ?? entry.type;
  });
  return [...texts, `skipped ${skipped}`, `repaired ${gotBack}`, ...(reason === undefined ? [] : [reason])];
}

describe('a line as it should be', () => {
  it('gives itself, with blanks around it or without', () => {
    expect(repaired(record('A'))).toEqual(['A', 'skipped 0', 'repaired 0']);
    expect(repaired(` \t${record('A')} \r`)).toEqual(['A', 'skipped 0', 'repaired 0']);
  });

  it('counts for nothing when it is blank', () => {
    for (const blank of ['', ' ', '\t \r', '\r']) expect(repaired(blank)).toEqual(['skipped 0', 'repaired 0']);
  });

  it('may begin with a byte order mark at the start of the file; elsewhere that is a stub (R1)', () => {
    const marked = `\ufeff${record('A')}`;
    expect(repaired(marked, { atFileStart: true })).toEqual(['A', 'skipped 0', 'repaired 0']);
    expect(repaired(marked)).toEqual(['A', 'skipped 1', 'repaired 1', 'not-json']);
    expect(repaired('\ufeff{}')).toEqual(['skipped 1', 'repaired 0', 'not-json']);
    expect(repaired('\ufeff', { atFileStart: true })).toEqual(['skipped 0', 'repaired 0']);
  });

  it('keeps bytes that are no UTF-8 (R7)', () => {
    const line = Buffer.from(record('???'));
    Buffer.from([0xff, 0xc0, 0xaf]).copy(line, line.lastIndexOf('???'));
    expect(repaired(line)).toEqual(['\ufffd\ufffd\ufffd', 'skipped 0', 'repaired 0']);
  });
});

describe('NUL bytes before a record (R3)', () => {
  it('are dropped', () => {
    expect(repaired(`${'\0'.repeat(4096)}${record('A')}`)).toEqual(['A', 'skipped 0', 'repaired 1']);
    expect(repaired(`\0 ${record('A')}`)).toEqual(['A', 'skipped 0', 'repaired 1']);
  });

  it('are a lost line when nothing follows', () => {
    expect(repaired('\0'.repeat(1 << 20))).toEqual(['skipped 1', 'repaired 0', 'only-nul']);
    expect(repaired('\0\0 \r')).toEqual(['skipped 1', 'repaired 0', 'only-nul']);
  });

  it('before something that is no entry are a lost line', () => {
    expect(repaired('\0{"slug":"of-a-part"}')).toEqual(['skipped 1', 'repaired 0', 'not-an-entry']);
    expect(repaired('\0{"type":7}')).toEqual(['skipped 1', 'repaired 0', 'not-an-entry']);
    expect(repaired('\0null')).toEqual(['skipped 1', 'repaired 0', 'not-object']);
  });

  it('in the middle of a record are damage', () => {
    expect(repaired(record('A').replace('A"', '\0"'))).toEqual(['skipped 1', 'repaired 0', 'not-json']);
  });
});

describe('records without a newline between (R4)', () => {
  it('are all had, however many, with blanks between or without', () => {
    expect(repaired(record('A') + record('B'))).toEqual(['A', 'B', 'skipped 0', 'repaired 1']);
    expect(repaired(`${record('A')} \t${record('B')}${record('C')} `)).toEqual([
      'A',
      'B',
      'C',
      'skipped 0',
      'repaired 1',
    ]);
  });

  it('keep braces and quotes inside of strings', () => {
    const tricky = record('}{" \\" \\');
    expect(repaired(tricky + tricky)).toEqual(['}{" \\" \\', '}{" \\" \\', 'skipped 0', 'repaired 1']);
  });

  it('behind NUL bytes are one repaired line', () => {
    expect(repaired(`\0${record('A')}${record('B')}`)).toEqual(['A', 'B', 'skipped 0', 'repaired 1']);
  });

  it('are lost when one of them is no entry, and nothing of this session stands behind', () => {
    expect(repaired('{}{}')).toEqual(['skipped 1', 'repaired 0', 'not-json']);
    expect(repaired(`${record('A')}{"slug":"x"}`)).toEqual(['skipped 1', 'repaired 0', 'not-json']);
    expect(repaired(`${record('A')}garbage`)).toEqual(['skipped 1', 'repaired 0', 'not-json']);
  });

  it('whose last one is broken are lost: R4 wants a line that is whole objects throughout', () => {
    expect(repaired(record('A') + record('B').slice(0, -1))).toEqual(['skipped 1', 'repaired 0', 'not-json']);
  });
});

describe('a stub with a record behind it (R5)', () => {
  const stub = record('STUB').slice(0, 40);

  it('gives the record that reaches to the end of the line', () => {
    expect(repaired(stub + record('A'))).toEqual(['A', 'skipped 1', 'repaired 1', 'not-json']);
    expect(repaired(`${stub}${record('A')} \r`)).toEqual(['A', 'skipped 1', 'repaired 1', 'not-json']);
  });

  it('wherever the stub was cut, even in a string or behind a backslash', () => {
    const whole = record('cut "me" \\ anywhere {"type":"user"}');
    for (let cut = 1; cut < whole.length; cut++) {
      expect([cut, ...repaired(whole.slice(0, cut) + record('A'))]).toEqual([
        cut,
        'A',
        'skipped 1',
        'repaired 1',
        'not-json',
      ]);
    }
  });

  it('gives the last record of several glued ones: what stands before it is lost', () => {
    expect(repaired(stub + record('A') + record('B'))).toEqual(['B', 'skipped 1', 'repaired 1', 'not-json']);
  });

  it('is believed only of this session, with a type and a UUID', () => {
    const lost = ['skipped 1', 'repaired 0', 'not-json'];
    expect(repaired(stub + record('A', { sessionId: sessionB }))).toEqual(lost);
    expect(repaired(stub + record('A', { sessionId: undefined }))).toEqual(lost);
    expect(repaired(stub + record('A', { uuid: undefined }))).toEqual(lost);
    expect(repaired(stub + record('A', { type: undefined }))).toEqual(lost);
    expect(repaired(stub + record('A', { sessionId: sessionA.toUpperCase() }))).toEqual([
      'A',
      'skipped 1',
      'repaired 1',
      'not-json',
    ]);
  });

  it('is not an object out of the inside of a cut record', () => {
    // What progress records of 2.1.12 hold: a whole message of an agent, without a session ID.
    const outer = record('A', { data: { message: { type: 'user', uuid: 'u', message: { content: 'inner' } } } });
    for (let cut = 1; cut < outer.length; cut++) {
      expect(repaired(outer.slice(0, cut))).toEqual(['skipped 1', 'repaired 0', 'not-json']);
    }
  });

  it('is not a record quoted in a text', () => {
    expect(repaired(`{"message":"${record('A')}"`)).toEqual(['skipped 1', 'repaired 0', 'not-json']);
  });
});

describe('any other line (R6)', () => {
  it.each([
    ['null', 'not-object'],
    ['[]', 'not-object'],
    ['"text"', 'not-object'],
    ['17', 'not-object'],
    ['{"n":NaN}', 'not-json'],
    ['{"t":"a\tb"}', 'not-json'],
    ['ing/eng-crpbi/gUEKpQ9a0c=="}]},"type":"assistant"}', 'not-json'],
    ['{', 'not-json'],
    ['}', 'not-json'],
    ['{"a":"', 'not-json'],
    ['\\', 'not-json'],
  ])('%j is skipped: %s', (line, reason) => {
    expect(repaired(line)).toEqual(['skipped 1', 'repaired 0', reason]);
  });

  it('a line of more than 32 MiB is not looked into', () => {
    const line = Buffer.alloc(32 * 1024 * 1024 + 1, ' ');
    expect(repaired(line)).toEqual(['skipped 1', 'repaired 0', 'too-long']);
  });

  it('a hundred thousand levels are either read or too deep', () => {
    const deep = `{"type":"user","a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect([
      ['user', 'skipped 0', 'repaired 0'],
      ['skipped 1', 'repaired 0', 'too-deep'],
    ]).toContainEqual(repaired(deep));
  });
});
