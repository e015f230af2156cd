/**
 * A transcript as Markdown, piece by piece in log order. All text of the log stands in code spans and fenced blocks, so
 * that no link, image or HTML of it is alive in any reader.
 */
import { formatBytes, formatCount, joinParts } from '../text/format.ts';
import type { CutText } from '../text/visibleText.ts';
import type { BodyPart, ItemSource, PlanMark, TranscriptItem } from './items/items.ts';
import type { Stretch } from './page.ts';
import { stretchAt } from './stretch.ts';

/** Names the calls whose results are still to come. */
type CallNames = Map<string, string>;
const rememberedCalls = 2000;

export class MarkdownWriter {
  readonly #calls: CallNames = new Map();
  readonly #takenBack: readonly Stretch[];
  #taken: Stretch | undefined;
  #day = '';

  /** `takenBack`: the turns that /rewind took back. */
  constructor(takenBack: readonly Stretch[] = []) {
    this.#takenBack = takenBack;
  }

  /** The Markdown of these items, ended by a blank line; empty for items that say nothing. */
  write(items: readonly TranscriptItem[]): string {
    return items.map((item) => this.#dayHeading(item) + this.#border(item) + this.#item(item)).join('');
  }

  /** Where turns that were taken back begin and end. */
  #border(item: TranscriptItem): string {
    if (item.kind === 'details') return '';
    const before = this.#taken;
    this.#taken = stretchAt(this.#takenBack, item.offset);
    if (this.#taken === before) return '';
    return `**${this.#taken === undefined ? 'End of what /rewind took back' : 'Taken back by /rewind'}**\n\n`;
  }

  #dayHeading(item: TranscriptItem): string {
    if (item.time === undefined || item.kind === 'details' || item.kind === 'record') return '';
    const day = new Date(item.time).toISOString().slice(0, 10);
    if (day === this.#day) return '';
    this.#day = day;
    return `## ${day}\n\n`;
  }

  #item(item: TranscriptItem): string {
    switch (item.kind) {
      case 'prompt':
        return block(
          heading(item, promptTitle(item.via)),
          fence(item.text, 'markdown') + item.images.map(image).join(''),
        );
      case 'answer':
        return block(heading(item, item.error === true ? 'Error' : 'Answer'), fence(item.text, 'markdown'));
      case 'thinking':
        return block(line(item, 'Thinking'), fence(item.text, 'markdown'));
      case 'call':
        return this.#call(item);
      case 'result':
        return block(line(item, resultTitle(item, this.#calls)), item.body.map(bodyPart).join(''));
      case 'plan':
        return block(line(item, planTitle(item)), item.text === undefined ? '' : fence(item.text, 'markdown'));
      case 'compaction':
        return block(
          line(item, joinParts('**Conversation compacted**', item.note === '' ? undefined : codeSpan(item.note))),
          '',
        );
      case 'summary':
        return block(heading(item, 'Summary of the compacted conversation'), fence(item.text, 'markdown'));
      case 'command':
        return block(heading(item, `Command ${codeSpan(`${item.name} ${item.args}`)}`), '');
      case 'output':
        return block(line(item, item.error === true ? 'Error output' : 'Output'), fence(item.text));
      case 'note':
        return block(
          line(item, `**${noteWords[item.level]}** ${codeSpan(item.text)}`),
          item.body.map(bodyPart).join(''),
        );
      case 'attachment':
        return block(line(item, `Attached ${codeSpan(item.text)}`), item.body.map(bodyPart).join(''));
      case 'record':
        return block(line(item, codeSpan(joinParts(item.label, item.summary))), item.body.map(bodyPart).join(''));
      case 'skipped':
        return block(`**Skipped** ${formatBytes(item.bytes)} at byte ${item.offset} that hold no readable record`, '');
      case 'details':
        return isMarked(item)
          ? block(line(item, `${formatCount(item.count, 'record', 'records')} without talk`), '')
          : '';
    }
  }

  #call(item: TranscriptItem & { kind: 'call' }): string {
    const name = `**${codeSpan(item.tool)}**${item.summary === '' ? '' : ` ${codeSpan(item.summary)}`}`;
    if (item.toolUseId !== undefined) {
      this.#calls.set(item.toolUseId, name);
      if (this.#calls.size > rememberedCalls) this.#calls.delete(this.#calls.keys().next().value ?? '');
    }
    const note = item.note === undefined ? undefined : codeSpan(item.note);
    return block(line(item, joinParts(name, note, markOfPlan(item.plan))), item.body.map(bodyPart).join(''));
  }
}

const noteWords = { info: 'Note', warning: 'Warning', error: 'Error' } as const;

/** A code span that holds the text as it is, whatever backticks are in it; the text must be one line. */
export function codeSpan(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const ticks = '`'.repeat(1 + Math.max(0, ...runs.map((run) => run.length)));
  const padding = /^`|`$|^ .* $|^$/.test(text) ? ' ' : '';
  return `${ticks}${padding}${text}${padding}${ticks}`;
}

/** A fenced block that no line of the text can end. */
export function fence(text: CutText, language = ''): string {
  const runs = text.text.match(/^[ \t>]*`{3,}/gm) ?? [];
  const ticks = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  const more = text.more === undefined ? '' : `(${formatCount(text.more, 'more character', 'more characters')})\n\n`;
  return `${ticks}${language}\n${text.text.replace(/\n$/, '')}\n${ticks}\n\n${more}`;
}

function block(title: string, body: string): string {
  return `${title}\n\n${body}`;
}

function heading(item: ItemSource, title: string): string {
  return `### ${joinParts(title, ...marksOf(item))}`;
}

function line(item: ItemSource, text: string): string {
  return joinParts(text, ...marksOf(item));
}

function marksOf(item: ItemSource): readonly (string | undefined)[] {
  return [
    item.time === undefined ? undefined : new Date(item.time).toISOString().slice(11, 19),
    item.sidechain === true ? 'subagent' : undefined,
    item.foreign === undefined ? undefined : `of session ${codeSpan(item.foreign)}`,
    item.copied === true ? 'copied by /branch' : undefined,
    item.repaired === true ? 'repaired' : undefined,
    item.oversized === undefined ? undefined : `line of ${formatBytes(item.oversized)}, only its ends are shown`,
  ];
}

function isMarked(item: ItemSource): boolean {
  return item.foreign !== undefined || item.repaired === true;
}

function promptTitle(via: 'queued' | 'plan' | undefined): string {
  return via === 'queued' ? 'Prompt (queued)' : via === 'plan' ? 'Prompt (a plan to implement)' : 'Prompt';
}

function resultTitle(item: TranscriptItem & { kind: 'result' }, calls: CallNames): string {
  const call = item.toolUseId === undefined ? undefined : calls.get(item.toolUseId);
  const title = item.error === true ? 'Error' : 'Result';
  const note = item.note === undefined ? undefined : codeSpan(item.note);
  return joinParts(call === undefined ? title : `${title} of ${call}`, note, markOfPlan(item.plan));
}

function planTitle(item: TranscriptItem & { kind: 'plan' }): string {
  const words = { entered: 'Plan mode entered', left: 'Plan mode left', referenced: 'Plan at hand' } as const;
  return joinParts(`**${words[item.event]}**`, item.slug === undefined ? undefined : codeSpan(item.slug));
}

function markOfPlan(plan: PlanMark | undefined): string | undefined {
  if (plan === undefined) return undefined;
  const words = {
    entered: 'plan mode entered',
    proposed: 'plan proposed',
    approved: 'plan approved',
    written: 'plan written',
  } as const;
  return `**${words[plan.event]}**${plan.slug === undefined ? '' : ` ${codeSpan(plan.slug)}`}`;
}

function bodyPart(part: BodyPart): string {
  switch (part.kind) {
    case 'code':
      return labelled(part.label, fence(part.text, part.language));
    case 'diff':
      return fence(part.text, 'diff');
    case 'markdown':
      return labelled(part.label, fence(part.text, 'markdown'));
    case 'todos':
      return `${part.todos.map((todo) => `- [${todo.status === 'completed' ? 'x' : ' '}] ${codeSpan(todo.text)}`).join('\n')}\n\n`;
    case 'fields':
      return `${part.fields.map(([name, value]) => `- ${codeSpan(name)} ${codeSpan(value)}`).join('\n')}\n\n`;
    case 'image':
      return image(part.image);
  }
}

function image({ mime, bytes }: { readonly mime: string; readonly bytes?: number }): string {
  return `(image, ${joinParts(mime, bytes === undefined ? undefined : formatBytes(bytes))})\n\n`;
}

function labelled(label: string | undefined, text: string): string {
  return label === undefined ? text : `${codeSpan(label)}\n\n${text}`;
}
