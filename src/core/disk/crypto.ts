/**
 * Of `node:crypto`, which is loaded where something is hashed or drawn: to load it takes a third of the time that a
 * slug takes.
 */
import type * as crypto from 'node:crypto';
import { createRequire } from 'node:module';

const load = createRequire(process.execPath);

export function createHash(algorithm: string): crypto.Hash {
  return (load('node:crypto') as typeof crypto).createHash(algorithm);
}

export function randomBytes(size: number): Buffer {
  return (load('node:crypto') as typeof crypto).randomBytes(size);
}
