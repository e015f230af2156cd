/** Files and folders that somebody asks for, and whether a logged path is one of them, by either spelling. */
import * as path from 'node:path';
import { isInside } from '../disk/paths.ts';
import { samePlaces } from '../disk/samePlaces.ts';
import { rulesOf } from '../disk/otherSystem.ts';
import { pathKey, targetPath } from './targetPath.ts';

/**
 * Whether a path that a log names is one of `asked` (absolute), or lies in one. Looks at the disk for links on the way.
 */
export function askedPaths(asked: readonly string[]): (target: string) => boolean {
  const places = samePlaces();
  const reals = [...new Set(asked.flatMap((one) => [places.realOf(one), places.realOf(one, true)]))];
  const spellings = [...new Set([...asked, ...reals].map((one) => pathKey(targetPath(one, undefined) ?? one)))];
  const exact = new Set(spellings);
  const names = new Set(spellings.map((one) => nameOf(one)));
  const folders = new Map<string, boolean>();
  return (target) => {
    const key = pathKey(target);
    const rules = rulesOf(key);
    if (hasFolderOf(key, rules, exact)) return true;
    if (rules !== path) return rules === path.posix && path.sep === '/' && isElsewhere(target);
    return isElsewhere(target);
  };

  function isElsewhere(target: string): boolean {
    const folder = path.dirname(target);
    let isIn = folders.get(folder);
    if (isIn === undefined) {
      const real = places.realOf(folder, true);
      folders.set(folder, (isIn = real !== folder && reals.some((one) => isInside(real, one))));
    }
    return isIn || (names.has(nameOf(pathKey(target))) && reals.includes(places.realOf(target, true)));
  }
}

/** Whether the path or one of the folders that it lies in is among `paths`. */
function hasFolderOf(key: string, rules: path.PlatformPath, paths: ReadonlySet<string>): boolean {
  for (let at = key; ;) {
    if (paths.has(at)) return true;
    const above = rules.dirname(at);
    if (above === at) return false;
    at = above;
  }
}

function nameOf(key: string): string {
  return rulesOf(key).basename(key).toLowerCase();
}
