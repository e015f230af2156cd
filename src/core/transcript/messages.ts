/** What a transcript's web view and the extension say to each other. Types alone: both sides import this file. */
import type { TranscriptItem } from './items/items.ts';
import type { LogCursor, SearchGoal, TranscriptPage } from './page.ts';

/** What the web view asks for, by name, with the answer that it gets. */
export interface Asks {
  /** The page before `offset` or the end of the log, or the page from `offset` on. */
  page: { ask: { toward: 'older' | 'newer'; offset?: number }; answer: TranscriptPage };
  /** What was appended since. */
  follow: { ask: { cursor: LogCursor }; answer: TranscriptPage | 'replaced' };
  /** The entries of one line with their texts whole. */
  entry: { ask: { offset: number }; answer: readonly TranscriptItem[] };
  /** The records of a folded run. */
  records: { ask: { start: number; end: number }; answer: readonly TranscriptItem[] };
  image: { ask: { offset: number; key: string; index: number }; answer: { mime: string; base64: string } | null };
  /** The next entry that fits, from `from` or the end of the log on. A later search ends it with `null`. */
  search: { ask: { goal: SearchGoal; from?: number; toward: 'older' | 'newer' }; answer: EntryPosition | null };
}

export interface EntryPosition {
  readonly offset: number;
  readonly key?: string;
}

export type AskName = keyof Asks;
export type Ask = { [Name in AskName]: { readonly name: Name } & Asks[Name]['ask'] }[AskName];

/** From the web view: a question, or something to be done. */
export type FromView =
  | { readonly type: 'ask'; readonly id: number; readonly ask: Ask }
  /** The script runs and listens. */
  | { readonly type: 'ready' }
  | { readonly type: 'stopSearch' }
  | { readonly type: 'openRaw'; readonly offset?: number }
  | { readonly type: 'openText' }
  /** The agent that a call started. */
  | { readonly type: 'openAgent'; readonly toolUseId?: string; readonly agentId?: string }
  /** The call that started the agent whose log this is. */
  | { readonly type: 'openSpawn' }
  | { readonly type: 'openLink'; readonly url: string }
  /** The lines that start in these stretches, to the clipboard as Markdown. */
  | { readonly type: 'copy'; readonly stretches: readonly Stretch[] };

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** To the web view: an answer, or news. */
export type ToView =
  | { readonly type: 'answer'; readonly id: number; readonly answer: Asks[AskName]['answer'] }
  /** `message`: one sentence for people. */
  | { readonly type: 'failure'; readonly id: number; readonly message: string }
  /** `keep`: what the view must keep in its state, so that VS Code can bring it back. */
  | { readonly type: 'opened'; readonly log: ShownLog; readonly keep: object; readonly reveal?: EntryPosition }
  | { readonly type: 'described'; readonly log: ShownLog }
  | { readonly type: 'reveal'; readonly place: EntryPosition }
  /** The log has changed on disk. */
  | { readonly type: 'changed' }
  | { readonly type: 'copied' };

export interface ShownLog {
  readonly title: string;
  readonly sessionId?: string;
  readonly agentId?: string;
  readonly agentLog: boolean;
  /** The call that started the agent is known. */
  readonly hasSpawn: boolean;
}
