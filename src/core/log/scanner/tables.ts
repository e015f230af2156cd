/**
 * What both sides of the scanner must agree on. JavaScript imports this file; `npm run build:wasm` writes the constants
 * of the compiled side (`assembly/generated/`) from it, and a unit test compares the two.
 */

/** What a report says of a line; several can hold. `planPath` is `PLAN_PATH` in AssemblyScript, and so on. */
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
  otherProcess: 1 << 20,
} as const;

/** Options of one `scan`. */
export const ScanOption = {
  /** `user` entries are reported, and each ends its `scan`: for as long as the first prompt is not found. */
  wantPrompt: 1 << 0,
  /**
   * An entry of another session or a damaged line ends the `scan`: flat agent logs hold entries of several sessions.
   */
  stopAtForeign: 1 << 1,
} as const;

/** Fields of a report, by their order in it. */
export const ReportField = {
  sessionId: 0,
  slug: 1,
  cwd: 2,
  branch: 3,
  timestamp: 4,
  agentId: 5,
  parentToolUse: 6,
  type: 7,
  /** `data.agentId` of a progress record. */
  dataAgentId: 8,
  entrypoint: 9,
} as const;

/**
 * Keys and entry types that matter, by the constant that stands for them in AssemblyScript. The scanner numbers them
 * from 1 in this order: those of the envelope come first, and types of the conversation stand together.
 */
export const scannedNames = {
  KEY_SESSION_ID: 'sessionId',
  KEY_SLUG: 'slug',
  KEY_CWD: 'cwd',
  KEY_BRANCH: 'gitBranch',
  KEY_ENTRYPOINT: 'entrypoint',
  KEY_TIMESTAMP: 'timestamp',
  KEY_AGENT_ID: 'agentId',
  KEY_PARENT_TOOL_USE: 'parentToolUseID',
  KEY_TYPE: 'type',
  KEY_CUSTOM_TITLE: 'customTitle',
  KEY_AI_TITLE: 'aiTitle',
  KEY_SUMMARY: 'summary',
  KEY_PLAN_CONTENT: 'planContent',
  KEY_RELOCATED_CWD: 'relocatedCwd',
  KEY_MESSAGE: 'message',
  KEY_ATTACHMENT: 'attachment',
  KEY_TOOL_USE_RESULT: 'toolUseResult',
  KEY_DATA: 'data',
  KEY_FORKED_FROM: 'forkedFrom',
  KEY_WORKTREE_SESSION: 'worktreeSession',
  KEY_IS_SIDECHAIN: 'isSidechain',
  KEY_PARENT_UUID: 'parentUuid',
  KEY_PLAN: 'plan',
  KEY_FILE_PATH: 'filePath',
  KEY_TEAM_AGENT_ID: 'agent_id',
  KEY_OUTPUT_FILE: 'outputFile',
  KEY_PLAN_FILE_PATH: 'planFilePath',
  KEY_SCRATCHPAD: 'scratchpadDirectory',
  KEY_NAME: 'name',
  KEY_BACKGROUND_TASK: 'backgroundTaskId',
  TYPE_USER: 'user',
  TYPE_ASSISTANT: 'assistant',
  TYPE_PROGRESS: 'progress',
  KEY_CONTENT: 'content',
  KEY_QUEUED_PROMPT: 'prompt',
  KEY_TOTAL_TOOL_USE: 'totalToolUseCount',
  KEY_USER_TYPE: 'userType',
  KEY_NOTEBOOK_PATH: 'notebook_path',
  KEY_TOOL_USE_ID: 'tool_use_id',
  KEY_PROCESS_SESSION: 'session_id',
  KEY_BRIDGE_SESSION: 'bridgeSessionId',
  KEY_REMOTE_SESSION: 'remoteSessionId',
} as const;

/** Addresses in the scanner's memory that both sides read or write; `assembly/memory.ts` has the others. */
export const Address = {
  /** What a call says of the file: f64 and u32, in the order of `tell`. */
  told: 512,
  ownId: 1024,
  /** Bytes to be hashed, at most 512. */
  hashed: 3328,
  reports: 94208,
  /** The bytes of the file that one `scan` takes. */
  input: 225280,
  /** The lines of one `scan` that speak of files: offset (f64), number (u32), 4 bytes unused. Behind all the rest. */
  fileLines: 1015808,
} as const;

/** Bytes that the input has room for. */
export const inputSize = 640 * 1024;

/** Bytes of a report before its fields. */
export const reportHeader = 40;

/** Objects and arrays within each other; a line that is deeper is damaged. */
export const deepestNesting = 1_048_575;
