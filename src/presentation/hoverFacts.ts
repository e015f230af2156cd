/** The facts of a node's hover: its full identity, the proof that it belongs here, and what is odd about it. */
import { t } from '@vscode/l10n';
import { formatBytes, formatPlural, formatDuration, formatNumber, joinParts } from '../core/text/format.ts';
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
  spokenState,
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
      return facts(
        [t('Plan of agent'), agentId],
        [t('File'), displayPath(path, source.home)],
        ...proofs(evidence, source),
      );
    }
    case 'agentLog':
      return agentFacts(node.agent, source);
    case 'log':
      return logFacts(node.log, source);
    case 'scratchDirectory':
      return facts(
        [t('Path'), displayPath(node.directory.path, source.home)],
        [t('Holds'), scratchDescription(node.directory)],
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
      return node.folder === undefined ? [] : facts([t('Folder'), displayPath(node.folder, source.home)]);
    case 'workflow':
      return facts([t('Workflow'), node.workflow.name], [t('Run'), node.workflow.id]);
    case 'changedFile':
      return changedFileFacts(node.file, source);
    case 'group':
      return facts([t('Holds'), node.items.map(itemName).filter(Boolean).slice(0, mostNames).join(', ')]);
    case 'section':
    case 'hidden':
    case 'files':
    case 'note':
    case 'more':
      return [];
  }
}

const mostNames = 10;

/** The short name of an item in its group's hover; `undefined` for kinds that are not named there. */
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
  custom: t('given by hand'),
  ai: t('made by the client'),
  summary: t('from a summary'),
  prompt: t('the first prompt'),
} as const;

const longestPrompt = 200;

/** What the session is about, which is looked for first; then its other names, then the proof. */
function sessionFacts(details: SessionDetails, source: FactSource): Fact[] {
  const { titleSource, plan } = details;
  const related = relatedSessions(details.relations, details.reverseRelations);
  const implementing = new Set(related.filter(({ kind }) => kind === 'implements-plan-of').map((one) => one.sessionId));
  // The relation says already that these have the plan.
  const sharedWith = plan?.sharedWith.filter((id) => !implementing.has(id)) ?? [];
  return facts(
    ...details.processes.map((one): Pair => [t('State'), processWords(one, details)]),
    ...promptFacts(details, source),
    [t('Plan in force'), plan && `${planLabel(plan)} (${planEvidenceWords[plan.evidence[0]?.kind ?? 'slug']})`],
    ...sharedWith.map((id): Pair => [t('Plan shared with'), sessionName(id, source)]),
    [t('Branch'), details.branch],
    ...details.cwds.map((cwd): Pair => [t('Folder'), displayPath(cwd, source.home)]),
    [t('Last activity'), details.lastActivity === undefined ? undefined : source.formatTime(details.lastActivity)],
    [t('First activity'), details.firstActivity === undefined ? undefined : source.formatTime(details.firstActivity)],
    ...related.map((one) => relationFact(one, source)),
    [t('Teleported'), details.teleportedFrom && teleportedWords(details.teleportedFrom)],
    ...details.names.map(({ kind, name }): Pair => [nameWords[kind], name]),
    [t('Session'), details.sessionId],
    [t('Title'), titleSource && titleSources[titleSource]],
    ...details.processes.map(({ file }): Pair => [t('State proved by'), displayPath(file, source.home)]),
    ...(details.logs.length === 0 ? [logMissing(details)] : []),
    ...details.logs.flatMap((log): Pair[] => [
      [t('Session log'), displayPath(log.path, source.home)],
      [t('Reading it'), logCondition(log)],
    ]),
    [t('Cleaned'), details.cleaning && cleaningSentence(details.cleaning, source)],
  );
}

const nameWords: Readonly<Record<SessionName['kind'], string>> = {
  registry: t('Name while it runs'),
  job: t('Background job'),
  process: t('Process'),
  remote: t('Remote ID'),
  worktree: t('Worktree'),
  entrypoint: t('Run by'),
};

/** The first prompt where it is not the title; the last one where it is another. */
function promptFacts({ titleSource }: SessionDetails, { prompts = [] }: FactSource): Pair[] {
  const [first, last] = prompts.map((prompt) => toSingleLine(prompt, longestPrompt));
  return [
    [t('First prompt'), titleSource === 'prompt' ? undefined : first],
    [t('Last prompt'), last],
  ];
}

/** The state as the registry proves it; of each process, where the session is open in several terminals. */
function processWords(process: LiveProcess, { processes }: SessionDetails): string | undefined {
  const words = spokenState(process);
  return processes.length > 1 && words !== undefined ? t('{0} in process {1}', words, process.pid) : words;
}

function logMissing({ processes, agents }: SessionDetails): Pair {
  const isNew = processes.length > 0 && agents.length === 0;
  return [t('Session log'), isNew ? t('none: only the registry of live sessions names it') : t('none is left on disk')];
}

function relationFact(related: RelatedSession, source: FactSource): Pair {
  return [relationName(related), sessionName(related.sessionId, source)];
}

function relatedFacts(related: RelatedSession, source: FactSource): Fact[] {
  const { sessionId, evidence } = related;
  return facts(
    relationFact(related, source),
    [t('Session'), sessionId],
    [t('Proved by'), displayPath(evidence.file, source.home)],
    [t('Line {0}', evidence.line), relationEvidenceWords[evidence.kind]],
  );
}

