/** A tool call with its result: one line, unfolded on demand. */
import { t } from '@vscode/l10n';
import { joinParts } from '../core/text/format.ts';
import type { BodyPart, ToolCallItem, ToolResultItem } from '../core/transcript/items/items.ts';
import { badges } from './badges.ts';
import { bodyParts } from './bodyView.ts';
import { button, element, icon, type Child } from './dom.ts';
import type { EntryContext } from './entryContext.ts';
import { openFile } from './fileLink.ts';
import { mayOpen } from './fileReferences.ts';
import { fold } from './fold.ts';
import { firstLine } from './format.ts';
import type { EntryRow } from './rows.ts';

type CallRow = EntryRow & { readonly item: { readonly kind: 'call' } };

export function callView(row: EntryRow, context: EntryContext): HTMLElement {
  const call = context.whole((row as CallRow).item);
  const result = row.result === undefined ? undefined : context.whole(row.result);
  const body = (): readonly Child[] => [
    ...bodyParts(callParts(call.body, result), call, context),
    ...(result === undefined ? [] : resultParts(result, context)),
  ];
  const head = [
    call.plan?.event === 'written' ? icon('plan') : undefined,
    element('span', 'tool-name', call.tool),
    call.summary === '' ? undefined : element('span', `tool-summary${call.spawns ? ' prose' : ''}`, call.summary),
    call.note === undefined || call.spawns ? undefined : note(call.note),
    // Of an agent's call the note is its type, which says less than the figures do.
    figures(joinParts(result?.note, call.spawns ? call.note : undefined)),
    row.unanswered === true ? element('span', 'tool-note', t('no result recorded')) : undefined,
    ...badges(call, row.markGoesOn),
    result?.error === true ? icon('error') : undefined,
  ];
  const openByDefault = call.body.some((part) => part.kind === 'todos');
  const actions = [agentButton(call, result, context), fileButton(call, context)];
  const view = fold({ key: row.key, head, body, actions, openByDefault, classes: 'tool' }, context);
  if (result?.error === true) view.append(element('div', 'tool-error', errorLine(result)));
  return view;
}

/** Clients before 2.0.60 write no log of an agent: then a result names none. That of a failed call never does. */
function agentButton(call: ToolCallItem, result: ToolResultItem | undefined, context: EntryContext): Child {
  const hasNone = result !== undefined && result.error !== true && result.spawned === undefined;
  if (call.spawns !== true || hasNone) return undefined;
  const { toolUseId } = call;
  const agentId = result?.spawned;
  const open = (): void =>
    context.host.post({ type: 'openAgent', ...(toolUseId && { toolUseId }), ...(agentId && { agentId }) });
  return button('text-button agent-button', t('Open the agent’s transcript'), open, icon('agent'), t('Open agent'));
}

function fileButton({ file }: ToolCallItem, context: EntryContext): Child {
  if (file === undefined || !mayOpen({ path: file }, context.folders)) return undefined;
  return button('icon-button', t('Open File'), () => openFile({ path: file }, context), icon('open'));
}

/** A result whose call is not in memory, or that names none. */
export function resultView(item: ToolResultItem, row: EntryRow, context: EntryContext): HTMLElement {
  const result = context.whole(item);
  const head = [
    element('span', 'tool-name', result.error === true ? t('Failed') : t('Result')),
    element('span', 'tool-summary prose', result.error === true ? errorLine(result) : t('of an earlier call')),
    figures(result.note ?? ''),
    ...badges(result, row.markGoesOn),
    result.error === true ? icon('error') : undefined,
  ];
  return fold({ key: item.key, head, body: () => bodyParts(result.body, result, context), classes: 'tool' }, context);
}

/** The recorded hunks of an edit say more than its two texts. */
function callParts(parts: readonly BodyPart[], result: ToolResultItem | undefined): readonly BodyPart[] {
  return result?.body[0]?.kind === 'diff' ? parts.filter((part) => part.kind !== 'diff') : parts;
}

function resultParts(result: ToolResultItem, context: EntryContext): readonly Child[] {
  if (result.body.length === 0) return [];
  const title =
    result.body[0]?.kind === 'diff' ? undefined : element('div', 'part-label', result.error ? t('Error') : t('Result'));
  return [title, ...bodyParts(result.body, result, context)];
}

function note(text: string): HTMLElement {
  const change = /^\+(\d+) −(\d+)$/.exec(text);
  if (change === null) return element('span', 'tool-note', text);
  return element('span', 'tool-change', element('ins', '', `+${change[1]}`), ' ', element('del', '', `−${change[2]}`));
}

/** Each whole, or not at all where the line is too short, the last one first: a number that is cut is another one. */
function figures(note: string): HTMLElement | undefined {
  if (note === '') return undefined;
  const parts = note.split(' · ').map((part, at) => element('span', 'tool-note', at === 0 ? part : ` · ${part}`));
  return element('span', 'tool-figures', ...parts);
}

export function errorLine(result: ToolResultItem): string {
  const part = result.body.find((one) => one.kind === 'code' || one.kind === 'markdown');
  return firstLine(part?.text.text ?? t('Failed'), 200);
}
