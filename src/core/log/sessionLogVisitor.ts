/** Gathers the facts of a session log from the lines that matter. */
import * as path from 'node:path';
import { isPlanName, isSlug, parseSessionId } from '../text/ids.ts';
import { timeOf } from '../text/isoTime.ts';
import type { SessionId } from '../model.ts';
import { safeParse } from '../text/schema.ts';
import type { LineReport } from './scanner/lineReport.ts';
import { LineFlag } from './scanner/tables.ts';
import type { LineCounts } from './scanner/lineScanner.ts';
import { firstUuids } from './copiedStart.ts';
import type { LogVisitor, ReportedLine } from './logVisitor.ts';
import { addFileLine } from './fileLines.ts';
import { promptText, startOf, typedCommand, typedPrompt } from './prompts.ts';
import { editedText } from './planTexts.ts';
import * as records from './recordShapes.ts';
import type { DamageReason } from './repair.ts';
import type { LinePosition, PlanFact, SessionLogFacts, SlugFact } from './sessionLogFacts.ts';
import { addScratchFacts } from './scratchFacts.ts';
import { promptKeyOf, SpawnLedger } from './spawnFacts.ts';

const maxDamage = 20;
const maxPlans = 500;
const maxEarlier = 20;
const maxSidechains = 5000;
const maxList = 1000;
const maxNames = 20;
const longestName = 200;
const maxSummaries = 20;
const longestSummary = 400;

/** A hash of a plan's text. */
export type TextHash = (text: string) => string;

export interface VisitorOptions {
  /** Without it the texts of plans are not kept. */
  readonly textHash?: TextHash;
  /** Only what decides which plans the session has: no titles, no agents, no scratch. */
  readonly onlyPlans?: boolean;
}

/** Adds what the lines of the session's log say to `facts`. */
export class SessionLogVisitor implements LogVisitor {
  readonly ownId: SessionId;
  readonly #facts: SessionLogFacts;
  readonly #textHash: TextHash | undefined;
  readonly #needsParsing: number;
  readonly #spawns: SpawnLedger | undefined;
  /** The slug of the last entry that had one. */
  #slug: SlugFact | undefined;

  constructor(facts: SessionLogFacts, { textHash, onlyPlans = false }: VisitorOptions = {}) {
    this.#facts = facts;
    this.ownId = facts.ownId;
    this.#textHash = textHash;
    this.#needsParsing = onlyPlans ? speaksOfPlans : needsParsing;
    this.#spawns = onlyPlans ? undefined : new SpawnLedger(facts);
  }

  begins(bytes: Buffer): void {
    this.#facts.firstUuids = firstUuids(bytes);
  }

