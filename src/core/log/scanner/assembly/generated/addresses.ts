/** From src/core/log/scanner/tables.ts: made by `npm run build:wasm`. */
export const TOLD: usize = 512;
export const OWN_ID: usize = 1024;
export const HASHED: usize = 3328;
export const REPORTS: usize = 90112;
export const INPUT: usize = 221184;
export const FILE_LINES: usize = 1011712;
export const INPUT_SIZE: usize = 655360;
export const DEEPEST_NESTING: i32 = 1048575;
