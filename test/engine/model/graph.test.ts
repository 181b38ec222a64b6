import { describe, expect, test } from 'vitest';
import type { FlowNode } from '../../../engine/model/graph/process.ts';
import { around, condition, definitions, file, flow, node, read, verdicts } from './bpmn-text.ts';

const MESSAGE = '<message id="m" name="order" cairn:correlationKey="=orderId"/>';

describe('a process', () => {
  const xml = file(
    `
    <startEvent id="s"/>
    <startEvent id="m1"><messageEventDefinition messageRef="m"/></startEvent>
    <task id="a" name="A"/>
    <subProcess id="sub"><task id="i1"/><task id="i2"/><task id="i3"/>${flow('i1', 'i2')}</subProcess>
    <endEvent id="e"/>
    ${flow('s', 'a')}${flow('m1', 'a')}${flow('a', 'e')}${flow('a', 'sub', condition('=x > 1'))}`,
    MESSAGE,
  );

  test('has its nodes in document order, with index and scope', async () => {
    const graph = (await read(xml)).processes[0];
    expect([...(graph?.nodes.values() ?? [])].map(({ id, index, scope }) => [id, index, scope])).toEqual([
      ['s', 0, 'p'],
      ['m1', 1, 'p'],
      ['a', 2, 'p'],
      ['sub', 3, 'p'],
      ['i1', 4, 'sub'],
      ['i2', 5, 'sub'],
      ['i3', 6, 'sub'],
      ['e', 7, 'p'],
    ]);
  });

  test('knows where it begins: at none start events, else wherever nothing leads', async () => {
    const scopes = (await read(xml)).processes[0]?.scopes;
    expect(scopes?.get('p')).toMatchObject({ id: 'p', initial: ['s'], triggered: ['m1'] });
    expect(scopes?.get('sub')).toMatchObject({ id: 'sub', initial: ['i1', 'i3'], triggered: [] });
    const triggered = file('<startEvent id="m1"><messageEventDefinition messageRef="m"/></startEvent>', MESSAGE);
    expect((await read(triggered)).processes[0]?.scopes.get('p')).toMatchObject({
      id: 'p',
      initial: [],
      triggered: ['m1'],
    });
  });

  test('links flows in the order of the file', async () => {
    const graph = (await read(xml)).processes[0];
    expect(graph?.nodes.get('a')?.incoming.map(({ id }) => id)).toEqual(['s_a', 'm1_a']);
    expect(graph?.nodes.get('a')?.outgoing.map(({ id }) => id)).toEqual(['a_e', 'a_sub']);
    expect(graph?.flows.get('a_sub')).toEqual({
      id: 'a_sub',
      name: null,
      source: 'a',
      target: 'sub',
      condition: { language: 'feel', text: 'x > 1' },
    });
  });

  test('is frozen, maps included', async () => {
    const graph = (await read(xml)).processes[0];
    const frozen = (value: unknown): boolean => Object.isFrozen(value);
    expect(
      [
        graph,
        graph?.nodes,
        graph?.nodes.get('a'),
        graph?.nodes.get('a')?.outgoing,
        graph?.flows.get('a_sub')?.condition,
      ].map(frozen),
    ).toEqual(Array.from({ length: 5 }, () => true));
    const nodes = graph?.nodes as Map<string, FlowNode>;
    expect(() => nodes.clear()).toThrow('frozen');
  });
});

test('a boundary event is no beginning', async () => {
  const xml = file(
    '<task id="a"/><boundaryEvent id="b" attachedToRef="a" cancelActivity="false"><messageEventDefinition messageRef="m"/></boundaryEvent>',
    MESSAGE,
  );
  expect((await read(xml)).processes[0]?.scopes.get('p')?.initial).toEqual(['a']);
  expect(await node(xml, 'b', 'bpmn:BoundaryEvent')).toMatchObject({ attachedTo: 'a', interrupting: false });
  expect(await node(xml, 'a', 'bpmn:Task')).toMatchObject({ boundary: ['b'] });
});

test('the condition of a default flow is not in the graph', async () => {
  const xml = file(
    `<startEvent id="s"/><exclusiveGateway id="x" default="x_a"/><endEvent id="a"/>${flow('s', 'x')}${flow('x', 'a', condition('=true'))}`,
  );
  expect((await read(xml)).processes[0]?.flows.get('x_a')?.condition).toBeNull();
  expect(await node(xml, 'x', 'bpmn:ExclusiveGateway')).toMatchObject({ defaultFlow: 'x_a' });
});

