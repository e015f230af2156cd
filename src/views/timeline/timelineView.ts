/** The timeline in its web view: posts the lanes, responds to the page's requests, opens what was pressed. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { SessionId } from '../../core/model.ts';
import { parseSessionId } from '../../core/text/ids.ts';
import { errorDetail } from '../../core/text/errorText.ts';
import { joinParts } from '../../core/text/format.ts';
import { Throttle } from '../../core/throttle.ts';
import type { Log } from '../../host/log.ts';
import { messageText } from '../../host/surfaces.ts';
import { respond, type Failure, type Handlers } from '../../messages/requestMessage.ts';
import type { FromTimeline, TimelineRequests, ToTimeline } from '../../messages/timelineMessages.ts';
import { filterWords } from '../../presentation/sessionFilter.ts';
import { timelineLanes } from '../../presentation/timelineLanes.ts';
import { readMarks, type TimelineLane } from '../../service/timelineReader.ts';
import type { SessionService } from '../../service/sessionService.ts';
import type { TranscriptReader } from '../../service/transcriptReader.ts';
import type { ViewScope } from '../sessions/viewScope.ts';
import type { TranscriptTarget } from '../transcript/transcriptTarget.ts';
import { shellOf, webviewOptions } from '../transcript/shell.ts';
import { parseMessage } from './parseMessage.ts';

/** Milliseconds between two posts of the lanes: sessions at work change several times a second. */
const postSpacing = 1000;

export interface TimelineHost {
  readonly service: Pick<SessionService, 'rows' | 'timelineLanes' | 'onDidChange'>;
  readonly scope: ViewScope;
  readonly transcripts: { open(target: TranscriptTarget): void };
  readonly reader: TranscriptReader;
  readonly log: Log;
  /** The `dist` folder of the extension. */
  readonly dist: vscode.Uri;
}

export class TimelineView implements vscode.Disposable {
  readonly #webview: vscode.Webview;
  readonly #host: TimelineHost;
  readonly #subscriptions: vscode.Disposable;
  readonly #posts = new Throttle(() => this.#postLanes());
  readonly #changed = new Set<SessionId>();
  /** IDs of requests whose response somebody waits for. */
  readonly #wanted = new Set<number>();
  #ready = false;
  /** Counts the pages: each numbers its requests anew. */
  #page = 0;

  constructor(webview: vscode.Webview, host: TimelineHost) {
    this.#webview = webview;
    this.#host = host;
    const listener = webview.onDidReceiveMessage((data: unknown) => {
      this.#received(data).catch((error: unknown) => host.log.error(`timeline: ${errorDetail(error)}`));
    });
    const sessions = host.service.onDidChange(({ changed, removed }) => {
      for (const id of [...changed, ...removed]) this.#changed.add(id);
      this.#posts.schedule();
    });
    const scope = host.scope.onDidChange(() => this.#posts.schedule());
    this.#subscriptions = vscode.Disposable.from(listener, sessions, scope, host.reader.use());
    webview.options = webviewOptions(host.dist);
    webview.html = shellOf(webview, host.dist, 'timeline');
  }

  /** VS Code discards a hidden page; a new one says again that it is ready. */
  hidden(): void {
    this.#ready = false;
    this.#page++;
    this.#wanted.clear();
  }

  dispose(): void {
    this.hidden();
    this.#posts.cancel();
    this.#subscriptions.dispose();
  }

  #post(message: ToTimeline): void {
    if (this.#ready) void this.#webview.postMessage(message);
  }

  #postLanes(): void {
    if (!this.#ready) return;
    this.#posts.rest(postSpacing);
    const { service, scope } = this.#host;
    const words = joinParts(
      scope.value.allProjects ? t('all projects') : t('this workspace'),
      filterWords(scope.value.filter),
    );
    const lanes = timelineLanes(service.rows.values(), scope.value);
    this.#post({ type: 'lanes', ...lanes, scope: words, changed: [...this.#changed] });
    this.#changed.clear();
  }

  async #received(data: unknown): Promise<void> {
    const message = parseMessage(data);
    switch (message?.type) {
      case undefined:
        return this.#host.log.warn('timeline: a message of the web view was refused');
      case 'ready':
        this.#ready = true;
        return this.#postLanes();
      case 'cancel':
        this.#wanted.delete(message.id);
        return;
      case 'request': {
        const page = this.#page;
        this.#wanted.add(message.id);
        const response = await respond(this.#handlers(message.id), message, (error) => this.#failureOf(error));
        if (page !== this.#page) return;
        this.#wanted.delete(message.id);
        return this.#post(response);
      }
      case 'open':
        return this.#open(message);
    }
  }

  #handlers(request: number): Handlers<TimelineRequests> {
    return {
      details: async ({ sessionIds }) => {
        const lanes = await this.#lanes(sessionIds);
        return lanes.map(({ logs: _logs, ...details }) => details);
      },
      marks: async ({ sessionId }) => {
        const [lane] = await this.#lanes([sessionId]);
        const marks = lane && (await readMarks(this.#host.reader, lane, () => this.#wanted.has(request)));
        return marks ?? null;
      },
    };
  }

  #lanes(ids: readonly string[]): Promise<readonly TimelineLane[]> {
    return this.#host.service.timelineLanes(ids.flatMap((id) => parseSessionId(id) ?? []));
  }

  #failureOf(error: unknown): Failure {
    this.#host.log.error(`timeline: ${errorDetail(error)}`);
    return { message: t('That did not work. The log channel of Session Scope says why.') };
  }

  /** Only logs that belong to the session are opened, whatever the page says. */
  async #open({ sessionId, file, offset }: FromTimeline & { type: 'open' }): Promise<void> {
    const [lane] = await this.#lanes([sessionId]);
    const own = lane?.logs.map((log) => log.path) ?? [];
    const agents = lane?.agents.flatMap(({ path, spawn }) => (spawn === undefined ? [path] : [path, spawn.file])) ?? [];
    const path = file ?? own.at(-1);
    if (lane === undefined || path === undefined) {
      void vscode.window.showInformationMessage(messageText(t('No log of this session is left on disk.')));
      return;
    }
    if (![...own, ...agents].includes(path)) {
      return this.#host.log.warn('timeline: a log that is not of the session was refused');
    }
    const reveal = offset === undefined ? {} : { reveal: { offset } };
    this.#host.transcripts.open({ path, sessionId: lane.sessionId, ...reveal });
  }
}
