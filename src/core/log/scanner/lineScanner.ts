/**
 * JavaScript's side of `src/core/log/scanner/assembly/lineScanner.ts`: one scanner, its memory and its reports. A
 * scanner serves one file at a time; the thread has one (`fileScanner()`), since reading is synchronous.
 */
import { ScannedReport } from './lineReport.ts';
import { lineScannerWasm } from './lineScannerWasm.ts';
import { Address, inputSize, scannedNames } from './tables.ts';

const names = Object.values(scannedNames);

/** Node's own type package does not declare WebAssembly; this much of it is used. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: unknown };
};
interface ScannerExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  begin(offset: number, linesBefore: number): void;
  scan(length: number, offset: number, from: number, options: number): number;
  hash(length: number): number;
  setNames(start: number, end: number): void;
}

/** Counts of the lines read since `begin`. */
export interface LineCounts {
  readonly entries: number;
  readonly foreign: number;
  readonly copied: number;
  readonly sidechain: number;
  /** Smallest and largest time stamp of own entries, in milliseconds since 1970. */
  readonly firstTime: number | undefined;
  readonly lastTime: number | undefined;
  /** Last own entry with the slug reported last; line 0: none. */
  readonly slugLine: number;
  readonly slugOffset: number;
}

export class LineScanner {
  /** Bytes of file that one `scan` takes. */
  readonly capacity = inputSize;
  /** Where the bytes to scan are put. */
  readonly input: Buffer;
  readonly #wasm: ScannerExports;
  readonly #memory: Buffer;
  readonly #view: DataView;
  /** Counts of the last `scan`: f64 from the first byte, u32 from the 32nd. */
  readonly #times: Float64Array;
  readonly #counts: Uint32Array;

  constructor() {
    const module = new WebAssembly.Module(Buffer.from(lineScannerWasm, 'base64'));
    this.#wasm = new WebAssembly.Instance(module, {}).exports as ScannerExports;
    this.#memory = Buffer.from(this.#wasm.memory.buffer);
    this.#view = new DataView(this.#wasm.memory.buffer);
    this.#times = new Float64Array(this.#wasm.memory.buffer, Address.told, 4);
    this.#counts = new Uint32Array(this.#wasm.memory.buffer, Address.told + 32, 9);
    this.input = this.#memory.subarray(Address.input, Address.input + this.capacity);
    const length = this.input.write(names.map((name) => `${name} `).join(''), 'latin1');
    this.#wasm.setNames(Address.input, Address.input + length);
  }

  /** Begins at the start of a line. Entries of `ownId`, and those without a session ID, are the file's own. */
  begin(ownId: string, offset: number, linesBefore: number): void {
    this.#memory.fill(0, Address.ownId, Address.ownId + 40);
    this.#memory.write(ownId, Address.ownId, 'latin1');
    this.#wasm.begin(offset, linesBefore);
  }

  /**
   * Scans the first `length` bytes of `input`, which begin at file offset `offset`, from byte `from` on. Returns how
   * many are done with now, and whether reports cut it short.
   */
  scan(length: number, offset: number, from = 0, options = 0): { consumed: number; more: boolean } {
    const more = this.#wasm.scan(length, offset, from, options) !== 0;
    return { consumed: this.#count(1), more };
  }

  /** Start of the line that has no newline yet. */
  get incompleteStart(): number {
    return this.#times[0] ?? 0;
  }

  /** Complete lines up to now, those before `begin` included. */
  get lines(): number {
    return this.#count(0);
  }

  /** Of the lines scanned since `begin`, as the last `scan` left them. */
  counts(): LineCounts {
    return {
      entries: this.#count(3),
      foreign: this.#count(4),
      copied: this.#count(5),
      sidechain: this.#count(6),
      firstTime: this.#time(2),
      lastTime: this.#time(3),
      slugLine: this.#count(7),
      slugOffset: this.#times[1] ?? 0,
    };
  }

  /** A 32-bit hash (FNV-1a) of the bytes, at most 512 in all. */
  hash(first: Buffer, second: Buffer): number {
    first.copy(this.#memory, Address.hashed);
    second.copy(this.#memory, Address.hashed + first.length);
    return this.#wasm.hash(first.length + second.length) >>> 0;
  }

  /** The lines of the last `scan` with a call that may change a file, or its result: number and offset of each. */
  fileLines(take: (line: number, offset: number) => void): void {
    const end = Address.fileLines + this.#count(8) * 16;
    for (let at: number = Address.fileLines; at < end; at += 16)
      take(this.#view.getUint32(at + 8, true), this.#view.getFloat64(at, true));
  }

  #count(number: number): number {
    return this.#counts[number] ?? 0;
  }

  #time(number: number): number | undefined {
    const time = this.#times[number] ?? NaN;
    return Number.isNaN(time) ? undefined : time;
  }

  /** The reports of the last `scan`. */
  *reports(): Generator<ScannedReport> {
    const count = this.#count(2);
    let at: number = Address.reports;
    for (let i = 0; i < count; i++) {
      const report = new ScannedReport(this.#memory, this.#view, at);
      yield report;
      at = report.next;
    }
  }
}

let scanner: LineScanner | undefined;
let recordScanner: LineScanner | undefined;

/** This thread's scanner for files. */
export function fileScanner(): LineScanner {
  return (scanner ??= new LineScanner());
}

/**
 * This thread's scanner for single records got back from a damaged line, while the file's own is in the middle of it.
 */
export function singleRecordScanner(): LineScanner {
  return (recordScanner ??= new LineScanner());
}
