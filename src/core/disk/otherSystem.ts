/**
 * Paths that a client on another system wrote: WSL reads what Windows wrote, and the other way. A path of the other
 * system is none of this one, unless the place of the data root proves what it is called here.
 */
import * as path from 'node:path';
import { isInside } from './paths.ts';

const windowsRoot = /^(?:[A-Za-z]:[\\/]|[\\/]{2}[^\\/])/;
/** A drive where WSL mounts it, and how Windows calls what a distribution has. */
const mountedDrive = /^\/mnt\/([a-z])(?=\/|$)/;
const distribution = /^[\\/]{2}wsl(?:\$|\.localhost)[\\/][^\\/]+(?=[\\/]|$)/i;

/** Whose rules an absolute path follows. Two slashes begin a share where the rest has backslashes alone. */
export function rulesOf(file: string): path.PlatformPath {
  if (file.startsWith('/')) return path.posix;
  return windowsRoot.test(file) ? path.win32 : path;
}

/**
 * What `file` is called on this system, by `root`, the data root whose logs name it: `C:\x` is `/mnt/c/x` for a root
 * below `/mnt/c`; `/x` is `\\wsl.localhost\NAME\x`, and `/mnt/c/x` is `C:\x`, for a root in that distribution. A path
 * of this system is itself. `undefined`: the path is another system's, and nothing proves where that would be.
 */
export function localPath(
  file: string,
  root: string,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  if (platform === 'win32') {
    if (rulesOf(file) !== path.posix) return file;
    const share = distribution.exec(root)?.[0];
    if (share === undefined) return undefined;
    const [mount, drive] = mountedDrive.exec(file) ?? [];
    if (mount === undefined || drive === undefined) return path.win32.join(share, file);
    return path.win32.join(`${drive.toUpperCase()}:\\`, file.slice(mount.length));
  }
  if (!windowsRoot.test(file) || file.startsWith('/')) return file;
  const mount = /^[A-Za-z]:/.test(file) ? `/mnt/${file.charAt(0).toLowerCase()}` : undefined;
  if (mount === undefined || platform !== 'linux' || !isInside(root, mount, path.posix)) return undefined;
  return path.posix.join(mount, file.slice(2).replaceAll('\\', '/'));
}
