/** Words for logs that the client deletes soon. */
import { t } from '@vscode/l10n';
import type { LogCleaning } from '../core/model.ts';
import type { FactSource } from './facts.ts';
import { displayPath } from './rowText.ts';

const hour = 3_600_000;

/** `cleaned in 2 d`, for a row; `at`: when the log's file is old enough. */
export function cleaningMark(at: number | undefined, now: number): string | undefined {
  if (at === undefined) return undefined;
  const hours = (at - now) / hour;
  if (hours <= 0) return t('cleaned at the next start');
  return t('cleaned in {0}', hours < 24 ? t('{0} h', Math.ceil(hours)) : t('{0} d', Math.floor(hours / 24)));
}

/** When, by which rule, and where that rule stands. */
export function cleaningSentence(
  { time, days, settings }: LogCleaning,
  source: Pick<FactSource, 'formatTime' | 'home'>,
): string {
  const by =
    settings === undefined ? t('its default') : t('cleanupPeriodDays in {0}', displayPath(settings, source.home));
  const period = days === 1 ? t('1 day') : t('{0} days', days);
  return t('when Claude Code starts after {0}: the file is then {1} old ({2})', source.formatTime(time), period, by);
}
