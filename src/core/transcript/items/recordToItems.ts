/**
 * From a record of a log to what a transcript shows of it. No record is refused: what is unknown becomes a `details`
 * item, or a `record` item where records are shown one by one.
 */
import { t } from '@vscode/l10n';
import { toSingleLine } from '../../text/singleLine.ts';
import { addAssistantItems } from './assistantItems.ts';
import { addAttachmentItems } from './attachmentItems.ts';
import { ItemBuilder } from './builder.ts';
import type { TranscriptItem } from './items.ts';
import { asNumber, asString, type Json } from '../../text/schema.ts';
import type { Limits } from './limits.ts';
import { addRecord } from './recordItem.ts';
import type { LogContext } from './logContext.ts';
import { sourceOf, type RecordPosition } from './recordSource.ts';
import { addSystemItems } from './systemItems.ts';
import { addUserItems } from './userItems.ts';

/** At least one item. Several when the record holds several content blocks. */
export function itemsOf(
  record: Json,
  place: RecordPosition,
  context: LogContext,
  limits: Limits,
): readonly TranscriptItem[] {
  const builder = new ItemBuilder(record, sourceOf(record, place, context), place, limits);
  switch (record['type']) {
    case 'user':
      addUserItems(builder);
      break;
    case 'assistant':
      addAssistantItems(builder);
      break;
    case 'system':
      addSystemItems(builder);
      break;
    case 'attachment':
      addAttachmentItems(builder);
      break;
    case 'pr-link':
      addPullRequest(builder);
      break;
    default:
      addRecord(builder);
  }
  return builder.items;
}

function addPullRequest(builder: ItemBuilder): void {
  const number = asNumber(builder.record['prNumber']);
  const repository = toSingleLine(asString(builder.record['prRepository']) ?? '', 100);
  builder.add({ kind: 'note', level: 'info', text: t('Pull request {0}', `${repository}#${number ?? '?'}`), body: [] });
}
