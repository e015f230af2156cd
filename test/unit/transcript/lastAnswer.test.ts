import { describe, expect, it } from 'vitest';
import { lastAnswer } from '../../../src/core/transcript/lastAnswer.ts';
import { countStep } from '../../../src/core/transcript/search.ts';
import { answerDetail, answerWords } from '../../../src/presentation/answerWords.ts';
import { otherId, own, ownId, user, writeLog } from '../../fixtures/transcriptLogs.ts';

function answer(text: string, message: object = {}, more: object = {}): object {
  return {
    type: 'assistant',
    uuid: 'a',
    sessionId: ownId,
    timestamp: '2026-01-02T03:04:05.000Z',
    message: { role: 'assistant', model: 'claude-opus-5-5', content: [{ type: 'text', text }], ...message },
    ...more,
  };
}

const tokens = (input: number) => ({
  usage: { input_tokens: input, cache_read_input_tokens: 18_262, cache_creation_input_tokens: 8, output_tokens: 41 },
});

describe('the last answer of a log', () => {
  it('has the model and the tokens that its entry names', () => {
    const first = answer('One', tokens(1));
    const log = writeLog(first, answer('Two', tokens(330)), user('And now?'));
    const offset = Buffer.byteLength(JSON.stringify(first)) + 1;
    const found = lastAnswer(log, own);
    expect(found).toEqual({
      model: 'claude-opus-5-5',
      usage: { input: 330, cacheRead: 18_262, cacheWritten: 8, output: 41 },
      offset,
    });
    expect(found && answerWords(found)).toBe('claude-opus-5-5 · 18,600 tokens in context');
    expect(found && answerDetail(found)).toBe(
      'As the last answer in the log says. Tokens sent: 330 new, 18,262 read from the cache, 8 written to it. Tokens of the answer: 41.',
    );
  });

  it('is none of a subagent, of another session, copied, or made by the client', () => {
    const log = writeLog(
      answer('Own', tokens(7)),
      answer('Subagent', { model: 'claude-haiku' }, { isSidechain: true }),
      answer('Foreign', { model: 'claude-haiku' }, { sessionId: otherId }),
      answer('Copied', { model: 'claude-haiku' }, { forkedFrom: { sessionId: otherId, messageUuid: 'u' } }),
      answer('API Error', { model: '<synthetic>', usage: { input_tokens: 0, output_tokens: 0 } }),
    );
    expect(lastAnswer(log, own)).toMatchObject({ model: 'claude-opus-5-5', usage: { input: 7 } });
    expect(lastAnswer(log, { ...own, agentLog: true })?.model).toBe('claude-haiku');
  });

  it.each([undefined, {}, { input_tokens: -1 }, { input_tokens: '5' }, { input_tokens: 1.5 }])(
    'with the usage %j has no number',
    (usage) => {
      const found = lastAnswer(writeLog(answer('One', tokens(1)), answer('Two', { usage })), own);
      expect(found?.usage).toBe(undefined);
      expect(found && answerWords(found)).toBe('claude-opus-5-5');
      expect(found && answerDetail(found)).toBe('As the last answer in the log says.');
    },
  );

  it('is not known where there is none, where it names no model, and where it is too long to be read', () => {
    expect(lastAnswer(writeLog(user('Hello')), own)).toBe(undefined);
    expect(lastAnswer(writeLog(answer('One'), answer('Two', { model: undefined })), own)).toBe(undefined);
    expect(lastAnswer(writeLog(answer('One'), answer('x'.repeat(9_000_000))), own)).toBe(undefined);
  });
});

describe('the count of a text in a log', () => {
  const call = answer('', {
    content: [{ type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: 'otter' } }],
  });
  const result = user([{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'an OTTER' }]);

  it('is that of the entries, a call and its result being one, whatever the case', () => {
    const log = writeLog(user('An otter?', { uuid: 'u1' }), call, result, answer('No otter, no Otter.'), user('Fine'));
    const { entries, next } = countStep(log, own, 'Otter', 0);
    expect([new Set(entries).size, next]).toEqual([3, undefined]);
  });

  it('goes on where it stopped, to the end of a long log', () => {
    const long = 'x'.repeat(1_000_000);
    const log = writeLog(...Array.from({ length: 40 }, (_, i) => user(`otter ${i} ${long}`, { uuid: `u${i}` })));
    const all = new Set<string>();
    let steps = 0;
    for (let next: number | undefined = 0; next !== undefined; steps++) {
      const step = countStep(log, own, 'otter', next);
      for (const entry of step.entries) all.add(entry);
      next = step.next;
    }
    expect([all.size, steps]).toEqual([40, 3]);
  });
});