function planFacts(plan: Plan, source: FactSource): Fact[] {
  return facts(
    [t('Plan'), plan.slug],
    [t('Title'), plan.title],
    [t('File'), displayPath(plan.path, source.home)],
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
        joinParts(sessionName(id, source), proof && t('line {0}: {1}', proof.line, planEvidenceWords[proof.kind])),
      ];
    }),
    [t('Written last, by the logs'), last && joinParts(sessionName(last.sessionId, source), when)],
  ];
}

function agentFacts(agent: AgentLog, source: FactSource): Fact[] {
  const { firstActivity: first, lastActivity: last, spawn, workflow } = agent;
  return facts(
    [t('Agent'), agent.agentId],
    [t('Type'), agent.type],
    [t('State'), agentStateSentence(agent.state)],
    [t('Log'), displayPath(agent.path, source.home)],
    [t('Entries'), formatNumber(agent.entries)],
    [t('Reading it'), agent.leftOut === undefined ? undefined : leftOutWords(agent.leftOut)],
    [t('Worked for'), first === undefined || last === undefined ? undefined : formatDuration(last - first)],
    [t('Started by'), startedBy(agent)],
    [t('Workflow'), workflow && joinParts(workflow.name, workflow.id)],
    [t('Proved by'), spawn && displayPath(spawn.file, source.home)],
    [t('Line {0}', spawn?.line ?? ''), spawn && t('the tool call that started it')],
    [t('First activity'), first === undefined ? undefined : source.formatTime(first)],
    [t('Last activity'), last === undefined ? undefined : source.formatTime(last)],
  );
}

function startedBy({ internal, parentAgentId }: AgentLog): string | undefined {
  if (internal) return t('the client itself');
  return parentAgentId === undefined ? undefined : t('agent {0}', parentAgentId);
}

function logFacts(log: SessionLog, source: FactSource): Fact[] {
  return facts(
    [t('Log'), displayPath(log.path, source.home)],
    [t('Entries'), formatNumber(log.entries)],
    [t('Reading it'), logCondition(log)],
  );
}

function scratchEntryFacts({ path, type, modified, target }: ScratchEntry, source: FactSource): Fact[] {
  return facts(
    [
      t('Path'),
      path === undefined ? t('its name is no text, so it cannot be opened here') : displayPath(path, source.home),
    ],
    [t('Leads to'), target],
    [t('Modified'), type === 'file' ? source.formatTime(modified) : undefined],
  );
}

function extraFacts(file: ExtraFile, source: FactSource): Fact[] {
  const isNamed = file.evidence.kind === 'file-name';
  return [
    ...facts(
      [extraKindWords[file.kind].name, displayPath(file.path, source.home)],
      [t('Its state'), extraStateNames[file.state]],
      [t('Size'), file.state === 'found' ? formatBytes(file.bytes) : undefined],
      [
        t('Proved by'),
        isNamed
          ? t('the session’s ID in the name of the file')
          : t('the session’s ID in the name of {0}', displayPath(file.evidence.file, source.home)),
      ],
    ),
    ...copyFacts(file, source),
  ];
}

function copyFacts(file: ExtraFile, source: FactSource): Fact[] {
  if (file.kind !== 'checkpoint') return [];
  const { copyOf } = file;
  if (copyOf === undefined) return facts([t('Copy of'), t('a file that the log does not name')]);
  return facts(
    [t('Copy of'), displayPath(copyOf.path ?? copyOf.name, source.home)],
    [t('Named by'), displayPath(copyOf.evidence.file, source.home)],
    [t('Line {0}', copyOf.evidence.line), t('the entry that names this checkpoint of the file')],
  );
}

/** What was skipped, repaired or foreign in a log; `undefined` for a clean one. */
function logCondition(log: SessionLog): string | undefined {
  const words = [
    log.foreignEntries > 0 &&
      formatPlural(log.foreignEntries, t('1 entry of other sessions'), t('{0} entries of other sessions')),
    log.badLines > 0 && formatPlural(log.badLines, t('1 line skipped'), t('{0} lines skipped')),
    log.repairedLines > 0 &&
      formatPlural(
        log.repairedLines,
        t('1 record got back from damaged lines'),
        t('{0} records got back from damaged lines'),
      ),
    log.leftOut > 0 && leftOutWords(log.leftOut),
    log.incompleteBytes > 0 && t('the last line is still being written'),
  ].filter((word) => word !== false);
  return words.length > 0 ? words.join(', ') : undefined;
}

function leftOutWords(count: number): string {
  return formatPlural(
    count,
    t('1 fact left out: the log names more than is kept'),
    t('{0} facts left out: the log names more than is kept'),
  );
}

/** Each log's path once, then one fact per entry in it. */
function proofs(evidence: readonly Evidence<PlanEvidenceKind | 'agent-plan'>[], source: FactSource): Pair[] {
  const files = [...new Set(evidence.map(({ file }) => file))];
  return files.flatMap((file): Pair[] => [
    [t('Proved by'), displayPath(file, source.home)],
    ...evidence
      .filter((one) => one.file === file)
      .map(({ kind, line }): Pair => [t('Line {0}', line), planEvidenceWords[kind]]),
  ]);
}

function sessionName(id: SessionId, source: FactSource): string {
  const title = source.titleOf(id);
  return title === undefined ? id : `${sessionLabel({ title })} (${shortId(id)})`;
}
