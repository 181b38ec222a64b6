import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BadRequest } from '../../../engine/application/failure.ts';
import { judge, readScenario } from '../../../engine/application/scenario.ts';
import { Temporal, type Variables } from '../../../engine/core/value.ts';
import { evaluate } from '../../../engine/expressions/evaluate.ts';
import type { Expectation } from '../../../engine/protocol/scenario.ts';
import type { ResultDocument } from '../../../engine/protocol/views.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cairn-scenario-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function refusal(text: string | null): readonly string[] {
  if (text !== null) writeFileSync(join(dir, 's.json'), text);
  try {
    readScenario('s.json', dir);
  } catch (error) {
    if (error instanceof BadRequest) return error.lines;
    throw error;
  }
  return [];
}

describe('a scenario file', () => {
  it('is read with its numbers as they are', () => {
    writeFileSync(join(dir, 's.json'), '{ "variables": { "big": 12345678901234567890, "small": 1 } }');
    expect(readScenario('s.json', dir).variables).toEqual({ big: 12345678901234567890n, small: 1 });
  });

  it.each([
    [null, /^s\.json: cannot be read: ENOENT/],
    ['{ "variables": ', /^s\.json: .*JSON/],
    ['[]', /^s\.json: /],
    ['{ "serices": {} }', /^s\.json: serices: there is no such field$/],
    ['{ "services": { "charge": [{ "answer": 1 }] } }', /^s\.json: services\.charge\[0\]: is none of/],
    ['{ "messages": [{ "name": "paid", "when": { "at": "soon" } }] }', /^s\.json: messages\[0\]\.when.*: is n/],
  ])('is refused by file and field: %s', (text, message) => {
    expect(refusal(text)).toEqual([expect.stringMatching(message)]);
  });
});

const execution = (element: string, instance: string, outcome: 'completed' | 'interrupted' = 'completed') => ({
  element,
  type: 'bpmn:Task',
  instance,
  attempt: 1,
  outcome,
  startedAt: '2026-01-01T00:00:00.000Z',
  endedAt: '2026-01-01T00:00:00.000Z',
});

const document: ResultDocument = {
  job: { id: 'j', extId: 'j', lineage: 'l', status: 'completed', held: false, definition: { key: 'p', version: 1 } },
  variables: {},
  system: { id: 'j', _extid: 'j', messageid: null },
  tokens: [],
  executions: [execution('a', 'a1'), execution('a', 'a2'), execution('b', 'b1'), execution('c', 'c1', 'interrupted')],
  checkpoints: [],
  incidents: [],
  error: null,
  waiting: [],
  correlation: [],
  scopes: [],
  parent: null,
  origin: null,
  called: [],
};
const variables: Variables = {
  total: 3,
  big: 12345678901234567890n,
  due: new Temporal('date', '2026-02-01'),
  order: { b: 1, a: [1, 2] },
};
const failures = (expected: Expectation): readonly string[] =>
  judge(expected, document, variables, evaluate, 0).failures;

describe('what a scenario expects', () => {
  it('is met by a subset of variables, whatever the order of their names', () => {
    expect(
      failures({
        status: 'completed',
        variables: { order: { a: [1, 2], b: 1 }, due: '2026-02-01', big: 12345678901234567890n },
      }),
    ).toEqual([]);
    expect(judge({}, document, variables, evaluate, 0)).toEqual({ met: true, failures: [] });
  });

  it.each<[Expectation, string]>([
    [{ status: 'failed' }, 'status: expected failed, is completed'],
    [{ variables: { total: 4 } }, 'variables.total: expected 4, is 3'],
    [{ variables: { other: null } }, 'variables.other: expected null, is not there'],
    [{ variables: { order: { a: [1, 2] } } }, 'variables.order: expected {"a":[1,2]}, is {"b":1,"a":[1,2]}'],
    [{ executed: ['b', 'b'] }, 'executed: expected b 2 times, completed 1 times'],
    [{ executed: ['c'] }, 'executed: expected c 1 times, completed 0 times'],
    [{ invariants: ['total > 3'] }, 'invariant total > 3: is false'],
    [{ invariants: ['total'] }, 'invariant total: is 3'],
  ])('%j is not met', (expected, failure) => expect(failures(expected)).toEqual([failure]));

  it('elements count in any order, as often as they are listed', () => {
    expect(failures({ executed: ['b', 'a', 'a'] })).toEqual([]);
  });

  it('an invariant that cannot be evaluated is not met', () => {
    expect(failures({ invariants: ['total >', 'total = 3'] })).toHaveLength(1);
  });
});
