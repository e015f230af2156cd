/** Writes a zip file entry by entry: what is compressed streams through, and nothing is held whole. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { randomBytes } from './crypto.ts';
import { once } from 'node:events';
import { Readable, type PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile as Yazl } from 'yazl';
import { errorCode } from './errors.ts';
import { lazyRegExp } from '../text/lazyRegExp.ts';
import { openRegularFile, type FileFailure } from './openRegularFile.ts';

export interface ZipTarget {
  readonly path: string;
  /** Whether a file that is there is replaced; else the writing fails with `EEXIST`. */
  readonly replace: boolean;
}

/** Names that one zip file has so far; on some systems `a` and `A` are one file. */
export class ZipNames {
  readonly #taken = new Set<string>();

  /** A name that no program that unpacks it takes for another place, and that no other entry has. */
  unique(parts: readonly string[]): string {
    const name = parts.map(safePart).join('/');
    const { dir, name: stem, ext } = path.posix.parse(name);
    let found = name;
    for (let i = 2; this.#taken.has(found.toLowerCase()); i++) found = path.posix.join(dir, `${stem}~${i}${ext}`);
    this.#taken.add(found.toLowerCase());
    return found;
  }
}

const longestPart = 120;
const unsafe = lazyRegExp(String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\\/:*?"<>|]`, 'gu');

function safePart(part: string): string {
  const plain = part.replaceAll(unsafe(), '_').slice(0, longestPart);
  // Windows drops dots and blanks at the end of a name, and has devices of these names in every folder.
  const kept = plain.replace(/[. ]+$/, '_').replace(/^(?=(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))/i, '_');
  return kept === '' ? '_' : kept;
}

/** What the writer has of each entry; the types do not tell of it. */
type WithEntries = Yazl & { readonly entries: object[] };

/**
 * The last entry has to be a text: only when the next one begins can one be taken out again that could not be read to
 * its end.
 */
export class ZipWriter {
  readonly #zip = new Yazl() as WithEntries;
  /** Entries that are not to be in the list: they end where reading them failed. */
  readonly #broken = new Set<object>();
  readonly #written: Promise<void>;
  /** Where it is written until it is whole. */
  readonly #place: string;
  readonly #target: ZipTarget;
  /** Why nothing more can be written. */
  #failure: Error | undefined;
  /** What is being read. */
  #source: Readable | undefined;

  /** The folder of the target has to be there. The file can be read by the user alone: logs hold secrets. */
  constructor(target: ZipTarget, signal?: AbortSignal) {
    this.#target = target;
    this.#place = target.replace ? `${target.path}.${randomBytes(6).toString('hex')}` : target.path;
    const file = fs.createWriteStream(this.#place, { flags: 'wx', mode: 0o600 });
    this.#zip.on('error', (error: Error) => this.#output.destroy(error));
    this.#written = pipeline(this.#output, file, { signal });
    this.#written.catch((error: unknown) => {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      this.#source?.destroy(this.#failure);
    });
  }

  /**
   * A file as it is now, up to the length that it has when it is opened: a log may grow meanwhile. Returns its bytes,
   * or why it is not in the zip file: also one that could be opened and then not be read. A link is not followed.
   * Rejects when the zip file cannot be written.
   */
  async addFile(name: string, file: string): Promise<number | FileFailure> {
    const opened = openRegularFile(file);
    if (opened.state !== 'open') return opened.state;
    const { fd, stats } = opened;
    const stream = fs.createReadStream('', { fd, start: 0, end: Math.max(stats.size - 1, 0) });
    const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
    let next: IteratorResult<Buffer, undefined>;
    try {
      // Most of what cannot be read says so at once, and then nothing of it is written.
      next = await chunks.next();
    } catch {
      return 'unreadable';
    }
    let isWhole = false;
    const readable = async function* (): AsyncGenerator<Buffer> {
      try {
        for (; next.done !== true; next = await chunks.next()) yield next.value;
        isWhole = true;
      } catch {
        // An error would end the whole zip file.
      }
    };
    try {
      const entry = await this.#add(name, Readable.from(readable()), stats.mtime);
      if (isWhole) return stream.bytesRead;
      if (entry !== undefined) this.#broken.add(entry);
      return 'unreadable';
    } finally {
      stream.destroy();
    }
  }

  async addText(name: string, text: string): Promise<void> {
    await this.#add(name, Readable.from([Buffer.from(text)]), undefined);
  }

  /** Writes the list of entries, and gives the file its name. */
  async close(): Promise<void> {
    this.#zip.end();
    await this.#written;
    if (this.#place !== this.#target.path) fs.renameSync(this.#place, this.#target.path);
  }

  /** Removes what was written. */
  async discard(): Promise<void> {
    this.#output.destroy();
    await this.#written.catch(() => undefined);
    // What stood there before is not this one's.
    if (errorCode(this.#failure) === 'EEXIST') return;
    fs.rmSync(this.#place, { force: true });
  }

  get #output(): PassThrough {
    return this.#zip.outputStream as PassThrough;
  }

  async #add(name: string, source: Readable, mtime: Date | undefined): Promise<object | undefined> {
    if (this.#failure !== undefined) {
      source.destroy();
      throw this.#failure;
    }
    this.#source = source;
    const closed = once(source, 'close');
    this.#zip.addReadStreamLazy(name, { mtime, mode: 0o100600 }, (begin) => {
      this.#takeOutBroken();
      begin(undefined, source);
    });
    const entry = this.#zip.entries.at(-1);
    await closed;
    return entry;
  }

  /** What was written of them stays where it is, and no list names it. */
  #takeOutBroken(): void {
    for (const entry of this.#broken) this.#zip.entries.splice(this.#zip.entries.indexOf(entry), 1);
    this.#broken.clear();
  }
}
