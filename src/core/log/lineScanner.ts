/**
 * JavaScript's side of `src/wasm/lineScanner.ts`: one scanner, its memory and its reports. A scanner serves one file at a
 * time; the thread has one (`fileScanner()`), since reading is synchronous.
 */
import { lineScannerWasm } from './lineScannerWasm.ts';

/** Keys and entry types, in the order that the compiled side numbers them by (from 1). */
const names = [
  ...['sessionId', 'slug', 'cwd', 'gitBranch', 'timestamp', 'agentId', 'parentToolUseID', 'type'],
  ...['customTitle', 'aiTitle', 'summary', 'planContent', 'relocatedCwd'],
  ...['message', 'attachment', 'toolUseResult', 'data', 'forkedFrom', 'worktreeSession', 'isSidechain', 'parentUuid'],
  ...['plan', 'filePath', 'agent_id', 'outputFile', 'planFilePath', 'scratchpadDirectory', 'name', 'backgroundTaskId'],
  ...['user', 'assistant', 'progress'],
  ...['content', 'prompt', 'totalToolUseCount'],
];
/** Addresses in the scanner's memory. */
const layout = {
  ownId: 1024,
  firstTime: 2048,
  lastTime: 2080,
  keyBuckets: 2176,
  keys: 2304,
  reports: 90112,
  input: 221184,
};
const keyEntry = 24;
const reportHeader = 40;

/** What a report says of a line; several can hold. */
export const LineFlag = {
  damaged: 1 << 0,
  foreign: 1 << 1,
  copied: 1 << 2,
  sidechain: 1 << 3,
  chainStart: 1 << 4,
  changed: 1 << 5,
  title: 1 << 6,
  planPath: 1 << 7,
  planResult: 1 << 8,
  planContent: 1 << 9,
  markdownResult: 1 << 10,
  spawn: 1 << 11,
  agentResult: 1 << 12,
  agentProgress: 1 << 13,
  scratchPath: 1 << 14,
  oddTimestamp: 1 << 15,
  place: 1 << 16,
  prompt: 1 << 17,
  taskNotification: 1 << 18,
  failedResult: 1 << 19,
} as const;

/** Node's own type package does not declare WebAssembly; this much of it is used. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: unknown };
};
interface WasmGlobal {
  value: number;
}

interface ScannerExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly wantPrompt: WasmGlobal;
  readonly stopAtForeign: WasmGlobal;
  readonly consumed: WasmGlobal;
  readonly reports: WasmGlobal;
  readonly entries: WasmGlobal;
  readonly foreignEntries: WasmGlobal;
  readonly copiedEntries: WasmGlobal;
  readonly sidechainEntries: WasmGlobal;
  readonly slugLine: WasmGlobal;
  readonly slugOffset: WasmGlobal;
  begin(offset: number, linesBefore: number): void;
  scan(length: number, offset: number, from: number): number;
  incompleteStart(): number;
  lines(): number;
}

/** One line that can matter. Field texts are `''` when the line has none (or one of more than 4 KB). */
export interface LineReport {
  /** 1-based. */
  readonly line: number;
  readonly flags: number;
  /** Byte offsets of the line in the file, the newline not included. */
  readonly start: number;
  readonly end: number;
  /** Last entry before this one with a slug: line (0: none) and offset. */
  readonly slugLine: number;
  readonly slugOffset: number;
  readonly sessionId: string;
  readonly slug: string;
  readonly cwd: string;
  readonly branch: string;
  readonly timestamp: string;
  readonly agentId: string;
  readonly parentToolUseId: string;
  readonly type: string;
  /** `data.agentId` of a progress record. */
  readonly progressAgentId: string;
}

/** Counts of the lines read since `begin`. */
export interface LineCounts {
  readonly entries: number;
  readonly foreign: number;
  readonly copied: number;
  readonly sidechain: number;
  /** Smallest and largest time stamp of own entries, as written; `''` when there is none. */
  readonly firstTime: string;
  readonly lastTime: string;
  /** Last own entry with the slug reported last; line 0: none. */
  readonly slugLine: number;
  readonly slugOffset: number;
}

export class LineScanner {
  /** Bytes of file that one `scan` takes. */
  readonly capacity = 640 * 1024;
  /** Where the bytes to scan are put. */
  readonly input: Buffer;
  readonly #wasm: ScannerExports;
  readonly #memory: Buffer;

  constructor() {
    const module = new WebAssembly.Module(Buffer.from(lineScannerWasm, 'base64'));
    this.#wasm = new WebAssembly.Instance(module, {}).exports as ScannerExports;
    this.#memory = Buffer.from(this.#wasm.memory.buffer);
    this.input = this.#memory.subarray(layout.input, layout.input + this.capacity);
    this.#writeKeys();
  }

