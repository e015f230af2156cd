import { createHash } from '../disk/crypto.ts';

/**
 * Hash of a plan's text, without the white space at its end: clients write the file with and log the text without it.
 */
export function planTextHash(text: string): string {
  return createHash('sha256').update(text.trimEnd()).digest('base64').slice(0, 22);
}
