/** Words for the files that erk's workflow left of a session. Everything from disks passes `toSingleLine`. */
import { t } from '@vscode/l10n';
import type { WorkflowFile } from '../core/model.ts';
import { markerLabel } from '../core/scratch/scratchLayout.ts';
import { formatAge, joinParts } from '../core/text/format.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import type { Fact } from './facts.ts';

const maxLabel = 80;

export const workflowGroup = t('Workflow');

/** What a marker says in words; a branch's name; where a folder may stand for several branches, the folder's name. */
export function workflowName(file: WorkflowFile): string {
  if (file.kind === 'marker') return markerLabel(`${file.name}.marker`) ?? toSingleLine(file.name, maxLabel);
  const name = toSingleLine(file.branch ?? file.name, maxLabel);
  return name === '' ? t('Branch') : t('Branch {0}', name);
}

export function workflowValue({ value }: WorkflowFile): string {
  return toSingleLine(value ?? '', maxLabel);
}

/** What it says, and how old the file is. */
export function workflowDescription(file: WorkflowFile, now: number): string {
  return joinParts(workflowValue(file), Number.isFinite(file.modified) ? formatAge(file.modified, now) : undefined);
}

export function workflowFacts(file: WorkflowFile, display: (path: string) => string): Fact[] {
  const { path, evidence } = file;
  const proof =
    evidence.kind === 'folder-name'
      ? t('the session’s ID in the name of {0}', display(evidence.file))
      : t('line {0}, which names the session', evidence.line);
  return [
    { name: workflowName(file), value: workflowValue(file) || t('says nothing') },
    { name: t('File'), value: display(path) },
    { name: t('Proved by'), value: proof },
  ];
}
