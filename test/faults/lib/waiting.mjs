import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds. */
const longestPause = 300;
/** Milliseconds between two beats of a stopwatch, and from when on a missed beat is the machine's doing. */
const beat = 100;
const standstill = 1000;

/**
 * Starts counting seconds, without those in which the machine stood still: a virtual one may be stopped for seconds,
 * and no process of it can be on time then. It is seen by this process, which only waits meanwhile: block its thread,
 * and that is deducted, too.
 */
export function stopwatch() {
  const started = performance.now();
  let last = started;
  let stoodStill = 0;
  const look = () => {
    const now = performance.now();
    const late = now - last - beat;
    if (late > standstill) stoodStill += late;
    last = now;
    return now;
  };
  const timer = setInterval(look, beat).unref();
  return {
    passed: () => (look() - started - stoodStill) / 1000,
    stop: () => clearInterval(timer),
  };
}

/**
 * Waits until a follower knows what is expected, or three times the bound has passed. A question about 40,000 sessions
 * takes the process longer than a short pause between two, which grows with it: most of its time is to be its own.
 */
export async function settle(follower, expected, bound) {
  const { passed, stop } = stopwatch();
  let missing = await follower.missing(expected);
  while (missing > 0 && passed() < bound * 3) {
    const asked = performance.now();
    missing = await follower.missing(expected);
    if (missing > 0) await sleep(Math.min(Math.max(20, 4 * (performance.now() - asked)), longestPause));
  }
  const seconds = passed();
  stop();
  return { found: Object.keys(expected).length - missing, missing, seconds, bound };
}