describe('tasks', () => {
  test.each([
    ['javascript', 'javascript'],
    ['JavaScript', 'javascript'],
    ['text/javascript', 'javascript'],
    ['application/ecmascript', 'javascript'],
    ['application/javascript', 'javascript'],
    ['ecmascript', 'javascript'],
    ['http://www.ecma-international.org/ecma-262', 'javascript'],
    ['https://ecma-international.org/ecma-262/6.0/', 'javascript'],
    ['js', 'javascript'],
    ['http://www.javascript.com/javascript', 'javascript'],
    ['feel', 'feel'],
    ['FEEL', 'feel'],
    ['groovy', 'external'],
    ['python', 'external'],
    ['http://www.java.com/java', 'external'],
  ])('a script in %s is %s', async (format, language) => {
    const task = await node(
      around(`<scriptTask id="it" scriptFormat="${format}"><script>x</script></scriptTask>`),
      'it',
      'bpmn:ScriptTask',
    );
    expect(task).toMatchObject({ language, format, script: 'x', resultVariable: null });
  });

  test.each([
    ['<serviceTask id="it"/>', 'no implementation named'],
    ['<serviceTask id="it" camunda:class="a.B"/>', 'camunda:class="a.B"'],
    ['<serviceTask id="it" camunda:type="external" camunda:topic="t"/>', 'camunda:type="external", camunda:topic="t"'],
    ['<serviceTask id="it" flowable:delegateExpression="${x}"/>', 'flowable:delegateExpression="${x}"'],
    ['<serviceTask id="it" implementation="${f}"/>', 'implementation="${f}"'],
    ['<serviceTask id="it" implementation="##WebService"/>', 'no implementation named'],
    ['<sendTask id="it"/>', 'no message and no implementation named'],
    ['<businessRuleTask id="it"/>', 'no decision named'],
    ['<businessRuleTask id="it" camunda:decisionRef="${d}"/>', 'camunda:decisionRef="${d}"'],
    [
      '<serviceTask id="it"><extensionElements><camunda:connector><camunda:connectorId>mail</camunda:connectorId></camunda:connector></extensionElements></serviceTask>',
      'camunda:connector "mail"',
    ],
  ])('%s is external', async (element, description) => {
    const { processes } = await read(around(element));
    expect(processes[0]?.nodes.get('it')).toMatchObject({ implementation: { kind: 'external', description } });
  });

  test('vendors name the variable of a result', async () => {
    for (const attribute of [
      'camunda:resultVariable',
      'operaton:resultVariable',
      'flowable:resultVariableName',
      'activiti:resultVariableName',
    ]) {
      const xml = around(`<serviceTask id="it" ${attribute}="r"/>`);
      expect(await node(xml, 'it', 'bpmn:ServiceTask')).toMatchObject({ resultVariable: 'r' });
      expect((await read(xml)).problems).toEqual([]);
    }
    const both = around(
      '<scriptTask id="it" scriptFormat="js" camunda:resultVariable="r" cairn:resultVariable="own"><script>1</script></scriptTask>',
    );
    expect(await node(both, 'it', 'bpmn:ScriptTask')).toMatchObject({ resultVariable: 'own' });
  });

  test('other extensions of vendors are noted once an element, by the prefix of the file', async () => {
    const xml = around(
      '<userTask id="it" camunda:assignee="a" xmlns:z="urn:z" z:x="1"><extensionElements><camunda:formData/></extensionElements></userTask>',
    );
    const { problems, processes } = await read(xml);
    expect(processes).toHaveLength(1);
    expect(problems).toMatchObject([{ severity: 'note', rule: 'vendor-extension', element: 'it' }]);
    expect(problems[0]?.message).toContain('kept, not executed: camunda:assignee, z:x.');
  });

  test('a call activity names its process, plainly or by expression', async () => {
    const called = async (text: string) =>
      (await node(around(`<callActivity id="it" calledElement="${text}"/>`), 'it', 'bpmn:CallActivity')).calledElement;
    expect(await called('other')).toEqual({ language: 'literal', text: 'other' });
    expect(await called('tns:other')).toEqual({ language: 'literal', text: 'other' });
    expect(await called('=which')).toEqual({ language: 'feel', text: 'which' });
    expect(await called('${which}')).toEqual({ language: 'juel', text: '${which}' });
  });
});

