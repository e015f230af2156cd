/** What is mutated, and the tests that have to notice. */
export const subjects = {
  parser: {
    mutate: ['src/core/log/{repair,prompts,logPosition,agentLogFacts}.ts'],
    tests: [
      'test/unit/log/{logReader,repair,limits,badInputs,promptsAtEnds}.test.ts',
      'test/unit/agents',
      'test/unit/index/replacedLog.test.ts',
    ],
  },
  attribution: {
    mutate: ['src/core/plans/{planProofs,sessionPlans,planOwners,agentPlans}.ts'],
    tests: ['test/unit/plans', 'test/unit/answers', 'test/unit/index/sessionIndex.test.ts'],
  },
  deletion: {
    mutate: ['src/core/scratch/{bin,binManifest,emptyBin,measure,moveToBin,selectStale}.ts'],
    tests: ['test/unit/scratch'],
  },
  cache: {
    mutate: ['src/core/index/cache/{cacheFile,columns,indexCache,logColumns}.ts'],
    tests: ['test/unit/index/{forgedCache,indexCache}.test.ts'],
  },
  escaping: {
    mutate: ['src/core/text/{singleLine,escapeMarkdown}.ts'],
    tests: ['test/unit/text'],
  },
};
