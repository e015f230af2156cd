/** What lies in the scratch directories of the tree, a page at a time. Links are named and never followed. */
import { t } from '@vscode/l10n';
import { note, scratchEntry } from '../../presentation/sessionNodes.ts';
import type { ShowMoreNode, NoteNode, ScratchDirectoryNode, ScratchEntryNode } from '../../presentation/treeNodes.ts';
import type { OpenProblem, ScratchService } from '../../service/scratchService.ts';

type Folder = ScratchDirectoryNode | ScratchEntryNode;

const pageSize = 500;

const problems: Readonly<Record<OpenProblem, string>> = {
  missing: t('This directory is no longer there.'),
  symlink: t('A link stands in place of this directory, so it was not opened.'),
  'not-a-directory': t('This is no longer a directory.'),
  unreadable: t('This directory cannot be read.'),
};

export class ScratchFiles {
  readonly #scratch: ScratchService;
  /** Entries shown of a long directory, by node ID. */
  readonly #shown = new Map<string, number>();

  constructor(scratch: ScratchService) {
    this.#scratch = scratch;
  }

  /** Folders first, then by name; a sentence where the directory cannot be listed. */
  async children(parent: Folder): Promise<(ScratchEntryNode | NoteNode | ShowMoreNode)[]> {
    const directory = parent.kind === 'scratchDirectory' ? parent.directory.path : parent.entry.path;
    if (directory === undefined) return [];
    const only = parent.kind === 'scratchDirectory' ? parent.directory.only : undefined;
    const limit = this.#shown.get(parent.id) ?? pageSize;
    const page = await this.#scratch.listScratch(directory, { offset: 0, limit, only });
    if (typeof page === 'string') return [note(parent, problems[page])];
    const entries = page.entries.map((entry, at) => scratchEntry(parent, entry, at));
    const hidden = page.total - limit;
    return hidden > 0 ? [...entries, { kind: 'more', id: `more:${parent.id}`, parent, hidden }] : entries;
  }

  /** Lets another page of a directory be shown. */
  showMore({ id }: Folder): void {
    this.#shown.set(id, (this.#shown.get(id) ?? pageSize) + pageSize);
  }
}
