/** Items of an `assistant` record: answers, thinking, tool calls. Clients write one record for each content block. */
import { t } from '@vscode/l10n';
import { toSingleLine } from '../../text/singleLine.ts';
import type { ItemBuilder } from './builder.ts';
import { blocksOf } from './images.ts';
import type { PlanMark } from './items.ts';
import { asObject, asString, type Json } from '../../text/schema.ts';
import { slugOfPath, writtenPlan } from './planMark.ts';
import { addRecord } from './recordItem.ts';
import { callBody } from './toolBody.ts';
import { fileOfCall, summarizeTool, toolTitle } from './toolSummary.ts';
import { cutText } from '../../text/visibleText.ts';

export function addAssistantItems(builder: ItemBuilder): void {
  const message = asObject(builder.record['message']);
  const content = message?.['content'];
  const model = asString(message?.['model']);
  if (typeof content === 'string') addAnswer(builder, content, model);
  for (const block of blocksOf(content)) {
    switch (block['type']) {
      case 'text':
        addAnswer(builder, asString(block['text']) ?? '', model);
        break;
      case 'thinking':
        addThinking(builder, asString(block['thinking']) ?? '');
        break;
      case 'tool_use':
      case 'server_tool_use':
        addCall(builder, block);
        break;
      default:
        addRecord(builder, toSingleLine(`${asString(block['type']) ?? 'unknown'} block`, 40));
    }
  }
  if (builder.items.length === 0) addRecord(builder);
}

function addAnswer(builder: ItemBuilder, text: string, model: string | undefined): void {
  if (text.trim() === '') return;
  builder.add({
    kind: 'answer',
    text: cutText(text, builder.limits.text),
    ...(model === undefined || model === '<synthetic>' ? {} : { model: toSingleLine(model, 60) }),
    ...(builder.record['isApiErrorMessage'] === true ? { error: true } : {}),
  });
}

/** Newer clients keep the signature and leave the text empty. */
function addThinking(builder: ItemBuilder, text: string): void {
  if (text.trim() === '') return addRecord(builder, t('thinking without text'));
  builder.add({ kind: 'thinking', text: cutText(text, builder.limits.text) });
}

function addCall(builder: ItemBuilder, block: Json): void {
  const { record, limits } = builder;
  const name = asString(block['name']) ?? t('unknown tool');
  const input = asObject(block['input']) ?? {};
  const toolUseId = asString(block['id']);
  const summary = summarizeTool(name, input, asString(record['cwd']));
  const file = fileOfCall(input);
  const plan = planOf(name, input, record);
  builder.add({
    kind: 'call',
    ...(toolUseId === undefined ? {} : { toolUseId: toSingleLine(toolUseId, 130) }),
    tool: toolTitle(name),
    summary: summary.text,
    ...(summary.note === undefined ? {} : { note: summary.note }),
    ...(file === undefined ? {} : { file }),
    body: callBody(name, input, limits),
    ...(plan === undefined ? {} : { plan }),
    ...(name === 'Task' || name === 'Agent' ? { spawns: true } : {}),
  });
}

function planOf(tool: string, input: Json, record: Json): PlanMark | undefined {
  if (tool === 'EnterPlanMode') return { event: 'entered' };
  if (tool === 'Write' || tool === 'Edit' || tool === 'MultiEdit') return writtenPlan(input, record);
  if (tool !== 'ExitPlanMode') return undefined;
  const slug = slugOfPath(input['planFilePath']);
  return { event: 'proposed', ...(slug === undefined ? {} : { slug }) };
}
