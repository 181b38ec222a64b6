/** What comes with an event behind an event-based gateway goes where the event says, as with an event that stands alone. */
import { expect, test } from 'vitest';
import { JobUnderTest } from './job-under-test.ts';
import { chain, duration, file, mapping, start, user } from './process-text.ts';

const MESSAGE = '<messageEventDefinition messageRef="m"/>';
const ZEEBE = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"';
const BEHIND = ['', '<eventBasedGateway id="gate"/>'] as const;

/** The event alone, or behind a gateway; what it brought is seen when the user task waits. */
async function caught(gate: string, inside: string): Promise<JobUnderTest> {
  const ways = gate === '' ? chain('start', 'it') : chain('start', 'gate', 'it') + chain('gate', 'other', 'over');
  const other =
    gate === ''
      ? ''
      : `<intermediateCatchEvent id="other">${MESSAGE.replace('"m"', '"n"')}</intermediateCatchEvent>${user('over')}`;
  const xml = file(
    `${start}<dataObject id="note" name="note"/>${gate}<intermediateCatchEvent id="it">${inside}</intermediateCatchEvent>${other}${user('after')}${ways}${chain('it', 'after')}`,
    '<message id="m" name="m"/><message id="n" name="n"/>',
  ).replace('<definitions ', `<definitions ${ZEEBE} `);
  const job = await JobUnderTest.started(xml, { order: { id: 1 } });
  const found = [...job.state.subscriptions.values()].find(({ message }) => message === 'm');
  job.send({
    type: 'take-message',
    subscription: found?.id ?? '',
    messageId: 'm1',
    variables: { total: 9, who: 'ann' },
    key: null,
  });
  return job;
}

test.each(BEHIND)('data outputs of the standard (%s)', async (gate) => {
  const job = await caught(
    gate,
    `<dataOutput id="who" name="who"/><dataOutputAssociation><sourceRef>who</sourceRef><targetRef>note</targetRef></dataOutputAssociation><outputSet><dataOutputRefs>who</dataOutputRefs></outputSet>${MESSAGE}`,
  );
  expect(job.places).toEqual(['after:waiting']);
  expect(job.variables).toEqual({ order: { id: 1 }, note: 'ann' });
});

test.each(BEHIND)("Zeebe's outputs (%s)", async (gate) => {
  const job = await caught(
    gate,
    `<extensionElements><zeebe:ioMapping><zeebe:output source="=total" target="order.total"/></zeebe:ioMapping></extensionElements>${MESSAGE}`,
  );
  expect(job.variables).toEqual({ order: { id: 1, total: 9 }, note: null });
});

test.each(BEHIND)("Camunda's outputs, beside what the message brings (%s)", async (gate) => {
  const job = await caught(
    gate,
    `<extensionElements><camunda:inputOutput><camunda:outputParameter name="sum">\${total + 1}</camunda:outputParameter></camunda:inputOutput></extensionElements>${MESSAGE}`,
  );
  expect(job.variables).toEqual({ order: { id: 1 }, note: null, total: 9, who: 'ann', sum: 10 });
});

test.each(BEHIND)('nothing said: variables of the same names (%s)', async (gate) => {
  const job = await caught(gate, MESSAGE);
  expect(job.variables).toEqual({ order: { id: 1 }, note: null, total: 9, who: 'ann' });
});

test.each(BEHIND)('what cannot be handed on stops the event (%s)', async (gate) => {
  const job = await caught(
    gate,
    `<extensionElements><camunda:inputOutput><camunda:outputParameter name="sum">\${unknown + 1}</camunda:outputParameter></camunda:inputOutput></extensionElements>${MESSAGE}`,
  );
  expect(job.places).toEqual(['it:incident']);
});

/** A transformation that fails until `unknown` is there. */
const failing = `<dataOutput id="who" name="who"/><dataOutputAssociation><sourceRef>who</sourceRef><targetRef>note</targetRef><transformation>=unknown + who</transformation></dataOutputAssociation><outputSet><dataOutputRefs>who</dataOutputRefs></outputSet>${MESSAGE}`;

