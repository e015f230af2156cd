/** The folder of recordings and samples beside the project; tests that use it are skipped where it is missing. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as zlib from 'node:zlib';

const shared = path.resolve('../shared');
export const hasShared = fs.existsSync(path.join(shared, 'realclient'));
if (!hasShared) console.warn('skipped: ../shared with recordings and samples is missing');

export const badInputs = path.join(shared, 'bad-inputs.json');

/** Every log of the recordings and samples; packed ones are unpacked into `folder`. */
export function sharedLogs(folder: string): readonly string[] {
  const found: string[] = [];
  for (const root of ['realclient', 'samples']) {
    for (const entry of fs.readdirSync(path.join(shared, root), { recursive: true, withFileTypes: true })) {
      const file = path.join(entry.parentPath, entry.name);
      if (!entry.isFile() || entry.name === 'timeline.jsonl' || entry.name === 'history.jsonl') continue;
      if (entry.name.endsWith('.jsonl')) found.push(file);
      else if (entry.name.endsWith('.jsonl.gz')) {
        const unpacked = path.join(folder, `${found.length}-${entry.name.slice(0, -3)}`);
        fs.writeFileSync(unpacked, zlib.gunzipSync(fs.readFileSync(file)));
        found.push(unpacked);
      }
    }
  }
  return found;
}
