/** How a damaged line is gone through: strings with their escapes, levels, ends. */
import { describe, expect, it } from 'vitest';
import { repairLine } from '../../../src/core/log/repair.ts';
import { sessionA } from '../../fixtures/homes.ts';

/** The parts of a line that are had, and why the rest is not. */
function had(line: string, ownId: string = sessionA): { parts: string[]; reason: string | undefined } {
  const bytes = Buffer.from(line);
  const { records, reason } = repairLine(bytes, ownId, false);
  return { parts: records.map(({ start, end }) => bytes.toString('utf8', start, end)), reason };
}

/** An entry with a string of JSON as it stands in a line. */
const entry = (text: string) => `{"type":"user","x":"${text}"}`;
const own = (text: string, more = '') => `{"type":"user","uuid":"u","sessionId":"${sessionA}","x":"${text}"${more}}`;

describe('objects in a row', () => {
  it.each([
    ['a quote that is escaped, before a brace', '\\"}'],
    ['a quote that is escaped, before an opening brace', '\\"{'],
    ['a backslash that is escaped, at the end', '\\\\'],
    ['a backslash and a quote that are escaped', '\\\\\\"}'],
    ['two backslashes that are escaped', '\\\\\\\\'],
    ['braces alone', '}}{{'],
    ['nothing', ''],
  ])('end where each ends, with a string of %s', (_, text) => {
    expect(had(entry(text) + entry(text))).toEqual({ parts: [entry(text), entry(text)], reason: undefined });
  });

  it('have objects inside of them', () => {
    const outer = '{"type":"user","x":{"y":{}},"z":[{}]}';
    expect(had(outer + outer).parts).toEqual([outer, outer]);
  });

  it('with something else between them or before them are none', () => {
    expect(had(`${entry('a')},${entry('b')}`)).toEqual({ parts: [], reason: 'not-json' });
    expect(had(`[${entry('a')}`)).toEqual({ parts: [], reason: 'not-json' });
    expect(had(`${entry('a')}{"x"}${entry('b')}`)).toEqual({ parts: [], reason: 'not-json' });
  });

  it('stand between white space and NUL bytes at both ends', () => {
    expect(had(` \t${entry('a')} \t\r${entry('b')} \t\r`).parts).toEqual([entry('a'), entry('b')]);
    expect(had(`\0${entry('a')}\0 \0`)).toEqual({ parts: [entry('a')], reason: undefined });
    expect(had(`\0${entry('a')}${entry('b')}\0`).parts).toEqual([entry('a'), entry('b')]);
    expect(had(`${entry('a')}\0`).parts).toEqual([entry('a')]);
  });

  it('are not what a NUL byte stands between', () => {
    expect(had(`${entry('a')}\0${entry('b')}`)).toEqual({ parts: [], reason: 'not-json' });
  });
});

describe('a record behind a stub', () => {
  it.each([
    ['a string that was left open', '{"type":"user","x":"abc'],
    ['a string that was left open behind a backslash', '{"type":"user","x":"abc\\\\'],
    ['objects that are whole', '{"a":{"b":1},'],
    ['an object that begins like one', '{"a":'],
    ['a brace', '{'],
  ])('is found behind %s', (_, stub) => {
    for (const text of ['', '\\"', '\\\\', '{\\"', '}', '\\"{\\"']) {
      expect([text, had(stub + own(text))]).toEqual([text, { parts: [own(text)], reason: 'not-json' }]);
    }
  });

  it('is found with objects in it, and is the whole of it', () => {
    const whole = own('a', ',"message":{"type":"user","content":[{"type":"text"}]}');
    expect(had(`{"cut":${whole}`).parts).toEqual([whole]);
  });

  it('is one of this session in capitals, too, and of a session of no name none', () => {
    const shouted = own('a').replace(sessionA, sessionA.toUpperCase());
    const id = 'abcdef12-3456-4789-8abc-def012345678';
    expect(had(`{"cut":${shouted}`).parts).toEqual([shouted]);
    const other = own('a').replace(sessionA, id.toUpperCase());
    expect(had(`{"cut":${other}`, id).parts).toEqual([other]);
    expect(had(`{"cut":${other}`).parts).toEqual([]);
  });

  it('is not looked for behind the blanks and NUL bytes at its end', () => {
    expect(had(`{"cut":${own('a')}\0\0 `).parts).toEqual([own('a')]);
    expect(had(`{"cut":${own('a')} \0{"`).parts).toEqual([]);
  });

  it('is not looked for at more than a thousand beginnings', () => {
    const other = '{"a":1}';
    // The one at the start of the line is not counted.
    expect(had(other.repeat(1000) + own('a')).parts).toEqual([own('a')]);
    expect(had(other.repeat(1001) + own('a')).parts).toEqual([]);
  });

  it('that is broken inside, though its braces fit, is none', () => {
    expect(had(`{"cut":${own('a', ',x')}`)).toEqual({ parts: [], reason: 'not-json' });
  });
});