test.each([
  [
    'in the flow',
    `<intermediateCatchEvent id="it">${failing}</intermediateCatchEvent>${chain('start', 'it', 'after')}`,
  ],
  [
    'behind a gateway',
    `<eventBasedGateway id="gate"/><intermediateCatchEvent id="it">${failing}</intermediateCatchEvent><intermediateCatchEvent id="other"><messageEventDefinition messageRef="n"/></intermediateCatchEvent>${user('over')}${chain('start', 'gate', 'it', 'after')}${chain('gate', 'other', 'over')}`,
  ],
  [
    'at a boundary',
    `${user('work')}<boundaryEvent id="it" attachedToRef="work">${failing}</boundaryEvent>${chain('start', 'work')}${chain('it', 'after')}`,
  ],
  [
    'at a boundary beside the activity',
    `${user('work')}<boundaryEvent id="it" attachedToRef="work" cancelActivity="false">${failing}</boundaryEvent>${chain('start', 'work')}${chain('it', 'after')}`,
  ],
])('what came and could not be handed on is handed on when that is tried again: %s', async (_where, content) => {
  const job = await JobUnderTest.started(
    file(
      `${start}<dataObject id="note" name="note"/>${user('after')}${content}`,
      '<message id="m" name="m"/><message id="n" name="n"/>',
    ),
  );
  const found = [...job.state.subscriptions.values()].find(({ message }) => message === 'm');
  job.send({ type: 'take-message', subscription: found?.id ?? '', messageId: 'x', variables: { who: 4 }, key: null });
  expect(job.places).toContain('it:incident');
  job.send({ type: 'retry', instance: null, variables: {} });
  expect(job.places).toContain('it:incident');
  job.send({ type: 'retry', instance: null, variables: { unknown: 1 } });
  expect(job.places).toContain('after:waiting');
  expect(job.variables).toEqual({ note: 5, unknown: 1 });
  expect([...job.state.scopes.keys()]).toEqual([job.state.root]);
  expect(job.decoded().tokens.size).toBe(job.state.tokens.size);
});

const NOTE_INSIDE = '<dataObject id="note" name="note"/>';

test.each([
  ['outside', true, '', NOTE_INSIDE],
  ['outside, beside what runs', false, '', NOTE_INSIDE],
  ['inside', true, NOTE_INSIDE, ''],
  ['inside, beside what runs', false, NOTE_INSIDE, ''],
] as const)(
  'what started an event subprocess and could not be handed on to data %s is handed on when that is tried again',
  async (_where, interrupting, inside, outside) => {
    const job = await JobUnderTest.started(
      file(
        `${start}${outside}${user('work')}<subProcess id="by-event" triggeredByEvent="true">${inside}<startEvent id="it" isInterrupting="${interrupting}">${failing}</startEvent>${user('after')}${chain('it', 'after')}</subProcess>${chain('start', 'work')}`,
        '<message id="m" name="m"/>',
      ),
    );
    const [found] = job.state.subscriptions.values();
    job.send({ type: 'take-message', subscription: found?.id ?? '', messageId: 'x', variables: { who: 4 }, key: null });
    expect(job.places).toContain('it:incident');
    job.send({ type: 'retry', instance: null, variables: {} });
    expect(job.places).toContain('it:incident');
    job.send({ type: 'retry', instance: null, variables: { unknown: 1 } });
    expect(job.places).toContain('after:waiting');
    expect(job.seen('after')['note']).toBe(5);
    expect(job.state.incidents.size).toBe(0);
    expect(job.decoded().tokens.size).toBe(job.state.tokens.size);
    expect(job.variables).toEqual(outside === '' ? {} : { note: 5 });
  },
);

test('what a process was started with and could not be handed on is handed on when that is tried again', async () => {
  const job = await JobUnderTest.started(
    file(
      `<startEvent id="it">${failing}</startEvent><dataObject id="note" name="note"/>${user('after')}${chain('it', 'after')}`,
      '<message id="m" name="m"/>',
    ),
    { who: 4 },
  );
  expect(job.places).toEqual(['it:incident']);
  job.send({ type: 'retry', instance: null, variables: { unknown: 1 } });
  expect(job.places).toEqual(['after:waiting']);
  expect(job.variables).toEqual({ note: 5, unknown: 1, who: 4 });
  expect([...job.state.scopes.keys()]).toEqual([job.state.root]);
});

/** Inputs that cannot be computed until `unknown` is there. */
const UNKNOWN = mapping({ own: '=unknown + 1' }, {});

