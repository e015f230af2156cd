/** Addresses in the memory of `assembly/textFinder.ts`, whose constants `npm run build:wasm` makes of this table. */
export const memory = {
  /** Bytes, then masks, of each needle. */
  needles: 1024,
  /** The longest needle. */
  needleSize: 256,
  input: 8192,
  inputSize: 256 * 1024,
} as const;
