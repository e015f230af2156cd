/** Stretches of a log. */
import type { Stretch } from './page.ts';

/** The stretch that holds this line; of several the last one to begin. */
export function stretchAt(stretches: readonly Stretch[], offset: number): Stretch | undefined {
  return stretches.findLast(({ start, end }) => start <= offset && offset < end);
}
