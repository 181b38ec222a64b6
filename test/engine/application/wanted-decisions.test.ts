/** Decisions of which a file names nothing but the id: found among the DMN files of the workspace. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { contextOf } from '../../../engine/application/context.ts';
import { readDiagram, resourcesOf } from '../../../engine/application/diagram-file.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cairn-decisions-'));
  mkdirSync(join(dir, 'rules'));
  writeFileSync(join(dir, 'cairn.json'), '{}');
  writeFileSync(
    join(dir, 'p.bpmn'),
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t"><process id="p" isExecutable="true"><businessRuleTask id="r"><extensionElements><zeebe:calledDecision decisionId="rate" resultVariable="x"/></extensionElements></businessRuleTask></process></definitions>`,
  );
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const dmn = (id: string, text = '1'): string =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n"><decision name="${id}" id="${id}"><literalExpression><text>${text}</text></literalExpression></decision></definitions>`;
const put = (name: string, text: string): void => writeFileSync(join(dir, 'rules', name), text);

async function read() {
  const context = contextOf({ cwd: dir });
  const diagram = await readDiagram(context, 'p.bpmn');
  const [graph] = diagram.processes;
  return {
    problems: diagram.problems.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`),
    resources: graph === undefined ? null : resourcesOf(context, diagram, graph),
  };
}

it('the one file that has it is deployed with the process', async () => {
  put('other.dmn', dmn('other'));
  put('rates.dmn', dmn('rate'));
  expect(await read()).toEqual({ problems: [], resources: { 'rules/*.dmn#rate': dmn('rate') } });
});

it('none has it: a warning that says who can answer', async () => {
  put('other.dmn', dmn('other'));
  expect(await read()).toEqual({
    problems: [expect.stringMatching(/^warning missing-decision: .*decision rate, so that only a stub/) as string],
    resources: {},
  });
});

it('two have it: refused with both names', async () => {
  put('a.dmn', dmn('rate'));
  put('b.dmn', dmn('rate', '2'));
  expect(await read()).toEqual({
    problems: [
      expect.stringMatching(
        /^error ambiguous-decision: .* decision rate is in rules\/a\.dmn and in rules\/b\.dmn\.$/,
      ) as string,
    ],
    resources: null,
  });
});

it('refused when it cannot be evaluated', async () => {
  put('rates.dmn', dmn('rate', '1 +'));
  expect(await read()).toMatchObject({
    problems: [expect.stringMatching(/^error invalid-expression: /) as string],
    resources: null,
  });
});
