/** Triggers that are extensions of Flowable: what they are read as, and what of them is refused or kept. */
import { BpmnModdle, type ModdleElement } from 'bpmn-moddle';
import { describe, expect, it, test } from 'vitest';
import { foreignTrigger } from '../../../engine/model/vendor-triggers.ts';
import { around, file, flow, node, problem, read, verdicts } from './bpmn-text.ts';

const extended = (tag: string, inside: string, attributes = 'id="it"'): string =>
  `<${tag} ${attributes}><extensionElements>${inside}</extensionElements></${tag}>`;
const type = (name: string): string => `<flowable:eventType>${name}</flowable:eventType>`;
const correlated = (name: string, value: string): string =>
  `<flowable:eventCorrelationParameter name="${name}" value="${value}"/>`;
const listens = (attributes: string): string => `<flowable:variableListenerEventDefinition ${attributes}/>`;
const boundary = (inside: string): string =>
  file(
    `<startEvent id="s"/><userTask id="t"/>${flow('s', 't')}${extended('boundaryEvent', inside, 'id="it" attachedToRef="t"')}`,
  );
const kept = async (xml: string): Promise<string[]> =>
  (await read(xml)).problems.filter(({ rule }) => rule === 'vendor-extension').map(({ message }) => message);

describe('an event of the registry', () => {
  it('is a message of that name, told from others by its content', async () => {
    const xml = boundary(type('paid') + correlated('orderId', '${order}') + correlated('kind', 'card'));
    expect((await node(xml, 'it', 'bpmn:BoundaryEvent')).trigger).toEqual({
      kind: 'message',
      message: {
        name: 'paid',
        correlationKey: null,
        correlation: {
          sent: [
            { language: 'variable', text: 'orderId' },
            { language: 'variable', text: 'kind' },
          ],
          awaited: [
            { language: 'juel', text: '${order}' },
            { language: 'literal', text: 'card' },
          ],
          keys: [],
          exact: true,
        },
      },
      payload: [],
    });
    expect(await kept(xml)).toEqual([]);
  });

  it('hands over what its out parameters name, and only that', async () => {
    const out = '<flowable:eventOutParameter source="amount" sourceType="integer" target="sum"/>';
    const caught = await node(
      around(extended('intermediateCatchEvent', type('paid') + out)),
      'it',
      'bpmn:IntermediateCatchEvent',
    );
    const received = await node(around(extended('receiveTask', type('paid') + out)), 'it', 'bpmn:ReceiveTask');
    for (const { data } of [caught, received])
      expect(data).toMatchObject({ outputs: ['amount'], byNameOnly: true, out: [{ target: { name: 'sum' } }] });
    expect(received.message).toEqual({ name: 'paid', correlationKey: null });
  });

  it.each([
    [
      'a service task',
      extended(
        'serviceTask',
        `${type('paid')}<flowable:eventInParameter source="\${sum}" target="amount"/>`,
        'id="it" flowable:type="send-event"',
      ),
      { implementation: { kind: 'message', message: { name: 'paid' } } },
    ],
    [
      'a throwing event',
      extended(
        'intermediateThrowEvent',
        `${type('paid')}<flowable:eventInParameter source="\${sum}" target="amount"/>`,
      ),
      { trigger: { kind: 'message', message: { name: 'paid' } } },
    ],
  ])('is sent by %s, with what its in parameters name', async (_what, element, expected) => {
    const { processes } = await read(around(element));
    const found = processes[0]?.nodes.get('it');
    expect(found).toMatchObject(expected);
    expect(JSON.stringify(found)).toContain(
      '"payload":[{"name":"amount","value":{"language":"juel","text":"${sum}"}}]',
    );
    expect(await kept(around(element))).toEqual([]);
  });

  it('gives way to what BPMN itself says of the node', async () => {
    const own = '<messageEventDefinition messageRef="m"/>';
    const xml = around(
      extended('intermediateCatchEvent', type('paid')).replace('</inter', `${own}</inter`),
      '<message id="m" name="sent"/>',
    );
    expect((await node(xml, 'it', 'bpmn:IntermediateCatchEvent')).trigger).toMatchObject({ message: { name: 'sent' } });
    expect(await kept(xml)).toEqual([expect.stringContaining('flowable:eventType') as string]);
  });

  it('keeps a mapping that says only half of it, and all that the message carries goes on', async () => {
    const xml = boundary(`${type('paid')}<flowable:eventOutParameter source="amount"/>`);
    expect((await node(xml, 'it', 'bpmn:BoundaryEvent')).data).toBeNull();
    expect(await kept(xml)).toEqual([expect.stringContaining('flowable:eventOutParameter') as string]);
  });

  it.each([
    ['a catching event', around(extended('intermediateCatchEvent', type(''))), 'unsupported-element'],
    ['a boundary event', boundary(type(' ')), 'unsupported-element'],
  ])('without a name is refused with that reason: %s', async (_what, xml, rule) => {
    expect((await problem(xml, rule)).message).toContain('(its flowable:eventType is empty)');
  });

  it('that starts a process cannot be told from others by what is to be computed', async () => {
    const start = (value: string): string =>
      file(
        `${extended('startEvent', type('paid') + correlated('orderId', value))}<endEvent id="e"/>${flow('it', 'e')}`,
      );
    expect(await verdicts(start('7'))).toEqual([]);
    expect((await problem(start('${order}'), 'event-correlation')).message).toContain('"${order}", but it starts');
    expect((await problem(start(''), 'event-correlation')).message).toContain('no name or no value');
  });

  it('starts a new job each time, which startNewInstance says, and no other configuration', async () => {
    const start = (text: string): string =>
      file(
        `${extended('startEvent', `${type('paid')}<flowable:startEventCorrelationConfiguration>${text}</flowable:startEventCorrelationConfiguration>`)}<endEvent id="e"/>${flow('it', 'e')}`,
      );
    expect(await kept(start('startNewInstance'))).toEqual([]);
    expect(await kept(start('storeAsUniqueReferenceId'))).toEqual([
      expect.stringContaining('flowable:startEventCorrelationConfiguration') as string,
    ]);
  });
});

