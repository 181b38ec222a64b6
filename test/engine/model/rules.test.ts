import { describe, expect, test } from 'vitest';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { condition, definitions, file, flow, node, problem, read, verdicts } from './bpmn-text.ts';

const catching = (id: string, seconds = 1) =>
  `<intermediateCatchEvent id="${id}"><timerEventDefinition><timeDuration>PT${seconds}S</timeDuration></timerEventDefinition></intermediateCatchEvent>`;
const timerOn = (id: string, host: string, attributes = '') =>
  `<boundaryEvent id="${id}" attachedToRef="${host}" ${attributes}><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></boundaryEvent>`;
const choice = (attributes: string, ...ways: string[]) =>
  file(
    `<startEvent id="s"/><exclusiveGateway id="x" ${attributes}/><endEvent id="a"/><endEvent id="b"/>${flow('s', 'x')}${ways.join('')}`,
  );
const gateway = (...content: string[]) =>
  file(
    `<startEvent id="s"/><eventBasedGateway id="g"/>${flow('s', 'g')}${content.join('')}`,
    '<message id="m" name="m"/>',
  );

/** A task with one data input and one data output beside two data objects. */
const withData = (associations: string, more = '') =>
  file(
    `<dataObject id="d"/><dataObject id="e"/>${more}<task id="t"><ioSpecification><dataInput id="in"/><dataOutput id="out"/><inputSet><dataInputRefs>in</dataInputRefs></inputSet><outputSet><dataOutputRefs>out</dataOutputRefs></outputSet></ioSpecification>${associations}</task>`,
  );

