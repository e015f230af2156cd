/** Scratch directories on disk, for scenarios that move them about. */
import { existsSync, lstatSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import path from 'node:path';

/** What a directory holds, by relative path: kind, mode and bytes; `undefined` when it is not there. */
export function readDirectory(dir) {
  if (!existsSync(dir)) return undefined;
  const names = readdirSync(dir, { recursive: true }).sort();
  return ['', ...names].map((name) => {
    const file = path.join(dir, name);
    const stat = lstatSync(file);
    const mode = (stat.mode & 0o7777).toString(8);
    return stat.isDirectory() ? `${name}/ ${mode}` : `${name} ${mode} ${readFileSync(file).toString('hex')}`;
  });
}

/** Gives a directory and all it holds the same modification time, from the inside out. */
export function age(dir, time) {
  const entries = readdirSync(dir, { recursive: true }).map((name) => path.join(dir, name));
  for (const entry of [...entries.reverse(), dir]) utimesSync(entry, time / 1000, time / 1000);
}
