/** From src/core/log/scanner/tables.ts: made by `npm run build:wasm`. */
export const TOLD: usize = 512;
export const OWN_ID: usize = 1024;
export const HASHED: usize = 3328;
export const REPORTS: usize = 94208;
export const INPUT: usize = 225280;
export const FILE_LINES: usize = 1015808;
export const INPUT_SIZE: usize = 655360;
export const DEEPEST_NESTING: i32 = 1048575;
