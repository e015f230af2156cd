import { setFlagsFromString } from 'node:v8';

/**
 * Runs what reads much and keeps little with a young generation that does not grow. V8 of Node 24 lets it grow to twice what Node 20
 * and 22 do: a cold index there takes 25 MB less so, at no more CPU.
 */
export function inLittleMemory<Result>(run: () => Result): Result {
  setFlagsFromString('--semi-space-growth-factor=1');
  try {
    return run();
  } finally {
    setFlagsFromString('--semi-space-growth-factor=2');
  }
}
