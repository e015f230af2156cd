/** Whether the bytes of a very long line are one JSON object, judged by its brackets alone, in bounded memory. */
import type { OpenLog } from '../log/openLog.ts';

const chunkSize = 256 * 1024;
const quote = 0x22;
const backslash = 0x5c;

/** One object from `start` to `end` and nothing after it; a half record with another glued to it is none. */
export function isOneObject(file: OpenLog, start: number, end: number): boolean {
  const buffer = Buffer.allocUnsafe(chunkSize);
  let depth = 0;
  let inString = false;
  let escaped = false;
  for (let at = start; at < end;) {
    const read = file.readInto(buffer.subarray(0, Math.min(chunkSize, end - at)), at);
    if (read === 0) return false;
    const bytes = buffer.subarray(0, read);
    for (let index = 0; index < read; index++) {
      if (escaped) {
        escaped = false;
        continue;
      }
      const byte = bytes[index];
      if (inString) {
        if (byte === quote) inString = false;
        else if (byte === backslash) escaped = true;
        continue;
      }
      if (byte === quote) inString = true;
      else if (byte === 0x7b || byte === 0x5b) {
        if (depth === 0 && at + index !== start) return false;
        depth++;
      } else if ((byte === 0x7d || byte === 0x5d) && --depth < 0) return false;
    }
    at += read;
  }
  return depth === 0 && !inString;
}