/** Name of the rule, a file that breaks it, the whole verdict, the section of BPMN 2.0.2 that the message cites. */
const RULES: readonly (readonly [string, string, readonly string[], string])[] = [
  [
    'data-association',
    withData('<dataOutputAssociation><sourceRef>out</sourceRef></dataOutputAssociation>'),
    ['error data-association @t'],
    '10.4.1',
  ],
  [
    'data-association',
    withData(
      '<dataInputAssociation><sourceRef>d</sourceRef><sourceRef>e</sourceRef><targetRef>in</targetRef></dataInputAssociation>',
    ),
    ['error data-association @t'],
    '10.4.1',
  ],
  [
    'data-association',
    withData('<dataInputAssociation><sourceRef>d</sourceRef><targetRef>e</targetRef></dataInputAssociation>'),
    ['error data-association @t'],
    '10.4.1',
  ],
  [
    'data-association',
    withData('<dataOutputAssociation><sourceRef>d</sourceRef><targetRef>e</targetRef></dataOutputAssociation>'),
    ['error data-association @t'],
    '10.4.1',
  ],
  [
    'data-association',
    withData(
      '<dataInputAssociation><targetRef>in</targetRef><assignment><from>1</from><to>elsewhere.part</to></assignment></dataInputAssociation>',
    ),
    ['error data-association @t'],
    '10.4.1',
  ],
  [
    'data-out-of-scope',
    withData(
      '<dataInputAssociation><sourceRef>far</sourceRef><targetRef>in</targetRef></dataInputAssociation>',
      '<subProcess id="sub"><dataObject id="far"/><task id="inside"/></subProcess>',
    ),
    ['error data-out-of-scope @t'],
    '10.4.1',
  ],
  [
    'data-set',
    file(
      '<dataObject id="d"/><task id="t"><ioSpecification><inputSet><dataInputRefs>d</dataInputRefs></inputSet><outputSet/></ioSpecification></task>',
    ),
    ['error data-set @t'],
    '10.4.1',
  ],
  [
    'receive-instantiate',
    file(
      '<dataObject id="d"/><receiveTask id="t" messageRef="m" instantiate="true"><ioSpecification><dataInput id="in"/><inputSet><dataInputRefs>in</dataInputRefs></inputSet><outputSet/></ioSpecification><dataInputAssociation><sourceRef>d</sourceRef><targetRef>in</targetRef></dataInputAssociation></receiveTask>',
      '<message id="m" name="m"/>',
    ),
    ['error receive-instantiate @t'],
    '10.4.2',
  ],
  [
    'flow-crosses-border',
    file(`<task id="a"/><subProcess id="sub"><task id="b"/></subProcess>${flow('a', 'b')}`),
    ['error flow-crosses-border @a_b'],
    '7.6.1',
  ],
  ['flow-end', file(`<task id="a"/><dataObject id="d"/>${flow('a', 'd')}`), ['error flow-end @a_d'], '8.4.13'],
  [
    'start-event-incoming',
    file(`<startEvent id="s"/><task id="a"/>${flow('s', 'a')}${flow('a', 's')}`),
    ['error start-event-incoming @s'],
    '10.5.2',
  ],
  [
    'end-event-outgoing',
    file(`<endEvent id="e"/><task id="a"/>${flow('e', 'a')}`),
    ['warning no-way-out @a', 'error end-event-outgoing @e'],
    '10.5.3',
  ],
  [
    'boundary-event-incoming',
    file(`<task id="a"/>${timerOn('b', 'a')}<task id="c"/>${flow('c', 'b')}`),
    ['error boundary-event-incoming @b'],
    '10.5.4',
  ],
  ['boundary-host', file(`<startEvent id="s"/>${timerOn('b', 's')}`), ['error boundary-host @b'], '10.5.4'],
  [
    'boundary-host',
    file(`<task id="a"/>${timerOn('b', 'a').replace('attachedToRef="a"', '')}`),
    ['error boundary-host @b'],
    '10.5.4',
  ],
  [
    'boundary-host',
    file(`<task id="a"/><subProcess id="sub"><task id="i"/>${timerOn('b', 'a')}</subProcess>`),
    ['error boundary-host @b'],
    '10.5.4',
  ],
  ['event-gateway-ways', gateway(catching('a'), flow('g', 'a')), ['error event-gateway-ways @g'], '10.6.6'],
  [
    'event-gateway-target',
    gateway(catching('a'), '<task id="b"/>', flow('g', 'a'), flow('g', 'b')),
    ['error event-gateway-target @g'],
    '10.6.6',
  ],
  [
    'event-gateway-target',
    gateway(
      catching('a'),
      catching('b'),
      '<task id="c"/>',
      flow('g', 'a'),
      flow('g', 'b'),
      flow('s', 'c'),
      flow('c', 'b'),
    ),
    ['error event-gateway-target @g'],
    '10.6.6',
  ],
  [
    'event-gateway-target',
    gateway(catching('a'), '<receiveTask id="b" messageRef="m"/>', timerOn('t', 'b'), flow('g', 'a'), flow('g', 'b')),
    ['error event-gateway-target @g'],
    '10.6.6',
  ],
  [
    'event-gateway-mixed',
    gateway(
      `<intermediateCatchEvent id="a"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>`,
      '<receiveTask id="b" messageRef="m"/>',
      flow('g', 'a'),
      flow('g', 'b'),
    ),
    ['error event-gateway-mixed @g'],
    '10.6.6',
  ],
  [
    'choice-without-condition',
    choice('', flow('x', 'a'), flow('x', 'b')),
    ['warning choice-without-condition @x'],
    '10.6.2',
  ],
  [
    'way-without-condition',
    choice('', flow('x', 'a', condition('=true')), flow('x', 'b')),
    ['warning way-without-condition @x_b'],
    '10.6.2',
  ],
  [
    'way-without-condition',
    file(
      `<startEvent id="s"/><task id="t" default="t_b"/><task id="a"/><task id="b"/>${flow('s', 't')}${flow('t', 'a')}${flow('t', 'b')}`,
    ),
    ['warning way-without-condition @t_a'],
    '8.4.13',
  ],
  [
    'loop-both',
    file(
      `<startEvent id="s"/><task id="a"><multiInstanceLoopCharacteristics cairn:collection="list"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></task>${flow('s', 'a')}`,
    ),
    ['warning loop-both @a'],
    '10.3.8, table 10.29',
  ],
  ['default-flow', choice('default="s_x"', flow('x', 'a'), flow('x', 'b')), ['error default-flow @x'], '8.4.13'],
  [
    'default-with-condition',
    choice('default="x_a"', flow('x', 'a', condition('=true')), flow('x', 'b', condition('=true'))),
    ['warning default-with-condition @x_a'],
    '8.4.13',
  ],
  [
    'condition-out-of-place',
    file(`<parallelGateway id="g"/><task id="a"/>${flow('g', 'a', condition('=true'))}`),
    ['error condition-out-of-place @g_a'],
    '8.4.13',
  ],
  [
    'condition-out-of-place',
    file(`<startEvent id="g"/><task id="a"/>${flow('g', 'a', condition('=true'))}`),
    ['error condition-out-of-place @g_a'],
    '8.4.13',
  ],
  [
    'empty-condition',
    choice('', flow('x', 'a', condition(' '))),
    ['warning unreachable @b', 'error empty-condition @x_a'],
    '8.4.13',
  ],
  [
    'several-none-start-events',
    file('<subProcess id="sub"><startEvent id="a"/><startEvent id="b"/></subProcess>'),
    ['error several-none-start-events @b'],
    '13.3.4',
  ],
  [
    'no-start',
    file(`<task id="a"/><task id="b"/>${flow('a', 'b')}${flow('b', 'a')}`),
    ['error no-start @p', 'warning unreachable @a', 'warning unreachable @b'],
    '10.5.2',
  ],
  [
    'loop-never',
    file(`<startEvent id="s"/><task id="a"><standardLoopCharacteristics loopMaximum="0"/></task>${flow('s', 'a')}`),
    ['warning loop-never @a'],
    '10.3.8, table 10.28',
  ],
  ['unreachable', file('<startEvent id="s"/><task id="a"/>'), ['warning unreachable @a'], '10.5.2'],
  [
    'no-way-out',
    file(`<startEvent id="s"/><task id="a"/><endEvent id="e"/><task id="b"/>${flow('s', 'a')}${flow('s', 'e')}`),
    ['warning unreachable @b', 'warning no-way-out @a'],
    '10.5.3',
  ],
  [
    'gateway-direction',
    file(
      `<startEvent id="s"/><parallelGateway id="g" gatewayDirection="Converging"/><task id="a"/><task id="b"/>${flow('s', 'g')}${flow('g', 'a')}${flow('g', 'b')}`,
    ),
    ['warning gateway-direction @g'],
    '8.4.9',
  ],
  [
    'error-interrupts',
    file(
      '<task id="a"/><boundaryEvent id="b" attachedToRef="a" cancelActivity="false"><errorEventDefinition/></boundaryEvent>',
    ),
    ['warning error-interrupts @b'],
    '10.92',
  ],
  [
    'no-script',
    file('<scriptTask id="a" scriptFormat="feel"><script> </script></scriptTask>'),
    ['error no-script @a'],
    '10.3.3',
  ],
  [
    'no-script-format',
    file('<scriptTask id="a"><script>x</script></scriptTask>'),
    ['warning no-script-format @a'],
    '10.3.3',
  ],
  ['no-message', file('<receiveTask id="a"/>'), ['warning no-message @a'], '10.3.3'],
  [
    'no-message',
    file('<intermediateCatchEvent id="a"><messageEventDefinition/></intermediateCatchEvent>'),
    ['warning no-message @a'],
    '10.5.5',
  ],
  ['no-called-element', file('<callActivity id="a"/>'), ['error no-called-element @a'], '10.3.6'],
  [
    'error-without-code',
    file('<endEvent id="a"><errorEventDefinition/></endEvent>'),
    ['warning error-without-code @a'],
    '10.5.5',
  ],
];

