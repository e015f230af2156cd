import { describe, expect, it } from 'vitest';
import { OpenQuestions } from '../../../src/service/pendingRequests.ts';

describe('questions to the worker', () => {
  it('get the answers that name them, in whichever order, each once', async () => {
    const questions = new OpenQuestions();
    const said: number[] = [];
    const ask = () => questions.ask<string>((number) => said.push(number));
    const answers = [ask(), ask(), ask()];
    const [one = 0, two = 0, three = 0] = said;
    questions.answer(three, 'third');
    questions.answer(one, 'first');
    questions.answer(one, 'again');
    questions.fail(two, new Error('no'));
    expect(await Promise.allSettled(answers)).toMatchObject([
      { value: 'first' },
      { reason: { message: 'no' } },
      { value: 'third' },
    ]);
  });

  it('fail when the worker ends, and are not asked any more after that', async () => {
    const questions = new OpenQuestions();
    const said: number[] = [];
    const ask = () => questions.ask((number) => said.push(number));
    const before = ask();
    questions.end(new Error('The worker ended.'));
    await expect(before).rejects.toThrow('The worker ended.');
    await expect(ask()).rejects.toThrow('The worker ended.');
    expect(said).toHaveLength(1);
  });
});
