/** The facts of a node's hover: its full identity, the proof that it belongs here, and what is odd about it. */
import { formatBytes, formatCount, formatDuration, formatNumber, joinParts } from '../core/text/format.ts';
import { shortId } from '../core/text/ids.ts';
import type {
  AgentLog,
  Evidence,
  ExtraFile,
  LiveProcess,
  Plan,
  PlanEvidenceKind,
  SessionDetails,
  SessionId,
  SessionLog,
  SessionName,
} from '../core/model.ts';
import { cleaningSentence } from './cleaningWords.ts';
import {
  agentLabel,
  displayPath,
  planLabel,
  scratchDescription,
  scratchLabel,
  sessionLabel,
  workflowLabel,
} from './rowText.ts';
import { extraFolderLabel } from './extraRowText.ts';
import { agentStateSentence } from './agentWords.ts';
import { extraKindWords, extraStateNames } from './extraWords.ts';
import {
  planEvidenceWords,
  planMarks,
  earlierPlanSentence,
  lastWriter,
  planMarkWords,
  type PlanMark,
} from './planWords.ts';
import {
  relatedSessions,
  relationEvidenceWords,
  relationName,
  teleportedWords,
  type RelatedSession,
} from './relationWords.ts';
import { toSingleLine } from '../core/text/singleLine.ts';
import type { Fact, FactSource } from './facts.ts';
import { changedFileFacts } from './fileRowText.ts';
import type { ScratchEntry } from '../core/scratch/listScratch.ts';
import type { TreeNode } from './treeNodes.ts';
import { workflowFacts, workflowName } from './workflowWords.ts';

export type { Fact, FactSource };

/** Facts of a node in reading order; empty where the row already says everything. */
export function nodeFacts(node: TreeNode, source: FactSource): Fact[] {
  switch (node.kind) {
    case 'session':
      return source.details ? sessionFacts(source.details, source) : [];
    case 'plan':
      return planFacts(node.plan, source);
    case 'related':
      return relatedFacts(node.related, source);
    case 'agentPlan': {
      const { agentId, path, evidence } = node.plan;
      return facts(['Plan of agent', agentId], ['File', displayPath(path, source.home)], ...proofs(evidence, source));
    }
    case 'agentLog':
      return agentFacts(node.agent, source);
    case 'log':
      return logFacts(node.log, source);
    case 'scratchDirectory':
      return facts(
        ['Path', displayPath(node.directory.path, source.home)],
        ['Holds', scratchDescription(node.directory)],
      );
    case 'scratchEntry':
      return scratchEntryFacts(node.entry, source);
    case 'workflowFile':
      return workflowFacts(node.file, (file) => displayPath(file, source.home));
    case 'extraFile':
      return extraFacts(node.file, source);
    case 'extraFolder': {
      const [first] = node.items;
      return node.of === 'versions' && first?.kind === 'extraFile' ? copyFacts(first.file, source) : [];
    }
    case 'project':
      return node.folder === undefined ? [] : facts(['Folder', displayPath(node.folder, source.home)]);
    case 'workflow':
      return facts(['Workflow', node.workflow.name], ['Run', node.workflow.id]);
    case 'changedFile':
      return changedFileFacts(node.file, source);
    case 'group':
      return facts(['Holds', node.items.map(itemName).filter(Boolean).slice(0, mostNames).join(', ')]);
    case 'section':
    case 'hidden':
    case 'files':
    case 'note':
    case 'more':
      return [];
  }
}

const mostNames = 10;

/** What a group names of an item. */
function itemName(node: TreeNode): string | undefined {
  switch (node.kind) {
    case 'plan':
      return planLabel(node.plan);
    case 'agentLog':
      return agentLabel(node.agent);
    case 'scratchDirectory':
      return scratchLabel(node.directory);
    case 'workflow':
      return workflowLabel(node.workflow);
    case 'related':
      return `${relationName(node.related)} ${shortId(node.related.sessionId)}`;
    case 'workflowFile':
      return workflowName(node.file);
    case 'extraFolder':
      return joinParts(extraFolderLabel(node), formatNumber(node.files));
    default:
      return undefined;
  }
}

type Pair = readonly [name: string, value: string | undefined];

function facts(...pairs: readonly Pair[]): Fact[] {
  return pairs.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [{ name, value }]));
}

const titleSources = {
  custom: 'given by hand',
  ai: 'made by the client',
  summary: 'from a summary',
  prompt: 'the first prompt',
} as const;

const longestPrompt = 200;

