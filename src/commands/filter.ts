import * as vscode from 'vscode';
import { pickText } from '../host/surfaces.ts';
import { facetLabels, sessionFacets, type SessionFacet } from '../presentation/sessionFilter.ts';
import type { CommandContext, Handler } from './commandContext.ts';

interface FacetItem extends vscode.QuickPickItem {
  readonly facet: SessionFacet;
}

/** Narrows the Sessions view by words and by what a session has. */
export function filter(context: CommandContext): Handler {
  return () => {
    const { text, facets } = context.scope.value.filter;
    const pick = vscode.window.createQuickPick<FacetItem>();
    pick.title = 'Filter Sessions';
    pick.placeholder = 'Words in the title, ID, branch, plan, folder, first or last prompt';
    pick.canSelectMany = true;
    pick.items = sessionFacets.map((facet) => ({ label: pickText(facetLabels[facet]), facet, alwaysShow: true }));
    pick.selectedItems = pick.items.filter(({ facet }) => facets.includes(facet));
    pick.value = text;
    pick.onDidAccept(() => {
      context.scope.setFilter({ text: pick.value.trim(), facets: pick.selectedItems.map(({ facet }) => facet) });
      pick.hide();
    });
    pick.onDidHide(() => pick.dispose());
    pick.show();
  };
}

export function clearFilter(context: CommandContext): Handler {
  return () => context.scope.clearFilter();
}
