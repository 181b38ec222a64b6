/** New variables in subprocesses: of the process in other engines' files, of the subprocess in ours. */
import { afterEach, expect, it } from 'vitest';
import { condition, definitions, flow } from '../model/bpmn-text.ts';
import { chain, line, processOf, script, user } from './process-text.ts';
import { Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const file = (...roots: string[]): string =>
  definitions(roots.join(''), 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"');
const extended = (type: string, id: string, extensions: string, content = ''): string =>
  `<${type} id="${id}"><extensionElements>${extensions}</extensionElements>${content}</${type}>`;
const within = (...elements: string[]): string => chain('<startEvent id="i"/>', ...elements, '<endEvent id="o"/>');

it('what a person decides in a subprocess of Camunda decides after it', async () => {
  rig = await Rig.start();
  const ways =
    `<exclusiveGateway id="g"/><endEvent id="yes"/><endEvent id="no"/>` +
    flow('g', 'yes', condition('${approved}')) +
    flow('g', 'no', condition('${!approved}'));
  await rig.deploy(
    file(
      processOf(
        'p',
        chain(
          '<startEvent id="s"/>',
          `<subProcess id="sub">${within(user('review', 'camunda:assignee="ann"'))}</subProcess>`,
          '<task id="t"/>',
        ) +
          flow('t', 'g') +
          ways,
      ),
    ),
  );
  const job = await rig.startJob('p');
  await rig.idle();
  await rig.complete(job, 'review', { approved: true });
  await rig.idle();
  expect([rig.incidents(job), rig.variables(job)]).toEqual([[], { approved: true }]);
  expect(rig.executions(job, 'yes')).toHaveLength(1);
});

const made = script('made', '1');
const zeebeScript = extended('scriptTask', 'made', '<zeebe:script expression="=1" resultVariable="made"/>');
const zeebeOutput = extended(
  'task',
  'made',
  '<zeebe:ioMapping><zeebe:input source="=5" target="mine"/><zeebe:output source="=mine - 4" target="made"/></zeebe:ioMapping>',
);
it.each([
  ['pure BPMN', made, {}],
  ['Camunda', script('made', '1', 'camunda:resultVariable="made"'), { made: 1 }],
  ['Flowable', made + '<task id="other" flowable:async="false"/>', { made: 1 }],
  ['Zeebe, a script', zeebeScript, { made: 1 }],
  ['Zeebe, an output, with an input that stays local', zeebeOutput, { made: 1 }],
])('a new variable in a subprocess within a subprocess: %s', async (_, content, expected) => {
  rig = await Rig.start();
  await rig.deploy(
    file(line('p', [`<subProcess id="a">${chain('<subProcess id="b">' + content + '</subProcess>')}</subProcess>`])),
  );
  const job = await rig.startJob('p');
  await rig.idle();
  expect([rig.incidents(job), rig.variables(job)]).toEqual([[], expected]);
});

it('what a subprocess has for itself stays in it', async () => {
  rig = await Rig.start();
  const sub = extended(
    'subProcess',
    'sub',
    '<zeebe:ioMapping><zeebe:input source="=1" target="own"/></zeebe:ioMapping>',
    within(extended('scriptTask', 'x', '<zeebe:script expression="=own + 1" resultVariable="own"/>')),
  );
  await rig.deploy(file(line('p', [sub])));
  const job = await rig.startJob('p');
  await rig.idle();
  expect([rig.incidents(job), rig.variables(job)]).toEqual([[], {}]);
});

it('each instance of Zeebe has what its output element reads for itself', async () => {
  rig = await Rig.start();
  const loop =
    '<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=list" inputElement="item" outputCollection="all" outputElement="=result"/></extensionElements></multiInstanceLoopCharacteristics>';
  const content = within(
    extended('scriptTask', 'x', '<zeebe:script expression="=item * 2" resultVariable="result"/>'),
    extended('scriptTask', 'y', '<zeebe:script expression="=loopCounter" resultVariable="last"/>'),
    user('u'),
  );
  await rig.deploy(file(line('p', [`<subProcess id="sub">${loop}${content}</subProcess>`])));
  const job = await rig.startJob('p', { variables: { list: [1, 2] } });
  await rig.idle();
  const waiting = [...rig.state(job).tokens.values()].filter(({ node }) => node === 'u');
  for (const { instance } of waiting) await rig.complete(job, 'u', {}, instance ?? '');
  await rig.idle();
  expect([rig.incidents(job), rig.variables(job)]).toEqual([[], { list: [1, 2], all: [2, 4], last: 2 }]);
});
