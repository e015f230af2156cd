/** V8's optimizing compiler costs more than it gains in a process of about a second. */
import * as v8 from 'node:v8';

/**
 * Optimizes functions later, with Node 20 alone: a start from the cache takes a tenth less CPU there, a cold index of 1
 * GB a fifth less. Newer versions have a cheaper compiler in between, and know no such flag.
 */
export function compileLess(): void {
  // Bytecode that is run before a function is optimized; the default is about 66,000.
  if (process.versions.node.startsWith('20.')) v8.setFlagsFromString('--interrupt-budget=1000000');
}