test.each(RULES)('%s: %s', async (rule, xml, expected, section) => {
  expect(await verdicts(xml)).toEqual(expected);
  const { message } = await problem(xml, rule);
  expect(message).toContain(`BPMN 2.0.2, ${section.startsWith('10.92') ? '10.5.4, table 10.92' : section}`);
});

test('a process that holds nothing cannot run; an empty subprocess can', async () => {
  expect(await verdicts(file(''))).toEqual(['error no-start @p']);
  const xml = file('<subProcess id="sub"/>');
  expect(await verdicts(xml)).toEqual(['warning empty-subprocess @sub']);
  expect((await read(xml)).processes[0]?.scopes.get('sub')).toEqual({
    id: 'sub',
    items: [],
    initial: [],
    triggered: [],
    eventSubProcesses: [],
  });
});

test('an error boundary event always interrupts', async () => {
  const xml = file(
    '<task id="a"/><boundaryEvent id="b" attachedToRef="a" cancelActivity="false"><errorEventDefinition/></boundaryEvent>',
  );
  expect(await node(xml, 'b', 'bpmn:BoundaryEvent')).toMatchObject({ interrupting: true, attachedTo: 'a' });
});

test('so does a cancel boundary event, and the check says it', async () => {
  const xml = file(
    '<transaction id="t"><task id="a"/></transaction><boundaryEvent id="b" attachedToRef="t" cancelActivity="false"><cancelEventDefinition/></boundaryEvent>',
  );
  expect(await node(xml, 'b', 'bpmn:BoundaryEvent')).toMatchObject({ interrupting: true });
  expect(await verdicts(xml)).toContain('warning cancel-interrupts @b');
});