describe('a variable listener', () => {
  test.each([
    ['', 'any'],
    ['variableChangeType="all"', 'any'],
    ['variableChangeType="update-create"', 'any'],
    ['variableChangeType="create"', 'create'],
    ['variableChangeType="update"', 'update'],
  ])('%s waits for changes of the kind %s', async (attributes, change) => {
    const xml = boundary(listens(`variableName="level" ${attributes}`));
    expect((await node(xml, 'it', 'bpmn:BoundaryEvent')).trigger).toMatchObject({
      kind: 'conditional',
      listens: { variable: 'level', change },
    });
    expect(await kept(xml)).toEqual([]);
  });

  test.each([
    ['names no variable', boundary(listens('variableName=""'))],
    ['variables are never deleted here', boundary(listens('variableName="a" variableChangeType="delete"'))],
    ['none of create, update', boundary(listens('variableName="a" variableChangeType="touch"'))],
    [
      'can only start an event subprocess',
      file(`${extended('startEvent', listens('variableName="a"'))}<endEvent id="e"/>${flow('it', 'e')}`),
    ],
  ])('is refused where it %s', async (words, xml) => {
    expect((await problem(xml, 'variable-listener')).message).toContain(words);
    expect(await verdicts(xml)).toEqual(['error variable-listener @it']);
  });
});

describe('several of them on one node', () => {
  const level = listens('variableName="level"');
  test.each([
    ['two variable listeners', boundary(level + listens('variableName="size"'))],
    ['two events of the registry', around(extended('intermediateCatchEvent', type('paid') + type('sent')))],
    ['an event of the registry and one without a name', boundary(type('paid') + type(''))],
    ['an event of the registry and a variable listener', boundary(type('paid') + level)],
    ['two events that a receive task waits for', around(extended('receiveTask', type('paid') + type('sent')))],
    [
      'two events that a task sends',
      around(extended('serviceTask', type('paid') + type('sent'), 'id="it" flowable:type="send-event"')),
    ],
  ])('are refused: %s', async (_what, xml) => {
    expect((await problem(xml, 'unsupported-element')).message).toMatch(
      /its extensions name 2 triggers \(flowable:.*\), of which only one can be meant/,
    );
  });

  it('mean nothing beside what BPMN itself says, and are kept', async () => {
    const own = '<messageEventDefinition messageRef="m"/>';
    const xml = around(
      extended('intermediateCatchEvent', type('paid') + type('sent')).replace('</inter', `${own}</inter`),
      '<message id="m" name="sent"/>',
    );
    expect(await verdicts(xml)).toEqual([]);
    expect(await kept(xml)).toHaveLength(1);
  });
});

describe('in words for people', () => {
  const words = async (element: string): Promise<string | null> => {
    const { elementsById } = await new BpmnModdle().fromXML(around(element));
    return foreignTrigger(elementsById['it'] as ModdleElement);
  };

  test.each([
    ['an event of the registry', extended('intermediateCatchEvent', type('paid')), 'the event “paid”'],
    ['a task that sends one', extended('serviceTask', type('paid'), 'id="it" flowable:type="send-event"'), '“paid”'],
    [
      'a variable listener',
      extended('intermediateCatchEvent', listens('variableName="level"')),
      'the variable “level”',
    ],
  ])('%s says what it waits for or sends', async (_what, element, expected) => {
    expect(await words(element)).toContain(expected);
  });

  test.each([
    ['no trigger at all', '<intermediateThrowEvent id="it"/>'],
    ['an event without a name', extended('intermediateCatchEvent', type(''))],
    ['a task of another type', extended('serviceTask', type('paid'), 'id="it" flowable:type="mail"')],
    [
      'a trigger of BPMN’s own',
      '<intermediateCatchEvent id="it"><extensionElements><flowable:eventType>paid</flowable:eventType></extensionElements><signalEventDefinition/></intermediateCatchEvent>',
    ],
  ])('%s says nothing', async (_what, element) => {
    expect(await words(element)).toBeNull();
  });
});