describe('events', () => {
  test('messages, errors and terminate', async () => {
    const xml = file(
      `
      <startEvent id="s"/><parallelGateway id="g"/>${flow('s', 'g')}
      <endEvent id="e1"><errorEventDefinition errorRef="err"/></endEvent>
      <endEvent id="e2"><terminateEventDefinition/></endEvent>
      <endEvent id="e3"><messageEventDefinition messageRef="m"/></endEvent>
      <endEvent id="e4"/>
      ${['e1', 'e2', 'e3', 'e4'].map((id) => flow('g', id)).join('')}
      <boundaryEvent id="b" attachedToRef="t"><errorEventDefinition camunda:errorCodeVariable="c" camunda:errorMessageVariable="d"/></boundaryEvent>
      <task id="t"/>${flow('g', 't')}${flow('t', 'e4')}${flow('b', 'e4').replace('id="b_e4"', 'id="b4"')}`,
      `${MESSAGE}<error id="err" errorCode="E1"/>`,
    );
    expect(await verdicts(xml)).toEqual([]);
    const trigger = async (id: string) => {
      const found = (await read(xml)).processes[0]?.nodes.get(id);
      return found !== undefined && 'trigger' in found ? found.trigger : null;
    };
    expect(await trigger('e1')).toEqual({
      kind: 'error',
      error: { code: 'E1' },
      codeVariable: null,
      messageVariable: null,
    });
    expect(await trigger('e2')).toEqual({ kind: 'terminate' });
    expect(await trigger('e3')).toEqual({
      kind: 'message',
      message: { name: 'order', correlationKey: { language: 'feel', text: 'orderId' } },
      payload: [],
    });
    expect(await trigger('e4')).toEqual({ kind: 'none' });
    expect(await trigger('b')).toEqual({
      kind: 'error',
      error: { code: null },
      codeVariable: 'c',
      messageVariable: 'd',
    });
  });

  test('a message without name goes by its id; an expression for a name is computed, or is a text', async () => {
    const receive = '<receiveTask id="it" messageRef="m"/>';
    expect(await node(around(receive, '<message id="m"/>'), 'it', 'bpmn:ReceiveTask')).toMatchObject({
      message: { name: 'm' },
    });
    const named = async (name: string) =>
      (await node(around(receive, `<message id="m" name="${name}"/>`), 'it', 'bpmn:ReceiveTask')).message;
    expect(await named('x-${y}')).toMatchObject({ name: 'x-${y}', computed: { language: 'juel', text: 'x-${y}' } });
    expect(await named('=&quot;x-&quot; + y')).toMatchObject({ computed: { language: 'feel', text: '"x-" + y' } });
    expect(await named('=&quot;x&quot;')).toEqual({ name: 'x', correlationKey: null });
  });

  test.each([
    ['message-name', '<startEvent id="s"><messageEventDefinition messageRef="m"/></startEvent>'],
    ['signal-name', '<startEvent id="s"><signalEventDefinition signalRef="g"/></startEvent>'],
    ['message-name', '<receiveTask id="s" messageRef="m" instantiate="true"/>'],
  ])('nothing that starts a process has its name computed: %s', async (rule, start) => {
    const roots = '<message id="m" name="=a"/><signal id="g" name="${a}"/>';
    const content = `${start}<endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="e"/>`;
    expect(await verdicts(file(content, roots))).toEqual([`error ${rule} @s`]);
  });

  test('who catches an error or escalation cannot compute its code; who throws can', async () => {
    const roots = '<error id="r" errorCode="=a"/><escalation id="c" escalationCode="=a"/>';
    const caught = `<task id="it"/><boundaryEvent id="b" attachedToRef="it"><errorEventDefinition errorRef="r"/></boundaryEvent><endEvent id="z"/><sequenceFlow id="bz" sourceRef="b" targetRef="z"/>`;
    expect(await verdicts(around(caught, roots))).toEqual(['error computed-code @b']);
    const thrown =
      '<intermediateThrowEvent id="it"><escalationEventDefinition escalationRef="c"/></intermediateThrowEvent>';
    expect((await node(around(thrown, roots), 'it', 'bpmn:IntermediateThrowEvent')).trigger).toMatchObject({
      kind: 'escalation',
      computed: { text: 'a' },
    });
  });

  test('an operation names the message too', async () => {
    const xml = around(
      '<receiveTask id="it" operationRef="op"/>',
      `${MESSAGE}<interface name="i"><operation id="op" name="o"><inMessageRef>m</inMessageRef></operation></interface>`,
    );
    expect(await node(xml, 'it', 'bpmn:ReceiveTask')).toMatchObject({ message: { name: 'order' } });
  });
});

