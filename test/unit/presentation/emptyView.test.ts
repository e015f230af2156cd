import { expect, it } from 'vitest';
import { emptyRows, emptySentence } from '../../../src/presentation/emptyView.ts';

it('a view without sessions says which folders were looked at, and why each is empty', () => {
  const roots = [
    { root: '/home/ada/.claude', condition: 'missing' },
    { root: '/srv/data', condition: 'found' },
  ] as const;
  expect(emptySentence(roots, '/home/ada')).toBe(
    'No Claude Code session yet: ~/.claude does not exist, /srv/data holds no session.',
  );
  expect(emptySentence([], '/home/ada')).toBe('No Claude Code session yet.');
});

it('a view without sessions offers rows with a command each', () => {
  expect(emptyRows.map(({ text, action }) => [text, action?.command])).toEqual([
    ['Choose Data Roots…', 'chooseDataRoots'],
    ['Get Started', 'openWalkthrough'],
    ['Show Diagnostics', 'showDiagnostics'],
  ]);
});
