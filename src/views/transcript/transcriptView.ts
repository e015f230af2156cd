/**
 * One transcript in one web view, held by a panel or an editor: responds to the view's requests and carries out its
 * messages.
 */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { messageText } from '../../host/surfaces.ts';
import { errorDetail } from '../../core/text/errorText.ts';
import { isAbsolute, join } from 'node:path';
import { formatBytes, joinParts } from '../../core/text/format.ts';
import { toSingleLine } from '../../core/text/singleLine.ts';
import { commands } from '../../host/contributions.ts';
import { localFolders } from '../../service/openedFolders.ts';
import type { Log } from '../../host/log.ts';
import { webAddress } from './externalLink.ts';
import { parseMessage } from './messageSchema.ts';
import { LogWatch } from '../../service/logWatch.ts';
import { respond, type Failure, type Handlers } from '../../messages/requestMessage.ts';
import type {
  EntryPosition,
  FromView,
  ShownLog,
  Stretch,
  ToView,
  ViewRequest,
  ViewRequests,
} from '../../messages/webviewMessages.ts';
import { shellOf, webviewOptions } from './shell.ts';
import { TranscriptUnreadableError, type TranscriptReader } from '../../service/transcriptReader.ts';
import type { TranscriptSessions } from './transcriptSessions.ts';
import { answerDetail, answerWords } from '../../presentation/answerWords.ts';
import { liveStateWords } from '../../presentation/rowText.ts';
import type { CountStep, LastAnswer } from '../../service/transcriptRequests.ts';
import { agentOfCall, describeLog, readingOf, type DescribedLog, type TranscriptTarget } from './transcriptTarget.ts';

/** More hits than this are not counted. */
const mostCounted = 10_000;

/** Folders that a relative path is looked for in: a session has few. */
const mostPlaces = 50;

export interface TranscriptHost {
  readonly reader: TranscriptReader;
  readonly sessions: TranscriptSessions;
  readonly log: Log;
  /** Folder of the built web view. */
  readonly dist: vscode.Uri;
  open(target: TranscriptTarget): void;
  openText(target: TranscriptTarget): Promise<void>;
  openRaw(target: TranscriptTarget, offset?: number): Promise<void>;
}

export class TranscriptView implements vscode.Disposable {
  readonly #webview: vscode.Webview;
  readonly #host: TranscriptHost;
  readonly #target: TranscriptTarget;
  /** By the file of the log. */
  readonly #watches = new Map<string, LogWatch>();
  readonly #subscriptions: vscode.Disposable;
  readonly #titled = new vscode.EventEmitter<string>();
  /** The log's title, once it is known and whenever it changes. */
  readonly onDidChangeTitle = this.#titled.event;
  #described: Promise<DescribedLog>;
  #title = '';
  #reveal: TranscriptTarget['reveal'];
  #ready = false;
  /** The request whose search goes on. */
  #search: ViewRequest | undefined;
  /** The same of a count. */
  #count: ViewRequest | undefined;
  /** Counts the pages: each numbers its requests anew. */
  #page = 0;
  #answer: LastAnswer | undefined;
  #disposed = false;
  #visible = false;

