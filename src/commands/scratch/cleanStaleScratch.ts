import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { labelText, pickText, type SurfaceText } from '../../host/surfaces.ts';
import { keptLine, staleLine } from '../../presentation/scratchText.ts';
import type { OfferedScratch, StaleSelection } from '../../service/scratchService.ts';
import type { CommandContext, Handler } from '../commandContext.ts';
import { moveWithConsent } from './moveWithConsent.ts';
import { scopeOf, textContext } from './scratchContext.ts';
import { trusted } from '../trusted.ts';

interface StaleItem extends vscode.QuickPickItem {
  /** `undefined` for what is kept. */
  readonly offered?: OfferedScratch;
}

const day = 24 * 3_600_000;

/** Shows what is stale and what is kept, each with the reason, and moves what the person leaves checked. */
export function cleanStaleScratch(context: CommandContext): Handler {
  return trusted(async () => {
    const maxAgeMs = context.settings.staleAge.value;
    const chosen = await pickStale(context, {
      title: labelText(t('Clean Scratch Older Than {0}', ageWords(maxAgeMs))),
      none: labelText(t('There is no scratch in this scope')),
      load: () => context.service.scratch.staleScratch(scopeOf(context), maxAgeMs),
    });
    if (chosen && chosen.length > 0) await moveWithConsent(chosen, [], maxAgeMs, context);
  });
}

interface StaleChoice {
  readonly title: SurfaceText<'label'>;
  /** What is said where nothing at all was found. */
  readonly none: SurfaceText<'label'>;
  readonly load: () => Promise<StaleSelection>;
}

/** Opens at once and fills when all scratch was looked at; `undefined` when it is closed. */
export function pickStale(
  context: CommandContext,
  { title, none, load }: StaleChoice,
): Promise<OfferedScratch[] | undefined> {
  const pick = vscode.window.createQuickPick<StaleItem>();
  pick.title = title;
  pick.placeholder = t('Looking at scratch directories…');
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.busy = true;
  let isOpen = true;
  return new Promise((resolve, reject) => {
    const subscriptions = vscode.Disposable.from(
      pick,
      pick.onDidChangeSelection((items) => {
        // What is kept has a box like the others, which VS Code does not let go of, but it stays unchecked.
        if (items.some(({ offered }) => !offered)) pick.selectedItems = items.filter(({ offered }) => offered);
      }),
      pick.onDidAccept(() => {
        if (pick.busy) return;
        resolve(pick.selectedItems.flatMap(({ offered }) => offered ?? []));
        pick.hide();
      }),
      pick.onDidHide(() => {
        isOpen = false;
        resolve(undefined);
        subscriptions.dispose();
      }),
    );
    pick.show();
    load().then(
      (selection) => {
        if (!isOpen) return;
        fill(pick, selection, none, context);
        pick.busy = false;
      },
      (error: unknown) => {
        pick.hide();
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}

function fill(
  pick: vscode.QuickPick<StaleItem>,
  { offered, kept }: StaleSelection,
  none: SurfaceText<'label'>,
  context: CommandContext,
): void {
  const text = textContext(context);
  const byAge = [...offered].sort((a, b) => newestOf(a) - newestOf(b));
  const stale = byAge.map((each): StaleItem => ({ ...plain(staleLine(each.candidate, text)), offered: each }));
  const others = kept.map(({ candidate, reason }): StaleItem => plain(keptLine(candidate, reason, text)));
  // Where nothing can be checked, there are no boxes.
  pick.canSelectMany = stale.length > 0;
  pick.items = [
    ...(stale.length > 0 ? [separator(pickText(t('Stale')))] : []),
    ...stale,
    ...(others.length > 0 ? [separator(pickText(t('Kept')))] : []),
    ...others,
  ];
  pick.selectedItems = stale.filter((item) => !item.offered?.needsExtraConfirmation);
  pick.placeholder =
    stale.length > 0
      ? t('Checked directories move to the bin; what is kept stays unchecked')
      : others.length > 0
        ? t('Nothing is stale; all scratch is kept for the reason it shows')
        : none;
}

function newestOf({ candidate }: OfferedScratch): number {
  return candidate.measurement?.newest ?? 0;
}

function plain({ label, description, detail }: ReturnType<typeof staleLine>): vscode.QuickPickItem {
  return { label: pickText(label), description: pickText(description), detail: pickText(detail) };
}

function separator(label: SurfaceText<'pick'>): StaleItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

export function ageWords(ms: number): string {
  const days = Math.round((ms / day) * 10) / 10;
  return days === 1 ? t('1 Day') : days < 0.1 ? t('an Hour') : t('{0} Days', days);
}
