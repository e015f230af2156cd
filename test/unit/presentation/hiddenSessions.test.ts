import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hiddenReason, type HiddenReason } from '../../../src/presentation/hiddenSessions.ts';
import { sessionId, sessionRow } from '../../fixtures/sessionRows.ts';
import { indexOf, makeHome } from '../../fixtures/indexed.ts';
import { recordings, restoreRecording } from '../../fixtures/recordings.ts';

const none = new Set<never>();
const ran = (row: Parameters<typeof sessionRow>[1]) =>
  hiddenReason(
    sessionRow(sessionId('11111111-1111-4111-8111-111111111111'), { title: 'Do it', titleSource: 'prompt', ...row }),
    none,
  );

it('a session that only programs ran is hidden; one that a person went on with, named, or that has something is not', () => {
  expect(ran({ entrypoints: ['sdk-cli'] })).toBe('program');
  expect(ran({ entrypoints: ['sdk-ts', 'sdk-py'] })).toBe('program');
  expect(ran({ entrypoints: ['sdk-cli', 'cli'] })).toBe(undefined);
  expect(ran({ entrypoints: ['claude-vscode'] })).toBe(undefined);
  expect(ran({ entrypoints: [] })).toBe(undefined);
  expect(ran({ entrypoints: ['sdk-cli'], titleSource: 'custom' })).toBe(undefined);
  expect(ran({ entrypoints: ['sdk-cli'], plans: 1 })).toBe(undefined);
  expect(ran({ entrypoints: ['sdk-cli'], agents: 1 })).toBe(undefined);
  expect(ran({ entrypoints: ['sdk-cli'], scratch: 1 })).toBe(undefined);
  expect(ran({ entrypoints: ['sdk-cli'], state: 'idle' })).toBe(undefined);
});

describe('over all recordings', () => {
  it('what is hidden is what a script ran with -p, or what no prompt was answered in', () => {
    const hidden: Record<HiddenReason, number> = { person: 0, empty: 0, internal: 0, program: 0 };
    const wrong: string[] = [];
    for (const name of recordings) {
      const { roots, sessions, commands } = restoreRecording(name, makeHome().folder);
      const byScript = new Set(
        commands.filter(({ argv = [] }) => argv.includes('-p')).map(({ result }) => result?.session),
      );
      for (const row of indexOf({ root: '' }, { roots }).rows.values()) {
        const reason = hiddenReason({ ...row, state: undefined }, none);
        if (reason === undefined) continue;
        hidden[reason]++;
        const prompts = sessions[row.sessionId]?.rules ?? [];
        const isRight = reason === 'program' ? byScript.has(row.sessionId) : prompts.length === 0;
        if (!isRight) wrong.push(`${name} ${row.sessionId} ${reason} ${path.basename(row.logs[0] ?? '')}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(hidden).toEqual({ person: 0, empty: 8, internal: 0, program: 16 });
  }, 60_000);
});
