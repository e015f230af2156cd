/** Everything of one session in one zip file: as it is on disk, with a list of what it is and what proves it. */
import * as path from 'node:path';
import { openDirectory, type DirectoryHandle } from '../disk/directoryHandle.ts';
import { ZipNames, ZipWriter, type ZipTarget } from '../disk/zipFile.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { AgentLog, Evidence, ExtraKind, Relation, ScratchDirectory, SessionDetails, SessionId } from '../model.ts';
import { ownScratch, type ScratchHost } from '../scratch/findScratch.ts';
import { planVersionsOf } from './planHistoryOf.ts';
import { sessionDetails } from './sessionDetails.ts';

export type ExportedKind = 'session-log' | 'plan' | 'plan-version' | 'agent-log' | 'scratch' | 'run-state' | ExtraKind;

export interface ExportedFile {
  /** Its name in the zip file. */
  readonly name: string;
  readonly kind: ExportedKind;
  /** Where it was read; of a version of a plan the plan's file. */
  readonly path: string;
  readonly bytes: number;
  readonly evidence: readonly Evidence[];
}

/** What belongs to the session, and is not in the zip file. */
export interface LeftOut {
  readonly kind: ExportedKind;
  readonly path: string;
  /**
   * `gap`: the logs do not tell the text of this version; `link`: it is not followed; `name`: the name is no UTF-8;
   * `too-many`: there are more files than are exported; `not-listed`: a folder that cannot be listed, or not whole.
   */
  readonly reason:
    | 'missing'
    | 'not-a-regular-file'
    | 'unreadable'
    | 'not-looked-at'
    | 'gap'
    | 'link'
    | 'name'
    | 'too-many'
    | 'not-listed';
}

/** `manifest.json` in the zip file. Times are ISO 8601. */
export interface ExportManifest {
  readonly format: 'session-scope-export';
  readonly version: 1;
  readonly sessionId: SessionId;
  readonly exportedAt: string;
  readonly title: string | null;
  readonly cwds: readonly string[];
  readonly branch: string | null;
  readonly firstActivity: string | null;
  readonly lastActivity: string | null;
  readonly relations: readonly Relation[];
  readonly files: readonly ExportedFile[];
  readonly leftOut: readonly LeftOut[];
}

export interface ExportOptions {
  readonly target: ZipTarget;
  readonly signal?: AbortSignal;
}

const mostFiles = 100_000;
const deepest = 64;

/**
 * Writes the zip file. `undefined` when no data root has anything of the session; then there is none. Rejects when it
 * cannot be written, or is aborted; what was written is then removed.
 */
export async function exportSession(
  index: SessionIndex,
  id: SessionId,
  scratchHost: ScratchHost,
  { target, signal }: ExportOptions,
): Promise<ExportManifest | undefined> {
  const details = sessionDetails(index, id, scratchHost, { most: mostFiles });
  if (details === undefined) return undefined;
  const zip = new ZipWriter(target, signal);
  try {
    const exporter = new Exporter(zip);
    await addLogs(details, exporter);
    await addPlans(details, index, exporter);
    for (const scratch of ownScratch(details.scratch)) await addScratch(scratch, exporter);
    await addExtras(details, exporter);
    const manifest = manifestOf(details, exporter);
    await zip.addText('manifest.json', `${JSON.stringify(manifest, undefined, 2)}\n`);
    await zip.close();
    return manifest;
  } catch (error) {
    await zip.discard();
    throw error;
  }
}

/** What is exported of one kind, by one proof. */
type Described = Pick<ExportedFile, 'kind' | 'path' | 'evidence'>;

class Exporter {
  readonly #zip: ZipWriter;
  readonly #names = new ZipNames();
  readonly files: ExportedFile[] = [];
  readonly leftOut: LeftOut[] = [];

  constructor(zip: ZipWriter) {
    this.#zip = zip;
    this.#names.unique(['manifest.json']);
  }

  get isFull(): boolean {
    return this.files.length >= mostFiles;
  }

  /** `from`: another spelling of its path, through a folder that is held open. */
  async file(parts: readonly string[], described: Described, from = described.path): Promise<void> {
    if (this.isFull) return this.leave(described, 'too-many');
    const name = this.#names.unique(parts);
    const added = await this.#zip.addFile(name, from);
    if (typeof added === 'number') this.files.push({ name, ...described, bytes: added });
    else this.leave(described, added);
  }

  async text(parts: readonly string[], described: Described, text: string): Promise<void> {
    if (this.isFull) return this.leave(described, 'too-many');
    const name = this.#names.unique(parts);
    await this.#zip.addText(name, text);
    this.files.push({ name, ...described, bytes: Buffer.byteLength(text) });
  }

  leave({ kind, path: file }: Pick<Described, 'kind' | 'path'>, reason: LeftOut['reason']): void {
    this.leftOut.push({ kind, path: file, reason });
  }
}

