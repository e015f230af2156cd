/** Size and age of a whole folder, by one bounded walk that never follows a link nor enters another file system. */
import type { DirectoryHandle, EntryName, OpenProblem } from '../disk/directoryHandle.ts';
import { isMissing } from '../disk/errors.ts';
import { hasMountBelow } from '../disk/mounts.ts';

/** What the walk met that speaks against touching the folder; figures are then lower bounds. */
type MeasureProblem =
  /** Another file system is mounted on it or inside it. */
  | 'mount-point'
  /** More entries or levels than the walk takes. */
  | 'too-large'
  /** Something vanished while it was looked at. */
  | 'changing'
  | OpenProblem;

export interface Measurement {
  readonly problem: MeasureProblem | undefined;
  /** Regular files. */
  readonly files: number;
  /** Sum of the regular files' sizes. */
  readonly bytes: number;
  /**
   * Newest modification time of the folder and of all folders and files in it, milliseconds since 1970. Not of its own
   * alone: appending to a file leaves the folder's time as it was. Links have no say, for making or replacing one
   * changes the time of its folder.
   */
  readonly newest: number;
  /** A `.git`, or what makes a bare repository, stands somewhere inside. */
  readonly hasRepository: boolean;
  readonly dev: string;
  readonly ino: string;
  /** Permission bits. */
  readonly mode: number;
  /** Equal for two walks between which nothing in the folder changed. */
  readonly fingerprint: string;
}

interface MeasureLimits {
  readonly entries: number;
  /** Each level holds one descriptor open. */
  readonly levels: number;
}

const measureLimits: MeasureLimits = { entries: 500_000, levels: 100 };

/** Measures the folder `name` of `parent`. Never throws. */
export function measure(parent: DirectoryHandle, name: EntryName, limits = measureLimits): Measurement {
  const walk = new Walk(parent, limits);
  const problem = walk.run(name);
  return walk.result(problem);
}

interface Level {
  readonly folder: DirectoryHandle;
  readonly inner: Buffer[];
}

class Walk {
  readonly #parent: DirectoryHandle;
  readonly #limits: MeasureLimits;
  readonly #mount: number | undefined;
  #entries = 0;
  #files = 0;
  #bytes = 0n;
  #newest = -(2n ** 63n);
  #sum = 0n;
  #hasRepository = false;
  #root: { dev: bigint; ino: bigint; mode: bigint } | undefined;

  constructor(parent: DirectoryHandle, limits: MeasureLimits) {
    this.#parent = parent;
    this.#limits = limits;
    this.#mount = parent.mountId();
  }

  run(name: EntryName): MeasureProblem | undefined {
    const levels: Level[] = [];
    try {
      let problem = this.#enter(this.#parent, name, levels);
      while (problem === undefined && levels.length > 0) {
        const level = levels[levels.length - 1] as Level;
        const next = level.inner.pop();
        if (next) problem = this.#enter(level.folder, next, levels);
        else levels.pop()?.folder.close();
      }
      // Each folder in it was one when it was listed.
      const isGone = problem === 'missing' || problem === 'symlink' || problem === 'not-a-directory';
      return isGone && this.#root ? 'changing' : problem;
    } catch (error) {
      return isMissing(error) ? 'changing' : 'unreadable';
    } finally {
      for (const { folder } of levels) folder.close();
    }
  }

  result(problem: MeasureProblem | undefined): Measurement {
    const { dev = 0n, ino = 0n, mode = 0n } = this.#root ?? {};
    const counts = [this.#files, this.#entries, this.#bytes, this.#newest, this.#sum];
    return {
      problem,
      files: this.#files,
      bytes: Number(this.#bytes),
      newest: Number(this.#newest / 1_000_000n),
      hasRepository: this.#hasRepository,
      dev: String(dev),
      ino: String(ino),
      mode: Number(mode & 0o7777n),
      fingerprint: [dev, ino, mode, ...counts].join(':'),
    };
  }

  #enter(parent: DirectoryHandle, name: EntryName, levels: Level[]): MeasureProblem | undefined {
    if (levels.length >= this.#limits.levels) return 'too-large';
    const folder = parent.open(name);
    if (typeof folder === 'string') return folder;
    const level: Level = { folder, inner: [] };
    levels.push(level);
    if (folder.dev !== this.#parent.dev || folder.mountId() !== this.#mount) return 'mount-point';
    // A file can be mounted on a file of the same file system: only the table of mounts tells.
    if (levels.length === 1 && hasMountBelow(folder)) return 'mount-point';
    const own = parent.stat(name);
    if (own?.ino !== folder.ino || own.dev !== folder.dev) return 'changing';
    this.#root ??= own;
    this.#count(own);
    return this.#list(level);
  }

  #list({ folder, inner }: Level): MeasureProblem | undefined {
    let repositoryParts = 0;
    for (const { name } of folder.entries()) {
      if (++this.#entries > this.#limits.entries) return 'too-large';
      const stat = folder.stat(name);
      if (!stat) return 'changing';
      const text = name.toString('latin1');
      // Case-insensitive file systems know it in any spelling.
      if (text.toLowerCase() === '.git') this.#hasRepository = true;
      else if (bareRepository.has(text) && ++repositoryParts === bareRepository.size) this.#hasRepository = true;
      if (stat.isDirectory()) inner.push(name);
      else this.#count(stat);
    }
    return undefined;
  }

  #count(stat: NonNullable<ReturnType<DirectoryHandle['stat']>>): void {
    if (stat.isFile()) {
      this.#files++;
      this.#bytes += stat.size;
    }
    if (!stat.isSymbolicLink() && stat.mtimeNs > this.#newest) this.#newest = stat.mtimeNs;
    // A sum, since the order of a listing means nothing; a maximum of change times would miss what happens after a
    // clock was set back.
    this.#sum = BigInt.asUintN(64, this.#sum + (stat.ctimeNs ^ (stat.ino * 0x9e3779b97f4a7c15n)) * 0xff51afd7ed558ccdn);
  }
}

/** The entries by which git recognizes a bare repository. */
const bareRepository = new Set(['HEAD', 'objects', 'refs']);