test('two boundary events for the same error draw a warning', async () => {
  const catches = (id: string, code: string) =>
    `<boundaryEvent id="${id}" attachedToRef="a"><errorEventDefinition ${code}/></boundaryEvent>`;
  const xml = file(
    `<task id="a"/>${catches('b', 'errorRef="e"')}${catches('c', 'errorRef="e"')}${catches('d', '')}`,
    '<error id="e" errorCode="E"/>',
  );
  expect(await verdicts(xml)).toEqual(['warning error-caught-twice @c']);
});

test('sequence flows between two processes are refused', async () => {
  const xml = definitions(
    `<process id="p"><task id="a"/>${flow('a', 'b')}</process><process id="q"><task id="b"/></process>`,
  );
  expect(await verdicts(xml)).toEqual(['error flow-end @a_b']);
  expect((await read(xml)).processes.map(({ processId }) => processId)).toEqual(['q']);
});

describe('a good event-based gateway', () => {
  test('may lead to one event in two ways', async () => {
    const twice = flow('g', 'b').replace('id="g_b"', 'id="again"');
    expect(await verdicts(gateway(catching('a'), catching('b'), flow('g', 'a'), flow('g', 'b'), twice))).toEqual([]);
  });

  test('has no problem', async () => {
    const xml = gateway(catching('a'), '<receiveTask id="b" messageRef="m"/>', flow('g', 'a'), flow('g', 'b'));
    expect(await verdicts(xml)).toEqual([]);
  });
});

