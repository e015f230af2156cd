/**
 * What unit tests import of vitest, without the runner around it: Vite's native parts are not on a Windows that is
 * Wine. Suites and expectations are vitest's own. Each test file is a process of its own, as with vitest.
 */
import * as fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import {
  addCustomEqualityTesters,
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  customMatchers,
  getState,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect';
import { getCurrentTest, startTests } from '@vitest/runner';
import { restoreAllMocks, spyOn } from '@vitest/spy';
import { notThereFor } from './notThere.mjs';

export { afterAll, afterEach, beforeAll, beforeEach, describe, it } from '@vitest/runner';

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

export const expect = (value, message) => {
  setState({ assertionCalls: getState(expect).assertionCalls + 1 }, expect);
  const test = getCurrentTest();
  const assertion = chai.expect(value, message);
  return test ? assertion.withTest(test) : assertion;
};
Object.assign(expect, chai.expect, globalThis[ASYMMETRIC_MATCHERS_OBJECT]);
setState({ assertionCalls: 0 }, expect);
expect.getState = () => getState(expect);
expect.setState = (state) => setState(state, expect);
expect.extend = (matchers) => chai.expect.extend(expect, matchers);
expect.addEqualityTesters = addCustomEqualityTesters;
expect.soft = (...args) => expect(...args).withContext({ soft: true });
expect.unreachable = (message) => {
  throw new Error(message ?? 'This is never reached.');
};
expect.extend(customMatchers);
Object.defineProperty(globalThis, GLOBAL_EXPECT, { value: expect, writable: true, configurable: true });

/** Types are held by the compiler. */
export const expectTypeOf = () =>
  new Proxy(() => undefined, { get: () => expectTypeOf(), apply: () => expectTypeOf() });

/** Time is not faked here: tests that ask for that say so by failing. */
export const vi = { spyOn, restoreAllMocks };

/** Runs one test file, which is made of `source`; writes how each of its tests ended to `resultFile`. */
export async function runFile(file, resultFile, source) {
  const runner = {
    config: {
      root: process.cwd(),
      setupFiles: [],
      passWithNoTests: true,
      sequence: { hooks: 'stack', setupFiles: 'list' },
      maxConcurrency: 1,
      // Wine on a machine that is busy takes its time; what hangs, the runner ends.
      testTimeout: 600_000,
      hookTimeout: 300_000,
      retry: 0,
      tags: [],
    },
    onCollected: ([suite]) => skipNotThere(suite, source),
    importFile: () => import(pathToFileURL(file).href),
    onAfterTryTask: (test) => {
      // A soft expectation has failed.
      if (test.result?.errors?.length) test.result.state = 'fail';
    },
  };
  const [suite] = await startTests([file], runner);
  const results = [];
  const errors = [...(suite.result?.errors ?? [])];
  const visit = (task, names) => {
    const name = [...names, task.name];
    if (task.type === 'test') {
      const state = task.result?.state ?? task.mode;
      const errors = (task.result?.errors ?? []).map(textOf);
      results.push({ name: name.join(' > '), state, errors, reason: task.meta.skipped });
      return;
    }
    if (task.result?.errors && task !== suite) errors.push(...task.result.errors);
    for (const one of task.tasks) visit(one, name);
  };
  for (const one of suite.tasks) visit(one, []);
  fs.writeFileSync(resultFile, JSON.stringify({ results, errors: errors.map(textOf) }));
}

/** `name`: of the suite, as in the report. */
function skipNotThere(suite, name) {
  for (const task of suite.tasks) {
    const named = `${name}${suite.type === 'suite' && suite.file === suite ? ': ' : ' > '}${task.name}`;
    const reason = notThereFor(named);
    if (task.type === 'suite') skipNotThere(task, named);
    else if (reason !== undefined && task.mode === 'run') {
      task.mode = 'skip';
      task.meta.skipped = reason;
    }
  }
}

function textOf({ message, stack, diff }) {
  return [message, diff ?? '', (stack ?? '').split('\n').slice(0, 8).join('\n')].join('\n');
}
