import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluateFeel } from '../../../engine/expressions/feel.ts';
import type { ProcessGraph } from '../../../engine/model/graph/process.ts';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { missingVariables } from '../../../renderer/runs/missing-variables.ts';

let graph: ProcessGraph;
beforeAll(async () => {
  const path = new URL('../../../samples/processes/loan-approval.bpmn', import.meta.url);
  const { processes } = await readBpmn(readFileSync(path, 'utf8'), 'loan-approval.bpmn');
  graph = processes[0]!;
});

const feelFailure = (text: string): string => {
  const answer = evaluateFeel(text, {}, { now: 0, seed: 1 });
  return answer.ok ? 'it did not fail' : answer.message;
};
const given = ['applicant', 'amount', 'months', 'income', 'identityChecked'];
const at = (element: string | null, message: string, known: readonly string[] = given): readonly string[] =>
  missingVariables(graph, { element, message }, new Set(known));

describe('the variables that an incident lacks', () => {
  it('are the one that the message of a script or of FEEL names', () => {
    expect(at('assess-risk', "the script of assess-risk failed: ReferenceError: 'docs' is not defined")).toEqual([
      'docs',
    ]);
    expect(at('assess-risk', 'the script of assess-risk failed: ReferenceError: docs is not defined')).toEqual([
      'docs',
    ]);
    expect(at(null, `assess-risk: the condition: ${feelFailure('docs.name != 1')}`)).toEqual(['docs']);
  });

  it('are all that the element reads and nobody has set, where something is not there without a name', () => {
    const message = "the script of assess-risk failed: TypeError: cannot read property 'pages' of undefined";
    expect(at('assess-risk', message)).toEqual(['documents']);
    expect(at('assess-risk', message, [...given, 'documents'])).toEqual([]);
  });

  it('are none where it failed for another reason, is set by now, or is not known', () => {
    // No value makes a function.
    expect(at(null, `assess-risk: the condition: ${feelFailure('abc(1) > 2')}`)).toEqual([]);
    expect(at('assess-risk', 'the script of assess-risk did not end within 5000 ms')).toEqual([]);
    expect(at('assess-risk', "ReferenceError: 'income' is not defined")).toEqual([]);
    expect(at('elsewhere', 'no way out of elsewhere: no condition is true')).toEqual([]);
    expect(missingVariables(null, { element: 'assess-risk', message: 'its key is null' }, new Set())).toEqual([]);
  });
});
