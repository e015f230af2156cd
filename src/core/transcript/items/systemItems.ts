/** Items of a `system` record. */
import { t } from '@vscode/l10n';
import { formatNumber, joinParts } from '../../text/format.ts';
import { toSingleLine } from '../../text/singleLine.ts';
import type { ItemBuilder } from './builder.ts';
import { asArray, asNumber, asObject, asString } from '../../text/schema.ts';
import { addRecord } from './recordItem.ts';
import { addTalk } from './talk.ts';
import { code } from './toolBody.ts';
import { formatDuration, tokenCount } from './toolResult.ts';

export function addSystemItems(builder: ItemBuilder): void {
  const { record } = builder;
  const content = asString(record['content']) ?? '';
  switch (record['subtype']) {
    case 'compact_boundary':
    case 'microcompact_boundary':
      return addCompaction(builder);
    case 'api_error':
    case 'error':
      return addError(builder);
    case 'api_refusal':
    case 'model_refusal_fallback':
      return addNote(builder, 'warning', asString(record['apiRefusalExplanation']) ?? content);
    case 'local_command':
      return /^\s*</.test(content) ? addTalk(builder, content, []) : addNote(builder, 'info', content);
    case 'informational':
    case 'bridge_status':
      return addNote(builder, record['level'] === 'warning' ? 'warning' : 'info', content);
    case 'stop_hook_summary': {
      const errors = asArray(record['hookErrors']).filter((error) => typeof error === 'string');
      if (errors.length === 0) return addRecord(builder);
      const body = [code(errors.join('\n'), builder.limits)];
      return builder.add({ kind: 'note', level: 'error', text: t('A stop hook failed'), body });
    }
    default:
      return addRecord(builder);
  }
}

function addNote(builder: ItemBuilder, level: 'info' | 'warning', text: string): void {
  if (text.trim() === '') return addRecord(builder);
  builder.add({ kind: 'note', level, text: toSingleLine(text, 300), body: [] });
}

function addCompaction(builder: ItemBuilder): void {
  const { record } = builder;
  const metadata = asObject(record['compactMetadata']) ?? asObject(record['microcompactMetadata']) ?? {};
  const trigger = asString(metadata['trigger']);
  const before = asNumber(metadata['preTokens']);
  const after = asNumber(metadata['postTokens']);
  const tokens = before === undefined ? '' : tokenCount(before);
  builder.add({
    kind: 'compaction',
    note: joinParts(
      trigger === undefined ? undefined : toSingleLine(trigger === 'auto' ? t('automatic') : trigger, 40),
      after === undefined || before === undefined ? tokens : `${tokens} → ${formatNumber(after)}`,
    ),
  });
}

function addError(builder: ItemBuilder): void {
  const { record, limits } = builder;
  const error = asObject(record['error']);
  const message =
    asString(error?.['formatted']) ??
    asString(error?.['message']) ??
    asString(record['error']) ??
    t('Error of the service');
  const attempt = asNumber(record['retryAttempt']);
  const wait = asNumber(record['retryInMs']);
  builder.add({
    kind: 'note',
    level: 'error',
    text: joinParts(toSingleLine(message, 240), attempt === undefined ? undefined : attemptWords(attempt, wait)),
    body: message.length > 240 ? [code(message, limits)] : [],
  });
}

function attemptWords(attempt: number, wait: number | undefined): string {
  return wait === undefined ? t('attempt {0}', attempt) : t('attempt {0}, again in {1}', attempt, formatDuration(wait));
}
