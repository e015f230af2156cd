/** From src/core/log/scanner/tables.ts: made by `npm run build:wasm`. */
export const SESSION_ID: i32 = 0;
export const SLUG: i32 = 1;
export const CWD: i32 = 2;
export const BRANCH: i32 = 3;
export const TIMESTAMP: i32 = 4;
export const AGENT_ID: i32 = 5;
export const PARENT_TOOL_USE: i32 = 6;
export const TYPE: i32 = 7;
export const DATA_AGENT_ID: i32 = 8;
export const ENTRYPOINT: i32 = 9;
export const FIELD_COUNT = 10;
