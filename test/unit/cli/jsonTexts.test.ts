import { expect, it } from 'vitest';
import { jsonTexts } from '../../../src/cli/answers.ts';

function* rows(count: number): Generator<object, void> {
  for (let number = 0; number < count; number++)
    yield { number, lastActivity: 0, title: undefined, slugs: [`\u202e${number}`] };
}

it.each([0, 1, 63, 64, 65, 128, 1000])('a list of %d elements is one JSON array on one line', (count) => {
  const text = [...jsonTexts(rows(count))].join('');
  expect(text.indexOf('\n')).toBe(text.length - 1);
  expect(text).not.toContain('\u202e');
  expect(JSON.parse(text)).toEqual(
    Array.from({ length: count }, (_, number) => ({
      number,
      lastActivity: '1970-01-01T00:00:00.000Z',
      title: null,
      slugs: [`\u202e${number}`],
    })),
  );
});

it('a list that fails half-way has given what came before by batches', () => {
  function* failing(): Generator<number, void> {
    yield* Array.from({ length: 100 }, (_, number) => number);
    throw new Error('half-way');
  }
  const texts = jsonTexts(failing());
  expect(texts.next().value).toBe(`[${Array.from({ length: 64 }, (_, number) => number).join(',')}`);
  expect(() => texts.next()).toThrow('half-way');
});