async function addLogs({ logs, agents }: SessionDetails, exporter: Exporter): Promise<void> {
  const own = new Set(logs.map((log) => log.path));
  for (const { path: file } of logs) {
    const project = path.basename(path.dirname(file));
    const evidence = [{ kind: 'file-name', file, line: 0, offset: 0 }];
    await exporter.file(['logs', project, path.basename(file)], { kind: 'session-log', path: file, evidence });
  }
  for (const agent of agents)
    for (const file of agent.logs) {
      // Sidechains up to 2.0.2x stand in the session's log.
      if (own.has(file)) continue;
      own.add(file);
      const evidence = evidenceOfAgent(agent, file);
      await exporter.file(['agents', path.basename(file)], { kind: 'agent-log', path: file, evidence });
    }
}

function evidenceOfAgent({ spawn }: AgentLog, file: string): Evidence[] {
  return [{ kind: 'entries', file, line: 0, offset: 0 }, ...(spawn === undefined ? [] : [spawn])];
}

async function addPlans({ sessionId, plans, agentPlans }: SessionDetails, index: SessionIndex, exporter: Exporter) {
  for (const { slug, path: file, state, evidence } of plans) {
    const described = { kind: 'plan', path: file, evidence } as const;
    if (state === 'found') await exporter.file(['plans', path.basename(file)], described);
    else exporter.leave(described, state);
    const unread = (log: string): void => exporter.leave({ kind: 'plan-version', path: log }, 'unreadable');
    for (const { version, text } of planVersionsOf(index, sessionId, file, unread)) {
      const one = { kind: 'plan-version', path: file, evidence: version.evidence } as const;
      if (text === undefined) exporter.leave(one, 'gap');
      else await exporter.text(['plans', `${slug}.versions`, `${version.number}.md`], one, text);
    }
  }
  for (const { path: file, evidence } of agentPlans)
    await exporter.file(['plans', path.basename(file)], { kind: 'plan', path: file, evidence });
}

async function addScratch({ path: place, evidence }: ScratchDirectory, exporter: Exporter): Promise<void> {
  const folder = openDirectory(place);
  const described = { kind: 'scratch', path: place, evidence } as const;
  const name = path.basename(place);
  // The output of one task is a file.
  if (folder === 'not-a-directory') return exporter.file(['scratch', name], described);
  if (typeof folder === 'string') return exporter.leave(described, folder === 'symlink' ? 'link' : folder);
  try {
    await addFolder(folder, ['scratch', name], described, exporter);
  } finally {
    folder.close();
  }
}

async function addFolder(
  folder: DirectoryHandle,
  parts: readonly string[],
  described: Described,
  exporter: Exporter,
): Promise<void> {
  const names: Buffer[] = [];
  try {
    for (const { name } of folder.entries()) if (names.push(name) > mostFiles) break;
  } catch {
    return exporter.leave(described, 'unreadable');
  }
  for (const bytes of names.sort((a, b) => a.compare(b))) {
    const name = bytes.toString();
    const one = { ...described, path: path.join(folder.path, name) };
    if (exporter.isFull) return exporter.leave(described, 'too-many');
    if (!Buffer.from(name).equals(bytes)) exporter.leave(one, 'name');
    else await addEntry(folder, name, [...parts, name], one, exporter);
  }
}

async function addEntry(
  folder: DirectoryHandle,
  name: string,
  parts: readonly string[],
  one: Described,
  exporter: Exporter,
): Promise<void> {
  const inner = folder.open(name);
  if (inner === 'not-a-directory') return exporter.file(parts, one, folder.at(name).toString());
  if (typeof inner === 'string') return exporter.leave(one, inner === 'symlink' ? 'link' : inner);
  try {
    if (parts.length > deepest) exporter.leave(one, 'too-many');
    else await addFolder(inner, parts, one, exporter);
  } finally {
    inner.close();
  }
}

async function addExtras({ extras, workflow }: SessionDetails, exporter: Exporter): Promise<void> {
  for (const { kind, name, path: file, evidence } of workflow)
    if (kind === 'branch')
      await exporter.file(['workflow', name, path.basename(file)], {
        kind: 'run-state',
        path: file,
        evidence: [evidence],
      });
  for (const { kind, path: file, evidence } of extras.files)
    await exporter.file(['extras', kind, path.basename(file)], { kind, path: file, evidence: [evidence] });
  for (const { kind, path: folder } of extras.unlisted) exporter.leave({ kind, path: folder }, 'not-listed');
}

function manifestOf(details: SessionDetails, { files, leftOut }: Exporter): ExportManifest {
  const { sessionId, title, cwds, branch, firstActivity, lastActivity, relations } = details;
  const time = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());
  return {
    format: 'session-scope-export',
    version: 1,
    sessionId,
    exportedAt: new Date().toISOString(),
    title: title ?? null,
    cwds,
    branch: branch ?? null,
    firstActivity: time(firstActivity),
    lastActivity: time(lastActivity),
    relations,
    files,
    leftOut,
  };
}
