import type { SessionRow } from '../core/model.ts';

/** Names of the fields in which two rows of one session differ; `plan-sharing` when only another session's plans did. */
export function changedFields(before: SessionRow, after: SessionRow): string[] {
  const fields = (Object.keys(after) as (keyof SessionRow)[]).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
  return fields.length > 0 ? fields : ['plan-sharing'];
}
