import { describe, expect, it } from 'vitest';
import { withOpenLog } from '../../../src/core/log/openLog.ts';
import { documentHead, documentOf } from '../../../src/core/transcript/document.ts';
import { follow, pageAfter, pageBefore } from '../../../src/core/transcript/pager.ts';
import { searchStep } from '../../../src/core/transcript/search.ts';
import type { TranscriptItem } from '../../../src/core/transcript/items/items.ts';
import { appendLog, otherId, ownId, user, writeLog } from '../../fixtures/transcriptLogs.ts';

const context = { ownId, alsoOf: [otherId], agentLog: true };
const texts = (items: readonly TranscriptItem[]): readonly string[] =>
  items.flatMap((item) => (item.kind === 'prompt' ? [item.text.text] : []));

describe('a log in several files', () => {
  const before = writeLog(user('one'), user('two'));
  const after = writeLog(user('three', { sessionId: otherId }), user('four', { sessionId: otherId }));
  const both = [before, after];

  it('reads as one, page by page from either end, and is no other session’s', () => {
    const last = pageBefore(both, context, undefined, { items: 3, bytes: 1e6 });
    expect(texts(last.items)).toEqual(['two', 'three', 'four']);
    expect(last.atEnd).toBe(true);
    expect(texts(pageBefore(both, context, last.start).items)).toEqual(['one']);
    const all = pageAfter(both, context, 0);
    expect(texts(all.items)).toEqual(['one', 'two', 'three', 'four']);
    expect(all.items.filter((item) => item.foreign !== undefined)).toEqual([]);
  });

  it('keeps apart the last line of a file without a line feed and the first of the next', () => {
    const cut = writeLog(user('one'), Buffer.from(JSON.stringify(user('two'))));
    expect(texts(pageAfter([cut, after], context, 0).items)).toEqual(['one', 'two', 'three', 'four']);
    expect(texts(pageBefore([cut, after], context).items)).toEqual(['one', 'two', 'three', 'four']);
    const half = writeLog(user('one'), Buffer.from('{"type":"user","mess'));
    const { items } = pageAfter([half, after], context, 0);
    expect(items.map(({ kind }) => kind)).toEqual(['prompt', 'skipped', 'prompt', 'prompt']);
    expect(texts(pageAfter([writeLog(), after], context, 0).items)).toEqual(['three', 'four']);
  });

  it('is followed into the file in which it goes on, and on as that one grows', () => {
    const { cursor } = pageBefore([before], context);
    const more = follow(both, context, cursor);
    if (more === 'replaced') throw new Error('it is the same log');
    expect(texts(more.items)).toEqual(['three', 'four']);
    appendLog(after, user('five', { sessionId: otherId }));
    const newest = follow(both, context, more.cursor);
    expect(newest === 'replaced' ? newest : texts(newest.items)).toEqual(['five']);
  });

  it('says in which file an entry stands, and finds it by its text', () => {
    const { found } = searchStep(both, context, { kind: 'text', text: 'three' }, 0, 'newer');
    withOpenLog(both, (file) => {
      expect(file.placeOf(found?.offset ?? -1)).toEqual({ path: after, offset: 0 });
      expect(file.startOf(after)).toBe(found?.offset);
      expect(file.placeOf(3)).toEqual({ path: before, offset: 3 });
    });
  });

  it('is one document that names both files', () => {
    const title = { title: 't', sessionId: ownId, path: both };
    expect(documentHead(title).match(/- Log `.*`/g)).toEqual(both.map((path) => `- Log \`${path}\``));
    expect(documentOf(both, context, title, 1e6).text.match(/^(one|two|three|four|five)$/gm)).toEqual([
      ...['one', 'two', 'three', 'four', 'five'],
    ]);
  });
});
