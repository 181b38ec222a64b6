/** Rules about links, compensation, cancellation and event subprocesses (BPMN 2.0.2, 10.3.5, 10.5.5, 10.7.1). */
import { describe, expect, test } from 'vitest';
import { file, flow, node, problem, verdicts } from './bpmn-text.ts';

const SIGNAL = '<signal id="s" name="stop"/><message id="m" name="m"/>';
const handled = (boundary: string, handler: string, rest: string): string =>
  file(
    `<startEvent id="start"/><task id="t"/><endEvent id="end"/>${flow('start', 't')}${flow('t', 'end')}${boundary}${handler}${rest}`,
  );
const undo = '<boundaryEvent id="undo" attachedToRef="t"><compensateEventDefinition/></boundaryEvent>';
const handler = '<task id="h" isForCompensation="true"/>';
const associated = '<association id="a" sourceRef="undo" targetRef="h"/>';
const byEvent = (content: string): string =>
  file(`<task id="t"/><subProcess id="esp" triggeredByEvent="true">${content}</subProcess>`, SIGNAL);
const started = (definition: string, attributes = ''): string =>
  `<startEvent id="by" ${attributes}>${definition}</startEvent>`;
const link = (id: string, way: 'Throw' | 'Catch', name = 'l'): string =>
  `<intermediate${way}Event id="${id}"><linkEventDefinition name="${name}"/></intermediate${way}Event>`;

describe('an event subprocess', () => {
  test('has one start event, with a trigger', async () => {
    expect(await verdicts(byEvent('<task id="x"/>'))).toEqual(['error event-subprocess-start @esp']);
    expect(await verdicts(byEvent('<startEvent id="by"/>'))).toEqual(['error event-subprocess-start @by']);
    const two = started('<signalEventDefinition signalRef="s"/>') + '<startEvent id="other"/>';
    expect(await verdicts(byEvent(two))).toEqual(['error event-subprocess-start @esp']);
    expect(await verdicts(byEvent(started('<signalEventDefinition signalRef="s"/>')))).toEqual([]);
  });

  test('is no part of the flow, and has nothing attached', async () => {
    const content = started('<signalEventDefinition signalRef="s"/>');
    const connected = file(
      `<task id="t"/><subProcess id="esp" triggeredByEvent="true">${content}</subProcess>${flow('t', 'esp')}`,
      SIGNAL,
    );
    expect(await verdicts(connected)).toContain('error event-subprocess-flow @esp');
    const attached = file(
      `<task id="t"/><subProcess id="esp" triggeredByEvent="true">${content}</subProcess><boundaryEvent id="b" attachedToRef="esp"><signalEventDefinition signalRef="s"/></boundaryEvent>`,
      SIGNAL,
    );
    expect(await verdicts(attached)).toContain('error boundary-host @b');
  });

  test('for compensation of the process needs somebody who throws it for all of the process', async () => {
    const handler = started('<compensateEventDefinition/>');
    expect(await verdicts(byEvent(handler))).toEqual(['warning compensation-of-process @esp']);
    const thrown = '<endEvent id="all"><compensateEventDefinition/></endEvent>';
    expect(await verdicts(byEvent(`${handler}${thrown}`))).toContain('warning compensation-of-process @esp');
    expect(
      await verdicts(file(`${thrown}<subProcess id="esp" triggeredByEvent="true">${handler}</subProcess>`)),
    ).toEqual([]);
  });

  test('that catches an error interrupts, whatever the file says', async () => {
    const xml = byEvent(started('<errorEventDefinition/>', 'isInterrupting="false"'));
    expect(await verdicts(xml)).toEqual(['warning error-interrupts @by']);
    expect(await node(xml, 'by', 'bpmn:StartEvent')).toMatchObject({ interrupting: true });
  });
});

describe('a compensation boundary event', () => {
  test('leads to one activity that is for compensation', async () => {
    const xml = handled(undo, handler, associated);
    expect(await verdicts(xml)).toEqual([]);
    expect(await node(xml, 't', 'bpmn:Task')).toMatchObject({ compensation: { kind: 'activity', handler: 'h' } });
    expect(await verdicts(handled(undo, '', ''))).toEqual(['error compensation-handler @undo']);
    expect(await verdicts(handled(undo, '<task id="h"/>', associated))).toContain('error compensation-handler @h');
    const two = associated + '<association id="a2" sourceRef="undo" targetRef="end"/>';
    expect(await verdicts(handled(undo, handler, two))).toEqual([]);
    const others = '<task id="h2" isForCompensation="true"/><association id="a2" sourceRef="undo" targetRef="h2"/>';
    expect(await verdicts(handled(undo, handler, associated + others))).toEqual(['error compensation-handler @undo']);
  });

  test('is no part of the flow, nor is its handler', async () => {
    expect(await verdicts(handled(undo, handler, associated + flow('undo', 'end')))).toContain(
      'error compensation-flow @undo',
    );
    expect(await verdicts(handled(undo, handler, associated + flow('h', 'end')))).toContain(
      'error compensation-flow @h',
    );
  });

  test('is missed by a handler that nothing leads to', async () => {
    expect(await verdicts(handled('', handler, ''))).toEqual(['warning compensation-without-event @h']);
  });
});

