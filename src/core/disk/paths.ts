/** Questions about absolute paths that their texts alone answer: no disk is looked at, no link is followed. */
import * as path from 'node:path';

/**
 * Whether `file` is `folder` or lies somewhere in it. `.`, `..` and separators at the end do not matter; upper and
 * lower case do where the platform's paths have it so (not on Windows). False when one of them is relative. `rules`:
 * whose paths these are.
 */
export function isInside(file: string, folder: string, rules: path.PlatformPath = path): boolean {
  if (!rules.isAbsolute(file) || !rules.isAbsolute(folder)) return false;
  const relative = rules.relative(folder, file);
  // From one drive to another, Windows has no relative path.
  return relative !== '..' && !relative.startsWith(`..${rules.sep}`) && !rules.isAbsolute(relative);
}

/** Whether `file` lies somewhere in `folder` and is not the folder itself. */
export function isBelow(file: string, folder: string, rules: path.PlatformPath = path): boolean {
  return isInside(file, folder, rules) && rules.relative(folder, file) !== '';
}
