/** The images of a record, in the order in which its items show them. */
import { asArray, asObject, asString, type Json } from '../../text/schema.ts';
import type { ImageRef } from './items.ts';

/** The kinds of image that are shown, with the bytes that each starts with. */
const signatures: ReadonlyMap<string, (bytes: Buffer) => boolean> = new Map([
  ['image/png', (bytes) => bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))],
  ['image/jpeg', (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))],
  ['image/gif', (bytes) => /^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))],
  ['image/webp', (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'],
]);
const largestImage = 20 * 1024 * 1024;

export interface ImageData {
  readonly mime: string;
  readonly base64: string;
}

/** The image that a content block holds, if it is of a kind that is shown. */
export function imageOfBlock(block: Json, index: number, whole: boolean): ImageRef | undefined {
  const source = asObject(block['source']);
  const mime = asString(source?.['media_type']);
  const data = asString(source?.['data']);
  if (block['type'] !== 'image' || mime === undefined || data === undefined || !signatures.has(mime)) return undefined;
  return { index, mime, ...(whole ? { bytes: Math.floor((data.length * 3) / 4) } : {}) };
}

/** The bytes of the image at `index` of the record; `undefined` unless they are what the record says they are. */
export function imageData(record: Json, index: number): ImageData | undefined {
  const block = imageBlocks(record)[index];
  const source = asObject(block?.['source']);
  const mime = asString(source?.['media_type']) ?? '';
  const data = asString(source?.['data']) ?? '';
  if (data.length > (largestImage * 4) / 3 || !/^[A-Za-z0-9+/]+={0,2}$/.test(data)) return undefined;
  const fits = signatures.get(mime);
  return fits?.(Buffer.from(data.slice(0, 64), 'base64')) === true ? { mime, base64: data } : undefined;
}

/** Image blocks of the message and of its tool results, as they come. */
function imageBlocks(record: Json): readonly Json[] {
  const found: Json[] = [];
  for (const block of blocksOf(asObject(record['message'])?.['content'])) {
    if (block['type'] === 'image') found.push(block);
    else if (block['type'] === 'tool_result') {
      found.push(...blocksOf(block['content']).filter((part) => part['type'] === 'image'));
    }
  }
  return found;
}

export function blocksOf(content: unknown): readonly Json[] {
  return asArray(content)
    .map(asObject)
    .filter((block) => block !== undefined);
}
