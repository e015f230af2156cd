/** Records without talk: the client's bookkeeping, and whatever a newer client writes. */
import { t } from '@vscode/l10n';
import { toSingleLine } from '../../text/singleLine.ts';
import type { ItemBuilder } from './builder.ts';
import { asObject, asString, type Json } from '../../text/schema.ts';
import { inputParts } from './toolBody.ts';

const envelope = new Set([
  ...['type', 'subtype', 'uuid', 'parentUuid', 'logicalParentUuid', 'sessionId', 'session_id', 'timestamp', 'cwd'],
  ...[
    'gitBranch',
    'version',
    'userType',
    'isSidechain',
    'entrypoint',
    'slug',
    'agentId',
    'isMeta',
    'level',
    'promptId',
  ],
]);

/** What kind of record it is, in words: `hook progress`, `file history snapshot`, `environment`. */
export function labelOf(record: Json): string {
  const inner =
    asString(asObject(record['attachment'])?.['type']) ??
    asString(record['subtype']) ??
    asString(asObject(record['data'])?.['type']) ??
    asString(record['type']);
  return toSingleLine((inner ?? '').replaceAll(/[-_]+/g, ' '), 40) || t('unknown record');
}

export function addRecord(builder: ItemBuilder, label = labelOf(builder.record)): void {
  const { record, limits } = builder;
  if (!limits.records) return builder.add({ kind: 'details', end: builder.end, count: 1, labels: [[label, 1]] });
  const content = asObject(record['attachment']) ?? asObject(record['data']) ?? record;
  const fields: Json = Object.fromEntries(Object.entries(content).filter(([name]) => !envelope.has(name)));
  builder.add({ kind: 'record', label, summary: firstText(fields), body: inputParts(fields, limits) });
}

function firstText(fields: Json): string {
  const found = Object.values(fields).find((value) => typeof value === 'string' && value.trim() !== '');
  return toSingleLine(asString(found) ?? '', 120);
}
