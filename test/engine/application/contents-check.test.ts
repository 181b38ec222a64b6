import { expect, test } from 'vitest';
import { checkContents } from '../../../engine/application/contents-check.ts';
import { callsElsewhere, evaluate, scriptUsesElsewhere } from '../../../engine/expressions/evaluate.ts';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { around } from '../model/bpmn-text.ts';

const MOMENT = { now: 0, seed: 1 };

test.each(['in', 'return', 'between', 'order lines', 'order-lines', 'toString'])(
  'the collection of a multi-instance is a reference to a data input, even to one named %s',
  async (name) => {
    const { processes } = await readBpmn(
      around(`<task id="it"><ioSpecification><dataInput id="d" name="${name}" isCollection="true"/><inputSet><dataInputRefs>d</dataInputRefs></inputSet><outputSet/></ioSpecification>
        <multiInstanceLoopCharacteristics><loopDataInputRef>d</loopDataInputRef></multiInstanceLoopCharacteristics></task>`),
      'f.bpmn',
    );
    const [graph] = processes;
    const node = graph?.nodes.get('it');
    if (graph === undefined || node?.type !== 'bpmn:Task' || node.loop?.kind !== 'multi-instance')
      throw new Error('the file is not read as it should be');
    expect(await checkContents(graph, 'f.bpmn', () => [])).toEqual([]);
    const { collection } = node.loop;
    if (collection === null) throw new Error('there is no collection');
    expect(evaluate(collection, { [name]: [1, 2] }, MOMENT)).toEqual({ ok: true, value: [1, 2] });
    expect(evaluate(collection, {}, MOMENT)).toEqual({ ok: true, value: null });
  },
);

test.each([
  [
    'unreadable-expression',
    '8.4.6',
    '<task id="it"><standardLoopCharacteristics><loopCondition>1 +</loopCondition></standardLoopCharacteristics></task>',
  ],
  [
    'unreadable-script',
    '10.3.3',
    '<scriptTask id="it" scriptFormat="javascript"><script>let x = (</script></scriptTask>',
  ],
])('%s names the section of BPMN: %s', async (rule, section, content) => {
  const { processes } = await readBpmn(around(content), 'f.bpmn');
  const [graph] = processes;
  if (graph === undefined) throw new Error('the file is not read as it should be');
  const problems = await checkContents(graph, 'f.bpmn', () => []);
  expect(problems).toMatchObject([{ severity: 'error', rule, element: 'it' }]);
  expect(problems[0]?.message).toContain(`(BPMN 2.0.2, ${section})`);
});

test.each([
  ['${now().isAfter(x)}', 'now(…).isAfter(…)'],
  ['${x > 1 && bean.check(x)}', 'bean.check(…)'],
  ['${a.get(f())}', 'f(…)'],
  ['${execution.getProcessInstanceId() == x}', 'execution.getProcessInstanceId(…)'],
])('a call of another engine’s code is named, not refused: %s', async (text, call) => {
  const escaped = text.replaceAll('&', '&amp;');
  const condition = `<conditionExpression xsi:type="tFormalExpression">${escaped}</conditionExpression>`;
  const { processes } = await readBpmn(
    around(`<exclusiveGateway id="it" default="d"/><endEvent id="z"/><sequenceFlow id="d" sourceRef="it" targetRef="z"/>
      <endEvent id="y"/><sequenceFlow id="c" sourceRef="it" targetRef="y">${condition}</sequenceFlow>`),
    'f.bpmn',
  );
  const [graph] = processes;
  if (graph === undefined) throw new Error('the file is not read as it should be');
  expect(await checkContents(graph, 'f.bpmn', () => [])).toEqual([
    {
      severity: 'warning',
      file: 'f.bpmn',
      element: 'c',
      rule: 'code-elsewhere',
      message: `c (bpmn:SequenceFlow): ${call} in "${text}" is another engine's code, which is not here: a token that needs it stops with an incident.`,
    },
  ]);
});

