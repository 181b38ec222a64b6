/** What other engines' files call, run: which version, with which variables; scripts and decisions of Zeebe. */
import { afterEach, expect, it } from 'vitest';
import { definitions } from '../model/bpmn-text.ts';
import { line, script } from './process-text.ts';
import { Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const file = (...roots: string[]): string =>
  definitions(roots.join(''), 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"');
const bound = (attributes: string): string =>
  `<callActivity id="c" calledElement="q" ${attributes}><extensionElements><camunda:out variables="all"/></extensionElements></callActivity>`;
const extended = (type: string, id: string, inside: string): string =>
  `<${type} id="${id}"><extensionElements>${inside}</extensionElements></${type}>`;

async function ran(process: string, variables: Record<string, unknown> = {}) {
  const job = await rig.startJob(process, { variables });
  await rig.idle();
  expect(rig.incidents(job)).toEqual([]);
  return rig.variables(job);
}

it.each([
  ['latest', 'camunda:calledElementBinding="latest"', 3],
  ['nothing said', '', 3],
  ['version', 'camunda:calledElementBinding="version" camunda:calledElementVersion="2"', 2],
  ['deployment', 'operaton:calledElementBinding="deployment"', 1],
  ['the same deployment of Flowable', 'flowable:sameDeployment="true"', 1],
])('of three versions of what it calls, a call takes the one that it is bound to: %s', async (_, binding, expected) => {
  rig = await Rig.start();
  const q = (version: number): string => line('q', [script('v', String(version))]);
  await rig.deploy(file(line('p', [bound(binding)]), q(1)));
  await rig.deploy(file(q(2)));
  await rig.deploy(file(q(3)));
  expect(await ran('p')).toEqual({ v: expected });
});

it('a call that is bound to a version that is not there is an incident', async () => {
  rig = await Rig.start();
  await rig.deploy(
    file(
      line('p', [bound('camunda:calledElementBinding="version" camunda:calledElementVersion="7"')]),
      line('q', [script('v', '1')]),
    ),
  );
  const job = await rig.startJob('p');
  await rig.idle();
  expect(rig.incidents(job)).toEqual(['the called process q version 7 is not deployed']);
});

it.each([
  ['nothing mapped', '', 'camunda:asyncBefore="true"', { a: 1 }],
  ['only a business key', '<camunda:in businessKey="k"/>', '', { a: 1 }],
  ['only in', '<camunda:in source="a" target="b"/>', '', { a: 1 }],
  ['only in, of Flowable', '<flowable:in source="a" target="b"/>', '', { a: 1 }],
  ['out of what is not set', '<camunda:out source="no" target="d"/>', '', { a: 1, d: null }],
  [
    'in and out of what is not set, of Flowable',
    '<flowable:in source="no" target="c"/><flowable:out source="c" target="d"/>',
    '',
    { a: 1, d: null },
  ],
  ['only out', '<camunda:out source="seen" target="d"/>', '', { a: 1, d: 0 }],
  ['in and out', '<flowable:in source="a" target="b"/><flowable:out source="seen" target="d"/>', '', { a: 1, d: 1 }],
  ['all of them', '<camunda:in variables="all"/><camunda:out variables="all"/>', '', { a: 1, seen: 1 }],
  ['inherited', '<flowable:out source="seen" target="d"/>', 'flowable:inheritVariables="true"', { a: 1, d: 1 }],
  ['no extension at all', '', '', { a: 1, seen: 1 }],
])('what a call of Camunda and its kin passes on and takes back: %s', async (_, mapping, attributes, expected) => {
  rig = await Rig.start();
  const called = `<callActivity id="c" calledElement="q" ${attributes}><extensionElements>${mapping}</extensionElements></callActivity>`;
  const sum = '(if is defined(a) then a else 0) + (if is defined(b) then b else 0)';
  await rig.deploy(file(line('p', [called]), line('q', [script('seen', sum)])));
  expect(await ran('p', { a: 1 })).toEqual(expected);
});

const mapped = '<zeebe:ioMapping><zeebe:input source="=a + 1" target="b"/></zeebe:ioMapping>';
it.each([
  ['', '', { a: 1, seen: 1 }],
  ['', mapped, { a: 1, seen: 3 }],
  ['propagateAllParentVariables="false"', mapped, { a: 1, seen: 2 }],
  ['propagateAllParentVariables="false"', '', { a: 1, seen: 0 }],
  ['propagateAllChildVariables="false"', '', { a: 1 }],
  [
    'propagateAllChildVariables="false"',
    '<zeebe:ioMapping><zeebe:output source="=seen" target="d"/></zeebe:ioMapping>',
    { a: 1, d: 1 },
  ],
])('what a call of Zeebe passes on and takes back: %s %s', async (attributes, mapping, expected) => {
  rig = await Rig.start();
  const called = extended('callActivity', 'c', `<zeebe:calledElement processId="q" ${attributes}/>${mapping}`);
  const sum = '(if is defined(a) then a else 0) + (if is defined(b) then b else 0)';
  await rig.deploy(file(line('p', [called]), line('q', [script('seen', sum)])));
  expect(await ran('p', { a: 1 })).toEqual(expected);
});

it('scripts and decisions of Zeebe run', async () => {
  rig = await Rig.start();
  const dmn = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n"><decision id="rate" name="rate"><variable name="rate"/><literalExpression><text>sum * 10</text></literalExpression></decision></definitions>`;
  await rig.deploy(
    file(
      line('p', [
        extended('scriptTask', 's', '<zeebe:script expression="=a + 1" resultVariable="sum"/>'),
        extended('businessRuleTask', 'r', '<zeebe:calledDecision decisionId="rate" resultVariable="rated"/>'),
      ]),
    ),
    { 'rules/*.dmn#rate': dmn },
  );
  expect(await ran('p', { a: 1 })).toEqual({ a: 1, sum: 2, rated: 20 });
});

it('expressions of tasks leave their value in the result variable; what they miss is an incident', async () => {
  rig = await Rig.start();
  const task = (id: string, text: string): string =>
    `<serviceTask id="${id}" camunda:expression="${text}" camunda:resultVariable="${id}"/>`;
  await rig.deploy(file(line('p', [task('twice', '${a * 2}'), task('size', '${items.size()}')])));
  expect(await ran('p', { a: 3, items: [1, 2] })).toEqual({ a: 3, items: [1, 2], twice: 6, size: 2 });
  const job = await rig.startJob('p', { variables: { items: [1] } });
  await rig.idle();
  expect(rig.incidents(job)).toMatchObject([expect.stringContaining('${a * 2}')]);
});

it.each([
  ['UNIQUE', 1, 'singleEntry', 'mid'],
  ['UNIQUE', 1, 'singleResult', { level: 'mid' }],
  ['UNIQUE', 1, 'resultList', [{ level: 'mid' }]],
  ['UNIQUE', 1, 'collectEntries', ['mid']],
  ['COLLECT', 9, 'collectEntries', ['mid', 'high']],
  ['COLLECT', 9, 'resultList', [{ level: 'mid' }, { level: 'high' }]],
  ['UNIQUE', 0, 'singleEntry', null],
  ['UNIQUE', 0, 'resultList', []],
])('a decision of Camunda (%s, %s) as %s', async (policy, a, shape, expected) => {
  rig = await Rig.start();
  await rig.deploy(file(line('p', [decided(shape)])), { 'rules/*.dmn#level': levels(policy) });
  expect(await ran('p', { a })).toEqual({ a, r: expected });
});

it('a decision of Camunda with more results than one has room for is an incident', async () => {
  rig = await Rig.start();
  await rig.deploy(file(line('p', [decided('singleEntry')])), { 'rules/*.dmn#level': levels('COLLECT') });
  const job = await rig.startJob('p', { variables: { a: 9 } });
  await rig.idle();
  expect(rig.incidents(job)).toMatchObject([expect.stringContaining('it has 2 results')]);
});

function decided(shape: string): string {
  return `<businessRuleTask id="d" camunda:decisionRef="level" camunda:mapDecisionResult="${shape}" camunda:resultVariable="r"/>`;
}

function levels(policy: string): string {
  const rule = (id: string, test: string, text: string): string =>
    `<rule id="${id}"><inputEntry><text>${test}</text></inputEntry><outputEntry><text>"${text}"</text></outputEntry></rule>`;
  return `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="dmn" name="dmn" namespace="t"><decision id="level" name="level"><decisionTable hitPolicy="${policy}"><input id="i"><inputExpression><text>a</text></inputExpression></input><output id="o" name="level"/>${rule('r1', '&gt;= 1', 'mid')}${rule('r2', '&gt;= 5', 'high')}</decisionTable></decision></definitions>`;
}

it('lists, maps and scripts as input parameters of Camunda', async () => {
  rig = await Rig.start();
  const parameter = (name: string, inside: string): string =>
    `<camunda:inputParameter name="${name}">${inside}</camunda:inputParameter>`;
  const io = `<camunda:inputOutput>${parameter('list', '<camunda:list><camunda:value>x</camunda:value><camunda:value>${a}</camunda:value></camunda:list>')}${parameter('map', '<camunda:map><camunda:entry key="k">${a}</camunda:entry></camunda:map>')}${parameter('js', '<camunda:script scriptFormat="javascript">a * 2</camunda:script>')}<camunda:outputParameter name="all"><camunda:script scriptFormat="feel">[list, map, js]</camunda:script></camunda:outputParameter></camunda:inputOutput>`;
  await rig.deploy(file(line('p', [extended('task', 't', io)])));
  expect(await ran('p', { a: 3 })).toEqual({ a: 3, all: [['x', 3], { k: 3 }, 6] });
});
