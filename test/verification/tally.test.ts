import { expect, test } from 'vitest';
import { lastLine, ranAnything, tallyOfTests, total } from '../../build/tally.ts';

const report = (passed: number, failed = 0, pending = 0, todo = 0): string =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: todo,
    success: true,
  });

test('steps and tests are counted together', () => {
  const tests = tallyOfTests(report(10, 2, 1, 3));
  expect(lastLine(total([true, true, false], tests))).toBe('12 passed, 3 failed, 4 skipped');
});

test.each([
  ['no report', undefined],
  ['no test', report(0)],
  ['only skipped tests', report(0, 0, 5)],
])('a run with %s proves nothing', (_title, text) => expect(ranAnything(tallyOfTests(text))).toBe(false));

test('one test is something', () => expect(ranAnything(tallyOfTests(report(1)))).toBe(true));
