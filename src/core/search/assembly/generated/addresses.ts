/** From src/core/search/finderMemory.ts: made by `npm run build:wasm`. */
export const NEEDLES: usize = 1024;
export const NEEDLE_SIZE: usize = 256;
export const INPUT: usize = 8192;
export const INPUT_SIZE: usize = 262144;
