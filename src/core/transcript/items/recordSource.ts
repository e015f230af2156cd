/** What every item of a record carries: where it stands, when it was written, which marks it has. */
import { timeOf } from '../../text/isoTime.ts';
import { toSingleLine } from '../../text/singleLine.ts';
import type { ItemSource } from './items.ts';
import type { LogContext } from './logContext.ts';
import { asObject, asString, type Json } from '../../text/schema.ts';

/** Where a record was found. */
export interface RecordPosition {
  readonly offset: number;
  /** Offset after its line. */
  readonly end: number;
  /** Place of the record's first item in its line. */
  readonly first: number;
  readonly repaired: boolean;
  /** Bytes of the line, when only its ends were read. */
  readonly oversized: number | undefined;
}

export function sourceOf(record: Json, place: RecordPosition, context: LogContext): ItemSource {
  const sessionId = record['sessionId'];
  const uuid = asString(record['uuid']);
  const agentId = asString(record['agentId']);
  const time = timeOf(record['timestamp']);
  return {
    key: `${place.offset}.${place.first}`,
    offset: place.offset,
    ...(uuid === undefined ? {} : { uuid: toSingleLine(uuid, 80) }),
    ...(time === undefined ? {} : { time }),
    ...(record['isSidechain'] === true && !context.agentLog ? { sidechain: true } : {}),
    ...(agentId === undefined ? {} : { agentId: toSingleLine(agentId, 130) }),
    ...(typeof sessionId === 'string' && isForeign(sessionId.toLowerCase(), context)
      ? { foreign: toSingleLine(sessionId, 80) }
      : {}),
    ...(asObject(record['forkedFrom']) === undefined ? {} : { copied: true }),
    ...(place.repaired ? { repaired: true } : {}),
    ...(place.oversized === undefined ? {} : { oversized: place.oversized }),
  };
}

function isForeign(sessionId: string, { ownId, alsoOf }: LogContext): boolean {
  return ownId !== undefined && sessionId !== ownId && alsoOf?.includes(sessionId) !== true;
}
