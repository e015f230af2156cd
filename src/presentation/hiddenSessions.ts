/** Sessions that the side bar leaves out: nobody typed into them, programs ran them, or a person hid them. */
import { t } from '@vscode/l10n';
import type { SessionId, SessionRow } from '../core/model.ts';
import { formatNumber, formatPlural, joinParts } from '../core/text/format.ts';

/**
 * `empty`: nobody typed a prompt, and nothing belongs to it; `internal`: only agents of the client itself are left;
 * `program`: only `claude -p` or the Agent SDK ran it, and nothing belongs to it; `person`: hidden by hand.
 */
export type HiddenReason = 'person' | 'empty' | 'internal' | 'program';

export type HiddenCounts = Readonly<Record<HiddenReason, number>>;

export const noneHidden: HiddenCounts = { person: 0, empty: 0, internal: 0, program: 0 };

/** Why a session is not listed; `undefined` for one that is. What is open in a terminal is only hidden by hand. */
export function hiddenReason(row: SessionRow, hidden: ReadonlySet<SessionId>): HiddenReason | undefined {
  if (hidden.has(row.sessionId)) return 'person';
  if (row.state !== undefined || row.plans + row.agents + row.scratch > 0) return undefined;
  if (row.logs.length === 0) return 'internal';
  if (row.titleSource === undefined) return 'empty';
  return isOfProgram(row) ? 'program' : undefined;
}

/**
 * Whether all own entries that say what ran the client name the SDK (`sdk-cli` is `claude -p`). The client's own list
 * leaves such sessions out, too (2.1.90 on). One that a person went on with, or named, is not a program's.
 */
function isOfProgram({ entrypoints, titleSource }: SessionRow): boolean {
  return titleSource !== 'custom' && entrypoints.length > 0 && entrypoints.every((one) => one.startsWith('sdk-'));
}

/** `12 hidden`; `undefined` where there is none. */
export function hiddenLabel(counts: HiddenCounts, shown: boolean): string {
  const all = formatNumber(counts.person + counts.empty + counts.internal + counts.program);
  return shown ? t('{0} usually hidden', all) : t('{0} hidden', all);
}

export function hiddenDescription({ person, empty, internal, program }: HiddenCounts): string {
  return joinParts(
    person > 0 ? t('{0} by you', formatNumber(person)) : undefined,
    program > 0 ? t('{0} of programs', formatNumber(program)) : undefined,
    empty > 0 ? t('{0} without a prompt', formatNumber(empty)) : undefined,
    internal > 0 ? formatPlural(internal, t('1 internal one'), t('{0} internal ones')) : undefined,
  );
}
