/** What a transcript's web view and the extension post to each other. Types alone: both sides import this file. */
import type { TranscriptItem } from '../core/transcript/items/items.ts';
import type { LogCursor, SearchGoal, Stretch, TranscriptPage } from '../core/transcript/page.ts';
import type { CancelMessage, RequestMessage, ResponseMessage } from './requestMessage.ts';

export type { Stretch };

type Toward = 'older' | 'newer';

/** What the web view requests of the extension. Each takes one object, so that a schema can check it by name. */
export interface ViewRequests {
  /** The page before `offset` or the end of the log, or the page from `offset` on. */
  page(options: { toward: Toward; offset?: number }): TranscriptPage;
  /** What was appended since. */
  follow(options: { cursor: LogCursor }): TranscriptPage | 'replaced';
  /** The entries of one line with their texts whole. */
  entry(options: { offset: number }): readonly TranscriptItem[];
  /** The records of a folded run. */
  records(options: { start: number; end: number }): readonly TranscriptItem[];
  /** The turns that /rewind took back, of the whole log. */
  takenBack(options: object): readonly Stretch[];
  image(options: { offset: number; key: string; index: number }): { mime: string; base64: string } | null;
  /**
   * The next match from `from`, or from the end of the log; `null`: none. A later search ends an earlier one with
   * `null`.
   */
  search(options: { goal: SearchGoal; from?: number; toward: Toward }): EntryPosition | null;
  /** How many entries of the whole log have the text; `null`: it was given up, as for a later count. */
  count(options: { text: string }): { entries: number; more: boolean } | null;
}

export interface EntryPosition {
  readonly offset: number;
  readonly key?: string;
  /** The text that was found in it, to be marked. */
  readonly find?: string;
}

export type ViewRequest = RequestMessage<ViewRequests>;

/** From the web view: a request, or something to be done. */
export type FromView =
  | ViewRequest
  | CancelMessage
  /** The script runs and listens. */
  | { readonly type: 'ready' }
  | { readonly type: 'openRaw'; readonly offset?: number }
  | { readonly type: 'openText' }
  /** The agent that a call started. */
  | { readonly type: 'openAgent'; readonly toolUseId?: string; readonly agentId?: string }
  /** The call that started the agent whose log this is. */
  | { readonly type: 'openSpawn' }
  /** A file that the log names: it is opened where it lies in an opened folder. */
  | { readonly type: 'openFile'; readonly path: string; readonly line?: number }
  /** The session's plan in force. */
  | { readonly type: 'openPlan' }
  | { readonly type: 'openLink'; readonly url: string }
  /** A block of code, to the clipboard as it is. */
  | { readonly type: 'copyText'; readonly text: string }
  /** The lines that start in these stretches, to the clipboard as Markdown. */
  | { readonly type: 'copy'; readonly stretches: readonly Stretch[] };

/** To the web view; the message of a failure is one sentence for people. */
export type ToView = ResponseMessage | ViewNotification;

export type ViewNotification =
  /** `keep`: what the view must keep in its state, so that VS Code can restore it; `folders`: those that are opened. */
  | {
      readonly type: 'opened';
      readonly log: ShownLog;
      readonly keep: object;
      readonly folders: readonly string[];
      readonly reveal?: EntryPosition;
    }
  | { readonly type: 'described'; readonly log: ShownLog }
  | { readonly type: 'reveal'; readonly position: EntryPosition }
  /** The log has changed on disk. */
  | { readonly type: 'changed' }
  | { readonly type: 'copied'; readonly as: 'markdown' | 'text' };

export interface ShownLog {
  readonly title: string;
  readonly sessionId?: string;
  readonly agentId?: string;
  readonly agentLog: boolean;
  /** State and branch of the session, in words. */
  readonly about: string;
  /** What the last answer says of its model and tokens. */
  readonly answer?: { readonly words: string; readonly detail: string };
  /** The session has a plan to open. */
  readonly hasPlan: boolean;
  /** A log names the call that started the agent. */
  readonly hasSpawn: boolean;
}
