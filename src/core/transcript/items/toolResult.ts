/** The result of a tool call. */
import { t } from '@vscode/l10n';
import { formatNumber, joinParts } from '../../text/format.ts';
import { toSingleLine } from '../../text/singleLine.ts';
import type { ItemBuilder } from './builder.ts';
import { blocksOf, imageOfBlock } from './images.ts';
import type { BodyPart, PlanMark } from './items.ts';
import { asNumber, asObject, asString, type Json } from '../../text/schema.ts';
import { slugOfPath } from './planMark.ts';
import { code, inputParts, patchBody } from './toolBody.ts';
import { cutText } from '../../text/visibleText.ts';

export function addResult(builder: ItemBuilder, block: Json): void {
  const outcome = asObject(builder.record['toolUseResult']) ?? {};
  const toolUseId = asString(block['tool_use_id']);
  const error = block['is_error'] === true;
  const spawned = asString(outcome['agentId']) ?? asString(outcome['agent_id']);
  const note = noteOf(outcome);
  const plan = error ? undefined : approvedPlan(outcome);
  builder.add({
    kind: 'result',
    ...(toolUseId === undefined ? {} : { toolUseId: toSingleLine(toolUseId, 130) }),
    ...(error ? { error: true } : {}),
    body: resultBody(builder, block, outcome, error),
    ...(note === '' ? {} : { note }),
    ...(plan === undefined ? {} : { plan }),
    ...(spawned === undefined ? {} : { spawned: toSingleLine(spawned, 130) }),
  });
}

function resultBody(builder: ItemBuilder, block: Json, outcome: Json, error: boolean): readonly BodyPart[] {
  const { limits } = builder;
  const content = block['content'];
  const patch = error ? undefined : patchBody(outcome, limits);
  if (patch !== undefined) return [patch];
  // The list itself is shown with the call; the result says no more than that it was taken.
  if (!error && Array.isArray(outcome['newTodos'])) return [];
  if (typeof content === 'string') return content === '' ? [] : [code(withoutErrorTag(content), limits)];
  return blocksOf(content).flatMap((part): readonly BodyPart[] => {
    if (part['type'] === 'text') {
      const text = asString(part['text']) ?? '';
      return [
        isReport(outcome)
          ? { kind: 'markdown', text: cutText(text, limits.text) }
          : code(withoutErrorTag(text), limits),
      ];
    }
    if (part['type'] === 'image') {
      const image = imageOfBlock(part, builder.nextImage(), builder.whole);
      return image === undefined ? [] : [{ kind: 'image', image }];
    }
    return inputParts(part, limits);
  });
}

/** Subagents report in Markdown. */
function isReport(outcome: Json): boolean {
  return typeof outcome['agentId'] === 'string' || typeof outcome['totalToolUseCount'] === 'number';
}

function noteOf(outcome: Json): string {
  const tokens = asNumber(outcome['totalTokens']);
  const tools = asNumber(outcome['totalToolUseCount']);
  const ms = asNumber(outcome['totalDurationMs']);
  const file = asObject(outcome['file']);
  const lines = asNumber(file?.['numLines']);
  const files = Array.isArray(outcome['filenames']) ? asNumber(outcome['numFiles']) : undefined;
  const task = asString(outcome['backgroundTaskId']);
  return joinParts(
    outcome['interrupted'] === true ? t('interrupted') : undefined,
    outcome['status'] === 'async_launched' || task !== undefined ? t('in the background') : undefined,
    lines === undefined ? undefined : lines === 1 ? t('1 line') : t('{0} lines', formatNumber(lines)),
    files === undefined || files === 0 ? undefined : files === 1 ? t('1 file') : t('{0} files', formatNumber(files)),
    tokens === undefined ? undefined : tokenCount(tokens),
    tools === undefined ? undefined : tools === 1 ? t('1 tool use') : t('{0} tool uses', formatNumber(tools)),
    ms === undefined ? undefined : formatDuration(ms),
  );
}

export function tokenCount(tokens: number): string {
  return tokens === 1 ? t('1 token') : t('{0} tokens', formatNumber(tokens));
}

/** `850 ms`, `12 s`, `2 min 54 s`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return t('{0} ms', Math.round(ms));
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return t('{0} s', seconds);
  const minutes = Math.floor(seconds / 60);
  return seconds % 60 === 0 ? t('{0} min', minutes) : t('{0} min {1} s', minutes, seconds % 60);
}

/** An approved ExitPlanMode records the plan's file (clients from 2.0.60 on). */
function approvedPlan(outcome: Json): PlanMark | undefined {
  if (!('plan' in outcome) || typeof outcome['filePath'] !== 'string') return undefined;
  const slug = slugOfPath(outcome['filePath']);
  return { event: 'approved', ...(slug === undefined ? {} : { slug }) };
}

function withoutErrorTag(text: string): string {
  return /^<tool_use_error>([\s\S]*)<\/tool_use_error>\s*$/.exec(text)?.[1] ?? text;
}
