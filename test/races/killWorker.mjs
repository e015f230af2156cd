/** Moves all scratch directories of a repository to the bin and back, for ever; a dot for each round that begins. */
import * as fs from 'node:fs';
import { pathToFileURL } from 'node:url';

const [bundle, repository] = process.argv.slice(2);
const core = await import(pathToFileURL(bundle).href);
const rule = { now: Date.now(), maxAgeMs: 'any', isLive: () => false, lastActivity: () => undefined };

for (;;) {
  fs.writeSync(1, '.');
  for (const candidate of core.scratchCandidates([repository])) core.moveToBin(candidate, rule);
  for (const entry of core.listBin([repository])) core.restoreFromBin(entry);
}
