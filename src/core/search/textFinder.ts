/** JavaScript's side of `assembly/textFinder.ts`: the window of a file that is looked through. */
import { memory } from './finderMemory.ts';
import type { Needle } from './needles.ts';
import { textFinderWasm } from './textFinderWasm.ts';

/** Node's own type package does not declare WebAssembly; this much of it is used. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: unknown };
};
interface FinderExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  find(needle: number, length: number, first: number, second: number, from: number, end: number): number;
}

/** Where a needle stands in the window. */
export interface Match {
  readonly start: number;
  readonly end: number;
}

interface PlacedNeedle {
  readonly length: number;
  /** Which two of its bytes are compared first. */
  readonly first: number;
  readonly second: number;
  /** The last place found; -1: none from there on. */
  found: number;
}

let module: object | undefined;

/** One search has one: its window is good until it is filled again. */
export class TextFinder {
  /** Where the bytes to look through are put. */
  readonly input: Buffer;
  /** Bytes of the longest needle. */
  readonly longest: number;
  readonly #wasm: FinderExports;
  readonly #needles: readonly PlacedNeedle[];
  #length = 0;

  constructor(needles: readonly Needle[]) {
    module ??= new WebAssembly.Module(Buffer.from(textFinderWasm, 'base64'));
    this.#wasm = new WebAssembly.Instance(module, {}).exports as FinderExports;
    const bytes = Buffer.from(this.#wasm.memory.buffer);
    this.input = bytes.subarray(memory.input, memory.input + memory.inputSize);
    this.#needles = needles.map((needle, number) => {
      const at = memory.needles + number * 2 * memory.needleSize;
      needle.bytes.copy(bytes, at);
      needle.masks.copy(bytes, at + memory.needleSize);
      const [first = 0, second = first] = rarestFirst(needle.bytes);
      return { length: needle.bytes.length, first, second, found: -1 };
    });
    this.longest = Math.max(1, ...this.#needles.map(({ length }) => length));
  }

  /** The window has `length` bytes now. */
  begin(length: number): void {
    this.#length = length;
    for (const needle of this.#needles) needle.found = this.#find(needle, 0);
  }

  /** The first place from `from` on where a needle stands, and where it ends; without needles, `from` itself. */
  next(from: number): Match | undefined {
    if (this.#needles.length === 0) return from < this.#length ? { start: from, end: from } : undefined;
    let best: PlacedNeedle | undefined;
    for (const needle of this.#needles) {
      if (needle.found !== -1 && needle.found < from) needle.found = this.#find(needle, from);
      if (needle.found !== -1 && (best === undefined || needle.found < best.found)) best = needle;
    }
    return best && { start: best.found, end: best.found + best.length };
  }

  #find(needle: PlacedNeedle, from: number): number {
    const { length, first, second } = needle;
    return this.#wasm.find(this.#needles.indexOf(needle), length, first, second, from, this.#length);
  }
}

/** Bytes of logs, the most frequent first. */
const frequent = Buffer.from(' "etaoinsrl\\dcupm-0124358679/:.,fghbyw_vkxjqz');

/** Places in a needle, that of its rarest byte first. */
function rarestFirst(bytes: Buffer): number[] {
  const rank = (at: number): number => {
    const index = frequent.indexOf(bytes[at] ?? 0);
    return index === -1 ? frequent.length : index;
  };
  return [...bytes.keys()].sort((a, b) => rank(b) - rank(a));
}
