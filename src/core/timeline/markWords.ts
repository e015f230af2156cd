import { t } from '@vscode/l10n';
import type { MarkKind } from './timelineTypes.ts';

/** What a mark says to people. */
export const markWords: Readonly<Record<MarkKind, string>> = {
  'plan-written': t('Plan written'),
  'plan-approved': t('Plan approved'),
  'plan-received': t('Plan to implement'),
  compaction: t('Compacted'),
  clear: t('Cleared'),
  wait: t('Waited for'),
};
