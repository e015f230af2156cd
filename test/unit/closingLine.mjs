/**
 * Reporter of the unit tests: says what was skipped and why, and ends as all suites end: `N passed, N failed, N
 * skipped`.
 *
 * @implements {import('vitest/node').Reporter}
 */
export default class ClosingLine {
  /**
   * @param {readonly import('vitest/node').TestModule[]} files
   * @param {readonly unknown[]} errors what was thrown outside of all tests
   */
  onTestRunEnd(files, errors) {
    const tests = files.flatMap((file) => [...file.children.allTests()]);
    const inState = (state) => tests.filter((test) => test.result().state === state);
    const skipped = inState('skipped');
    for (const test of skipped) {
      const { skipped: reason = 'not asked for' } = test.meta();
      console.log(`skipped: ${test.module.relativeModuleId}: ${test.fullName}: ${reason}`);
    }
    // A file that cannot be loaded has no test that could fail.
    const broken = files.filter((file) => file.errors().length > 0).length + errors.length;
    console.log(
      `${inState('passed').length} passed, ${inState('failed').length + broken} failed, ${skipped.length} skipped`,
    );
  }
}
