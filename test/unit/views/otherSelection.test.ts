import { expect, it } from 'vitest';
import type * as vscode from 'vscode';
import { onDidSelectOther } from '../../../src/views/sessions/otherSelection.ts';

/**
 * What is told of a tree in which `before` is selected, then what `selections` say; nodes stand for the same by their
 * first letter.
 */
function told(before: string[], ...selections: string[][]): readonly string[] {
  let listener: ((event: { selection: string[] }) => void) | undefined;
  const view = {
    selection: before,
    onDidChangeSelection: (one: typeof listener) => {
      listener = one;
      return { dispose: () => undefined };
    },
  };
  const heard: string[] = [];
  const isSame = (a: string, b: string): boolean => a[0] === b[0];
  onDidSelectOther(view as unknown as vscode.TreeView<string>, isSame, (selection) => heard.push(selection.join(' ')));
  for (const selection of selections) listener?.({ selection });
  return heard;
}

it('a row that was not selected before is told', () => {
  expect(told(['a'], ['b'], ['a'])).toEqual(['b', 'a']);
});

it('a row that is selected again is not told, not even as the node of after a refresh', () => {
  expect(told(['a1'], ['a1'], ['a2'], ['b1'], ['b2'])).toEqual(['b1']);
});

it('a selection that ends is not told, nor the same one after it', () => {
  expect(told(['a'], [], ['a'], ['b'])).toEqual(['b']);
});

it('one row more is told, one row less is not', () => {
  expect(told(['a'], ['a', 'b'], ['a'])).toEqual(['a b']);
});