  wantsPrompt(): boolean {
    return (this.#needsParsing & LineFlag.prompt) !== 0 && this.#facts.prompt === undefined;
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
    const facts = this.#facts;
    facts.entries += counts.entries;
    facts.foreignEntries += counts.foreign;
    facts.copiedEntries += counts.copied;
    facts.sidechainEntries += counts.sidechain;
    this.slugSeen({ line: counts.slugLine, offset: counts.slugOffset });
    this.#active(counts.firstTime);
    this.#active(counts.lastTime);
  }

  entry(report: LineReport, line: ReportedLine): void {
    const facts = this.#facts;
    const { flags } = report;
    const position = { line: report.line, offset: report.start };
    if ((flags & LineFlag.foreign) !== 0) return this.#foreign(report.sessionId, position);
    if ((flags & LineFlag.copied) !== 0) return this.#copied(report.cwd, position, line);
    if ((flags & LineFlag.oddTimestamp) !== 0) this.#active(timeOf(report.timestamp));
    if ((flags & LineFlag.sidechain) !== 0) return this.#sidechain(flags, position, line);

    this.slugSeen({ line: report.slugLine, offset: report.slugOffset });
    if (report.slug !== '') this.#slug = this.#slugNamed(report.slug, position);
    if (report.cwd !== '') this.#addFolder(report.cwd);
    if (report.branch !== '') facts.branch = report.branch;
    if (report.entrypoint !== '') this.#addName(facts.entrypoints, report.entrypoint);
    if ((flags & LineFlag.agentProgress) !== 0) this.#spawns?.progress(report);
    const speaksOfAgents = this.#spawns?.wants(flags) === true;
    if (!speaksOfAgents && (flags & this.#needsParsing) === 0) return;

    const record = line.parse();
    if (record === undefined) return;
    if ((flags & LineFlag.title) !== 0) this.#title(record);
    if ((flags & LineFlag.prompt) !== 0 && facts.prompt === undefined) {
      facts.prompt = typedPrompt(record);
      // 2.1.12 writes the same prompt without `planContent`.
      if (facts.prompt?.startsWith('Implement the following plan:') === true) this.#implements(record, position);
      facts.command ??= typedCommand(record);
    }
    if ((flags & LineFlag.planPath) !== 0) this.#planAttachment(record, position);
    if ((flags & LineFlag.planResult) !== 0) this.#planApproval(record, position);
    if ((flags & LineFlag.markdownResult) !== 0) this.#fileWrite(record, position);
    if ((flags & LineFlag.planContent) !== 0) this.#planPrompt(record, position);
    if (speaksOfAgents) this.#spawns?.take(report, record);
    if ((flags & (LineFlag.scratchPath | LineFlag.taskNotification)) !== 0) addScratchFacts(facts, record, position);
    if ((flags & LineFlag.place) !== 0) this.#place(record);
    if ((flags & LineFlag.otherProcess) !== 0) this.#process(record, position);
  }

  #active(time: number | undefined): void {
    if (time === undefined) return;
    const facts = this.#facts;
    if (facts.firstActivity === undefined || time < facts.firstActivity) facts.firstActivity = time;
    if (facts.lastActivity === undefined || time > facts.lastActivity) facts.lastActivity = time;
  }

  slugSeen(position: LinePosition): void {
    if (this.#slug !== undefined && position.line > this.#slug.last.line) this.#slug.last = position;
  }

  #slugNamed(slug: string, position: LinePosition): SlugFact | undefined {
    if (!isSlug(slug)) return undefined;
    const known = this.#facts.slugs.find((fact) => fact.slug === slug);
    if (known !== undefined) {
      known.last = position;
      return known;
    }
    const { slugs } = this.#facts;
    const fact = { slug, last: position };
    if (slugs.length >= maxList) {
      // The last slug can be that of the plan in force: what was used longest ago goes.
      slugs.splice(slugs.indexOf(slugs.reduce((a, b) => (b.last.line < a.last.line ? b : a))), 1);
      this.#facts.leftOut++;
    }
    slugs.push(fact);
    return fact;
  }

  #foreign(sessionId: string, position: LinePosition): void {
    const id = parseSessionId(sessionId);
    const { foreign } = this.#facts;
    if (id === undefined || foreign.some((known) => known.sessionId === id)) return;
    if (foreign.length < maxList) foreign.push({ sessionId: id, position });
    else this.#facts.leftOut++;
  }

  #copied(cwd: string, position: LinePosition, line: ReportedLine): void {
    if (cwd !== '') this.#facts.copiedCwd ??= cwd;
    const sessionId = parseSessionId(safeParse(records.copiedEntry, line.parse())?.forkedFrom.sessionId);
    if (sessionId !== undefined) this.#facts.forkedFrom ??= { sessionId, position };
  }

