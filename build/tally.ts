/** Counts what the gate saw: every step is one check, and every test is one. */

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The fields read of the test runner's JSON report. */
interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

const nothing: Tally = { passed: 0, failed: 0, skipped: 0 };

/** @param text the report, or undefined when the runner wrote none */
export function tallyOfTests(text: string | undefined): Tally {
  if (text === undefined) return nothing;
  const report = JSON.parse(text) as TestReport;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Tests that did not run prove nothing: a run without a single pass is no success, whatever its exit code. */
export const ranAnything = ({ passed }: Tally): boolean => passed > 0;

export function total(steps: readonly boolean[], tests: Tally): Tally {
  const passedSteps = steps.filter(Boolean).length;
  return {
    passed: passedSteps + tests.passed,
    failed: steps.length - passedSteps + tests.failed,
    skipped: tests.skipped,
  };
}

export const lastLine = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;
