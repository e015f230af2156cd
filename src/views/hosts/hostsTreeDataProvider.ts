/** Other machines with their sessions. A machine is asked when its row is opened, and again when it is opened again. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { errorMessage } from '../../core/text/errorText.ts';
import { formatNumber, formatPlural } from '../../core/text/format.ts';
import type { SessionId } from '../../core/model.ts';
import { contextValue, contextWords as words } from '../../host/contributions.ts';
import { formatTime } from '../../host/formatTime.ts';
import type { Log } from '../../host/log.ts';
import type { Settings } from '../../host/settings.ts';
import { labelText } from '../../host/surfaces.ts';
import {
  hostProblemSentence,
  hostProblemWords,
  hostSessionDescription,
  hostSessionFacts,
  hostSessionLabel,
} from '../../presentation/hostWords.ts';
import type { HostRefusal, HostSession, HostText } from '../../service/hostRequests.ts';
import type { SessionService } from '../../service/sessionService.ts';
import { factsTooltip } from '../sessions/tooltips.ts';
import { hostTextUri } from './hostDocuments.ts';

export type HostNode =
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'session'; readonly host: string; readonly session: HostSession }
  | { readonly kind: 'text'; readonly host: string; readonly sessionId: SessionId; readonly what: HostText }
  | { readonly kind: 'note'; readonly host: string; readonly text: string };

type HostAnswer = readonly HostSession[] | HostRefusal;

interface AskedHost {
  readonly asked: Promise<HostAnswer>;
  answer?: HostAnswer;
  /** Its row was closed before the answer came. Open again by then it shows that answer, opened later it asks anew. */
  isClosed?: boolean;
}

