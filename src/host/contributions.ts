/** Every ID that `package.json` contributes, once. A test compares the two. */

export const commands = {
  openPlanOfSession: 'sessionScope.openPlanOfSession',
  searchSessions: 'sessionScope.searchSessions',
  searchInSessions: 'sessionScope.searchInSessions',
  refreshSearch: 'sessionScope.refreshSearch',
  stopSearch: 'sessionScope.stopSearch',
  clearSearch: 'sessionScope.clearSearch',
  openSearchHit: 'sessionScope.openSearchHit',
  openPlan: 'sessionScope.openPlan',
  openPlanPreview: 'sessionScope.openPlanPreview',
  openPlanSource: 'sessionScope.openPlanSource',
  openPlanToSide: 'sessionScope.openPlanToSide',
  planHistory: 'sessionScope.planHistory',
  compareLoggedPlan: 'sessionScope.compareLoggedPlan',
  compareOriginalPlan: 'sessionScope.compareOriginalPlan',
  comparePlans: 'sessionScope.comparePlans',
  restorePlan: 'sessionScope.restorePlan',
  openSessionLog: 'sessionScope.openSessionLog',
  openAgentLog: 'sessionScope.openAgentLog',
  openTranscriptAsText: 'sessionScope.openTranscriptAsText',
  openLogRaw: 'sessionScope.openLogRaw',
  revealLog: 'sessionScope.revealLog',
  resumeInTerminal: 'sessionScope.resumeInTerminal',
  copyResumeCommand: 'sessionScope.copyResumeCommand',
  goToTerminal: 'sessionScope.goToTerminal',
  goToWaitingSession: 'sessionScope.goToWaitingSession',
  openSessionFolder: 'sessionScope.openSessionFolder',
  exportSession: 'sessionScope.exportSession',
  exportSessions: 'sessionScope.exportSessions',
  openPlanOfTerminal: 'sessionScope.openPlanOfTerminal',
  revealSessionOfTerminal: 'sessionScope.revealSessionOfTerminal',
  revealOwningSession: 'sessionScope.revealOwningSession',
  goToSpawningCall: 'sessionScope.goToSpawningCall',
  openFileChanges: 'sessionScope.openFileChanges',
  viewAllChanges: 'sessionScope.viewAllChanges',
  openChangedFile: 'sessionScope.openChangedFile',
  showCall: 'sessionScope.showCall',
  whichSession: 'sessionScope.whichSession',
  toggleLinesBySession: 'sessionScope.toggleLinesBySession',
  showCallOfLine: 'sessionScope.showCallOfLine',
  revealSession: 'sessionScope.revealSession',
  stageFilesOfSession: 'sessionScope.stageFilesOfSession',
  openExtra: 'sessionScope.openExtra',
  compareCheckpoint: 'sessionScope.compareCheckpoint',
  goToRelatedSession: 'sessionScope.goToRelatedSession',
  copySessionId: 'sessionScope.copySessionId',
  copyTranscript: 'sessionScope.copyTranscript',
  copyPath: 'sessionScope.copyPath',
  copyPaths: 'sessionScope.copyPaths',
  openContainingFolder: 'sessionScope.openContainingFolder',
  newScratchFile: 'sessionScope.newScratchFile',
  moveScratchToBin: 'sessionScope.moveScratchToBin',
  cleanStaleScratch: 'sessionScope.cleanStaleScratch',
  cleanTaskOutputs: 'sessionScope.cleanTaskOutputs',
  recentlyRemovedScratch: 'sessionScope.recentlyRemovedScratch',
  emptyScratchBin: 'sessionScope.emptyScratchBin',
  refresh: 'sessionScope.refresh',
  rebuildIndex: 'sessionScope.rebuildIndex',
  filter: 'sessionScope.filter',
  clearFilter: 'sessionScope.clearFilter',
  groupSessions: 'sessionScope.groupSessions',
  pinSession: 'sessionScope.pinSession',
  unpinSession: 'sessionScope.unpinSession',
  hideSession: 'sessionScope.hideSession',
  unhideSession: 'sessionScope.unhideSession',
  showHidden: 'sessionScope.showHidden',
  stopShowingHidden: 'sessionScope.stopShowingHidden',
  showTimeline: 'sessionScope.showTimeline',
  showAllProjects: 'sessionScope.showAllProjects',
  showThisWorkspace: 'sessionScope.showThisWorkspace',
  showMore: 'sessionScope.showMore',
  chooseDataRoots: 'sessionScope.chooseDataRoots',
  showLog: 'sessionScope.showLog',
  reportForeignEntries: 'sessionScope.reportForeignEntries',
  showDiagnostics: 'sessionScope.showDiagnostics',
  copyDiagnostics: 'sessionScope.copyDiagnostics',
  openWalkthrough: 'sessionScope.openWalkthrough',
} as const;
export type CommandId = (typeof commands)[keyof typeof commands];

/** Second argument of `openSessionLog` when a session's row was clicked. */
export const previewClick = 'preview';

/** Of the one walkthrough, in this extension. */
export const walkthrough = 'session-scope.session-scope#start';

