import { expect, test } from 'vitest';
import { around, definitions, file, flow, problem, read, verdicts } from './bpmn-text.ts';

const event = (tag: string, definition: string, attributes = '') =>
  `<${tag} id="it" name="It" ${attributes}>${definition}</${tag}>`;
const boundary = (definition: string) =>
  `<startEvent id="s"/><task id="t"/><endEvent id="e"/>${flow('s', 't')}${flow('t', 'e')}${event('boundaryEvent', definition, 'attachedToRef="t"')}<endEvent id="e2"/>${flow('it', 'e2')}`;
const boundaryWith = (attributes: string, definitions: string) =>
  boundary(definitions).replace('attachedToRef', `${attributes} attachedToRef`);
const passed = (element: string) =>
  `<startEvent id="s"/>${element}<endEvent id="e"/>${flow('s', 'it')}${flow('it', 'e')}`;
const ended = (element: string) => `<startEvent id="s"/>${element}${flow('s', 'it')}`;
const started = (element: string) => `${element}<endEvent id="e"/>${flow('it', 'e')}`;
/** What is refused by name: content, BPMN type, a word of the reason. */
const REFUSED: readonly (readonly [string, string, string, string])[] = [
  [
    'multi-instance that throws errors',
    passed(
      '<task id="it" name="It"><multiInstanceLoopCharacteristics behavior="Complex"><loopCardinality>2</loopCardinality><complexBehaviorDefinition id="c"><condition>true</condition><event id="ev"><errorEventDefinition/></event></complexBehaviorDefinition></multiInstanceLoopCharacteristics></task>',
    ),
    'bpmn:Task',
    'of the kind error',
  ],
  ['start quantity', passed('<task id="it" name="It" startQuantity="0"/>'), 'bpmn:Task', 'startQuantity is 0'],
  [
    'completion quantity',
    passed('<task id="it" name="It" completionQuantity="-3"/>'),
    'bpmn:Task',
    'completionQuantity is -3',
  ],
  ['error start', started(event('startEvent', '<errorEventDefinition/>')), 'bpmn:StartEvent', 'error'],
  ['timer end', ended(event('endEvent', '<timerEventDefinition/>')), 'bpmn:EndEvent', 'does not exist'],
  [
    'none catch',
    passed(event('intermediateCatchEvent', '')),
    'bpmn:IntermediateCatchEvent',
    'without an event definition',
  ],
  [
    'timer throw',
    passed(event('intermediateThrowEvent', '<timerEventDefinition/>')),
    'bpmn:IntermediateThrowEvent',
    'does not exist',
  ],
  ['none boundary', boundary(''), 'bpmn:BoundaryEvent', 'without an event definition'],
  [
    'compensation start of a process',
    started(event('startEvent', '<compensateEventDefinition/>')),
    'bpmn:StartEvent',
    'event subprocess',
  ],
  [
    'escalation start of a process',
    started(event('startEvent', '<escalationEventDefinition/>')),
    'bpmn:StartEvent',
    'event subprocess',
  ],
  [
    'link among several',
    passed(event('intermediateThrowEvent', '<linkEventDefinition name="l"/><signalEventDefinition signalRef="news"/>')),
    'bpmn:IntermediateThrowEvent',
    'several definitions',
  ],
  [
    'a repeated event subprocess',
    '<task id="a"/><subProcess id="it" name="It" triggeredByEvent="true"><startEvent id="es"><messageEventDefinition messageRef="m"/></startEvent><standardLoopCharacteristics loopMaximum="2"/></subProcess>',
    'bpmn:SubProcess',
    'repeated',
  ],
  [
    'several timers that start a process together',
    started(
      event(
        'startEvent',
        '<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>'.repeat(2),
        'parallelMultiple="true"',
      ),
    ),
    'bpmn:StartEvent',
    'several timers',
  ],
  [
    'two results that each end more than the event',
    ended(event('endEvent', '<errorEventDefinition/><terminateEventDefinition/>')),
    'bpmn:EndEvent',
    'error and terminate',
  ],
  [
    'two compensations at once',
    passed(event('intermediateThrowEvent', '<compensateEventDefinition/>'.repeat(2))),
    'bpmn:IntermediateThrowEvent',
    'several compensation',
  ],
  [
    'error in a parallel multiple',
    boundaryWith('parallelMultiple="true"', '<errorEventDefinition/><messageEventDefinition messageRef="m"/>'),
    'bpmn:BoundaryEvent',
    'parallel multiple',
  ],
];

