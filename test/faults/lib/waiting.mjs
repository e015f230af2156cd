import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until a follower knows what is expected, or three times the bound has passed. A question about 40,000 sessions
 * takes the process longer than a pause between two: the pause grows with it, so that four fifths of its time are its own.
 */
export async function settle(follower, expected, bound) {
  const started = performance.now();
  const passed = () => (performance.now() - started) / 1000;
  let missing = await follower.missing(expected);
  while (missing > 0 && passed() < bound * 3) {
    const asked = performance.now();
    missing = await follower.missing(expected);
    if (missing > 0) await sleep(Math.max(20, 4 * (performance.now() - asked)));
  }
  const seconds = passed();
  return { found: Object.keys(expected).length - missing, missing, seconds, bound };
}
