/** docs/workflow-patterns.md promises a run for each pattern that BPMN can express; scenarios.test.ts runs them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const beside = (name: string): URL => new URL(name, import.meta.url);
const rows = readFileSync(beside('../../docs/workflow-patterns.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

test('every pattern from 1 to 20 has a scenario with its trace, or says why there can be none', () => {
  expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  const faults = rows.flatMap(([, number = '', name = '', scenario = '', , note = '']) => {
    const named = /^`(pattern-(\d\d)-[a-z-]+)`$/.exec(scenario);
    if (named === null) return scenario === 'cannot be expressed' && note.length > 40 ? [] : [`${name} says nothing`];
    const missing = ['bpmn', 'trace'].filter((end) => !existsSync(beside(`${named[1]}.${end}`)));
    return Number(named[2]) === Number(number) && missing.length === 0 ? [] : [`${name}: ${scenario}`];
  });
  expect(faults).toEqual([]);
});

test('no pattern scenario is missing from the page', () => {
  const scenarios = readdirSync(beside('.')).filter((file) => /^pattern-.*\.bpmn$/.test(file));
  const listed = rows.map(([, , , scenario = '']) => `${scenario.replaceAll('`', '')}.bpmn`);
  expect(scenarios.filter((file) => !listed.includes(file))).toEqual([]);
});
