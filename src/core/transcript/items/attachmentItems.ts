/** Items of an `attachment` record (clients from about 2.1.92 on). */
import { t } from '@vscode/l10n';
import { toSingleLine } from '../../text/singleLine.ts';
import type { ItemBuilder } from './builder.ts';
import { blocksOf } from './images.ts';
import type { PlanItem } from './items.ts';
import { asObject, asString, type Json } from '../../text/schema.ts';
import { languageOf } from './language.ts';
import { slugOfPath } from './planMark.ts';
import { addRecord } from './recordItem.ts';
import { addTalk } from './talk.ts';
import { code } from './toolBody.ts';
import { shortPath } from './toolSummary.ts';
import { cutText } from '../../text/visibleText.ts';

export function addAttachmentItems(builder: ItemBuilder): void {
  const attachment = asObject(builder.record['attachment']) ?? {};
  switch (attachment['type']) {
    case 'plan_mode':
      // The reminder of the turns that follow says nothing new.
      return attachment['reminderType'] === 'sparse' ? addRecord(builder) : addPlan(builder, 'entered', attachment);
    case 'plan_mode_reentry':
      return addPlan(builder, 'entered', attachment);
    case 'plan_mode_exit':
      return addPlan(builder, 'left', attachment);
    case 'plan_file_reference':
      return addPlan(builder, 'referenced', attachment);
    case 'queued_command':
      return addQueued(builder, attachment);
    case 'file':
      return addFile(builder, attachment);
    case 'hook_blocking_error': {
      const error = asObject(attachment['blockingError']);
      const text = asString(error?.['blockingError']) ?? '';
      return builder.add({
        kind: 'note',
        level: 'error',
        text: t('A hook stopped it: {0}', toSingleLine(asString(attachment['hookName']) ?? '', 80)),
        body: text === '' ? [] : [code(text, builder.limits)],
      });
    }
    default:
      return addRecord(builder);
  }
}

function addPlan(builder: ItemBuilder, event: PlanItem['event'], attachment: Json): void {
  const slug = slugOfPath(attachment['planFilePath']);
  const text = asString(attachment['planContent']);
  builder.add({
    kind: 'plan',
    event,
    ...(slug === undefined ? {} : { slug }),
    ...(text === undefined ? {} : { text: cutText(text, builder.limits.text) }),
  });
}

/** A prompt typed while the client was busy, or a notification that it queued itself. */
function addQueued(builder: ItemBuilder, attachment: Json): void {
  const prompt = attachment['prompt'];
  const texts =
    typeof prompt === 'string' ? [prompt] : blocksOf(prompt).flatMap((block) => asString(block['text']) ?? []);
  if (texts.length === 0) return addRecord(builder);
  addTalk(builder, texts.join('\n'), [], 'queued');
}

function addFile(builder: ItemBuilder, attachment: Json): void {
  const path = asString(attachment['displayPath']) ?? asString(attachment['filename']) ?? '';
  const file = asObject(asObject(attachment['content'])?.['file']);
  const text = asString(file?.['content']);
  builder.add({
    kind: 'attachment',
    text: shortPath(path, asString(builder.record['cwd'])),
    body: text === undefined ? [] : [code(text, builder.limits, languageOf(path))],
  });
}
