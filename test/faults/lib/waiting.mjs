import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds. */
const longestPause = 300;

/**
 * Waits until a follower knows what is expected, or three times the bound has passed. A question about 40,000 sessions
 * takes the process longer than a short pause between two, which grows with it: most of its time is to be its own.
 */
export async function settle(follower, expected, bound) {
  const started = performance.now();
  const passed = () => (performance.now() - started) / 1000;
  let missing = await follower.missing(expected);
  while (missing > 0 && passed() < bound * 3) {
    const asked = performance.now();
    missing = await follower.missing(expected);
    if (missing > 0) await sleep(Math.min(Math.max(20, 4 * (performance.now() - asked)), longestPause));
  }
  const seconds = passed();
  return { found: Object.keys(expected).length - missing, missing, seconds, bound };
}