/** What a person looks for first: the matter. Then by which other names it is known, then the proof. */
function sessionFacts(details: SessionDetails, source: FactSource): Fact[] {
  const { titleSource, plan } = details;
  const related = relatedSessions(details.relations, details.reverseRelations);
  const implementing = new Set(related.filter(({ kind }) => kind === 'implements-plan-of').map((one) => one.sessionId));
  // That these have the plan, the relation says.
  const sharedWith = plan?.sharedWith.filter((id) => !implementing.has(id)) ?? [];
  return facts(
    ...details.processes.map((one): Pair => ['State', processWords(one, details)]),
    ...promptFacts(details, source),
    ['Plan in force', plan && `${planLabel(plan)} (${planEvidenceWords[plan.evidence[0]?.kind ?? 'slug']})`],
    ...sharedWith.map((id): Pair => ['Plan shared with', sessionName(id, source)]),
    ['Branch', details.branch],
    ...details.cwds.map((cwd): Pair => ['Folder', displayPath(cwd, source.home)]),
    ['Last activity', details.lastActivity === undefined ? undefined : source.formatTime(details.lastActivity)],
    ['First activity', details.firstActivity === undefined ? undefined : source.formatTime(details.firstActivity)],
    ...related.map((one) => relationFact(one, source)),
    ['Teleported', details.teleportedFrom && teleportedWords(details.teleportedFrom)],
    ...details.names.map(({ kind, name }): Pair => [nameWords[kind], name]),
    ['Session', details.sessionId],
    ['Title', titleSource && titleSources[titleSource]],
    ...details.processes.map(({ file }): Pair => ['State proved by', displayPath(file, source.home)]),
    ...(details.logs.length === 0 ? [logMissing(details)] : []),
    ...details.logs.flatMap((log): Pair[] => [
      ['Session log', displayPath(log.path, source.home)],
      ['Reading it', logCondition(log)],
    ]),
    ['Cleaned', details.cleaning && cleaningSentence(details.cleaning, source)],
  );
}

const nameWords: Readonly<Record<SessionName['kind'], string>> = {
  registry: 'Name while it runs',
  job: 'Background job',
  process: 'Process',
  remote: 'Remote ID',
  worktree: 'Worktree',
  entrypoint: 'Run by',
};

/** The first prompt where it is not the title; the last one where it is another. */
function promptFacts({ titleSource }: SessionDetails, { prompts = [] }: FactSource): Pair[] {
  const [first, last] = prompts.map((prompt) => toSingleLine(prompt, longestPrompt));
  return [
    ['First prompt', titleSource === 'prompt' ? undefined : first],
    ['Last prompt', last],
  ];
}

/** The state as the registry proves it; of each process, where the session is open in several terminals. */
function processWords({ pid, state, waitingFor }: LiveProcess, { processes }: SessionDetails): string {
  const words = waitingFor === undefined ? state : `waiting for ${waitingFor}`;
  return processes.length > 1 ? `${words} in process ${pid}` : words;
}

function logMissing({ processes, agents }: SessionDetails): Pair {
  const isNew = processes.length > 0 && agents.length === 0;
  return ['Session log', isNew ? 'none: only the registry of live sessions names it' : 'none is left on disk'];
}

function relationFact(related: RelatedSession, source: FactSource): Pair {
  return [relationName(related), sessionName(related.sessionId, source)];
}

function relatedFacts(related: RelatedSession, source: FactSource): Fact[] {
  const { sessionId, evidence } = related;
  return facts(
    relationFact(related, source),
    ['Session', sessionId],
    ['Proved by', displayPath(evidence.file, source.home)],
    [`Line ${evidence.line}`, relationEvidenceWords[evidence.kind]],
  );
}

function planFacts(plan: Plan, source: FactSource): Fact[] {
  return facts(
    ['Plan', plan.slug],
    ['Title', plan.title],
    ['File', displayPath(plan.path, source.home)],
    ...planMarks(plan).flatMap((mark) => markFacts(mark, plan, source)),
    ...proofs(plan.evidence, source),
  );
}

function markFacts(mark: PlanMark, plan: Plan, source: FactSource): Pair[] {
  const { fact, sentence } = planMarkWords[mark];
  if (mark === 'shared') return sharedFacts(fact, plan, source);
  return [[fact, mark === 'differs' && plan.isEarlier ? earlierPlanSentence : sentence]];
}

/** The other owners, each with its proof; and who of all wrote last. */
function sharedFacts(fact: string, { sharedWith, owners }: Plan, source: FactSource): Pair[] {
  const last = lastWriter(owners);
  const when = last?.lastWritten?.time === undefined ? undefined : source.formatTime(last.lastWritten.time);
  return [
    ...sharedWith.map((id): Pair => {
      const [proof] = owners.find(({ sessionId }) => sessionId === id)?.evidence ?? [];
      return [
        fact,
        joinParts(sessionName(id, source), proof && `line ${proof.line}: ${planEvidenceWords[proof.kind]}`),
      ];
    }),
    ['Written last, by the logs', last && joinParts(sessionName(last.sessionId, source), when)],
  ];
}