describe('what the standard forbids, element by element', () => {
  const flow = (from: string, to: string, inside = '') =>
    `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}">${inside}</sequenceFlow>`;
  const condition = '<conditionExpression>=true</conditionExpression>';
  const timer = '<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>';
  const message = '<messageEventDefinition messageRef="m"/>';
  const link = '<linkEventDefinition name="x"/>';
  const file = (content: string, roots = '') =>
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><message id="m" name="m"/>${roots}<process id="p"><startEvent id="s"/>${content}</process></definitions>`;
  const compensated = `<task id="a"/>${flow('s', 'a')}<boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>`;
  const handler = '<task id="h" isForCompensation="true"/><association id="as" sourceRef="b" targetRef="h"/>';
  const eventSubprocess = (inside: string) => `<subProcess id="e" triggeredByEvent="true">${inside}</subProcess>`;
  const started = `<startEvent id="es">${message}</startEvent>`;

  test.each<[string, string, string, string, string?]>([
    [
      'event-gateway-ways',
      'g',
      '10.6.6',
      `<eventBasedGateway id="g"/><intermediateCatchEvent id="c">${message}</intermediateCatchEvent>${flow('s', 'g')}${flow('g', 'c')}`,
    ],
    [
      'event-gateway-target',
      'g',
      '10.6.6',
      `<eventBasedGateway id="g"/><task id="a"/><task id="b"/>${flow('s', 'g')}${flow('g', 'a')}${flow('g', 'b')}`,
    ],
    ['boundary-host', 'b', '10.5.4', `<boundaryEvent id="b">${timer}</boundaryEvent>`],
    [
      'boundary-host',
      'b',
      '10.5.4',
      `<exclusiveGateway id="a"/>${flow('s', 'a')}<boundaryEvent id="b" attachedToRef="a">${timer}</boundaryEvent>`,
    ],
    [
      'boundary-event-incoming',
      'b',
      '10.5.4',
      `<task id="a"/>${flow('s', 'a')}<boundaryEvent id="b" attachedToRef="a">${timer}</boundaryEvent>${flow('a', 'b')}`,
    ],
    ['flow-crosses-border', 's-in', '7.6.1', `<subProcess id="sub"><task id="in"/></subProcess>${flow('s', 'in')}`],
    ['start-event-incoming', 's', '10.5.2', `<task id="a"/>${flow('s', 'a')}${flow('a', 's')}`],
    ['end-event-outgoing', 'e', '10.5.3', `<endEvent id="e"/><task id="a"/>${flow('s', 'e')}${flow('e', 'a')}`],
    [
      'default-flow',
      'g',
      '8.4.13',
      `<exclusiveGateway id="g" default="s-g"/><task id="a"/>${flow('s', 'g')}${flow('g', 'a')}`,
    ],
    [
      'condition-out-of-place',
      'g-a',
      '8.4.13',
      `<parallelGateway id="g"/><task id="a"/><task id="b"/>${flow('s', 'g')}${flow('g', 'a', condition)}${flow('g', 'b')}`,
    ],
    ['link-target', 'l', '10.5.', `<intermediateThrowEvent id="l">${link}</intermediateThrowEvent>${flow('s', 'l')}`],
    [
      'link-flow',
      'l',
      '10.5.',
      `<intermediateThrowEvent id="l">${link}</intermediateThrowEvent><intermediateCatchEvent id="k">${link}</intermediateCatchEvent><task id="t"/>${flow('s', 'l')}${flow('l', 't')}${flow('k', 't')}`,
    ],
    ['compensation-flow', 'h', '10.7', `${compensated}${handler}<task id="z"/>${flow('h', 'z')}`],
    ['compensation-flow', 'h', '10.7', `${compensated}${handler}${flow('a', 'h')}`],
    ['compensation-handler', 'b', '10.7', compensated],
    [
      'compensation-boundary',
      'hb',
      '10.7',
      `${compensated}${handler}<boundaryEvent id="hb" attachedToRef="h">${timer}</boundaryEvent>`,
    ],
    ['start-quantity', 'h', '13.3.2', `${compensated}${handler.replace('<task', '<task startQuantity="2"')}`],
    [
      'event-gateway-target',
      'g',
      '10.6.6',
      `<eventBasedGateway id="g"/><receiveTask id="r" messageRef="m" startQuantity="2"/><intermediateCatchEvent id="c">${timer}</intermediateCatchEvent>${flow('s', 'g')}${flow('g', 'r')}${flow('g', 'c')}`,
    ],
    [
      'compensated-twice',
      'b2',
      '10.7',
      `${compensated}${handler}<boundaryEvent id="b2" attachedToRef="a"><compensateEventDefinition/></boundaryEvent><association id="as2" sourceRef="b2" targetRef="h"/>`,
    ],
    [
      'compensated-twice',
      'u',
      '10.7',
      `${compensated.replace('<task id="a"/>', `<subProcess id="a"><subProcess id="u" triggeredByEvent="true"><startEvent id="us"><compensateEventDefinition/></startEvent></subProcess><task id="at"/></subProcess>`)}${handler}`,
    ],
    ...[
      ['', `${message}${timer}`],
      [' parallelMultiple="true"', message.repeat(2)],
    ].map(([attributes = '', definitions = '']): [string, string, string, string] => [
      'event-gateway-target',
      'g',
      '10.6.6',
      `<eventBasedGateway id="g" instantiate="true"/><receiveTask id="r" messageRef="m"/><intermediateCatchEvent id="c"${attributes}>${definitions}</intermediateCatchEvent>${flow('g', 'r')}${flow('g', 'c')}`,
    ]),
    ['cancel-outside-transaction', 'e', '10.', `<endEvent id="e"><cancelEventDefinition/></endEvent>${flow('s', 'e')}`],
    [
      'cancel-outside-transaction',
      'b',
      '10.',
      `<task id="a"/>${flow('s', 'a')}<boundaryEvent id="b" attachedToRef="a"><cancelEventDefinition/></boundaryEvent>`,
    ],
    ['event-subprocess-flow', 'e', '10.', `${eventSubprocess(started)}${flow('s', 'e')}`],
    ['event-subprocess-start', 'e', '10.', eventSubprocess(`${started}<startEvent id="et">${message}</startEvent>`)],
    ['event-subprocess-start', 'e', '10.', eventSubprocess('<task id="et"/>')],
    ['receive-instantiate', 'r', '10.3.3', `<receiveTask id="r" instantiate="true" messageRef="m"/>${flow('s', 'r')}`],
    [
      'message-flow-in-pool',
      'mf',
      '9.4',
      `<sendTask id="a" messageRef="m"/><receiveTask id="b" messageRef="m"/>${flow('s', 'a')}${flow('a', 'b')}`,
      '<collaboration id="c"><participant id="pool" processRef="p"/><messageFlow id="mf" sourceRef="a" targetRef="b"/></collaboration>',
    ],
  ])('%s at %s (BPMN 2.0.2, %s), case %#', async (rule, element, section, content, roots = '') => {
    const { problems } = await readBpmn(file(content, roots), 'f.bpmn');
    const found = problems.find((problem) => problem.rule === rule && problem.element === element);
    expect(found).toMatchObject({ severity: 'error' });
    expect(found?.message).toContain(element);
    expect(found?.message).toMatch(/BPMN 2\.0\.2, /);
    expect(found?.message).toContain(section);
  });

  test.each(['exclusiveGateway', 'inclusiveGateway'])(
    'a way without a condition beside a default: %s',
    async (gateway) => {
      const { problems } = await readBpmn(
        file(
          `<${gateway} id="g" default="g-a"/><task id="a"/><task id="b"/>${flow('s', 'g')}${flow('g', 'a')}${flow('g', 'b')}`,
        ),
        'f.bpmn',
      );
      expect(problems).toMatchObject([{ severity: 'warning', rule: 'way-without-condition', element: 'g-b' }]);
    },
  );

  test('an exclusive gateway without conditions says which way it takes by the names of its ends, else by its id', async () => {
    const named = (name: string) =>
      choice('name="Approved?"', flow('x', 'a'), flow('x', 'b')).replace(
        '<endEvent id="a"/>',
        `<endEvent id="a"${name}/>`,
      );
    const messageOf = async (text: string) =>
      (await readBpmn(text, 'f.bpmn')).problems.find(({ rule }) => rule === 'choice-without-condition')?.message;
    expect(await messageOf(named(' name="Book days"'))).toContain(
      'it always takes the way Approved? → Book days (BPMN',
    );
    expect(await messageOf(named(''))).toContain('it always takes x-a (BPMN');
    const nameless = named(' name="Book days"').replace('name="Approved?"', '');
    expect(await messageOf(nameless)).toContain('it always takes the way to Book days (BPMN');
  });

  test('a conditional start event of a process is a warning: nobody looks at its condition', async () => {
    const conditional = `<conditionalEventDefinition><condition>=true</condition></conditionalEventDefinition>`;
    const { problems } = await readBpmn(
      file(`<startEvent id="c">${conditional}</startEvent><task id="a"/>${flow('c', 'a')}`),
      'f.bpmn',
    );
    expect(problems.filter(({ severity }) => severity === 'warning')).toMatchObject([
      { rule: 'conditional-start', element: 'c' },
    ]);
  });

  test('several none start events of a process are ways to begin: a warning says that a start has to name one', async () => {
    const { processes, problems } = await readBpmn(file('<startEvent id="b"/>'), 'f.bpmn');
    const found = problems.find(({ rule }) => rule === 'several-none-start-events');
    expect(found).toMatchObject({ severity: 'warning', element: 'b' });
    expect(found?.message).toContain('names one');
    expect(processes).toHaveLength(1);
  });

  test('a message flow into what receives nothing is a warning', async () => {
    const roots = (target: string): string =>
      `<collaboration id="c"><participant id="pool" processRef="p"/><participant id="other"/><messageFlow id="mf" sourceRef="other" targetRef="${target}"/></collaboration>`;
    const into = async (content: string, target: string): Promise<string[]> =>
      (await readBpmn(file(content, roots(target)), 'f.bpmn')).problems
        .filter(({ rule }) => rule === 'message-flow-target')
        .map(({ element }) => element ?? '');
    expect(await into('<exclusiveGateway id="g"/>', 'g')).toEqual(['mf']);
    expect(await into('<endEvent id="z"/>', 'z')).toEqual(['mf']);
    expect(await into('<receiveTask id="r"/>', 'r')).toEqual([]);
    expect(await into('', 'pool')).toEqual([]);
  });

  test('a message flow out of what sends nothing is a warning', async () => {
    const roots =
      '<collaboration id="c"><participant id="pool" processRef="p"/><participant id="other"/><messageFlow id="mf" sourceRef="s" targetRef="other"/></collaboration>';
    const { problems } = await readBpmn(file('', roots), 'f.bpmn');
    expect(problems.filter(({ severity }) => severity !== 'note')).toMatchObject([
      { severity: 'warning', rule: 'message-flow-source', element: 'mf' },
    ]);
  });
});