test('what is compensated by name must be seen from there', async () => {
  const thrower = (ref: string): string =>
    `<endEvent id="e"><compensateEventDefinition activityRef="${ref}"/></endEvent>${flow('sub', 'e')}`;
  const sub = `<subProcess id="sub"><task id="inner"/></subProcess>`;
  expect(await verdicts(file(`${sub}${thrower('sub')}`))).not.toContain('error compensation-out-of-scope @e');
  expect(await verdicts(file(`${sub}${thrower('inner')}`))).toEqual(['error compensation-out-of-scope @e']);
});

describe('compensation that nothing answers', () => {
  const ending = (from: string, ref = ''): string =>
    `<endEvent id="e"><compensateEventDefinition ${ref}/></endEvent>${flow(from, 'e')}`;
  const found = ['warning compensation-without-handler @e'];

  test('of an activity by name', async () => {
    const named = (host: string): string => `${host}${ending('sub', 'activityRef="sub"')}`;
    expect(await verdicts(file(named('<subProcess id="sub"><task id="inner"/></subProcess>')))).toEqual(found);
    expect(
      await verdicts(file(named(`<subProcess id="sub"><task id="t"/>${undo}${handler}${associated}</subProcess>`))),
    ).toEqual([]);
    expect(await verdicts(file(named('<callActivity id="sub" calledElement="other"/>')))).toContain(found[0]);
  });

  test('of all that was done', async () => {
    expect(await verdicts(file(`<task id="t"/>${ending('t')}`))).toEqual(found);
    expect(await verdicts(file(`<task id="t"/>${ending('t')}${undo}${handler}${associated}`))).toEqual([]);
  });
});

describe('a cancellation', () => {
  test('ends a transaction only', async () => {
    const cancel = '<endEvent id="c"><cancelEventDefinition/></endEvent>';
    expect(await verdicts(file(cancel))).toContain('error cancel-outside-transaction @c');
    const caught = `<boundaryEvent id="b" attachedToRef="tx"><cancelEventDefinition/></boundaryEvent>`;
    expect(await verdicts(file(`<transaction id="tx">${cancel}</transaction>${caught}`))).toEqual([]);
    expect(await verdicts(file(`<subProcess id="tx"><task id="x"/></subProcess>${caught}`))).toEqual([
      'error cancel-outside-transaction @b',
    ]);
  });

  test('is caught once', async () => {
    const twice = ['b', 'b2'].map(
      (id) => `<boundaryEvent id="${id}" attachedToRef="tx"><cancelEventDefinition/></boundaryEvent>`,
    );
    const xml = file(`<transaction id="tx"><task id="x"/></transaction>${twice.join('')}`);
    expect(await verdicts(xml)).toEqual(['error cancel-caught-twice @b2']);
  });
});

test('a cancellation of a transaction without a cancel boundary event leads nowhere', async () => {
  const cancel = '<endEvent id="c"><cancelEventDefinition/></endEvent>';
  const outer = '<boundaryEvent id="b" attachedToRef="outer"><cancelEventDefinition/></boundaryEvent>';
  expect(await verdicts(file(`<transaction id="tx">${cancel}</transaction>`))).toEqual(['warning cancel-uncaught @c']);
  const nested = `<transaction id="outer"><transaction id="tx">${cancel}</transaction></transaction>${outer}`;
  expect(await verdicts(file(nested))).toEqual(['warning cancel-uncaught @c']);
});

test('an escalation is thrown by what has a content only', async () => {
  const caught = (host: string): string =>
    file(`${host}<boundaryEvent id="b" attachedToRef="h"><escalationEventDefinition/></boundaryEvent>`);
  const never = 'warning escalation-never-thrown @b';
  expect(await verdicts(caught('<task id="h"/>'))).toContain(never);
  expect(await verdicts(caught('<userTask id="h"/>'))).toContain(never);
  const inner = '<task id="x"/>';
  for (const host of [
    `<subProcess id="h">${inner}</subProcess>`,
    `<transaction id="h">${inner}</transaction>`,
    `<adHocSubProcess id="h">${inner}</adHocSubProcess>`,
    '<callActivity id="h" calledElement="other"/>',
  ])
    expect(await verdicts(caught(host))).not.toContain(never);
});

