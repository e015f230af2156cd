import path from 'node:path';

const built = path.resolve(import.meta.dirname, '../../dist/cli.js');

/** A process that does nothing: what Node itself costs. */
export const nothing = [process.execPath, '-e', '0'];

/** A call of the built CLI. */
export function cli(...args) {
  return [process.execPath, built, ...args];
}
