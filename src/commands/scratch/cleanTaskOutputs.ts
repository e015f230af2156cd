import { t } from '@vscode/l10n';
import { labelText } from '../../host/surfaces.ts';
import type { CommandContext, Handler } from '../commandContext.ts';
import { trusted } from '../trusted.ts';
import { ageWords, pickStale } from './cleanStaleScratch.ts';
import { moveWithConsent } from './moveWithConsent.ts';

/** The same as Clean Stale Scratch for what background tasks wrote below the temporary directory, of all sessions. */
export function cleanTaskOutputs(context: CommandContext): Handler {
  return trusted(async () => {
    const maxAgeMs = context.settings.staleAge.value;
    const chosen = await pickStale(context, {
      title: labelText(t('Clean Task Outputs Older Than {0}', ageWords(maxAgeMs))),
      none: labelText(t('No session is proved to have task outputs')),
      load: () => context.service.scratch.staleOutputs(maxAgeMs),
    });
    if (chosen && chosen.length > 0) await moveWithConsent(chosen, [], maxAgeMs, context);
  });
}
