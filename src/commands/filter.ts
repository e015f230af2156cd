import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { Throttle } from '../core/throttle.ts';
import { formatNumber } from '../core/text/format.ts';
import { labelText, pickText } from '../host/surfaces.ts';
import { facetLabels, sessionFacets, type SessionFacet } from '../presentation/sessionFilter.ts';
import type { CommandContext, Handler } from './commandContext.ts';

interface FacetItem extends vscode.QuickPickItem {
  readonly facet: SessionFacet;
}

/** Milliseconds between two previews while a person types. */
const previewSpacing = 100;

/**
 * Narrows the Sessions view by words and by what a session has: at once, and back again when the box is left by Escape.
 */
export function filter({ scope, sessions }: CommandContext): Handler {
  return () => {
    const before = scope.value.filter;
    let isAccepted = false;
    const pick = vscode.window.createQuickPick<FacetItem>();
    pick.placeholder = t('Words in the title, ID, branch, plan, folder, first or last prompt');
    pick.canSelectMany = true;
    pick.items = sessionFacets.map((facet) => ({ label: pickText(facetLabels[facet]), facet, alwaysShow: true }));
    pick.selectedItems = pick.items.filter(({ facet }) => before.facets.includes(facet));
    pick.value = before.text;
    const count = (): void => {
      const { shown, all } = sessions.counts;
      pick.title = labelText(t('Filter Sessions: {0} of {1}', formatNumber(shown), formatNumber(all)));
    };
    const apply = (): void => {
      const facets = pick.selectedItems.map(({ facet }) => facet);
      const { filter: now } = scope.value;
      if (now.text === pick.value.trim() && now.facets.join() === facets.join()) return;
      scope.setFilter({ text: pick.value.trim(), facets });
    };
    const previews = new Throttle(apply);
    const preview = (): void => previews.schedule(previewSpacing);
    const subscriptions = vscode.Disposable.from(
      pick,
      // Words in plans and prompts are found as those are read.
      scope.onDidChange(count),
      pick.onDidChangeValue(preview),
      pick.onDidChangeSelection(preview),
      pick.onDidAccept(() => {
        isAccepted = true;
        pick.hide();
      }),
      pick.onDidHide(() => {
        previews.cancel();
        subscriptions.dispose();
        if (isAccepted) apply();
        else if (scope.value.filter !== before) scope.setFilter(before);
      }),
    );
    count();
    pick.show();
  };
}

export function clearFilter(context: CommandContext): Handler {
  return () => context.scope.clearFilter();
}