test.each([
  ["bpmn:getDataObject('a'", 'character 23: ) is missing'],
  ["getDataObject('a')", "it needs the prefix of BPMN's namespace, as in bpmn:getDataObject()"],
  ["bpmn:getProcessInstanceAttribute('state')", 'asks for what expressions cannot see here'],
])('an expression in XPath is refused with its element and its place: %s', async (text, reason) => {
  const { processes } = await readBpmn(
    around(
      `<task id="it"><standardLoopCharacteristics><loopCondition language="http://www.w3.org/1999/XPath">${text}</loopCondition></standardLoopCharacteristics></task>`,
    ),
    'f.bpmn',
  );
  const [graph] = processes;
  if (graph === undefined) throw new Error('the file is not read as it should be');
  const [problem, ...others] = await checkContents(graph, 'f.bpmn', () => []);
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ severity: 'error', element: 'it', rule: 'unreadable-expression' });
  expect(problem?.message).toContain(`it (bpmn:Task): expression "${text}" cannot be read as XPath 1.0`);
  expect(problem?.message).toContain(reason);
});

test('what values and executions can be asked is not named', () => {
  const here = ['${items.size() > 1}', '${execution.getVariable("x")}', '${a.equals(b.trim())}', 'plain'];
  for (const text of here) expect(callsElsewhere({ language: 'juel', text })).toBeNull();
});

const scriptTask = (script: string): string =>
  around(`<scriptTask id="it" scriptFormat="javascript"><script><![CDATA[${script}]]></script></scriptTask>`);

async function warned(xml: string) {
  const { processes } = await readBpmn(xml, 'f.bpmn');
  const [graph] = processes;
  if (graph === undefined) throw new Error('the file is not read as it should be');
  return checkContents(graph, 'f.bpmn', () => []);
}

test.each([
  [
    'execution.setVariable("k", execution.getBusinessKey() + execution . processInstanceId)',
    'execution.getBusinessKey, execution.processInstanceId',
  ],
  ['var T = Java.type("java.util.Date"); new T()', 'Java.type("java.util.Date")'],
  ['x = java.util.UUID.randomUUID() // execution.id', 'java.util.UUID.randomUUID'],
  ['throw new org.camunda.bpm.engine.ProcessEngineException("no")', 'org.camunda.bpm.engine.ProcessEngineException'],
  ['importClass(org.camunda.bpm.engine.delegate.BpmnError)', 'importClass'],
  ['Java.from(x)', 'Java.from'],
])('what a script uses of another engine is named, not refused: %s', async (script, used) => {
  expect(await warned(scriptTask(script))).toEqual([
    {
      severity: 'warning',
      file: 'f.bpmn',
      element: 'it',
      rule: 'code-elsewhere',
      message: `it (bpmn:ScriptTask): in its script: ${used} is another engine's code, which is not here: a token that needs it stops with an incident.`,
    },
  ]);
});

test.each([
  'execution.setVariable("a", execution.getVariable("b")); execution.id; execution.hasVariable("c")',
  'throw new org.camunda.bpm.engine.delegate.BpmnError("a", "b")',
  'var BpmnError = Java.type(\'org.flowable.engine.delegate.BpmnError\'); throw new BpmnError("a")',
  '// execution.getBusinessKey()\nx = "java.util.Date" + order.execution.key + `org.x`',
  'var org = { name: { first: 1 } }; org.name.first',
  'let execution = { key: 1 }; execution.key',
  'total = org.address.street + com.x',
])('what a script may use is not named: %s', async (script) => {
  expect(await warned(scriptTask(script))).toEqual([]);
});

test('a long script is read in one go', () => {
  const script = Array.from({ length: 20_000 }, (_, line) => `var a${line} = b . c${line} + 1;`).join('\n');
  const began = performance.now();
  expect(scriptUsesElsewhere(`${script}\nexecution.getBusinessKey()`)).toContain('execution.getBusinessKey');
  expect(performance.now() - began).toBeLessThan(5_000);
});

test('a function that FEEL calls and nobody has is warned of, on the element that calls it', async () => {
  const xml = around('<scriptTask id="it" scriptFormat="feel"><script>abc(1) + sum([1])</script></scriptTask>');
  expect(await warned(xml)).toEqual([
    {
      severity: 'warning',
      file: 'f.bpmn',
      element: 'it',
      rule: 'unknown-function',
      message:
        'it (bpmn:ScriptTask): there is no function abc, which "abc(1) + sum([1])" calls: a token that needs it stops with an incident.',
    },
  ]);
});