test.each(REFUSED)('%s is refused by name', async (_, content, type, word) => {
  const xml = file(content, '<message id="m" name="m"/><signal id="news" name="news"/>');
  const { severity, element, message, process } = await problem(xml, 'unsupported-element');
  expect({ severity, element, process }).toEqual({ severity: 'error', element: 'it', process: 'p' });
  expect(message).toContain(`it "It" (${type})`);
  expect(message).toContain(word);
  expect((await read(xml)).processes).toEqual([]);
});

test('event definitions that stand at the root of the file count', async () => {
  const xml = file(
    ended(event('endEvent', '<eventDefinitionRef>root</eventDefinitionRef>')),
    '<timerEventDefinition id="root"/>',
  );
  expect((await problem(xml, 'unsupported-element')).message).toContain('timer');
  const terminate = file(
    ended(event('endEvent', '<eventDefinitionRef>root</eventDefinitionRef>')),
    '<terminateEventDefinition id="root"/>',
  );
  expect((await read(terminate)).processes[0]?.nodes.get('it')).toMatchObject({ trigger: { kind: 'terminate' } });
});

test('what is inside an unsupported container is named too', async () => {
  const xml = file('<subProcess id="tx" startQuantity="0"><task id="gw" startQuantity="0"/></subProcess>');
  expect((await verdicts(xml)).filter((each) => each.includes('unsupported'))).toEqual([
    'error unsupported-element @tx',
    'error unsupported-element @gw',
  ]);
});

test('an element with two reasons gives two problems', async () => {
  const xml = around('<task id="it" startQuantity="0" completionQuantity="0"/>');
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

test('lanes, artifacts, performers and data states are noted; data is not', async () => {
  const xml = file(`
    <ioSpecification><inputSet/><outputSet/></ioSpecification>
    <property id="prop" name="x"/>
    <laneSet id="lanes"><lane id="lane"><flowNodeRef>a</flowNodeRef></lane></laneSet>
    <dataObject id="data"/><dataStoreReference id="store"/>
    <dataObjectReference id="shown" dataObjectRef="data"><dataState name="draft"/></dataObjectReference>
    <userTask id="a"><property id="own" name="y"/><dataInputAssociation><sourceRef>data</sourceRef><targetRef>own</targetRef></dataInputAssociation><potentialOwner/></userTask>
    <textAnnotation id="text"><text>x</text></textAnnotation><group id="group"/>
    <association id="link" sourceRef="a" targetRef="text"/>`);
  const { problems, processes } = await read(xml);
  expect(processes).toHaveLength(1);
  expect(new Set(problems.map(({ severity }) => severity))).toEqual(new Set(['note']));
  expect(new Set(problems.map(({ element }) => element))).toEqual(
    new Set(['lanes', 'shown', 'a', 'text', 'group', 'link']),
  );
  for (const { message } of problems) expect(message).toContain('kept, not executed');
});

test('what bpmn-js draws to a task without data inputs moves nothing, and says so', async () => {
  const xml = file(`<dataObject id="d"/><task id="a"><property id="p1" name="__targetRef_placeholder"/>
    <dataInputAssociation id="in"><sourceRef>d</sourceRef><targetRef>p1</targetRef></dataInputAssociation>
    <dataOutputAssociation id="out"><targetRef>d</targetRef></dataOutputAssociation></task>`);
  const { problems, processes } = await read(xml);
  expect(problems.map(({ rule, message }) => `${rule} ${/ in | out /.exec(message)?.[0].trim() ?? ''}`)).toEqual([
    'data-drawn in',
    'data-drawn out',
  ]);
  expect(processes[0]?.nodes.get('a')).toMatchObject({ data: null });
});

test.each([
  ['##Compensate', null],
  ['##Store', 'note'],
])('the method %s of a transaction', async (method, said) => {
  const content = `<transaction id="x" method="${method}"><task id="in"/></transaction>`;
  const { problems } = await read(file(content));
  expect(problems.find(({ element }) => element === 'x')?.severity ?? null).toBe(said);
});
