/**
 * Workflow runs: their agents lie in `<session-id>/subagents/workflows/<run>/`, with a `journal.jsonl` of what was
 * started and what returned; `<session-id>/workflows/<run>.json` names the workflow (seen in published descriptions of
 * 2.1.2xx).
 */
import * as path from 'node:path';
import { readSmallFile } from '../disk/openRegularFile.ts';
import type { Workflow } from '../model.ts';
import { parseJson } from '../text/parseJson.ts';
import { literal, nullish, object, safeParse, string, unknown } from '../text/schema.ts';

const run = object({ workflowName: nullish(string) });

const journalLine = object({
  type: literal('started', 'result'),
  agentId: string,
  label: nullish(string),
  result: unknown,
});

/** What a run's journal says of one agent. */
interface JournalEntry {
  readonly label: string | undefined;
  /** It returned something: the client notes `null` for an agent that failed or was skipped. */
  readonly returned: boolean;
}

const journalName = 'journal.jsonl';

/** A larger file is not read: the run then goes by its ID, and its agents have no result recorded. */
const largestFile = 8 * 1024 * 1024;

interface WorkflowRun {
  readonly workflow: Workflow;
  readonly journal: ReadonlyMap<string, JournalEntry>;
}

/** Looks up the runs of agent logs; each run's files are read once. */
export class WorkflowRuns {
  readonly #runs = new Map<string, WorkflowRun | undefined>();

  /** `undefined` when the agent log does not lie in the folder of a workflow run. */
  of(agentLog: string): WorkflowRun | undefined {
    const folder = path.dirname(agentLog);
    if (!this.#runs.has(folder)) this.#runs.set(folder, readRun(folder));
    return this.#runs.get(folder);
  }
}

/** Where the journal of the run is that an agent log is of; `undefined` when it is of none. */
export function journalBeside(agentLog: string): string | undefined {
  const folder = path.dirname(agentLog);
  return isRun(folder) ? path.join(folder, journalName) : undefined;
}

function isRun(folder: string): boolean {
  const workflows = path.dirname(folder);
  const subagents = path.dirname(workflows);
  return (
    path.basename(folder).startsWith('wf_') &&
    path.basename(workflows) === 'workflows' &&
    path.basename(subagents) === 'subagents'
  );
}

function readRun(folder: string): WorkflowRun | undefined {
  if (!isRun(folder)) return undefined;
  const id = path.basename(folder);
  const session = path.dirname(path.dirname(path.dirname(folder)));
  const file = path.join(session, 'workflows', `${id}.json`);
  const name = safeParse(run, parseJson(readSmallFile(file, largestFile)))?.workflowName;
  return { workflow: { id, name: name ?? undefined }, journal: readJournal(path.join(folder, journalName)) };
}

function readJournal(file: string): Map<string, JournalEntry> {
  const journal = new Map<string, JournalEntry>();
  for (const line of readSmallFile(file, largestFile)?.toString('utf8').split('\n') ?? []) {
    const entry = safeParse(journalLine, parseJson(line));
    if (entry === undefined) continue;
    const known = journal.get(entry.agentId);
    journal.set(entry.agentId, {
      label: entry.label ?? known?.label,
      returned: known?.returned === true || (entry.type === 'result' && (entry.result ?? null) !== null),
    });
  }
  return journal;
}
