import { expect, test } from 'vitest';
import { around, definitions, file, flow, problem, read, verdicts } from './bpmn-text.ts';

const event = (tag: string, definition: string, attributes = '') =>
  `<${tag} id="it" name="It" ${attributes}>${definition}</${tag}>`;
const subprocess = (attributes: string) =>
  `<subProcess id="it" name="It" ${attributes}><task id="inner"/></subProcess>`;
const boundary = (definition: string) =>
  `<startEvent id="s"/><task id="t"/><endEvent id="e"/>${flow('s', 't')}${flow('t', 'e')}${event('boundaryEvent', definition, 'attachedToRef="t"')}<endEvent id="e2"/>${flow('it', 'e2')}`;
const passed = (element: string) =>
  `<startEvent id="s"/>${element}<endEvent id="e"/>${flow('s', 'it')}${flow('it', 'e')}`;
const ended = (element: string) => `<startEvent id="s"/>${element}${flow('s', 'it')}`;
const started = (element: string) => `${element}<endEvent id="e"/>${flow('it', 'e')}`;
const MULTIPLE =
  '<messageEventDefinition messageRef="m"/><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>';

/** What is refused by name: content, BPMN type, a word of the reason. */
const REFUSED: readonly (readonly [string, string, string, string])[] = [
  ['transaction', passed('<transaction id="it" name="It"/>'), 'bpmn:Transaction', 'transactions'],
  [
    'event subprocess',
    `<task id="t"/>${subprocess('triggeredByEvent="true"')}`,
    'bpmn:SubProcess',
    'event subprocesses',
  ],
  [
    'compensation activity',
    `<task id="t"/>${subprocess('isForCompensation="true"')}`,
    'bpmn:SubProcess',
    'compensation',
  ],
  [
    'multi-instance that throws events',
    passed(
      '<task id="it" name="It"><multiInstanceLoopCharacteristics behavior="One"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></task>',
    ),
    'bpmn:Task',
    'behavior One',
  ],
  [
    'instantiating receive task',
    passed('<receiveTask id="it" name="It" instantiate="true" messageRef="m"/>'),
    'bpmn:ReceiveTask',
    'start a process',
  ],
  ['start quantity', passed('<task id="it" name="It" startQuantity="0"/>'), 'bpmn:Task', 'startQuantity is 0'],
  [
    'completion quantity',
    passed('<task id="it" name="It" completionQuantity="-3"/>'),
    'bpmn:Task',
    'completionQuantity is -3',
  ],
  ['signal start', started(event('startEvent', '<signalEventDefinition/>')), 'bpmn:StartEvent', 'signal'],
  [
    'conditional start',
    started(event('startEvent', '<conditionalEventDefinition/>')),
    'bpmn:StartEvent',
    'conditional',
  ],
  ['error start', started(event('startEvent', '<errorEventDefinition/>')), 'bpmn:StartEvent', 'error'],
  ['multiple start', started(event('startEvent', MULTIPLE)), 'bpmn:StartEvent', 'multiple'],
  ['signal end', ended(event('endEvent', '<signalEventDefinition/>')), 'bpmn:EndEvent', 'signal'],
  ['escalation end', ended(event('endEvent', '<escalationEventDefinition/>')), 'bpmn:EndEvent', 'escalation'],
  ['compensation end', ended(event('endEvent', '<compensateEventDefinition/>')), 'bpmn:EndEvent', 'compensation'],
  ['cancel end', ended(event('endEvent', '<cancelEventDefinition/>')), 'bpmn:EndEvent', 'cancel'],
  ['timer end', ended(event('endEvent', '<timerEventDefinition/>')), 'bpmn:EndEvent', 'does not exist'],
  [
    'none catch',
    passed(event('intermediateCatchEvent', '')),
    'bpmn:IntermediateCatchEvent',
    'without an event definition',
  ],
  [
    'signal catch',
    passed(event('intermediateCatchEvent', '<signalEventDefinition/>')),
    'bpmn:IntermediateCatchEvent',
    'signal',
  ],
  [
    'link catch',
    passed(event('intermediateCatchEvent', '<linkEventDefinition name="l"/>')),
    'bpmn:IntermediateCatchEvent',
    'link',
  ],
  [
    'conditional catch',
    passed(event('intermediateCatchEvent', '<conditionalEventDefinition/>')),
    'bpmn:IntermediateCatchEvent',
    'conditional',
  ],
  [
    'parallel multiple catch',
    passed(event('intermediateCatchEvent', MULTIPLE, 'parallelMultiple="true"')),
    'bpmn:IntermediateCatchEvent',
    'parallel multiple',
  ],
  [
    'timer throw',
    passed(event('intermediateThrowEvent', '<timerEventDefinition/>')),
    'bpmn:IntermediateThrowEvent',
    'does not exist',
  ],
  [
    'signal throw',
    passed(event('intermediateThrowEvent', '<signalEventDefinition/>')),
    'bpmn:IntermediateThrowEvent',
    'signal',
  ],
  [
    'escalation throw',
    passed(event('intermediateThrowEvent', '<escalationEventDefinition/>')),
    'bpmn:IntermediateThrowEvent',
    'escalation',
  ],
  [
    'compensation throw',
    passed(event('intermediateThrowEvent', '<compensateEventDefinition/>')),
    'bpmn:IntermediateThrowEvent',
    'compensation',
  ],
  [
    'link throw',
    passed(event('intermediateThrowEvent', '<linkEventDefinition name="l"/>')),
    'bpmn:IntermediateThrowEvent',
    'link',
  ],
  ['none boundary', boundary(''), 'bpmn:BoundaryEvent', 'without an event definition'],
  ['signal boundary', boundary('<signalEventDefinition/>'), 'bpmn:BoundaryEvent', 'signal'],
  ['escalation boundary', boundary('<escalationEventDefinition/>'), 'bpmn:BoundaryEvent', 'escalation'],
  ['conditional boundary', boundary('<conditionalEventDefinition/>'), 'bpmn:BoundaryEvent', 'conditional'],
  ['compensation boundary', boundary('<compensateEventDefinition/>'), 'bpmn:BoundaryEvent', 'compensation'],
  ['cancel boundary', boundary('<cancelEventDefinition/>'), 'bpmn:BoundaryEvent', 'cancel'],
  ['multiple boundary', boundary(MULTIPLE), 'bpmn:BoundaryEvent', 'multiple'],
  [
    'instantiating event-based gateway',
    '<eventBasedGateway id="it" name="It" instantiate="true"/>',
    'bpmn:EventBasedGateway',
    'start a process',
  ],
  [
    'parallel event-based gateway',
    '<eventBasedGateway id="it" name="It" eventGatewayType="Parallel"/>',
    'bpmn:EventBasedGateway',
    'parallel',
  ],
  [
    'data association with assignment',
    passed(
      '<task id="it" name="It"><dataInputAssociation><assignment><from>a</from><to>b</to></assignment></dataInputAssociation></task>',
    ),
    'bpmn:Task',
    'assignment',
  ],
  [
    'data association with transformation',
    passed(
      '<task id="it" name="It"><dataOutputAssociation><transformation>x</transformation></dataOutputAssociation></task>',
    ),
    'bpmn:Task',
    'transformation',
  ],
];

