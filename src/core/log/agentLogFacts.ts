/** What one agent log says: whose entries it holds, how many, from when to when, and which agents it started. */
import { safeParse } from '../text/schema.ts';
import { timeOf } from '../text/isoTime.ts';
import type { SessionId } from '../model.ts';
import type { LineReport } from './scanner/lineReport.ts';
import { LineFlag } from './scanner/tables.ts';
import type { LineCounts } from './scanner/lineScanner.ts';
import type { LogVisitor, ReportedLine } from './logVisitor.ts';
import { promptText } from './prompts.ts';
import type { DamageReason } from './repair.ts';
import * as records from './recordShapes.ts';
import { addScratchFacts } from './scratchFacts.ts';
import type { DamageFact, LinePosition, NamedFact } from './sessionLogFacts.ts';
import { addFileLine } from './fileLines.ts';
import { SpawnLedger, type EndFact, type SpawnFact } from './spawnFacts.ts';

/** One session's entries in an agent log. */
export interface AgentShare {
  sessionId: SessionId;
  entries: number;
  /** Where the first of them stands, in a flat log. */
  position: LinePosition | undefined;
  firstActivity: number | undefined;
  lastActivity: number | undefined;
}

export interface AgentLogFacts {
  /** Every session that the entries name, or the session in whose folder the log lies. */
  shares: AgentShare[];
  /** Of a flat log: whose entries those read last are. */
  current: SessionId | undefined;
  entries: number;
  foreignEntries: number;
  badLines: number;
  repairedLines: number;
  damage: DamageFact[];
  /**
   * Whether its first prompt is the one word of the warm-ups that 2.0.x starts by itself; `undefined` before a prompt.
   */
  isWarmup: boolean | undefined;
  /** Agents that this agent started. */
  spawns: SpawnFact[];
  ends: EndFact[];
  /** Working directories of the entries that are looked at, its first one among them. */
  cwds: string[];
  /** As in a session log: what the agent's own entries name. */
  scratchpads: NamedFact[];
  outputFiles: NamedFact[];
  taskIds: NamedFact[];
  /** Markdown files that the agent wrote, or that plan mode named to it. */
  plans: NamedFact[];
  /** Lines of own and copied entries that speak of files, as `addFileLine` keeps them. */
  fileLines: number[];
  /** Facts that were more than is kept: what is left out. */
  leftOut: number;
}

const maxDamage = 20;
const maxCwds = 20;
const maxPlans = 20;
const warmupPrompt = 'Warmup';
const namesScratch = LineFlag.scratchPath | LineFlag.taskNotification;
const namesPlans = LineFlag.planPath | LineFlag.markdownResult;

/** `owner`: the session in whose folder the log lies. */
export function emptyAgentLogFacts(owner: SessionId | undefined): AgentLogFacts {
  return {
    shares: owner === undefined ? [] : [newShare(owner, undefined)],
    current: owner,
    entries: 0,
    foreignEntries: 0,
    badLines: 0,
    repairedLines: 0,
    damage: [],
    isWarmup: undefined,
    spawns: [],
    ends: [],
    cwds: [],
    scratchpads: [],
    outputFiles: [],
    taskIds: [],
    plans: [],
    fileLines: [],
    leftOut: 0,
  };
}

/**
 * Adds what the lines of an agent log say. In a session's folder the folder decides and other IDs are foreign; in a
 * flat log (2.0.2x to 2.1.1) each session has the entries that name it: 2.0.76 writes two IDs into the log of one
 * warm-up agent.
 */
export class AgentLogVisitor implements LogVisitor {
  readonly switchTo?: (sessionId: SessionId, position: LinePosition) => void;
  readonly #facts: AgentLogFacts;
  readonly #spawns: SpawnLedger;
  readonly #shares: Map<SessionId, AgentShare>;
  #share: AgentShare | undefined;

  constructor(facts: AgentLogFacts, owner: SessionId | undefined) {
    this.#facts = facts;
    this.#spawns = new SpawnLedger(facts);
    this.#shares = sharesById(facts.shares);
    this.#share = facts.current && this.#shares.get(facts.current);
    if (owner === undefined) this.switchTo = (sessionId, position) => this.#switch(sessionId, position);
  }

  get ownId(): string {
    return this.#share?.sessionId ?? '';
  }

  wantsPrompt(): boolean {
    return false;
  }