export class HostsTreeDataProvider implements vscode.TreeDataProvider<HostNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<HostNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #answered = new vscode.EventEmitter<string>();
  /** A machine has answered with its sessions. */
  readonly onDidAnswer = this.#answered.event;
  readonly #service: SessionService;
  readonly #settings: Settings;
  readonly #log: Log;
  readonly #handedOut = new WeakSet<object>();
  readonly #hosts = new Map<string, AskedHost>();
  readonly #subscription: vscode.Disposable;

  constructor(service: SessionService, settings: Settings, log: Log) {
    this.#service = service;
    this.#settings = settings;
    this.#log = log;
    this.#subscription = settings.hosts.onDidChange(() => {
      for (const host of this.#hosts.keys()) if (!settings.hosts.value.includes(host)) this.#hosts.delete(host);
      this.#changed.fire(undefined);
    });
  }

  /** The session of a row that a command was given; `undefined` for anything that this tree did not hand out. */
  sessionOf(argument: unknown): SessionId | undefined {
    if (typeof argument !== 'object' || argument === null || !this.#handedOut.has(argument)) return undefined;
    const node = argument as HostNode;
    return node.kind === 'session' ? node.session.sessionId : undefined;
  }

  getTreeItem(node: HostNode): vscode.TreeItem {
    this.#handedOut.add(node);
    switch (node.kind) {
      case 'host':
        return this.#hostItem(node.host);
      case 'session':
        return this.#sessionItem(node);
      case 'text':
        return textItem(node);
      case 'note': {
        const label = labelText(node.text);
        const item = new vscode.TreeItem(label);
        item.id = `${node.host}/note`;
        item.tooltip = label;
        item.iconPath = new vscode.ThemeIcon('info');
        return item;
      }
    }
  }

  async getChildren(node?: HostNode): Promise<HostNode[]> {
    if (node === undefined) return this.#settings.hosts.value.map((host) => ({ kind: 'host', host }));
    if (node.kind === 'host') return this.#childrenOf(node.host);
    if (node.kind !== 'session') return [];
    const { host, session } = node;
    const { sessionId } = session;
    const texts: HostText[] = session.hasPlan ? ['plan', 'transcript'] : ['transcript'];
    return texts.map((what) => ({ kind: 'text', host, sessionId, what }));
  }

  /** What was closed is asked anew when it is opened, unless it is being asked still. */
  collapsed(node: HostNode): void {
    const asked = node.kind === 'host' ? this.#hosts.get(node.host) : undefined;
    if (asked === undefined) return;
    if (asked.answer === undefined) asked.isClosed = true;
    else this.#forget(node.host);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
    this.#answered.dispose();
  }

  async #childrenOf(host: string): Promise<HostNode[]> {
    const answer = await this.#ask(host);
    if ('problem' in answer) return [{ kind: 'note', host, text: hostProblemSentence(answer.problem, answer.said) }];
    if (answer.length === 0) return [{ kind: 'note', host, text: t('No sessions there.') }];
    return answer.map((session) => ({ kind: 'session', host, session }));
  }

  #ask(host: string): Promise<HostAnswer> {
    let asked = this.#hosts.get(host);
    if (asked === undefined) {
      const one: AskedHost = {
        asked: this.#service.hosts.hostSessions(host).catch((error: unknown) => this.#failed(host, error)),
      };
      asked = one;
      this.#hosts.set(host, one);
      void one.asked.then((answer) => {
        one.answer = answer;
        if (!('problem' in answer)) this.#answered.fire(host);
        if (this.#hosts.get(host) !== one) return;
        if (one.isClosed) return this.#forget(host);
        // Its own row says what came, and rows of other machines whether it has the same ID.
        this.#changed.fire(undefined);
      });
    }
    asked.isClosed = false;
    return asked.asked;
  }

  #forget(host: string): void {
    this.#hosts.delete(host);
    this.#changed.fire(undefined);
  }

  #failed(host: string, error: unknown): HostRefusal {
    this.#log.error(`${host} cannot be asked: ${errorMessage(error)}`);
    return { problem: 'failed', said: '' };
  }

  #hostItem(host: string): vscode.TreeItem {
    const item = new vscode.TreeItem(labelText(host), vscode.TreeItemCollapsibleState.Collapsed);
    item.id = host;
    const answer = this.#hosts.get(host)?.answer;
    const isProblem = answer !== undefined && 'problem' in answer;
    item.iconPath = new vscode.ThemeIcon(isProblem ? 'warning' : 'remote');
    const state = answer && hostState(answer);
    // Where a row has none, VS Code takes its hover for the name.
    const spoken = state === undefined ? t('Machine {0}', host) : t('Machine {0}, {1}', host, state);
    item.accessibilityInformation = { label: labelText(spoken) };
    if (answer === undefined) return item;
    item.description = labelText(isProblem ? hostProblemWords[answer.problem] : formatNumber(answer.length));
    if (isProblem) item.tooltip = labelText(hostProblemSentence(answer.problem, answer.said));
    return item;
  }

  #sessionItem({ host, session }: Extract<HostNode, { kind: 'session' }>): vscode.TreeItem {
    const label = labelText(hostSessionLabel(session));
    const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
    const elsewhere = this.#elsewhere(host, session.sessionId);
    item.id = `${host}/${session.sessionId}`;
    item.description = labelText(hostSessionDescription(session, elsewhere, Date.now()));
    item.tooltip = factsTooltip(label, hostSessionFacts(host, session, elsewhere, formatTime));
    item.iconPath = new vscode.ThemeIcon('comment-discussion');
    item.contextValue = contextValue(words.hostSession);
    item.command = opens(hostTextUri(host, session.sessionId, 'transcript'));
    item.accessibilityInformation = {
      label: labelText(t('Session {0} on {1}, {2}', label, host, String(item.description))),
    };
    return item;
  }

  /** Where else a session of this ID is, as far as was asked; `undefined`: here. */
  #elsewhere(host: string, id: SessionId): (string | undefined)[] {
    const others = [...this.#hosts].flatMap(([other, { answer }]) =>
      other !== host &&
      answer !== undefined &&
      !('problem' in answer) &&
      answer.some(({ sessionId }) => sessionId === id)
        ? [other]
        : [],
    );
    return this.#service.rows.has(id) ? [undefined, ...others] : others;
  }
}

function hostState(answer: HostAnswer): string {
  if ('problem' in answer) return hostProblemWords[answer.problem];
  return formatPlural(answer.length, t('1 session'), t('{0} sessions'));
}

const textRows: Readonly<Record<HostText, { readonly label: string; readonly icon: string }>> = {
  plan: { label: t('Plan'), icon: 'notebook' },
  transcript: { label: t('Transcript'), icon: 'output' },
};

function textItem({ host, sessionId, what }: Extract<HostNode, { kind: 'text' }>): vscode.TreeItem {
  const { label, icon } = textRows[what];
  const item = new vscode.TreeItem(labelText(label));
  item.id = `${host}/${sessionId}/${what}`;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.command = opens(hostTextUri(host, sessionId, what));
  return item;
}

function opens(uri: vscode.Uri): vscode.Command {
  return { command: 'vscode.open', title: labelText(t('Open')), arguments: [uri, { preview: true }] };
}
