/** Event-based gateways, catching events, receive and user tasks, end events: BPMN 2.0.2, 13.3.3, 13.4.4, 13.5. */
import { describe, expect, test } from 'vitest';
import { JobUnderTest, MIDNIGHT } from './job-under-test.ts';
import {
  boundary,
  caught,
  chain,
  cycle,
  duration,
  end,
  errorOf,
  errors,
  file,
  flow,
  mapping,
  messages,
  receive,
  start,
  sub,
  user,
} from './process-text.ts';

const HOUR = 3_600_000;

describe('several none start events of a process (10.5.2)', () => {
  const xml = file(
    `<startEvent id="post"/><startEvent id="phone"/>${user('scan')}${user('talk')}${chain('post', 'scan')}${chain('phone', 'talk')}`,
  );

  test('are alternatives: a job begins at the one that its start names', async () => {
    const job = await JobUnderTest.of(xml);
    job.start({}, 'phone');
    expect(job.places).toEqual(['talk:waiting']);
  });

  test('a start that names none is refused with their ids', async () => {
    const job = await JobUnderTest.of(xml);
    const refusal = job.refused({ type: 'start', node: null, variables: {}, messageId: null });
    expect(refusal).toMatchObject({ code: 'illegal' });
    expect(refusal.message).toContain('(post, phone)');
  });
});

