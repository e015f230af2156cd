import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE = 20_000;

/**
 * Reads until the assertion holds, and gives what was read then. The user interface answers in its own time.
 *
 * @template T
 * @param {() => Promise<T> | T} read
 * @param {(value: T) => void} check throws as long as the value is not the one that is awaited
 * @returns {Promise<T>} throws the last error of `check` after 20 s
 */
export async function eventually(read, check) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const value = await read();
    try {
      check(value);
      return value;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await delay(50);
  }
}
