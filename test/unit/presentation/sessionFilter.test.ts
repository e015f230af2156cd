import { expect, it } from 'vitest';
import { searchable, sessionMatcher } from '../../../src/presentation/sessionFilter.ts';
import { pickedRows, promptMeant } from '../../../src/presentation/sessionPickRows.ts';
import { numberedId, rowsOf, sessionRow } from '../../fixtures/sessionRows.ts';

const cart = sessionRow(numberedId(1), {
  title: 'Add Cart persistence',
  branch: 'feature/Cart',
  cwds: ['/home/dev/shop'],
  slugs: ['calm-painting-otter'],
  lastActivity: 1,
});
const search = sessionRow(numberedId(2), { title: 'Fix search', cwds: ['/home/dev/shop'], lastActivity: 3 });
const asked = sessionRow(numberedId(3), { title: 'Untitled', cwds: ['/elsewhere'], lastActivity: 2, state: 'waiting' });
const rows = rowsOf(cart, search, asked);
const texts = new Map([
  [cart.sessionId, searchable('calm-painting-otter', 'Checkout Plan', undefined)],
  [asked.sessionId, searchable('Why does the CHECKOUT fail?', 'Thanks')],
]);

function found(text: string): string[] {
  const isNear = (row: { cwds: readonly string[] }): boolean => row.cwds[0] === '/home/dev/shop';
  const { near, others } = pickedRows(rows.values(), text, 10, isNear, (row) => texts.get(row.sessionId) ?? '');
  return [...near, ...others].map(({ title = '' }) => title);
}

it.each([
  ['cart', ['Add Cart persistence']],
  ['CART persist', ['Add Cart persistence']],
  ['feature/cart', ['Add Cart persistence']],
  ['painting', ['Add Cart persistence']],
  ['shop', ['Fix search', 'Add Cart persistence']],
  ['checkout', ['Add Cart persistence', 'Untitled']],
  ['checkout fail', ['Untitled']],
  ['thanks untitled', ['Untitled']],
  ['waiting', ['Untitled']],
  ['waiting checkout', ['Untitled']],
  ['planthanks', []],
  ['00000002', ['Fix search']],
  [`see projects/x/${search.sessionId.toUpperCase()}.jsonl`, ['Fix search']],
  ['', ['Fix search', 'Add Cart persistence', 'Untitled']],
])(
  '%j means the same sessions in a picker and in the filter, near ones first, each part newest first',
  (text, titles) => {
    expect(found(text)).toEqual(titles);
    const matches = sessionMatcher({ text, facets: [] }, (row) => texts.get(row.sessionId) ?? '');
    expect(new Set([...rows.values()].filter(matches).map(({ title }) => title))).toEqual(new Set(titles));
  },
);

it('a row that changes is matched as it is now', () => {
  const matches = sessionMatcher({ text: 'cart', facets: [] });
  expect([matches(cart), matches({ ...cart, title: 'x', branch: 'y' })]).toEqual([true, false]);
});

it('the prompt that was meant is said where the row does not show the words', () => {
  const prompts = ['Why does the CHECKOUT fail?', 'Thanks'];
  expect(promptMeant(['untitled', 'thanks'], 'untitled', prompts)).toBe('Thanks');
  expect(promptMeant(['untitled'], 'untitled', prompts)).toBe(undefined);
  expect(promptMeant(['plan'], 'a plan', prompts)).toBe(undefined);
});
