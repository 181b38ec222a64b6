/**
 * Each diagram of this folder, run under the scenario beside it, leaves the trace beside it. After a change that is meant:
 * `CAIRN_TRACES=write npm run test:only -- test/scenarios`, then read the difference line by line.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseJson } from '../../engine/core/json.ts';
import { readBpmn } from '../../engine/model/read-bpmn.ts';
import { scenario } from '../../engine/protocol/scenario.ts';
import { play } from './player.ts';
import { traceOf } from './trace.ts';

const beside = (name: string): URL => new URL(name, import.meta.url);
const names = readdirSync(beside('.'))
  .filter((file) => file.endsWith('.bpmn'))
  .map((file) => file.slice(0, -'.bpmn'.length));
const writes = process.env['CAIRN_TRACES'] === 'write';

test('there are scenarios, each with a trace, and no trace without its diagram', () => {
  expect(names.length).toBeGreaterThan(0);
  const traces = readdirSync(beside('.')).filter((file) => file.endsWith('.trace'));
  expect(traces.map((file) => file.slice(0, -'.trace'.length))).toEqual(names);
});

test.each(names)('%s', async (name) => {
  const { processes, problems } = await readBpmn(readFileSync(beside(`${name}.bpmn`), 'utf8'), `${name}.bpmn`);
  const [graph] = processes;
  if (graph === undefined) throw new Error(problems.map(({ message }) => message).join(' '));
  const graphs = new Map(processes.map((each) => [each.processId, each]));
  const file = beside(`${name}.json`);
  const given = scenario.parse(existsSync(file) ? parseJson(readFileSync(file, 'utf8')) : {});
  const trace = traceOf(play(graph, given, graphs));
  // A second run leaves the same trace: nothing in it hangs on chance.
  expect(traceOf(play(graph, given, graphs))).toBe(trace);
  if (writes) writeFileSync(beside(`${name}.trace`), trace);
  expect(trace).toBe(readFileSync(beside(`${name}.trace`), 'utf8'));
});
