/** What entries of a session or of an agent name as places of scratch: the client's scratchpad and task outputs. */
import { safeParse } from '../text/schema.ts';
import * as records from './recordShapes.ts';
import type { LinePosition, SessionLogFacts } from './sessionLogFacts.ts';
import { notificationText } from './spawnFacts.ts';

export type ScratchFacts = Pick<SessionLogFacts, 'scratchpads' | 'outputFiles' | 'taskIds' | 'leftOut'>;

const mostNames = 1000;

/** The output of a workflow run (`w…`) is named in the notification of its end alone (2.1.300, 2.1.332). */
const workflowOutput =
  /<task-id>(w[A-Za-z0-9_-]{1,127})<\/task-id>.{0,1000}?<output-file>([^<>\n]{1,4096})<\/output-file>/s;

/** Adds what a record of an own entry names, each name with the place of its first entry. */
export function addScratchFacts(facts: ScratchFacts, record: Record<string, unknown>, position: LinePosition): void {
  const result = safeParse(records.taskOutput, record)?.toolUseResult;
  if (result?.outputFile) addTo(facts, 'outputFiles', result.outputFile, position);
  if (result?.backgroundTaskId) addTo(facts, 'taskIds', result.backgroundTaskId, position);
  const directory = safeParse(records.scratchpad, record)?.attachment.snapshot.scratchpadDirectory;
  if (directory) addTo(facts, 'scratchpads', directory, position);
  const output = workflowOutput.exec(notificationText(record) ?? '')?.[2];
  if (output !== undefined) addTo(facts, 'outputFiles', output, position);
}

function addTo(
  facts: ScratchFacts,
  field: Exclude<keyof ScratchFacts, 'leftOut'>,
  name: string,
  position: LinePosition,
): void {
  const names = facts[field];
  if (names.some((known) => known.name === name)) return;
  if (names.length < mostNames) names.push({ name, position });
  else facts.leftOut++;
}
