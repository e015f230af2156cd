import { setFlagsFromString } from 'node:v8';

/**
 * Runs what reads much and keeps little with a young generation that does not grow: by itself V8 lets it take some 30 MB with Node 20
 * and 22, 50 MB with Node 24. It takes no more time.
 */
export function inLittleMemory<Result>(run: () => Result): Result {
  setFlagsFromString('--semi-space-growth-factor=1');
  try {
    return run();
  } finally {
    setFlagsFromString('--semi-space-growth-factor=2');
  }
}
