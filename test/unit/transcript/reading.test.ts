import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { follow, pageAfter, pageBefore } from '../../../src/core/transcript/pager.ts';
import { RequestError } from '../../../src/messages/pendingRequests.ts';
import type { ViewRequests } from '../../../src/messages/webviewMessages.ts';
import { Reading, type PageSource } from '../../../src/webview/reading.ts';
import { appendLog, own, user, writeLog } from '../../fixtures/transcriptLogs.ts';

const prompts = (first: number, count: number): object[] =>
  Array.from({ length: count }, (_, at) => user(`prompt ${first + at}`));

/** A page over a log, whose reader stands where `isAtEnd` says. Answers come once `held` lets them. */
function readingOf(log: string, isAtEnd: () => boolean, held?: Promise<void>): Reading {
  const answers: Pick<ViewRequests, 'page' | 'follow'> = {
    page: ({ toward, offset }) =>
      toward === 'older' ? pageBefore(log, own, offset) : pageAfter(log, own, offset ?? 0),
    follow: ({ cursor }) => follow(log, own, cursor),
  };
  const nothing = (): void => undefined;
  const request = async (name: 'page', options: never): Promise<unknown> => {
    try {
      const answer = answers[name](options);
      await held;
      return answer;
    } catch (error) {
      throw new RequestError(String(error));
    }
  };
  return new Reading(
    { request: request as PageSource['request'] },
    { changed: nothing, busy: nothing, isAtEnd, replaced: nothing, notice: nothing },
  );
}

const lastText = ({ window }: Reading): string | undefined => {
  const item = window.items.at(-1);
  return item?.kind === 'prompt' ? item.text.text : item?.kind;
};

describe('a log that grows by more than a page at once', () => {
  it('is followed to its end by a reader at the end', async () => {
    const log = writeLog(...prompts(1, 5));
    const reading = readingOf(log, () => true);
    await reading.end();
    appendLog(log, ...prompts(6, 300));
    await reading.follow();
    expect([lastText(reading), reading.window.atEnd]).toEqual(['prompt 305', true]);
    appendLog(log, ...prompts(306, 1));
    await reading.follow();
    expect(lastText(reading)).toBe('prompt 306');
  });

  it('is not read to its end for a reader who is elsewhere', async () => {
    const log = writeLog(...prompts(1, 5));
    const reading = readingOf(log, () => false);
    await reading.end();
    appendLog(log, ...prompts(6, 300));
    await reading.follow();
    expect([reading.window.atEnd, reading.newBelow]).toEqual([false, true]);
    expect(reading.window.items.length).toBeLessThan(100);
  });
});

it('what was written while the first page was read is shown', async () => {
  const log = writeLog(...prompts(1, 5));
  let release = (): void => undefined;
  const reading = readingOf(log, () => true, new Promise((resolve) => (release = resolve)));
  const opened = reading.end();
  appendLog(log, ...prompts(6, 1));
  const followed = reading.follow();
  release();
  await Promise.all([opened, followed]);
  expect(lastText(reading)).toBe('prompt 6');
});

it('a log that could not be read at first is shown when it can be', async () => {
  const log = writeLog(...prompts(1, 5));
  const reading = readingOf(log, () => true);
  fs.renameSync(log, `${log}.away`);
  await reading.end();
  await reading.follow();
  expect(reading.window.isEmpty).toBe(true);
  fs.renameSync(`${log}.away`, log);
  await reading.follow();
  expect(lastText(reading)).toBe('prompt 5');
});
