import { expect, it } from 'vitest';
import type { SessionRow } from '../../../src/core/model.ts';
import { noFilter } from '../../../src/presentation/sessionFilter.ts';
import { timelineLanes } from '../../../src/presentation/timelineLanes.ts';
import { numberedId, sessionRow } from '../../fixtures/sessionRows.ts';

const rows = [
  sessionRow(numberedId(1), { title: 'Old', cwds: ['/shop'], firstActivity: 1, lastActivity: 5 }),
  sessionRow(numberedId(2), { title: 'New\u001b[31m', cwds: ['/shop'], firstActivity: 4, lastActivity: 9 }),
  sessionRow(numberedId(3), { title: 'Elsewhere', cwds: ['/tool'], firstActivity: 2, lastActivity: 3 }),
  sessionRow(numberedId(4), { title: 'Just begun', cwds: ['/shop'], lastActivity: 7 }),
];
const inShop = { folderOf: ({ cwds }: { readonly cwds: readonly string[] }) => cwds.find((cwd) => cwd === '/shop') };

it('lanes are the sessions of the view that have times, newest first, on one line each', () => {
  const { lanes, ...rest } = timelineLanes(rows, { ...inShop, allProjects: false, filter: noFilter });
  expect(lanes.map(({ title, from, until }) => [title, from, until])).toEqual([
    ['New', 4, 9],
    ['Old', 1, 5],
  ]);
  expect(rest).toEqual({ leftOut: 0, undated: 1 });
});

it('lanes follow the filter, over all projects where these are shown', () => {
  const titles = (text: string) =>
    timelineLanes(rows, { ...inShop, allProjects: true, filter: { text, facets: [] } }).lanes.map(({ title }) => title);
  expect(titles('')).toEqual(['New', 'Old', 'Elsewhere']);
  expect(titles('else')).toEqual(['Elsewhere']);
});

it('lanes are found by their plans and prompts, and leave out what the view hides', () => {
  const scope = { ...inShop, allProjects: true };
  const titles = (more: object) =>
    timelineLanes(rows, { ...scope, filter: noFilter, ...more }).lanes.map(({ title }) => title);
  const moreText = ({ sessionId }: SessionRow) => (sessionId === numberedId(1) ? 'taxes' : '');
  expect(titles({ filter: { text: 'taxes', facets: [] }, moreText })).toEqual(['Old']);
  const hiddenReason = ({ title }: { readonly title: string | undefined }) => (title === 'Old' ? 'person' : undefined);
  expect(titles({ hiddenReason })).toEqual(['New', 'Elsewhere']);
  expect(titles({ hiddenReason, showHidden: true })).toEqual(['New', 'Old', 'Elsewhere']);
});
