import { t } from '@vscode/l10n';
import type { UnattributedItem } from '../model.ts';

/** Why something stands under no session, in one sentence. */
export const unattributedReasons: Readonly<Record<UnattributedItem['kind'], string>> = {
  'agent-log': t('No entry of this agent log names a session.'),
  plan: t('No entry of any session proves this plan.'),
  scratch: t('No data root has a session of this ID.'),
};
