/** Files of erk's workflow, as a line of text and as JSON. */
import type { WorkflowFile } from '../core/model.ts';
import { joinParts } from '../core/text/format.ts';
import { toSingleLinePath } from '../core/text/singleLine.ts';
import { workflowDescription, workflowName } from '../presentation/workflowWords.ts';

/** The time as text; `undefined` where the disk says one that no calendar has. */
export interface WorkflowJson extends Omit<WorkflowFile, 'modified'> {
  readonly modified: string | undefined;
}

export function workflowJson({ modified, ...file }: WorkflowFile): WorkflowJson {
  const time = new Date(modified);
  return { ...file, modified: Number.isNaN(time.getTime()) ? undefined : time.toISOString() };
}

/** What it is, what it says, how old it is, and where. */
export function workflowLine(file: WorkflowJson): string {
  const words = { ...file, modified: Date.parse(file.modified ?? '') };
  return joinParts(workflowName(words), workflowDescription(words, Date.now()), toSingleLinePath(file.path, 400));
}
