/** Plans in the talk: plan mode entered and left, plans proposed and answered. */
import { t } from '@vscode/l10n';
import type { PlanItem, PlanMark } from '../core/transcript/items/items.ts';
import { badges } from './badges.ts';
import { bodyParts, markdownView, more } from './bodyView.ts';
import { clamped } from './clamp.ts';
import { element, icon, type Child } from './dom.ts';
import type { EntryContext } from './entryContext.ts';
import { fold } from './fold.ts';
import type { EntryRow } from './rows.ts';

/** A line across the page. */
export function markLine(kind: string, ...children: readonly Child[]): HTMLElement {
  return element('div', `mark mark-${kind}`, element('span', 'mark-text', ...children));
}

export function planModeView(row: EntryRow): HTMLElement {
  return markLine('plan', icon('plan'), t('Plan mode entered'), slugOf(row.planSlug));
}

export function planItemView(item: PlanItem, row: EntryRow, context: EntryContext): HTMLElement {
  const words = { entered: t('Plan mode entered'), left: t('Plan mode left'), referenced: t('Plan at hand') } as const;
  if (item.text === undefined)
    return markLine('plan', icon('plan'), words[item.event], slugOf(item.slug), ...badges(item, row.markGoesOn));
  const { text } = context.whole(item);
  const head = [
    icon('plan'),
    element('span', 'tool-name', words[item.event]),
    slugOf(item.slug),
    ...badges(item, row.markGoesOn),
  ];
  const body = (): readonly Child[] =>
    text === undefined ? [] : [markdownView(text.text, context), more(text, item, context)];
  return fold({ key: item.key, head, body, classes: 'tool' }, context);
}

/** A proposed plan is shown as it is read, with what became of it. */
export function proposalView(row: EntryRow, context: EntryContext): HTMLElement | undefined {
  if (row.item.kind !== 'call' || row.item.plan?.event !== 'proposed') return undefined;
  const call = context.whole(row.item);
  const slug = row.result?.plan?.slug ?? row.item.plan.slug;
  const [state, words] = stateOf(row);
  const head = element(
    'div',
    'plan-head',
    icon('plan'),
    element('strong', '', t('Plan')),
    slugOf(slug),
    element('span', `plan-state plan-${state}`, words),
    ...badges(call, row.markGoesOn),
  );
  const plan = call.body.length > 0 ? call.body : (row.result?.body ?? []);
  const body = element('div', 'plan-body');
  body.append(...bodyParts(plan, call, context).filter((child) => child !== undefined));
  const view = element('div', 'plan', head, clamped(body, row.key, context));
  if (state === 'rejected' && row.result !== undefined) {
    const parts = bodyParts(row.result.body, row.result, context);
    view.append(
      fold(
        { key: `${row.key} answer`, head: [element('span', 'tool-summary prose', t('Answer'))], body: () => parts },
        context,
      ),
    );
  }
  return view;
}

export function slugOf(slug: PlanMark['slug']): HTMLElement | undefined {
  return slug === undefined ? undefined : element('code', 'slug', slug);
}

function stateOf(row: EntryRow): readonly [string, string] {
  if (row.result === undefined) return ['open', row.unanswered === true ? t('no answer recorded') : ''];
  return row.result.error === true ? ['rejected', t('not approved')] : ['approved', t('approved')];
}