describe('message flows', () => {
  const two = (sender: string, receiver: string, attributes = '', roots = '') =>
    definitions(
      `<collaboration id="c"><participant id="A" processRef="p"/><participant id="B" processRef="q"/><messageFlow id="mf" sourceRef="from" targetRef="to" ${attributes}/></collaboration>
       <process id="p">${sender}</process><process id="q">${receiver}</process>${roots}`,
    );
  const SEND = '<sendTask id="from"/>';
  const RECEIVE = '<receiveTask id="to"/>';
  const names = async (xml: string) => {
    const { processes, problems } = await read(xml);
    const [from, to] = processes
      .flatMap((graph) => [...graph.nodes.values()])
      .map((each) => {
        if ('message' in each) return each.message.name;
        return 'implementation' in each && each.implementation.kind === 'message'
          ? each.implementation.message.name
          : '-';
      });
    return [
      from,
      to,
      problems.find(({ rule }) => rule === 'message-flow')?.message.replace(/^mf \(bpmn:MessageFlow\): /, ''),
    ];
  };

  test('name the message of both ends by their own id', async () => {
    expect(await names(two(SEND, RECEIVE))).toEqual([
      'mf',
      'mf',
      'delivered as the message "mf" when from is executed.',
    ]);
  });

  test('or by the message that one end names', async () => {
    const delivered = 'delivered as the message "order" when from is executed.';
    expect(await names(two(SEND, '<receiveTask id="to" messageRef="m"/>', '', MESSAGE))).toEqual([
      'order',
      'order',
      delivered,
    ]);
    expect(await names(two('<sendTask id="from" messageRef="m"/>', RECEIVE, '', MESSAGE))).toEqual([
      'order',
      'order',
      delivered,
    ]);
    expect(await names(two(SEND, RECEIVE, 'messageRef="m"', MESSAGE))).toEqual(['order', 'order', delivered]);
  });

  test('say when they are not delivered', async () => {
    expect(await names(two('<task id="from"/>', RECEIVE))).toEqual([
      '-',
      'mf',
      'not delivered: from (bpmn:Task) sends no message; to waits for the message "mf" from outside.',
    ]);
    expect(await names(two(SEND, '<task id="to"/>'))).toEqual([
      'mf',
      '-',
      'from sends the message "mf"; to does not wait for it.',
    ]);
    const different = two(
      '<sendTask id="from" messageRef="m"/>',
      '<receiveTask id="to" messageRef="n"/>',
      '',
      `${MESSAGE}<message id="n" name="other"/>`,
    );
    expect((await names(different))[2]).toBe('not delivered: from sends the message "order", to waits for "other".');
  });

  test('say when no one takes them: their end is not executed', async () => {
    const idle = (xml: string, process: string) =>
      xml.replace(`<process id="${process}">`, `<process id="${process}" isExecutable="false">`);
    expect((await names(idle(two(SEND, RECEIVE), 'q'))).at(-1)).toBe(
      'from sends the message "mf"; no one takes it: to lies in q, which is not executed.',
    );
    expect((await names(idle(two(SEND, RECEIVE), 'p'))).at(-1)).toBe(
      'not delivered: from lies in p, which is not executed; to waits for the message "mf" from outside.',
    );
    const toPool = (pool: string) =>
      two(SEND, '').replace('targetRef="to"', 'targetRef="B"').replace('<participant id="B" processRef="q"/>', pool);
    expect((await names(toPool('<participant id="B"/>'))).at(-1)).toBe(
      'from sends the message "mf"; no one takes it: B is a pool without a process.',
    );
    expect((await names(idle(toPool('<participant id="B" processRef="q"/>'), 'q'))).at(-1)).toBe(
      'from sends the message "mf"; no one takes it: B is the pool of q, which is not executed.',
    );
    const fromPool = two('', RECEIVE)
      .replace('sourceRef="from"', 'sourceRef="A"')
      .replace('<participant id="A" processRef="p"/>', '<participant id="A"/>');
    expect((await names(fromPool)).at(-1)).toBe(
      'not delivered: A is a pool without a process; to waits for the message "mf" from outside.',
    );
  });

  test('of a process that a call makes run are delivered', async () => {
    const called = two(`${SEND}<callActivity id="call" calledElement="q"/>`, RECEIVE);
    expect((await names(called.replace('<process id="q">', '<process id="q" isExecutable="false">'))).at(-1)).toBe(
      'delivered as the message "mf" when from is executed.',
    );
  });
});