  #sidechain(flags: number, position: LinePosition, line: ReportedLine): void {
    const { sidechains } = this.#facts;
    if ((flags & LineFlag.chainStart) === 0 && sidechains.length > 0) return;
    if (sidechains.length >= maxSidechains) {
      this.#facts.leftOut++;
      return;
    }
    const record = line.parse();
    sidechains.push({ position, prompt: record && promptKeyOf(promptText(record)) });
  }

  #title(record: Record<string, unknown>): void {
    const title = safeParse(records.title, record);
    if (title?.type === 'custom-title')
      this.#facts.customTitle = nonEmpty(title.customTitle) ?? this.#facts.customTitle;
    if (title?.type === 'ai-title') this.#facts.aiTitle = nonEmpty(title.aiTitle) ?? this.#facts.aiTitle;
    if (title?.type === 'summary') this.#summary(title.summary, title.leafUuid ?? '');
    const remote = safeParse(records.remoteName, record);
    const remoteId = remote?.type === 'bridge-session' ? remote.bridgeSessionId : remote?.remoteSessionId;
    if (remoteId !== undefined && remoteId !== '') this.#addName(this.#facts.remoteIds, remoteId);
  }

  /** Whether it is this conversation's is found out when all entries are read. */
  #summary(text: string, leafUuid: string): void {
    const { summaries } = this.#facts;
    if (nonEmpty(text) === undefined || leafUuid === '') return;
    const known = summaries.findIndex((one) => one.leafUuid === leafUuid);
    const isOwn = summaries[known]?.isOwn ?? false;
    if (known !== -1) summaries.splice(known, 1);
    else if (summaries.length >= maxSummaries) summaries.shift();
    summaries.push({ text: startOf(text, longestSummary), leafUuid, isOwn });
  }

  #planAttachment(record: Record<string, unknown>, position: LinePosition): void {
    const attachment = safeParse(records.planAttachment, record)?.attachment;
    if (attachment === undefined || attachment.isSubAgent === true) return;
    this.#plan('plan-mode', attachment.planFilePath, position, attachment.planContent, attachment.planExists === false);
  }

  #planApproval(record: Record<string, unknown>, position: LinePosition): void {
    const result = safeParse(records.planApproval, record)?.toolUseResult;
    if (result === undefined || result.isAgent === true) return;
    this.#plan('plan-approved', result.filePath, position, result.plan);
  }

  #fileWrite(record: Record<string, unknown>, position: LinePosition): void {
    const result = safeParse(records.fileWrite, record)?.toolUseResult;
    if (result === undefined || 'plan' in (record.toolUseResult as object)) return;
    this.#plan('plan-written', result.filePath, position, result.content ?? editedText(result));
  }

  #planPrompt(record: Record<string, unknown>, position: LinePosition): void {
    const prompt = safeParse(records.planPrompt, record);
    if (prompt === undefined) return;
    if (isSlug(prompt.slug)) this.#plan('plan-content', prompt.slug, position, prompt.planContent);
    this.#implements(record, position);
  }

  /** The prompt that starts an implementing session may name the transcript of the one that made the plan. */
  #implements(record: Record<string, unknown>, position: LinePosition): void {
    const predecessor = /read the full transcript at: \S*?([0-9a-f-]{36})\.jsonl/i.exec(promptText(record) ?? '')?.[1];
    const sessionId = parseSessionId(predecessor);
    if (sessionId !== undefined && sessionId !== this.ownId) this.#facts.implementsPlanOf ??= { sessionId, position };
  }

  /** The session that the client's process began with (2.1.240, 2.1.330): it stays through /clear and /branch. */
  #process(record: Record<string, unknown>, position: LinePosition): void {
    const sessionId = parseSessionId(record.session_id);
    if (sessionId !== undefined && sessionId !== this.ownId) this.#facts.processOf ??= { sessionId, position };
  }

  #plan(
    kind: PlanFact['kind'],
    loggedPath: string,
    position: LinePosition,
    text: string | null | undefined,
    onlyAnnounced = false,
  ): void {
    const { plans } = this.#facts;
    const slug = planName(loggedPath);
    if (slug === undefined) return;
    const known = plans.findIndex((plan) => plan.kind === kind && plan.loggedPath === loggedPath);
    const before = known === -1 ? undefined : plans[known];
    const earlier = [...(before?.earlier ?? []), ...(before?.text === undefined ? [] : [before.text])].slice(
      -maxEarlier,
    );
    // Kept in the order of the newest proof.
    if (known !== -1) plans.splice(known, 1);
    else if (plans.length >= maxPlans) {
      plans.shift();
      this.#facts.leftOut++;
    }
    plans.push({
      kind,
      loggedPath,
      slug,
      position,
      text: typeof text === 'string' ? this.#textHash?.(text) : undefined,
      onlyAnnounced: onlyAnnounced && before?.onlyAnnounced !== false,
      ...(earlier.length === 0 ? {} : { earlier }),
    });
  }

  /** Of more folders than are kept the first one stays, and those that were worked in last. */
  #addFolder(folder: string): void {
    const { cwds } = this.#facts;
    if (cwds.at(-1) === folder || cwds.includes(folder)) return;
    if (cwds.length >= maxList) {
      cwds.splice(1, 1);
      this.#facts.leftOut++;
    }
    cwds.push(folder);
  }

  #addName(names: string[], name: string): void {
    const start = startOf(name, longestName);
    if (names.includes(start)) return;
    if (names.length < maxNames) names.push(start);
    else this.#facts.leftOut++;
  }

  #place(record: Record<string, unknown>): void {
    const cwd =
      safeParse(records.relocation, record)?.relocatedCwd ??
      safeParse(records.worktreeState, record)?.worktreeSession.worktreePath;
    if (cwd !== undefined && cwd !== '') this.#addFolder(cwd);
  }
}

/** What a record is parsed for. */
const speaksOfPlans =
  LineFlag.planPath | LineFlag.planResult | LineFlag.planContent | LineFlag.markdownResult | LineFlag.place;
const needsParsing = speaksOfPlans | LineFlag.title | LineFlag.prompt | LineFlag.scratchPath | LineFlag.otherProcess;

/** The name of the plan that a logged path, or a slug, stands for; `undefined` when it may not name a file. */
function planName(loggedPath: string): string | undefined {
  if (!/[/\\]/.test(loggedPath)) return isSlug(loggedPath) ? loggedPath : undefined;
  const name = path.win32.basename(loggedPath).replace(/\.md$/, '');
  return isPlanName(name) ? name : undefined;
}

function nonEmpty(text: string): string | undefined {
  return text.trim() === '' ? undefined : text;
}
