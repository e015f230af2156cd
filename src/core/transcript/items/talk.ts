/** Text of a user record: a prompt, or one of the things that the client writes in a prompt's place. */
import { t } from '@vscode/l10n';
import { isTyped, tagged, wrapperOf } from '../../log/prompts.ts';
import { parseJson } from '../../text/parseJson.ts';
import { asObject } from '../../text/schema.ts';
import { toSingleLine } from '../../text/singleLine.ts';
import type { ItemBuilder } from './builder.ts';
import type { ImageRef, PromptItem } from './items.ts';
import { addRecord } from './recordItem.ts';
import { cutText } from '../../text/visibleText.ts';

/** Adds what `text` is; `images` go with it when it is a prompt. */
export function addTalk(
  builder: ItemBuilder,
  text: string,
  images: readonly ImageRef[],
  via?: PromptItem['via'],
): void {
  const { record, limits } = builder;
  const start = text.trimStart();
  if (record['isCompactSummary'] === true) return builder.add({ kind: 'summary', text: cutText(text, limits.text) });
  switch (wrapperOf(text)) {
    case undefined:
      break;
    case 'command-name':
    case 'command-message':
    case 'command-args':
      return addCommand(builder, text);
    case 'local-command-stdout':
    case 'local-command-stderr':
    case 'bash-stdout':
    case 'bash-stderr':
      return addOutput(builder, text);
    case 'bash-input': {
      const args = toSingleLine(tagged(text, 'bash-input') ?? '', 300);
      return builder.add({ kind: 'command', name: '!', args });
    }
    case 'task-notification':
      return addNotification(builder, text);
    case 'teammate-message':
      return addTeammates(builder, text);
    case 'local-command-caveat':
      return addRecord(builder, t('caveat'));
    case 'system-reminder':
      return addRecord(builder, t('system reminder'));
    default:
      return addContext(builder, text);
  }
  if (start.startsWith('[Request interrupted by user')) {
    return builder.add({ kind: 'note', level: 'warning', text: interruption(start), body: [] });
  }
  if (record['isMeta'] === true && start.startsWith('Caveat: ')) return addRecord(builder, t('caveat'));
  if (record['isMeta'] === true || !isTyped(text)) return addContext(builder, text);
  builder.add({ kind: 'prompt', text: cutText(text, limits.text), images, ...(via === undefined ? {} : { via }) });
}

/** What the client tells the model in the user's name. */
function addContext(builder: ItemBuilder, text: string): void {
  const body = [{ kind: 'markdown', text: cutText(text, builder.limits.text) }] as const;
  builder.add({ kind: 'attachment', text: t('Context: {0}', toSingleLine(text.trimStart().slice(0, 400), 120)), body });
}

function addCommand(builder: ItemBuilder, text: string): void {
  const name = toSingleLine(tagged(text, 'command-name') ?? tagged(text, 'command-message') ?? '', 80);
  builder.add({
    kind: 'command',
    name: name.startsWith('/') ? name : `/${name}`,
    args: toSingleLine(tagged(text, 'command-args') ?? '', 300),
  });
}

function addOutput(builder: ItemBuilder, text: string): void {
  const printed = tagged(text, 'local-command-stdout') ?? tagged(text, 'bash-stdout') ?? '';
  const failed = tagged(text, 'local-command-stderr') ?? tagged(text, 'bash-stderr') ?? '';
  const all = [printed, failed].filter((part) => part.trim() !== '').join('\n');
  if (all === '') return addRecord(builder, t('command without output'));
  builder.add({
    kind: 'output',
    text: cutText(all, builder.limits.output),
    ...(printed.trim() === '' ? { error: true } : {}),
  });
}

function addNotification(builder: ItemBuilder, text: string): void {
  const status = tagged(text, 'status') ?? '';
  const result = tagged(text, 'result') ?? '';
  builder.add({
    kind: 'note',
    level: status === 'failed' ? 'error' : 'info',
    text: toSingleLine(tagged(text, 'summary') ?? t('Background task {0}', status), 200),
    body: result === '' ? [] : [{ kind: 'markdown', text: cutText(result, builder.limits.text) }],
  });
}

interface TeammateMessage {
  readonly from: string;
  readonly summary: string | undefined;
  readonly text: string;
}

/** Messages of teammates: each is from the sender that its tag names, not from the person. */
function addTeammates(builder: ItemBuilder, text: string): void {
  const messages = teammateMessages(text);
  if (messages === undefined) return addContext(builder, text);
  for (const { from, summary, text: said } of messages) {
    const sender = toSingleLine(from, 80);
    const isIdle = asObject(parseJson(said))?.['type'] === 'idle_notification';
    builder.add({
      kind: 'note',
      level: 'info',
      text: isIdle ? t('{0} waits for a message', sender) : messageWords(sender, summary),
      body: isIdle ? [] : [{ kind: 'markdown', text: cutText(said, builder.limits.text) }],
    });
  }
}

function messageWords(sender: string, summary: string | undefined): string {
  if (summary === undefined) return t('Message from {0}', sender);
  return t('Message from {0}: {1}', sender, toSingleLine(summary, 200));
}

/** What the client tells the model of them, in the lead's log (2.1.181). */
const beforeMessages = /^\s*Another Claude session sent a message:/;
const afterMessages = /\s*This came from another Claude session [^<]*$/y;
const teammateMessage = /\s*<teammate-message((?:\s+\w+="[^"]*")*)\s*>\n?(.*?)\n?<\/teammate-message>\s*/sy;
/** Clients join those that came while the session was busy. */
const mostMessages = 100;

/** The messages that a text consists of (2.1.181, 2.1.332); `undefined` where it has anything else, or no sender. */
function teammateMessages(text: string): TeammateMessage[] | undefined {
  const messages: TeammateMessage[] = [];
  let at = beforeMessages.exec(text)?.[0].length ?? 0;
  for (; at < text.length; at = teammateMessage.lastIndex) {
    afterMessages.lastIndex = at;
    if (messages.length > 0 && afterMessages.test(text)) break;
    teammateMessage.lastIndex = at;
    const [, attributes = '', said = ''] = teammateMessage.exec(text) ?? [];
    const from = /\steammate_id="([^"]+)"/.exec(attributes)?.[1];
    if (from === undefined || messages.length === mostMessages) return undefined;
    messages.push({ from, summary: /\ssummary="([^"]+)"/.exec(attributes)?.[1], text: said });
  }
  return messages;
}

function interruption(start: string): string {
  return start.includes('for tool use') ? t('Interrupted: the tool call was not allowed') : t('Interrupted');
}
