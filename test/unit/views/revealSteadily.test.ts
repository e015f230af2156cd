import { describe, expect, it } from 'vitest';
import type * as vscode from 'vscode';
import { revealSteadily } from '../../../src/views/sessions/revealSteadily.ts';

/**
 * A tree view that does with each reveal what `does` says: select the node, drop it, have another one selected, or
 * again the one of before.
 */
function viewThat(...does: ('selects' | 'drops' | 'other' | 'again')[]) {
  const listeners = new Set<(event: { selection: string[] }) => void>();
  const view = {
    selection: ['before'],
    revealed: [] as string[],
    onDidChangeSelection: (listener: (event: { selection: string[] }) => void) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    reveal: (node: string) => {
      view.revealed.push(node);
      const act = does.shift();
      if (act !== undefined && act !== 'drops') {
        view.selection = [{ selects: node, other: 'another', again: 'before' }[act]];
        for (const listener of listeners) listener(view);
      }
      return Promise.resolve();
    },
  };
  const reveal = async (node: () => string | undefined = () => 'wanted'): Promise<readonly string[]> => {
    const wanted = { node, isIt: (one: string) => one === 'wanted', isSame: Object.is };
    const isDone = await revealSteadily(view as unknown as vscode.TreeView<string>, wanted);
    expect(listeners.size).toBe(0);
    return [...view.revealed, isDone ? 'done' : 'not done'];
  };
  return { reveal };
}

describe('a reveal', () => {
  it('that selects its node is made once', async () => {
    expect(await viewThat('selects').reveal()).toEqual(['wanted', 'done']);
  });

  it('that VS Code drops is made again, with the node as the tree has it then', async () => {
    const nodes = ['before the refresh', 'wanted'];
    expect(await viewThat('drops', 'selects').reveal(() => nodes.shift())).toEqual([
      'before the refresh',
      'wanted',
      'done',
    ]);
  });

  it('that is dropped each time ends', async () => {
    expect(await viewThat().reveal()).toEqual(['wanted', 'wanted', 'wanted', 'not done']);
  });

  it('is not made again when something else is selected meanwhile', async () => {
    expect(await viewThat('other').reveal()).toEqual(['wanted', 'done']);
  });

  it('is made again when VS Code selects what was selected before', async () => {
    expect(await viewThat('again', 'selects').reveal()).toEqual(['wanted', 'wanted', 'done']);
  });

  it('is not made of a node that the tree has no more', async () => {
    expect(await viewThat('drops').reveal(() => undefined)).toEqual(['not done']);
  });
});