  constructor(webview: vscode.Webview, target: TranscriptTarget, host: TranscriptHost) {
    this.#webview = webview;
    this.#target = target;
    this.#host = host;
    this.#reveal = target.reveal;
    this.#described = this.#describe();
    this.#watch([target.path]);
    const listener = webview.onDidReceiveMessage((data: unknown) => {
      this.#received(data).catch((error: unknown) => this.#host.log.error(`transcript: ${errorDetail(error)}`));
    });
    const index = host.sessions.onDidChange(({ changed }) => void this.#indexed(changed));
    this.#subscriptions = vscode.Disposable.from(listener, index, host.reader.use(), this.#titled);
    webview.options = webviewOptions(host.dist);
    webview.html = shellOf(webview, host.dist, 'transcript');
  }

  /** Whether it is visible: only then its page exists, and the log is watched. */
  set visible(visible: boolean) {
    this.#visible = visible;
    for (const watch of this.#watches.values()) watch.active = visible;
    // VS Code discards a hidden page; a new one says again that it is ready.
    if (!visible) this.#leavePage();
  }

  /** Shows this entry, at once or as soon as the view is there. */
  reveal(position: TranscriptTarget['reveal']): void {
    this.#reveal = position;
    if (this.#ready) void this.#show();
  }

  dispose(): void {
    this.#disposed = true;
    this.#subscriptions.dispose();
    for (const watch of this.#watches.values()) watch.dispose();
  }

  /** Nobody waits any longer for what the page asked. */
  #leavePage(): void {
    this.#ready = false;
    this.#page++;
    this.#search = undefined;
    this.#count = undefined;
  }

  #post(message: ToView): void {
    if (!this.#disposed) void this.#webview.postMessage(message);
  }

  async #received(data: unknown): Promise<void> {
    if (this.#disposed) return;
    const message = parseMessage(data);
    if (message === undefined) this.#host.log.warn('transcript: a message of the web view was refused');
    else if (message.type === 'request') await this.#respond(message);
    else this.#carryOut(message).catch((error: unknown) => this.#host.log.error(`transcript: ${errorDetail(error)}`));
  }

  async #carryOut(message: Exclude<FromView, ViewRequest>): Promise<void> {
    switch (message.type) {
      case 'ready':
        // A page that moves to another editor group is made anew without being hidden.
        this.#leavePage();
        return this.#opened();
      case 'cancel':
        if (this.#search?.id === message.id) this.#search = undefined;
        if (this.#count?.id === message.id) this.#count = undefined;
        return;
      case 'openRaw':
        return this.#openRaw(message.offset);
      case 'openText':
        return this.#host.openText(this.#target);
      case 'openAgent':
        return this.#openAgent(message);
      case 'openSpawn':
        return this.#openSpawn();
      case 'openFile':
        return this.#openFile(message);
      case 'openPlan': {
        const { ownId } = await this.#described;
        return vscode.commands.executeCommand(commands.openPlanOfSession, ownId);
      }
      case 'openLink':
        return openLink(message.url);
      case 'copyText':
        await vscode.env.clipboard.writeText(message.text);
        return this.#post({ type: 'copied', as: 'text' });
      case 'copy':
        return this.#copy(message.stretches);
    }
  }

  async #opened(): Promise<void> {
    const page = this.#page;
    const log = await this.#described;
    if (page !== this.#page) return;
    this.#ready = true;
    const keep = { path: log.path, sessionId: log.ownId };
    const shown = shownLog(log, this.#answer);
    this.#post({ type: 'opened', log: shown, keep, folders: localFolders(), reveal: await this.#position() });
    await this.#postDescribed();
  }

  async #describe(): Promise<DescribedLog> {
    const log = await describeLog(this.#target, this.#host.sessions);
    if (this.#disposed) return log;
    if (log.title !== this.#title) this.#titled.fire((this.#title = log.title));
    if (this.#watch(log.logs) && this.#ready) this.#post({ type: 'changed' });
    return log;
  }

  /** Watches these files from now on, too; `true` when one is new. */
  #watch(logs: readonly string[]): boolean {
    const added = logs.filter((log) => !this.#watches.has(log));
    for (const log of added) {
      const watch = new LogWatch(log, () => this.#post({ type: 'changed' }));
      watch.active = this.#visible;
      this.#watches.set(log, watch);
    }
    return added.length > 0;
  }

  /** The index has learned something of these sessions: a title, or the agent whose log this is. */
  async #indexed(changed: ReadonlySet<string>): Promise<void> {
    const { ownId, agent } = await this.#described;
    if (ownId === undefined || this.#disposed) return;
    // One that runs may go on under a session that is new.
    const mayGoOn = agent?.state === 'running' || agent?.state === 'idle';
    if (!mayGoOn && (!changed.has(ownId) || agent?.spawn !== undefined)) return;
    this.#described = this.#describe();
    if (this.#ready) await this.#postDescribed();
  }

  /** What is known of the log by now, with what its last answer says. */
  async #postDescribed(): Promise<void> {
    const log = await this.#described;
    this.#answer = await this.#host.reader.request('lastAnswer', ...readingOf(log)).catch(() => undefined);
    this.#post({ type: 'described', log: shownLog(log, this.#answer) });
  }

  async #show(): Promise<void> {
    const position = await this.#position();
    if (position !== undefined) this.#post({ type: 'reveal', position });
  }

  /** Where the entry to show stands; asked for once. */
  async #position(): Promise<EntryPosition | undefined> {
    const reveal = this.#reveal;
    this.#reveal = undefined;
    if (reveal === undefined) return undefined;
    const { reader } = this.#host;
    const log = await this.#described;
    if ('offset' in reveal) {
      const start = await reader.request('startOf', ...readingOf(log), log.path).catch(() => undefined);
      return { ...reveal, offset: reveal.offset + (start ?? 0) };
    }
    const offset = await reader.request('findUuid', ...readingOf(log), reveal.uuid).catch(() => undefined);
    return offset === undefined ? undefined : { offset };
  }

  async #respond(request: ViewRequest): Promise<void> {
    if (request.name === 'search') this.#search = request;
    if (request.name === 'count') this.#count = request;
    const page = this.#page;
    const response = await respond(this.#handlers(request), request, (error) => this.#failureOf(error));
    if (page === this.#page) this.#post(response);
  }

  #handlers(request: ViewRequest): Handlers<ViewRequests> {
    const { reader } = this.#host;
    const inLog = async () => readingOf(await this.#described);
    return {
      page: async ({ toward, offset }) =>
        toward === 'older'
          ? reader.request('pageBefore', ...(await inLog()), offset)
          : reader.request('pageAfter', ...(await inLog()), offset ?? 0),
      follow: async ({ cursor }) => reader.request('follow', ...(await inLog()), cursor),
      entry: async ({ offset }) => reader.request('wholeEntry', ...(await inLog()), offset),
      records: async ({ start, end }) => reader.request('runRecords', ...(await inLog()), start, end),
      takenBack: async () => {
        for (;;) {
          const { stretches, more } = await reader.request('takenBack', ...(await inLog()));
          if (!more || this.#disposed) return stretches;
        }
      },
      image: async ({ offset, key, index }) =>
        (await reader.request('entryImage', ...(await inLog()), offset, key, index)) ?? null,
      // Step by step, so that a later search, a cancellation or the view's end stops it.
      search: async ({ goal, from, toward }) => {
        let next = from ?? Number.MAX_SAFE_INTEGER;
        while (request === this.#search && !this.#disposed) {
          const step = await reader.request('searchStep', ...(await inLog()), goal, next, toward);
          if (step.found !== undefined) return request === this.#search ? step.found : null;
          if (step.next === undefined) return null;
          next = step.next;
        }
        return null;
      },
      count: async ({ text }) => {
        const entries = new Set<string>();
        let next: number | undefined = 0;
        while (next !== undefined && entries.size < mostCounted) {
          const step: CountStep = await reader.request('countStep', ...(await inLog()), text, next);
          if (request !== this.#count || this.#disposed) return null;
          for (const entry of step.entries) entries.add(entry);
          next = step.next;
        }
        return { entries: entries.size, more: next !== undefined };
      },
    };
  }

  #failureOf(error: unknown): Failure {
    if (error instanceof TranscriptUnreadableError) return { message: error.message };
    this.#host.log.error(`transcript: ${errorDetail(error)}`);
    return { message: t('That did not work. The log channel of Session Scope says why.') };
  }

  async #openAgent(call: { readonly toolUseId?: string; readonly agentId?: string }): Promise<void> {
    const log = await this.#described;
    const agent = await agentOfCall(log, call, this.#host.sessions);
    if (agent === undefined) {
      void vscode.window.showInformationMessage(messageText(t('No log of this agent is left on disk.')));
      return;
    }
    this.#host.open({ path: agent.path, sessionId: log.ownId });
  }

  async #openSpawn(): Promise<void> {
    const { agent, ownId } = await this.#described;
    const spawn = agent?.spawn;
    if (spawn !== undefined) this.#host.open({ path: spawn.file, sessionId: ownId, reveal: { offset: spawn.offset } });
    else void vscode.window.showInformationMessage(messageText(t('No log names the call that started this agent.')));
  }

  async #openFile({ path, line }: { readonly path: string; readonly line?: number }): Promise<void> {
    const { row } = await this.#described;
    const folders = localFolders();
    const places = isAbsolute(path) ? [path] : [...(row?.cwds ?? []), ...folders].map((folder) => join(folder, path));
    const file = await this.#host.sessions.reachableFile(places.slice(0, mostPlaces), folders);
    if (file === undefined) {
      void vscode.window.showInformationMessage(messageText(t('No such file lies in a folder that is open here.')));
      return;
    }
    const at = line === undefined ? undefined : new vscode.Position(Math.max(0, line - 1), 0);
    const options = { preview: true, ...(at && { selection: new vscode.Range(at, at) }) };
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file), options);
  }

  async #openRaw(offset: number | undefined): Promise<void> {
    if (offset === undefined) return this.#host.openRaw(this.#target);
    const log = await this.#described;
    const place = await this.#host.reader.request('placeOf', ...readingOf(log), offset).catch(() => undefined);
    return this.#host.openRaw({ ...this.#target, path: place?.path ?? log.path }, place?.offset);
  }

  async #copy(stretches: readonly Stretch[]): Promise<void> {
    const log = await this.#described;
    const { text, cut } = await this.#host.reader.request('copyOf', ...readingOf(log), stretches);
    await vscode.env.clipboard.writeText(text);
    this.#post({ type: 'copied', as: 'markdown' });
    if (!cut) return;
    const size = formatBytes(text.length);
    const sentence = t('What is loaded is too long to be copied as a whole: its first {0} were copied.', size);
    void vscode.window.showWarningMessage(messageText(sentence));
  }
}

function shownLog(
  { title, ownId, agentId, agentLog, agent, row }: DescribedLog,
  answer: LastAnswer | undefined,
): ShownLog {
  const about = agentLog
    ? ''
    : joinParts(row?.state && liveStateWords[row.state], row?.branch && toSingleLine(row.branch, 60));
  return {
    about,
    ...(answer && { answer: { words: answerWords(answer), detail: answerDetail(answer) } }),
    hasPlan: !agentLog && row !== undefined && row.plans > 0,
    title,
    sessionId: ownId,
    agentId,
    agentLog,
    hasSpawn: agent?.spawn !== undefined,
  };
}

async function openLink(url: string): Promise<void> {
  const address = webAddress(url);
  if (address !== undefined) await vscode.env.openExternal(vscode.Uri.parse(address, true));
}
