/**
 * What a transcript shows: plain, flat data that crosses threads and goes into a web view as it is.
 * Every text in it is visible text (see `visibleText.ts`): no control, bidi or lone surrogate characters.
 */
import type { CutText } from '../../text/visibleText.ts';

/** Where an item comes from, and the marks it carries. */
export interface ItemSource {
  /** Unique within the log: the line's byte offset and the item's place in that line. */
  readonly key: string;
  /** Byte offset of the line. */
  readonly offset: number;
  readonly uuid?: string;
  /** Milliseconds since 1970, from the record's own `timestamp`. */
  readonly time?: number;
  /** Talk of a subagent inside a session log (clients 1.0.x to 2.0.2x), or any record of an agent log. */
  readonly sidechain?: true;
  readonly agentId?: string;
  /** The other session that the record names (R8 of docs/format.md: shown, proves nothing). */
  readonly foreign?: string;
  /** The record was copied from another session by /branch. */
  readonly copied?: true;
  /** The record was got back from a damaged line. */
  readonly repaired?: true;
  /** Bytes of a line too long to read for a page: only its two ends were read. */
  readonly oversized?: number;
}

export type TodoStatus = 'pending' | 'in_progress' | 'completed';

/** One part of what an unfolded entry shows. */
export type BodyPart =
  | { readonly kind: 'code'; readonly text: CutText; readonly language?: string; readonly label?: string }
  /** Lines that start with `+`, `-`, a blank, or `@@` for a hunk. */
  | { readonly kind: 'diff'; readonly text: CutText; readonly path?: string }
  | { readonly kind: 'markdown'; readonly text: CutText; readonly label?: string }
  | { readonly kind: 'todos'; readonly todos: readonly { readonly text: string; readonly status: TodoStatus }[] }
  | { readonly kind: 'fields'; readonly fields: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: 'image'; readonly image: ImageRef };

/** An image of the record; its bytes are read on demand. */
export interface ImageRef {
  /** Place among the images of the record. */
  readonly index: number;
  readonly mime: string;
  /** Decoded size; `undefined` when the line was too long to read whole. */
  readonly bytes?: number;
}

/** What a tool call or its result says about a plan. */
export interface PlanMark {
  readonly event: 'entered' | 'proposed' | 'approved' | 'written';
  /** Base name of the plan file without `.md`; absent when the record names none. */
  readonly slug?: string;
}

export interface PromptItem extends ItemSource {
  readonly kind: 'prompt';
  readonly text: CutText;
  readonly images: readonly ImageRef[];
  /** `queued`: typed while the client was busy. `plan`: the prompt by which the client starts implementing a plan. */
  readonly via?: 'queued' | 'plan';
}

export interface AnswerItem extends ItemSource {
  readonly kind: 'answer';
  readonly text: CutText;
  readonly model?: string;
  /** The client wrote it in place of an answer that failed. */
  readonly error?: true;
}

export interface ThinkingItem extends ItemSource {
  readonly kind: 'thinking';
  readonly text: CutText;
}

export interface ToolCallItem extends ItemSource {
  readonly kind: 'call';
  readonly toolUseId?: string;
  readonly tool: string;
  /** One line: the command, path or question. */
  readonly summary: string;
  /** One more line, such as the description of a command. */
  readonly note?: string;
  /** The absolute path that it reads or writes, as logged. */
  readonly file?: string;
  readonly body: readonly BodyPart[];
  readonly plan?: PlanMark;
  /** The call starts a subagent. */
  readonly spawns?: true;
}

export interface ToolResultItem extends ItemSource {
  readonly kind: 'result';
  readonly toolUseId?: string;
  readonly error?: true;
  readonly body: readonly BodyPart[];
  /** One line: figures of the run, or why it was refused. */
  readonly note?: string;
  readonly plan?: PlanMark;
  /** The subagent that the call started, as the result names it. */
  readonly spawned?: string;
}

export interface PlanItem extends ItemSource {
  readonly kind: 'plan';
  readonly event: 'entered' | 'left' | 'referenced';
  readonly slug?: string;
  readonly text?: CutText;
}

export interface CompactionItem extends ItemSource {
  readonly kind: 'compaction';
  /** One line: what set it off, tokens before and after. */
  readonly note: string;
}

/** The text by which a compacted session goes on. */
export interface SummaryItem extends ItemSource {
  readonly kind: 'summary';
  readonly text: CutText;
}

export interface CommandItem extends ItemSource {
  readonly kind: 'command';
  /** `/name`, or `!` for a shell command that the person ran. */
  readonly name: string;
  readonly args: string;
}

/** What a command of the person printed. */
export interface OutputItem extends ItemSource {
  readonly kind: 'output';
  readonly text: CutText;
  readonly error?: true;
}

/** One line by the client: an interruption, a finished background task, a refusal, an error of the service. */
export interface NoteItem extends ItemSource {
  readonly kind: 'note';
  readonly level: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly body: readonly BodyPart[];
}

/** What was attached to a prompt: a file, a folder, the text of a skill. */
export interface AttachmentItem extends ItemSource {
  readonly kind: 'attachment';
  readonly text: string;
  readonly body: readonly BodyPart[];
}

/** A run of records that carry no talk, folded into one row. */
export interface DetailsItem extends ItemSource {
  readonly kind: 'details';
  /** Offset after the run's last line. */
  readonly end: number;
  readonly count: number;
  /** What the records are, most frequent first. */
  readonly labels: readonly (readonly [label: string, count: number])[];
}

/** One record of such a run, or of a type that nothing is known of. */
export interface RecordItem extends ItemSource {
  readonly kind: 'record';
  readonly label: string;
  readonly summary: string;
  readonly body: readonly BodyPart[];
}

/** A line, or part of one, that holds no readable record. */
export interface SkippedItem extends ItemSource {
  readonly kind: 'skipped';
  /** Length of the line. */
  readonly bytes: number;
}

export type TranscriptItem =
  | PromptItem
  | AnswerItem
  | ThinkingItem
  | ToolCallItem
  | ToolResultItem
  | PlanItem
  | CompactionItem
  | SummaryItem
  | CommandItem
  | OutputItem
  | NoteItem
  | AttachmentItem
  | DetailsItem
  | RecordItem
  | SkippedItem;
