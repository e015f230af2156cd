import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until a follower knows what is expected, or three times the bound has passed. */
export async function settle(follower, expected, bound) {
  const started = performance.now();
  const passed = () => (performance.now() - started) / 1000;
  let missing = await follower.missing(expected);
  while (missing > 0 && passed() < bound * 3) {
    await sleep(20);
    missing = await follower.missing(expected);
  }
  const seconds = passed();
  return { found: Object.keys(expected).length - missing, missing, seconds, bound };
}
