/**
 * What is mutated, and the tests that have to notice: small ones that call it. Each mutant runs all that reach it, so
 * none may start processes by the hundred, or walk all recordings.
 */
export const subjects = {
  parser: {
    mutate: ['src/core/log/{jsonBytes,repair,prompts,logPosition,agentLogFacts}.ts'],
    tests: ['test/unit/log/{agentLogFacts,jsonBytes,logPosition,prompts,repair,repairScan}.test.ts'],
  },
  attribution: {
    mutate: ['src/core/plans/{planProofs,sessionPlans,planOwners,agentPlans}.ts'],
    tests: ['test/unit/plans/{agentPlans,lastProof,planOwners,planProofs,plans,sessionPlans}.test.ts'],
  },
  deletion: {
    mutate: [
      'src/core/scratch/{bin,binManifest,emptyBin,expiredEntries,measure,moveToBin,restoreFromBin,selectStale,staleAge}.ts',
    ],
    tests: ['test/unit/scratch/{bin,binListing,binManifest,binRefusals,measure,selectStale,staleAge}.test.ts'],
  },
  outputs: {
    mutate: ['src/core/scratch/{outputBin,outputCandidates}.ts'],
    tests: ['test/unit/scratch/{outputBin,outputBinListing,outputCandidates,taskOutputs}.test.ts'],
  },
  cache: {
    mutate: ['src/core/index/cache/{cacheFile,columns,indexCache,logColumns}.ts'],
    tests: ['test/unit/index/{cacheFile,columns,forgedCache,forgedColumns,indexCache,packedLogs}.test.ts'],
  },
  escaping: {
    mutate: ['src/core/text/{singleLine,escapeMarkdown,visibleText}.ts', 'src/host/surfaces.ts'],
    tests: ['test/unit/text/{singleLine,escapeMarkdown,visibleText}.test.ts', 'test/unit/host/surfaces.test.ts'],
  },
};