describe('an event-based gateway', () => {
  const xml = file(
    `${start}<eventBasedGateway id="g"/>
     <intermediateCatchEvent id="time">${duration('PT1H')}</intermediateCatchEvent>
     ${receive('message', '', 'keyed')}
     ${receive('task', mapping({}, { got: '=answer' }))}${user('after')}
     ${chain('start', 'g', 'time', 'after')}${chain('g', 'message', 'after')}${chain('g', 'task', 'after')}`,
    messages,
  );

  test("where two exclude each other (boundary event and completion, the ways of an event-based gateway), the winner removes the other's subscriptions in the same transaction", async () => {
    const job = await JobUnderTest.started(xml, { key: 7 });
    expect([...job.state.subscriptions.values()].map(({ node, key }) => [node, key])).toEqual([
      ['message', '7'],
      ['task', null],
    ]);
    const [timer] = job.timers;
    const [subscription] = job.state.subscriptions.keys();
    job.receives('task', { answer: 42 });
    expect(job.variables).toEqual({ key: 7, got: 42 });
    expect(job.completed).toEqual(['start', 'g', 'task']);
    expect(job.state.timers.size + job.state.subscriptions.size).toBe(0);
    expect(job.refused({ type: 'fire-timer', timer: timer?.id as string }).code).toBe('too-late');
    const late = { type: 'take-message', subscription: subscription as string, messageId: 'm', variables: {} } as const;
    expect(job.refused(late).code).toBe('too-late');
    expect(job.checkpoints.at(-1)?.map(({ reason }) => reason)).toEqual(['receive-taken', 'wait-ended', 'passive']);
  });

  test('goes the way of its timer', async () => {
    const job = await JobUnderTest.started(xml, { key: 7 });
    expect(job.passes(HOUR)).toEqual(['time']);
    expect(job.completed).toEqual(['start', 'g', 'time']);
  });

  test('whose event cannot be armed waits for nothing and is an incident; a retry arms all of them', async () => {
    const job = await JobUnderTest.started(xml);
    expect(job.places).toEqual(['g:incident']);
    expect(job.state.timers.size + job.state.subscriptions.size).toBe(0);
    job.send({ type: 'retry', instance: null, variables: { key: 'k' } });
    expect(job.state.timers.size + job.state.subscriptions.size).toBe(3);
  });

  test('maps the inputs of the receive task behind it', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}<eventBasedGateway id="g"/><intermediateCatchEvent id="time">${duration('PT1H')}</intermediateCatchEvent>
         ${receive('task', mapping({ base: '=40' }, { sum: '=base + answer' }))}${chain('start', 'g', 'time')}${chain('g', 'task')}`,
        messages,
      ),
    );
    job.receives('task', { answer: 2 });
    expect(job.variables).toEqual({ sum: 42 });
  });
});

describe('a receive task', () => {
  const xml = file(`${start}${receive('r', '', 'keyed')}${end}${chain('start', 'r', 'end')}`, messages);

  test('is a checkpoint when it starts to wait and when its message is taken', async () => {
    const job = await JobUnderTest.started(xml, { key: 'a' });
    expect(job.reasons).toEqual(['start@start', 'receive-wait@r', 'passive']);
    job.receives('r', { paid: true });
    expect(job.reasons).toEqual(['receive-taken@r', 'wait-ended@r', 'end']);
    expect(job.variables).toEqual({ key: 'a', paid: true });
  });

  test.each([
    [9_007_199_254_740_993n, '9007199254740993'],
    [-0, '0'],
    [true, 'true'],
    [{ a: 1n }, '{"a":{"$cairn":["integer","1"]}}'],
  ])('turns the correlation key %s into text', async (key, text) => {
    const job = await JobUnderTest.started(xml, { key });
    expect([...job.state.subscriptions.values()].map((subscription) => subscription.key)).toEqual([text]);
  });

  test('whose key is null is an incident; a retry is one more attempt and keeps the instance', async () => {
    const job = await JobUnderTest.started(xml, { key: null });
    const instance = job.instance('r');
    job.send({ type: 'retry', instance, variables: { key: 'b' } });
    expect(job.token('r')).toMatchObject({ instance, attempt: 2, state: 'waiting' });
    expect(job.left('incident')).toEqual(['r']);
  });

  test('keeps its boundary events, and what they made, while it is an incident', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${receive('r', '', 'keyed')}${boundary('tick', 'r', cycle('R/PT1H'), false)}${user('ticked')}${chain('start', 'r')}${flow('tick', 'ticked')}`,
        messages,
      ),
      { key: null },
    );
    job.passes(HOUR);
    job.send({ type: 'retry', instance: null, variables: { key: 'b' } });
    job.passes(HOUR);
    expect(job.places).toEqual(['r:waiting', 'ticked:waiting', 'ticked:waiting']);
  });

  test('does not lose its message when its outputs cannot be mapped, and takes no second one', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${receive('r', mapping({}, { sum: '=answer + base' }))}${end}${chain('start', 'r', 'end')}`,
        messages,
      ),
    );
    job.receives('r', { answer: 40 });
    expect(job.places).toEqual(['r:incident']);
    expect(job.state.subscriptions.size).toBe(0);
    job.send({ type: 'retry', instance: null, variables: { base: 2 } });
    expect(job.state.status).toBe('completed');
    expect(job.variables).toMatchObject({ sum: 42 });
    expect(job.variables).not.toHaveProperty('answer');
  });
});

describe('a user task', () => {
  const form =
    '<cairn:form><cairn:field name="name" label="Name" type="string" required="true"/><cairn:field name="constructor" label="C" type="string" required="true"/></cairn:form>';
  const xml = file(`${start}${user('u', form)}${end}${chain('start', 'u', 'end')}`);

  test('is refused without a value for each required field, and nothing has changed', async () => {
    const job = await JobUnderTest.started(xml);
    const instance = job.instance('u');
    const complete = (variables: Record<string, string | null>): string =>
      job.refused({ type: 'complete-user-task', instance, variables }).message;
    expect(complete({ name: null, constructor: 'x' })).toContain('"name"');
    expect(complete({ name: 'Ada' })).toContain('"constructor"');
    job.does('u', { name: 'Ada', constructor: 'x' });
    expect(job.variables).toEqual({ name: 'Ada', constructor: 'x' });
    expect(job.reasons).toEqual(['wait-ended@u', 'end']);
  });

  test('completed a second time is too late', async () => {
    const job = await JobUnderTest.started(file(`${start}${user('u')}${user('v')}${chain('start', 'u', 'v')}`));
    const instance = job.instance('u');
    job.does('u');
    expect(job.refused({ type: 'complete-user-task', instance, variables: {} }).code).toBe('too-late');
  });

  test('does not have to be done again when its outputs cannot be mapped', async () => {
    const job = await JobUnderTest.started(
      file(`${start}${user('u', mapping({}, { sum: '=answer + base' }))}${end}${chain('start', 'u', 'end')}`),
    );
    job.does('u', { answer: 40 });
    expect(job.places).toEqual(['u:incident']);
    job.send({ type: 'retry', instance: null, variables: { base: 2 } });
    expect(job.variables).toMatchObject({ sum: 42 });
  });
});

describe('a catching event', () => {
  const xml = file(
    `${start}<intermediateCatchEvent id="c">${duration('PT1H')}</intermediateCatchEvent>${end}${chain('start', 'c', 'end')}`,
  );

  test('waits for its time', async () => {
    const job = await JobUnderTest.started(xml);
    expect(job.places).toEqual(['c:waiting']);
    expect(job.passes(HOUR)).toEqual(['c']);
    expect(job.reasons).toEqual(['wait-ended@c', 'end']);
  });

  test.each([
    ['P999999999Y', 'a duration beyond the end of time'],
    [`PT${'9'.repeat(400)}S`, 'a duration beyond all numbers'],
  ])('armed with %s never fires, and its due time survives the store', async (text) => {
    const job = await JobUnderTest.started(xml.replace('PT1H', text));
    expect(job.timers.map(({ due }) => due)).toEqual([8_640_000_000_000_000]);
  });

  test('armed with no duration is an incident that quotes it', async () => {
    const job = await JobUnderTest.started(xml.replace('PT1H', '=soon'), { soon: 'soon' });
    expect([...job.state.incidents.values()].map(({ message }) => message)).toEqual([
      'the timer of c: "soon" is no ISO 8601 duration',
    ]);
  });
});

describe('messages that a process sends', () => {
  const thrown = (id: string): string =>
    `<intermediateThrowEvent id="${id}"><extensionElements><cairn:payload name="n" value="=n"/></extensionElements>${caught('keyed')}</intermediateThrowEvent>`;

  test('wait in the state until they are dispatched, also after the job has ended', async () => {
    const job = await JobUnderTest.started(
      file(`${start}${thrown('t')}${end}${chain('start', 't', 'end')}`, messages),
      {
        key: 5,
        n: -0,
      },
    );
    expect(job.state.status).toBe('completed');
    const [message] = job.state.outgoing.values();
    expect(message).toMatchObject({ name: 'keyed', key: '5', variables: { n: -0 }, element: 't' });
    job.send({ type: 'confirm-dispatch', messages: [message?.id as string, 'unknown'] });
    expect(job.state.outgoing.size).toBe(0);
  });

  test('have the same id whenever the same element sends them, and another id from another place', async () => {
    const xml = file(
      `${start}${user('u')}${thrown('t')}${thrown('t2')}${end}${chain('start', 'u', 't', 't2', 'end')}`,
      messages,
    );
    const job = await JobUnderTest.started(xml, { key: 5, n: 1 });
    job.does('u');
    // The engine dies before any of this is durable, and the person does the task once more, later.
    const again = await JobUnderTest.started(xml, { key: 5, n: 1 });
    again.recover();
    again.passes(1000);
    again.does('u');
    const ids = (of: JobUnderTest): string[] => of.happened('message-sent').map(({ message }) => message.id);
    expect(ids(again)).toEqual(ids(job));
    expect(new Set(ids(job)).size).toBe(2);
  });

  test('of a send task that could not be sent go out by a retry, as a further attempt', async () => {
    const send = `<sendTask id="s" messageRef="keyed"/>`;
    const job = await JobUnderTest.started(file(`${start}${send}${end}${chain('start', 's', 'end')}`, messages));
    expect(job.places).toEqual(['s:incident']);
    job.send({ type: 'retry', instance: null, variables: { key: 1 } });
    expect(job.state.outgoing.size).toBe(1);
    const attempts = job.happened('element-left').filter(({ node }) => node === 's');
    expect(attempts.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, 'incident'],
      [2, 'completed'],
    ]);
  });
});

describe('an end event', () => {
  const results = {
    error: errorOf('e1'),
    escalation: '<escalationEventDefinition escalationRef="x"/>',
    signal: '<signalEventDefinition signalRef="s"/>',
    cancel: '<cancelEventDefinition/>',
  };
  type Result = keyof typeof results;
  const others = `${errors}<escalation id="x" escalationCode="X"/><signal id="s" name="s"/>`;
  const several = (thrown: readonly Result[], interrupting: boolean, catches: readonly Result[] = thrown): string => {
    const events = catches.map((each) => {
      const closes = each === 'error' || each === 'cancel';
      return `${boundary(each, 'sub', results[each], closes || interrupting)}${user(`to-${each}`)}${flow(each, `to-${each}`)}`;
    });
    const kind = thrown.includes('cancel') ? 'transaction' : 'subProcess';
    const content = `<startEvent id="i"/><endEvent id="all">${thrown.map((each) => results[each]).join('')}</endEvent>${flow('i', 'all')}`;
    return file(
      `${start}<${kind} id="sub">${content}</${kind}>${end}${chain('start', 'sub', 'end')}${events.join('')}`,
      others,
    );
  };

  test.each<{ readonly thrown: readonly Result[] }>([
    { thrown: ['escalation', 'error'] },
    { thrown: ['error', 'escalation'] },
    { thrown: ['error', 'signal'] },
    { thrown: ['escalation', 'cancel'] },
    { thrown: ['cancel', 'escalation', 'signal'] },
  ])(
    'with several results throws all of them, the one that closes the scope last: $thrown (10.5.3)',
    async ({ thrown }) => {
      const job = await JobUnderTest.started(several(thrown, false));
      expect(job.places).toEqual(thrown.map((each) => `to-${each}:waiting`).toSorted());
    },
  );

  test('with several results closes nothing that another of them has interrupted', async () => {
    const job = await JobUnderTest.started(several(['error', 'escalation'], true));
    expect(job.places).toEqual(['to-escalation:waiting']);
    const uncaught = await JobUnderTest.started(several(['error', 'escalation'], true, ['escalation']));
    expect(uncaught.places).toEqual(['to-escalation:waiting']);
    const cancelled = await JobUnderTest.started(several(['cancel', 'signal'], true));
    expect(cancelled.places).toEqual(['to-signal:waiting']);
  });

  const parallel = (inner: string): string => `${user('u')}${user('v')}${inner}${flow('u', 'stop')}`;
  const terminate = '<endEvent id="stop"><terminateEventDefinition/></endEvent>';

  test('without a trigger ends its own token only', async () => {
    const job = await JobUnderTest.started(file(parallel('<endEvent id="stop"/>')));
    job.does('u');
    expect(job.places).toEqual(['v:waiting']);
  });

  test('that terminates a process takes every other token away, whatever it waits for', async () => {
    const job = await JobUnderTest.started(
      file(
        parallel(terminate) +
          boundary('b', 'v', duration('PT1H')) +
          sub('s', `${receive('r')}${sub('deep', user('w'))}`) +
          '<endEvent id="late"/>' +
          flow('b', 'late'),
        messages,
      ),
    );
    job.does('u');
    expect(job.state.status).toBe('completed');
    expect(job.left('interrupted').toSorted()).toEqual(['deep', 'r', 's', 'v', 'w']);
    expect(job.reasons).toEqual(['wait-ended@u', 'end']);
  });

  test('that terminates a subprocess ends that subprocess only; the process goes on behind it', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${sub('s', parallel(terminate))}${user('beside')}${user('after')}${chain('start', 's', 'after')}${flow('start', 'beside')}`,
      ),
    );
    job.does('u');
    expect(job.places).toEqual(['after:waiting', 'beside:waiting']);
    expect(job.left('interrupted')).toEqual(['v']);
    expect(job.completed).toContain('s');
  });

  test('with an error that nobody catches fails the job', async () => {
    const job = await JobUnderTest.started(
      file(`${start}<endEvent id="bad">${errorOf('e1')}</endEvent>${flow('start', 'bad')}`, errors),
    );
    expect(job.state).toMatchObject({ status: 'failed', error: { code: 'E1' }, endedAt: MIDNIGHT });
    expect(job.completed).toEqual(['start', 'bad']);
  });
});