test.each([true, false])(
  'what started an event subprocess whose inputs cannot be computed is kept till they can (interrupting: %s)',
  async (interrupting) => {
    const job = await JobUnderTest.started(
      file(
        `${start}${user('work')}<subProcess id="by-event" triggeredByEvent="true"><extensionElements>${UNKNOWN}</extensionElements>${NOTE_INSIDE}<startEvent id="it" isInterrupting="${interrupting}">${failing.replace('unknown + ', '')}</startEvent>${user('after')}${chain('it', 'after')}</subProcess>${chain('start', 'work')}`,
        '<message id="m" name="m"/>',
      ),
    );
    const [found] = job.state.subscriptions.values();
    job.send({ type: 'take-message', subscription: found?.id ?? '', messageId: 'x', variables: { who: 4 }, key: null });
    expect(job.places).toContain('by-event:incident');
    job.send({ type: 'retry', instance: null, variables: {} });
    expect(job.places).toContain('by-event:incident');
    job.recover();
    job.send({ type: 'retry', instance: null, variables: { unknown: 1 } });
    expect(job.places).toContain('after:waiting');
    expect(job.seen('after')).toMatchObject({ note: 4, own: 2 });
    job.does('after');
    expect([...job.state.subscriptions.values()].filter(({ trigger }) => trigger === 'came')).toEqual([]);
  },
);

test('what is kept for an event subprocess goes with it', async () => {
  const job = await JobUnderTest.started(
    file(
      `${start}<subProcess id="around">${user('work')}<subProcess id="by-event" triggeredByEvent="true"><extensionElements>${UNKNOWN}</extensionElements>${NOTE_INSIDE}<startEvent id="it">${failing}</startEvent>${user('after')}${chain('it', 'after')}</subProcess></subProcess><boundaryEvent id="stop" attachedToRef="around"><messageEventDefinition messageRef="n"/></boundaryEvent>${user('over')}${chain('start', 'around')}${chain('stop', 'over')}`,
      '<message id="m" name="m"/><message id="n" name="n"/>',
    ),
  );
  job.receives('it', { who: 4 });
  expect(job.places).toContain('by-event:incident');
  job.receives('stop');
  expect(job.places).toEqual(['over:waiting']);
  expect(job.state.subscriptions.size).toBe(0);
});

test.each([
  ['behind a gateway', `<eventBasedGateway id="gate"/>`, chain('start', 'gate', 'it'), start],
  ['that starts the process', '', '', ''],
])(
  'the message of a receive task %s whose inputs cannot be computed is kept till they can',
  async (_w, gate, ways, begin) => {
    const other =
      gate === ''
        ? ''
        : `<intermediateCatchEvent id="other">${duration('PT1H')}</intermediateCatchEvent>${user('over')}${chain('gate', 'other', 'over')}`;
    const xml = file(
      `${begin}${gate}<receiveTask id="it" messageRef="m" ${gate === '' ? 'instantiate="true"' : ''}><extensionElements>${UNKNOWN}</extensionElements></receiveTask>${other}${user('after')}${ways}${chain('it', 'after')}`,
      '<message id="m" name="m"/>',
    );
    const job = await JobUnderTest.of(xml);
    if (gate === '')
      job.send({
        type: 'start',
        node: 'it',
        variables: { who: 4 },
        messageId: 'x',
        by: { kind: 'message', name: 'm', key: null },
      });
    else {
      job.start();
      job.receives('it', { who: 4 });
    }
    expect(job.places).toEqual(['it:incident']);
    job.recover();
    job.send({ type: 'retry', instance: null, variables: { unknown: 1 } });
    expect(job.places).toEqual(['after:waiting']);
    expect(job.variables).toMatchObject({ who: 4, unknown: 1 });
    expect(job.state.subscriptions.size).toBe(0);
  },
);

test('a receive task behind a gateway hands on what its data outputs say, and nothing else', async () => {
  const xml = file(
    `${start}<dataObject id="note" name="note"/><eventBasedGateway id="gate"/><receiveTask id="it" messageRef="m"><ioSpecification><dataOutput id="who" name="who"/><inputSet/><outputSet><dataOutputRefs>who</dataOutputRefs></outputSet></ioSpecification><dataOutputAssociation><sourceRef>who</sourceRef><targetRef>note</targetRef></dataOutputAssociation></receiveTask><intermediateCatchEvent id="other">${duration('PT1H')}</intermediateCatchEvent>${user('after')}${chain('start', 'gate', 'it', 'after')}${chain('gate', 'other', 'after')}`,
    '<message id="m" name="m"/>',
  );
  const job = await JobUnderTest.started(xml);
  job.receives('it', { who: 4, total: 9 });
  expect(job.variables).toEqual({ note: 4 });
});
