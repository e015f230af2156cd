import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { labelText, pickText } from '../../host/surfaces.ts';
import { removedLine } from '../../presentation/scratchText.ts';
import type { BinEntry, BinListing } from '../../service/scratchService.ts';
import type { CommandContext, Handler } from '../commandContext.ts';
import { emptyBinWithConsent } from './emptyScratchBin.ts';
import { restore } from './restore.ts';
import { readBin, textContext } from './scratchContext.ts';
import { trusted } from '../trusted.ts';

interface RemovedItem extends vscode.QuickPickItem {
  readonly entry?: BinEntry;
  readonly run?: (listing: BinListing) => Promise<void>;
}

const restoreButton: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('discard'), tooltip: t('Restore') };

/** Lists the bin of every working tree; a choice or its button brings a directory back. */
export function recentlyRemovedScratch(context: CommandContext): Handler {
  return trusted(async () => {
    const pick = vscode.window.createQuickPick<RemovedItem>();
    pick.title = t('Recently Removed Scratch');
    pick.placeholder = t('Looking into the bin…');
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    pick.busy = true;
    let isOpen = true;
    let listing: BinListing = { entries: [], unread: [] };
    const fill = async (): Promise<void> => {
      const found = await readBin(context);
      if (!isOpen) return;
      listing = found;
      pick.items = itemsOf(found.entries, context);
      pick.placeholder = labelText(placeholderOf(found));
      pick.busy = false;
    };
    const chosen = new Promise<RemovedItem | undefined>((resolve) => {
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (!item) return;
        resolve(item);
        pick.hide();
      });
      pick.onDidHide(() => {
        isOpen = false;
        resolve(undefined);
        pick.dispose();
      });
    });
    pick.onDidTriggerItemButton(({ item }) => {
      if (!item.entry) return;
      pick.busy = true;
      void restore([item.entry], context).then(fill);
    });
    pick.show();
    try {
      await fill();
    } catch (error) {
      pick.hide();
      throw error;
    }
    const item = await chosen;
    if (item?.entry) await restore([item.entry], context);
    else await item?.run?.(listing);
  });
}

function placeholderOf({ entries, unread }: BinListing): string {
  if (unread.length === 0) return entries.length > 0 ? t('Removed directory to restore') : t('The bin is empty');
  return entries.length > 0
    ? t('Removed directory to restore; a part of the bin cannot be read')
    : t('The bin cannot be read; the log says where');
}

function itemsOf(entries: readonly BinEntry[], context: CommandContext): RemovedItem[] {
  if (entries.length === 0) return [];
  const text = textContext(context);
  const removed = entries.map((entry): RemovedItem => {
    const { label, description, detail } = removedLine(entry, text);
    return {
      label: pickText(label),
      description: pickText(description),
      detail: pickText(detail),
      buttons: [restoreButton],
      entry,
    };
  });
  return [
    ...removed,
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    {
      label: t('Empty Bin…'),
      iconPath: new vscode.ThemeIcon('trash'),
      alwaysShow: true,
      run: (all) => emptyBinWithConsent(all, context),
    },
  ];
}