function agentFacts(agent: AgentLog, source: FactSource): Fact[] {
  const { firstActivity: first, lastActivity: last, spawn, workflow } = agent;
  return facts(
    ['Agent', agent.agentId],
    ['Type', agent.type],
    ['State', agentStateSentence(agent.state)],
    ['Log', displayPath(agent.path, source.home)],
    ['Entries', formatNumber(agent.entries)],
    ['Reading it', agent.leftOut === undefined ? undefined : leftOutWords(agent.leftOut)],
    ['Worked for', first === undefined || last === undefined ? undefined : formatDuration(last - first)],
    ['Started by', startedBy(agent)],
    ['Workflow', workflow && joinParts(workflow.name, workflow.id)],
    ['Proved by', spawn && displayPath(spawn.file, source.home)],
    [`Line ${spawn?.line ?? ''}`, spawn && 'the tool call that started it'],
    ['First activity', first === undefined ? undefined : source.formatTime(first)],
    ['Last activity', last === undefined ? undefined : source.formatTime(last)],
  );
}

function startedBy({ internal, parentAgentId }: AgentLog): string | undefined {
  if (internal) return 'the client itself';
  return parentAgentId === undefined ? undefined : `agent ${parentAgentId}`;
}

function logFacts(log: SessionLog, source: FactSource): Fact[] {
  return facts(
    ['Log', displayPath(log.path, source.home)],
    ['Entries', formatNumber(log.entries)],
    ['Reading it', logCondition(log)],
  );
}

function scratchEntryFacts({ path, type, modified, target }: ScratchEntry, source: FactSource): Fact[] {
  return facts(
    ['Path', path === undefined ? 'its name is no text, so it cannot be opened here' : displayPath(path, source.home)],
    ['Leads to', target],
    ['Modified', type === 'file' ? source.formatTime(modified) : undefined],
  );
}

function extraFacts(file: ExtraFile, source: FactSource): Fact[] {
  const isNamed = file.evidence.kind === 'file-name';
  return [
    ...facts(
      [extraKindWords[file.kind].name, displayPath(file.path, source.home)],
      ['Its state', extraStateNames[file.state]],
      ['Size', file.state === 'found' ? formatBytes(file.bytes) : undefined],
      [
        'Proved by',
        `the session’s ID in the name of ${isNamed ? 'the file' : displayPath(file.evidence.file, source.home)}`,
      ],
    ),
    ...copyFacts(file, source),
  ];
}

function copyFacts(file: ExtraFile, source: FactSource): Fact[] {
  if (file.kind !== 'checkpoint') return [];
  const { copyOf } = file;
  if (copyOf === undefined) return facts(['Copy of', 'a file that the log does not name']);
  return facts(
    ['Copy of', displayPath(copyOf.path ?? copyOf.name, source.home)],
    ['Named by', displayPath(copyOf.evidence.file, source.home)],
    [`Line ${copyOf.evidence.line}`, 'the entry that names this checkpoint of the file'],
  );
}

/** What was skipped, repaired or foreign in a log; `undefined` for a clean one. */
function logCondition(log: SessionLog): string | undefined {
  const words = [
    log.foreignEntries > 0 && `${formatCount(log.foreignEntries, 'entry', 'entries')} of other sessions`,
    log.badLines > 0 && `${formatCount(log.badLines, 'line', 'lines')} skipped`,
    log.repairedLines > 0 && `${formatCount(log.repairedLines, 'record', 'records')} got back from damaged lines`,
    log.leftOut > 0 && leftOutWords(log.leftOut),
    log.incompleteBytes > 0 && 'the last line is still being written',
  ].filter((word) => word !== false);
  return words.length > 0 ? words.join(', ') : undefined;
}

function leftOutWords(count: number): string {
  return `${formatCount(count, 'fact', 'facts')} left out: the log names more than is kept`;
}

/** Each log's path once, then one fact per entry in it. */
function proofs(evidence: readonly Evidence<PlanEvidenceKind | 'agent-plan'>[], source: FactSource): Pair[] {
  const files = [...new Set(evidence.map(({ file }) => file))];
  return files.flatMap((file): Pair[] => [
    ['Proved by', displayPath(file, source.home)],
    ...evidence
      .filter((one) => one.file === file)
      .map(({ kind, line }): Pair => [`Line ${line}`, planEvidenceWords[kind]]),
  ]);
}

function sessionName(id: SessionId, source: FactSource): string {
  const title = source.titleOf(id);
  return title === undefined ? id : `${sessionLabel({ title })} (${shortId(id)})`;
}
