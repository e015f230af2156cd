/**
 * Of `node:crypto`, which is loaded where something is hashed or drawn: to load it takes a third of the time that a
 * slug takes.
 */
import type * as crypto from 'node:crypto';
import { lateModule } from './lateModule.ts';

export function createHash(algorithm: string): crypto.Hash {
  return lateModule<typeof crypto>('node:crypto').createHash(algorithm);
}

export function randomBytes(size: number): Buffer {
  return lateModule<typeof crypto>('node:crypto').randomBytes(size);
}