  /** Begins at the start of a line. Entries of `ownId`, and those without a session ID, are the file's own. */
  begin(ownId: string, offset: number, linesBefore: number): void {
    this.#memory.fill(0, layout.ownId, layout.ownId + 40);
    this.#memory.write(ownId, layout.ownId, 'latin1');
    this.#wasm.begin(offset, linesBefore);
  }

  /** While set, `user` entries are reported, each at the end of its `scan`. */
  set wantPrompt(wanted: boolean) {
    this.#wasm.wantPrompt.value = wanted ? 1 : 0;
  }

  /** While set, an entry of another session or a damaged line ends its `scan`. */
  set stopAtForeign(stop: boolean) {
    this.#wasm.stopAtForeign.value = stop ? 1 : 0;
  }

  /**
   * Scans the first `length` bytes of `input`, which begin at file offset `offset`, from byte `from` on. Returns how many
   * are done with now, and whether reports cut it short.
   */
  scan(length: number, offset: number, from = 0): { consumed: number; more: boolean } {
    const more = this.#wasm.scan(length, offset, from) !== 0;
    return { consumed: this.#wasm.consumed.value, more };
  }

  /** Start of the line that has no newline yet. */
  get incompleteStart(): number {
    return this.#wasm.incompleteStart();
  }

  /** Complete lines up to now, those before `begin` included. */
  get lines(): number {
    return this.#wasm.lines();
  }

  counts(): LineCounts {
    const wasm = this.#wasm;
    const time = (at: number) => (this.#memory[at] === 0 ? '' : this.#memory.toString('latin1', at, at + 24));
    return {
      entries: wasm.entries.value,
      foreign: wasm.foreignEntries.value,
      copied: wasm.copiedEntries.value,
      sidechain: wasm.sidechainEntries.value,
      firstTime: time(layout.firstTime),
      lastTime: time(layout.lastTime),
      slugLine: wasm.slugLine.value,
      slugOffset: wasm.slugOffset.value,
    };
  }

  /** The reports of the last `scan`. */
  *reports(): Generator<LineReport> {
    const memory = this.#memory;
    const count = this.#wasm.reports.value;
    let at = layout.reports;
    for (let i = 0; i < count; i++) {
      const header = at;
      at += reportHeader;
      const field = (): string => {
        const length = memory.readUInt32LE(at);
        const from = at + 4;
        at = from + ((length + 3) & ~3);
        return length === 0 ? '' : decodeString(memory, from, from + length);
      };
      yield {
        line: memory.readUInt32LE(header),
        flags: memory.readUInt32LE(header + 4),
        start: memory.readDoubleLE(header + 8),
        end: memory.readDoubleLE(header + 16),
        slugOffset: memory.readDoubleLE(header + 24),
        slugLine: memory.readUInt32LE(header + 32),
        sessionId: field(),
        slug: field(),
        cwd: field(),
        branch: field(),
        timestamp: field(),
        agentId: field(),
        parentToolUseId: field(),
        type: field(),
        progressAgentId: field(),
      };
    }
  }

  /** The table of keys: a bucket for each length, entries of first 8 bytes, last 8 bytes and number. */
  #writeKeys(): void {
    const numbered = names.map((name, i) => ({ name, number: i + 1 })).sort((a, b) => a.name.length - b.name.length);
    for (let length = 0; length < 64; length++) {
      this.#memory[layout.keyBuckets + length] = numbered.filter(({ name }) => name.length < length).length;
    }
    numbered.forEach(({ name, number }, i) => {
      const at = layout.keys + i * keyEntry;
      this.#memory.fill(0, at, at + keyEntry);
      this.#memory.write(name.slice(0, 8), at, 'latin1');
      if (name.length >= 8) this.#memory.write(name.slice(-8), at + 8, 'latin1');
      this.#memory.writeUInt32LE(number, at + 16);
    });
  }
}

/** The text of a JSON string's inside. */
function decodeString(bytes: Buffer, from: number, to: number): string {
  const text = bytes.toString('utf8', from, to);
  if (!text.includes('\\')) return text;
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return '';
  }
}

let scanner: LineScanner | undefined;
let recordScanner: LineScanner | undefined;

/** This thread's scanner for files. */
export function fileScanner(): LineScanner {
  return (scanner ??= new LineScanner());
}

/** This thread's scanner for single records got back from a damaged line, while the file's own is in the middle of it. */
export function singleRecordScanner(): LineScanner {
  return (recordScanner ??= new LineScanner());
}
