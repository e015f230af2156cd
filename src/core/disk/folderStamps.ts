/**
 * Stamps of folders, so that a folder need not be listed again: no entry is made, removed, renamed or replaced without a new
 * time of change of the folder. That is believed only of file systems of this machine that are known to keep it so, and only
 * of a listing that was made clearly later than the last change before it: a change after it has another time then.
 */
import * as fs from 'node:fs';
import { stampFrom, type FileStamp } from './fileStamp.ts';

/**
 * File systems by the number that Linux gives them: ext2 to ext4, XFS, Btrfs, tmpfs, overlay, F2FS, ZFS and bcachefs. Their
 * times come from the clock that `Date.now` reads. A server has a clock of its own, FUSE whatever its program says, FAT no
 * times for its root; other systems number theirs anew with each start.
 */
const keepingTimes = new Set([
  0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x794c7630, 0xf2f52010, 0x2fc12fc1, 0xca451a4e,
]);

/**
 * Milliseconds between the last change of a folder and a listing that is believed. Times of change are as coarse as the
 * system's tick, up to 10 ms, and a whole second on ext4 with small inodes: within that, two changes have one time.
 */
const clearlyLater = 3_000;

/** The stamps of folders in one look at the disk. */
export class FolderStamps {
  /** Whether a device keeps times of its folders. */
  readonly #devices = new Map<number, boolean>();

  /**
   * The stamp of the folder at `path`, with links followed as a listing follows them. Ask before it is listed. `missing`:
   * nothing is there that can be listed. `undefined`: only a listing tells.
   */
  of(path: string): FileStamp | 'missing' | undefined {
    if (process.platform !== 'linux') return undefined;
    try {
      const stats = fs.statSync(path, { throwIfNoEntry: false });
      if (stats === undefined) return 'missing';
      return stats.isDirectory() && this.#keepsTimes(path, stats.dev) ? stats : undefined;
    } catch {
      return undefined;
    }
  }

  #keepsTimes(path: string, device: number): boolean {
    let keeps = this.#devices.get(device);
    if (keeps === undefined) {
      keeps = keepingTimes.has(fs.statfsSync(path).type);
      this.#devices.set(device, keeps);
    }
    return keeps;
  }
}

/** What is to be kept of a stamp beside a listing that begins now; `undefined`: the listing is too early to be believed later. */
export function stampToKeep(stamp: FileStamp | undefined): FileStamp | undefined {
  if (stamp === undefined || Date.now() - Math.max(stamp.mtimeMs, stamp.ctimeMs) < clearlyLater) return undefined;
  return stampFrom(stamp);
}