export const viewContainer = 'sessionScope';

export const views = {
  sessions: 'sessionScope.sessions',
  plans: 'sessionScope.plans',
  changedFiles: 'sessionScope.changedFiles',
  searchResults: 'sessionScope.searchResults',
  hosts: 'sessionScope.hosts',
  unattributed: 'sessionScope.unattributed',
} as const;

export const contextKeys = {
  /** Phase of the index: `indexing`, `ready`, `no-root` or `failed`. */
  phase: 'sessionScope.phase',
  /** There are sessions, shown or not. */
  hasSessions: 'sessionScope.hasSessions',
  hasUnattributed: 'sessionScope.hasUnattributed',
  /** Other machines are named in the settings. */
  hasHosts: 'sessionScope.hasHosts',
  /** There are results of a search, or it found nothing. */
  searched: 'sessionScope.searched',
  searching: 'sessionScope.searching',
  /** Beside the lines of the file in front stands which call wrote them. */
  hasLinesBySession: 'sessionScope.hasLinesBySession',
  allProjects: 'sessionScope.allProjects',
  filtered: 'sessionScope.filtered',
  /** Sessions that are hidden as a rule are listed. */
  hiddenShown: 'sessionScope.hiddenShown',
} as const;
export type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];

/**
 * Words of a tree item's `contextValue`, for `viewItem` in the menus' `when` clauses. Each is used in at least one. No
 * word has a hyphen, since the clauses match whole words with `\b`.
 */
export const contextWords = {
  session: 'session',
  hasPlan: 'hasPlan',
  hasLog: 'hasLog',
  /** The registry proves that a session is open. */
  live: 'live',
  notLive: 'notLive',
  /** No session that waits for a person, whose row keeps its width for what it waits for. */
  notWaiting: 'notWaiting',
  pinned: 'pinned',
  notPinned: 'notPinned',
  hiddenByHand: 'hiddenByHand',
  notHidden: 'notHidden',
  /** What sessions stand under; with `folder` where they are those of a folder. */
  heading: 'heading',
  plansGroup: 'plansGroup',
  scratchGroup: 'scratchGroup',
  /** The rows below stand for paths. */
  hasPaths: 'hasPaths',
  plan: 'plan',
  /** A plan's file exists and is a regular file. */
  found: 'found',
  /** No file of a plan is there. */
  missing: 'missing',
  /** A plan's file is not what the session logged last. */
  differs: 'differs',
  /** The client made a plan's file as a copy of another plan. */
  copied: 'copied',
  sessionLog: 'sessionLog',
  agentLog: 'agentLog',
  /** The call that started an agent is recorded. */
  hasCall: 'hasCall',
  /** A scratch directory that can be cleaned, or a group that holds one. */
  erk: 'erk',
  /** The group of files that a session or an agent changed, and its rows. */
  files: 'files',
  changedFile: 'changedFile',
  /** Of the view of changed files: what one session changed, and a file. */
  writerGroup: 'writerGroup',
  writtenFile: 'writtenFile',
  /** A session of another machine. */
  hostSession: 'hostSession',
  extraFile: 'extraFile',
  /** A checkpoint of a file below an opened folder. */
  comparable: 'comparable',
  /** The row stands for a path: that of a file, or that of a folder. */
  file: 'file',
  folder: 'folder',
} as const;
export type ContextWord = (typeof contextWords)[keyof typeof contextWords];

/** A `contextValue` of the words that hold. */
export function contextValue(...words: readonly (ContextWord | false)[]): string {
  return words.filter(Boolean).join(' ');
}

export const settingsSection = 'sessionScope';

export const settings = {
  dataRoots: 'sessionScope.dataRoots',
  hosts: 'sessionScope.hosts',
  planOpening: 'sessionScope.planOpening',
  showAllProjects: 'sessionScope.showAllProjects',
  openTranscriptOnClick: 'sessionScope.openTranscriptOnClick',
  autoReveal: 'sessionScope.autoReveal',
  showInternalAgents: 'sessionScope.showInternalAgents',
  showBadge: 'sessionScope.showBadge',
  waitingNotification: 'sessionScope.waitingNotification',
  showWriters: 'sessionScope.showWriters',
  collisionNotice: 'sessionScope.collisionNotice',
  fileDecorations: 'sessionScope.fileDecorations',
  staleAgeDays: 'sessionScope.scratch.staleAgeDays',
  scratchPatterns: 'sessionScope.scratch.patterns',
  binDays: 'sessionScope.scratch.binDays',
  emptyBinAutomatically: 'sessionScope.scratch.emptyBinAutomatically',
  taskOutputsWarning: 'sessionScope.scratch.taskOutputsWarning',
  terminalCommand: 'sessionScope.terminalCommand',
} as const;
export type SettingId = (typeof settings)[keyof typeof settings];

/** Names that language models see. */
export const languageModelTools = { find: 'session_scope_find', touched: 'session_scope_touched' } as const;

export const mcpServers = { sessions: 'sessionScope.mcp' } as const;