test('an escalation is thrown by multi-instance as its instances complete', async () => {
  const xml = (behavior: string, inside = ''): string =>
    file(
      `<userTask id="h"><multiInstanceLoopCharacteristics ${behavior}><loopCardinality>2</loopCardinality>${inside}</multiInstanceLoopCharacteristics></userTask>
       <boundaryEvent id="b" attachedToRef="h" cancelActivity="false"><escalationEventDefinition/></boundaryEvent>`,
      '<escalation id="e" escalationCode="E"/><escalationEventDefinition id="thrown" escalationRef="e"/><signal id="s" name="s"/><signalEventDefinition id="told" signalRef="s"/>',
    );
  const never = 'warning escalation-never-thrown @b';
  const complex =
    '<complexBehaviorDefinition><condition>true</condition><event id="t"><escalationEventDefinition escalationRef="e"/></event></complexBehaviorDefinition>';
  for (const throwing of [
    xml('behavior="None" noneBehaviorEventRef="thrown"'),
    xml('behavior="One" oneBehaviorEventRef="thrown"'),
    xml('behavior="Complex"', complex),
  ])
    expect(await verdicts(throwing)).not.toContain(never);
  expect(await verdicts(xml('behavior="One" oneBehaviorEventRef="told"'))).toContain(never);
  expect(await verdicts(xml('noneBehaviorEventRef="thrown"'))).toContain(never);
});

describe('a link', () => {
  const around = (content: string): string =>
    file(`<startEvent id="start"/><endEvent id="end"/>${content}${flow('start', 'out')}`);

  test('leads from its sources to one target in the same scope', async () => {
    const xml = around(`${link('out', 'Throw')}${link('in', 'Catch')}${flow('in', 'end')}`);
    expect(await verdicts(xml)).toEqual([]);
    expect(await node(xml, 'out', 'bpmn:IntermediateThrowEvent')).toMatchObject({ trigger: { target: 'in' } });
    expect(await verdicts(around(`${link('out', 'Throw', 'x')}`))).toContain('error link-target @out');
    const two = `${link('out', 'Throw')}${link('in', 'Catch')}${link('in2', 'Catch')}${flow('in', 'end')}${flow('in2', 'end')}`;
    expect(await verdicts(around(two))).toContain('error link-target @in2');
    const elsewhere = `${link('out', 'Throw')}<subProcess id="sub"><startEvent id="i"/>${link('in', 'Catch')}</subProcess>`;
    expect(await verdicts(around(elsewhere))).toContain('error link-target @out');
  });

  test('has no flows at its ends', async () => {
    const xml = around(`${link('out', 'Throw')}${link('in', 'Catch')}${flow('in', 'end')}${flow('out', 'in')}`);
    const found = await verdicts(xml);
    expect(found).toContain('error link-flow @out');
    expect(found).toContain('error link-flow @in');
  });
});

describe('an event-based gateway', () => {
  const events = ['a', 'b']
    .map((id) => `<intermediateCatchEvent id="${id}"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>`)
    .join('');
  const gateway = (attributes: string, rest = ''): string =>
    file(`<eventBasedGateway id="g" ${attributes}/>${events}${flow('g', 'a')}${flow('g', 'b')}${rest}`, SIGNAL);

  test('that starts the process has no way in', async () => {
    expect(await verdicts(gateway('instantiate="true"'))).toEqual([]);
    const late = gateway('instantiate="true"', `<startEvent id="start"/>${flow('start', 'g')}`);
    expect(await verdicts(late)).toContain('error event-gateway-instantiate @g');
  });

  test('is parallel only where it starts the process', async () => {
    const xml = gateway('eventGatewayType="Parallel"', `<startEvent id="start"/>${flow('start', 'g')}`);
    expect(await verdicts(xml)).toEqual(['error event-gateway-parallel @g']);
    const instantiating = gateway('instantiate="true" eventGatewayType="Parallel"');
    expect(await verdicts(instantiating)).toEqual(['warning uncorrelated-start @g']);
  });
});

test('a receive task that starts the process has no way in', async () => {
  const receive = '<receiveTask id="r" instantiate="true" messageRef="m"/>';
  expect(await verdicts(file(receive, SIGNAL))).toEqual([]);
  const late = file(`<startEvent id="start"/>${receive}${flow('start', 'r')}`, SIGNAL);
  expect(await verdicts(late)).toEqual(['error receive-instantiate @r']);
});

test('a trigger that names nothing is called like its event, or refused', async () => {
  const catching = (definition: string): string =>
    file(`<intermediateCatchEvent id="it">${definition}</intermediateCatchEvent>`, SIGNAL);
  expect(await verdicts(catching('<signalEventDefinition/>'))).toEqual(['warning no-signal @it']);
  expect(await verdicts(catching('<conditionalEventDefinition/>'))).toEqual(['error no-condition @it']);
  const scripted = catching(
    '<conditionalEventDefinition><condition language="groovy">a &gt; 1</condition></conditionalEventDefinition>',
  );
  expect((await problem(scripted, 'expression-language')).message).toContain('groovy');
  expect((await problem(catching('<linkEventDefinition/>'), 'no-link-name')).element).toBe('it');
});