test.each(REFUSED)('%s is refused by name', async (_, content, type, word) => {
  const xml = file(content, '<message id="m" name="m"/>');
  const { severity, element, message, process } = await problem(xml, 'unsupported-element');
  expect({ severity, element, process }).toEqual({ severity: 'error', element: 'it', process: 'p' });
  expect(message).toContain(`it "It" (${type})`);
  expect(message).toContain(word);
  expect((await read(xml)).processes).toEqual([]);
});

test('event definitions that stand at the root of the file count', async () => {
  const xml = file(
    ended(event('endEvent', '<eventDefinitionRef>root</eventDefinitionRef>')),
    '<signalEventDefinition id="root"/>',
  );
  expect((await problem(xml, 'unsupported-element')).message).toContain('signal');
  const terminate = file(
    ended(event('endEvent', '<eventDefinitionRef>root</eventDefinitionRef>')),
    '<terminateEventDefinition id="root"/>',
  );
  expect((await read(terminate)).processes[0]?.nodes.get('it')).toMatchObject({ trigger: { kind: 'terminate' } });
});

test('what is inside an unsupported container is named too', async () => {
  const xml = file(
    '<task id="t"/><transaction id="tx"><signalEventDefinition/></transaction>'.replace(
      '<signalEventDefinition/>',
      '<implicitThrowEvent id="gw"/>',
    ),
  );
  expect((await verdicts(xml)).filter((each) => each.includes('unsupported'))).toEqual([
    'error unsupported-element @tx',
    'error unsupported-element @gw',
  ]);
});

test('an element with two reasons gives two problems', async () => {
  const xml = around('<transaction id="it" startQuantity="0"/>');
  expect(await verdicts(xml)).toEqual(['error unsupported-element @it', 'error unsupported-element @it']);
});

test('a start event of an embedded subprocess has no trigger', async () => {
  const xml = file(
    '<subProcess id="sub"><startEvent id="it"><messageEventDefinition messageRef="m"/></startEvent></subProcess>',
    '<message id="m" name="m"/>',
  );
  expect(await verdicts(xml)).toEqual(['error unsupported-element @it']);
});

test('a global task is a process of its own', async () => {
  const xml = definitions(
    '<process id="p"><callActivity id="it" calledElement="g"/></process><globalScriptTask id="g" name="Add" scriptLanguage="feel" cairn:resultVariable="sum"><script>a + b</script></globalScriptTask>',
  );
  expect(await verdicts(xml)).toEqual([]);
  const { processes, declared } = await read(xml);
  expect(declared.map(({ id, executable }) => [id, executable])).toEqual([
    ['p', true],
    ['g', true],
  ]);
  expect(processes[1]?.nodes.get('g')).toMatchObject({
    type: 'bpmn:ScriptTask',
    language: 'feel',
    script: 'a + b',
    resultVariable: 'sum',
  });
});

test('choreographies are refused', async () => {
  expect(await verdicts(definitions('<process id="p"><task/></process><choreography id="c"/>'))).toEqual([
    'error unsupported-element @c',
  ]);
});

test('data, lanes, artifacts and performers are noted', async () => {
  const xml = file(`
    <ioSpecification><inputSet/><outputSet/></ioSpecification>
    <property id="prop" name="x"/>
    <laneSet id="lanes"><lane id="lane"><flowNodeRef>a</flowNodeRef></lane></laneSet>
    <dataObject id="data"/><dataStoreReference id="store"/>
    <userTask id="a"><dataInputAssociation><sourceRef>data</sourceRef><targetRef>prop</targetRef></dataInputAssociation><potentialOwner/></userTask>
    <textAnnotation id="text"><text>x</text></textAnnotation><group id="group"/>
    <association id="link" sourceRef="a" targetRef="text"/>`);
  const { problems, processes } = await read(xml);
  expect(processes).toHaveLength(1);
  expect(new Set(problems.map(({ severity }) => severity))).toEqual(new Set(['note']));
  expect(new Set(problems.map(({ element }) => element))).toEqual(
    new Set(['p', 'lanes', 'data', 'store', 'a', 'text', 'group', 'link']),
  );
  for (const { message } of problems) expect(message).toContain('kept, not executed');
});