  entry(report: LineReport, line: ReportedLine): void {
    const isOwn = (report.flags & (LineFlag.foreign | LineFlag.copied)) === 0;
    if (isOwn) this.#ownEntry(report, line);
    this.#facts.isWarmup ??= isWarmup(line);
  }

  #ownEntry(report: LineReport, line: ReportedLine): void {
    const { flags, cwd } = report;
    const { cwds } = this.#facts;
    if ((flags & LineFlag.oddTimestamp) !== 0) this.#active(timeOf(report.timestamp));
    if ((flags & LineFlag.agentProgress) !== 0) this.#spawns.progress(report);
    if (cwd !== '' && !cwds.includes(cwd)) {
      if (cwds.length < maxCwds) cwds.push(cwd);
      else this.#facts.leftOut++;
    }
    const speaksOfAgents = this.#spawns.wants(flags);
    if (!speaksOfAgents && (flags & (namesScratch | namesPlans)) === 0) return;
    const record = line.parse();
    if (record === undefined) return;
    const position = { line: report.line, offset: report.start };
    if (speaksOfAgents) this.#spawns.take(report, record);
    if ((flags & namesScratch) !== 0) addScratchFacts(this.#facts, record, position);
    if ((flags & namesPlans) !== 0) this.#plan(record, position);
  }

  #plan(record: Record<string, unknown>, position: LinePosition): void {
    const name =
      safeParse(records.planAttachment, record)?.attachment.planFilePath ??
      safeParse(records.fileWrite, record)?.toolUseResult.filePath;
    const { plans } = this.#facts;
    if (!name?.endsWith('.md') || plans.some((known) => known.name === name)) return;
    if (plans.length < maxPlans) plans.push({ name, position });
    else this.#facts.leftOut++;
  }

  fileLine(line: number, offset: number): void {
    addFileLine(this.#facts.fileLines, line, offset);
  }

  damage(position: LinePosition, skipped: number, repaired: number, reason: DamageReason | undefined): void {
    this.#facts.badLines += skipped;
    this.#facts.repairedLines += repaired;
    if (reason !== undefined && this.#facts.damage.length < maxDamage) this.#facts.damage.push({ ...position, reason });
  }

  counts(counts: LineCounts): void {
    this.#facts.entries += counts.entries;
    this.#facts.foreignEntries += counts.foreign;
    const share = this.#share;
    if (share === undefined) return;
    share.entries += counts.entries - counts.foreign;
    this.#active(counts.firstTime);
    this.#active(counts.lastTime);
  }

  #active(time: number | undefined): void {
    const share = this.#share;
    if (share === undefined || time === undefined) return;
    share.firstActivity = Math.min(share.firstActivity ?? time, time);
    share.lastActivity = Math.max(share.lastActivity ?? time, time);
  }

  #switch(id: SessionId, position: LinePosition): void {
    this.#facts.current = id;
    this.#share = this.#shares.get(id);
    if (this.#share === undefined) {
      this.#share = newShare(id, position);
      this.#shares.set(id, this.#share);
      this.#facts.shares.push(this.#share);
    }
  }
}

/** From how many shares on they are looked up in a map: a flat log can have those of all sessions of a project. */
const manyShares = 16;
const sharesOfLogs = new WeakMap<readonly AgentShare[], Map<SessionId, AgentShare>>();

/** One session's entries in an agent log. */
export function shareOf({ shares }: Pick<AgentLogFacts, 'shares'>, id: SessionId): AgentShare | undefined {
  if (shares.length < manyShares) return shares.find(({ sessionId }) => sessionId === id);
  let byId = sharesOfLogs.get(shares);
  // Shares are added, never removed.
  if (byId?.size !== shares.length) sharesOfLogs.set(shares, (byId = sharesById(shares)));
  return byId.get(id);
}

function sharesById(shares: readonly AgentShare[]): Map<SessionId, AgentShare> {
  return new Map(shares.map((share) => [share.sessionId, share]));
}

function newShare(sessionId: SessionId, position: LinePosition | undefined): AgentShare {
  return { sessionId, entries: 0, position, firstActivity: undefined, lastActivity: undefined };
}

/**
 * Whether the entry's prompt is a warm-up's; `undefined` when it has no text. Hardly any line needs to be parsed for
 * that.
 */
function isWarmup(line: ReportedLine): boolean | undefined {
  if (!line.bytes().includes(warmupPrompt)) return false;
  const record = line.parse();
  const prompt = record && promptText(record);
  return prompt === undefined ? undefined : prompt.trim() === warmupPrompt;
}
