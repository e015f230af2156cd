/** What lies in a scratch directory. Links are named and never followed. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import {
  note,
  scratchEntry,
  type NoteNode,
  type ScratchDirectoryNode,
  type ScratchEntryNode,
} from '../core/treeNodes.ts';

const maxEntries = 500;

/** Folders first, then by name; a sentence where the directory cannot be listed or holds too much to list. */
export async function listScratch(
  parent: ScratchDirectoryNode | ScratchEntryNode,
): Promise<(ScratchEntryNode | NoteNode)[]> {
  const folder = parent.kind === 'scratchDirectory' ? parent.directory.path : parent.path;
  let found: [string, vscode.FileType][];
  try {
    found = await vscode.workspace.fs.readDirectory(vscode.Uri.file(folder));
  } catch {
    return [note(parent, 'This directory cannot be read.')];
  }
  const only = parent.kind === 'scratchDirectory' ? parent.directory.only : undefined;
  const entries = found
    .filter(([name]) => !only || only.includes(name))
    .map(([name, type]) => scratchEntry(parent, { name, path: path.join(folder, name), type: typeOf(type) }))
    .sort((a, b) => Number(b.type === 'directory') - Number(a.type === 'directory') || a.name.localeCompare(b.name));
  if (entries.length <= maxEntries) return entries;
  return [...entries.slice(0, maxEntries), note(parent, `${entries.length - maxEntries} more are not shown.`)];
}

function typeOf(type: vscode.FileType): ScratchEntryNode['type'] {
  if (type & vscode.FileType.SymbolicLink) return 'link';
  if (type & vscode.FileType.Directory) return 'directory';
  return type & vscode.FileType.File ? 'file' : 'other';
}
