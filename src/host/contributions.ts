/** Every ID that `package.json` contributes, once. A test holds the two against each other. */

export const commands = {
  openPlanOfSession: 'sessionScope.openPlanOfSession',
  searchSessions: 'sessionScope.searchSessions',
  openPlan: 'sessionScope.openPlan',
  openPlanPreview: 'sessionScope.openPlanPreview',
  openPlanSource: 'sessionScope.openPlanSource',
  openPlanToSide: 'sessionScope.openPlanToSide',
  openSessionLog: 'sessionScope.openSessionLog',
  openAgentLog: 'sessionScope.openAgentLog',
  openTranscriptAsText: 'sessionScope.openTranscriptAsText',
  openLogRaw: 'sessionScope.openLogRaw',
  goToSpawningCall: 'sessionScope.goToSpawningCall',
  openExtra: 'sessionScope.openExtra',
  compareCheckpoint: 'sessionScope.compareCheckpoint',
  copySessionId: 'sessionScope.copySessionId',
  copyTranscript: 'sessionScope.copyTranscript',
  copyPath: 'sessionScope.copyPath',
  openContainingFolder: 'sessionScope.openContainingFolder',
  newScratchFile: 'sessionScope.newScratchFile',
  moveScratchToBin: 'sessionScope.moveScratchToBin',
  cleanStaleScratch: 'sessionScope.cleanStaleScratch',
  recentlyRemovedScratch: 'sessionScope.recentlyRemovedScratch',
  emptyScratchBin: 'sessionScope.emptyScratchBin',
  refresh: 'sessionScope.refresh',
  rebuildIndex: 'sessionScope.rebuildIndex',
  filter: 'sessionScope.filter',
  clearFilter: 'sessionScope.clearFilter',
  showAllProjects: 'sessionScope.showAllProjects',
  showThisWorkspace: 'sessionScope.showThisWorkspace',
  showMore: 'sessionScope.showMore',
  showLog: 'sessionScope.showLog',
  showDiagnostics: 'sessionScope.showDiagnostics',
} as const;
export type CommandId = (typeof commands)[keyof typeof commands];

export const viewContainer = 'sessionScope';

export const views = {
  sessions: 'sessionScope.sessions',
  unattributed: 'sessionScope.unattributed',
} as const;

export const contextKeys = {
  /** Phase of the index: `indexing`, `ready`, `no-root` or `failed`. */
  phase: 'sessionScope.phase',
  /** Sessions exist, shown or not. */
  hasSessions: 'sessionScope.hasSessions',
  hasUnattributed: 'sessionScope.hasUnattributed',
  allProjects: 'sessionScope.allProjects',
  filtered: 'sessionScope.filtered',
} as const;
export type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];

export const settingsSection = 'sessionScope';

export const settings = {
  dataRoots: 'sessionScope.dataRoots',
  planOpening: 'sessionScope.planOpening',
  showAllProjects: 'sessionScope.showAllProjects',
  showInternalAgents: 'sessionScope.showInternalAgents',
  showBadge: 'sessionScope.showBadge',
  staleAgeDays: 'sessionScope.scratch.staleAgeDays',
  scratchPatterns: 'sessionScope.scratch.patterns',
  binDays: 'sessionScope.scratch.binDays',
  emptyBinAutomatically: 'sessionScope.scratch.emptyBinAutomatically',
} as const;
export type SettingId = (typeof settings)[keyof typeof settings];
