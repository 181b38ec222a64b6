/** Data of an event that waits for several messages: each goes where the event says when all have come (BPMN 2.0.2, 10.4.2, 10.5.5). */
import { expect, test } from 'vitest';
import { verdicts } from '../model/bpmn-text.ts';
import { JobUnderTest } from './job-under-test.ts';
import type { Variables } from '../../../engine/core/value.ts';
import { chain, file, start, user } from './process-text.ts';

const MESSAGES = '<message id="m" name="m"/><message id="n" name="n"/>';
const triggers = '<messageEventDefinition messageRef="m"/><messageEventDefinition messageRef="n"/>';
const output = (name: string, to: string): string =>
  `<dataOutput id="${name}" name="${name}"/><dataOutputAssociation><sourceRef>${name}</sourceRef><targetRef>${to}</targetRef></dataOutputAssociation>`;
const outputs = `${output('a', 'first')}${output('b', 'second')}<outputSet><dataOutputRefs>a</dataOutputRefs><dataOutputRefs>b</dataOutputRefs></outputSet>`;
const objects = '<dataObject id="first" name="first"/><dataObject id="second" name="second"/>';
const event = (type: string, inside: string, attributes = ''): string =>
  `<${type} id="it" parallelMultiple="true" ${attributes}>${inside}${triggers}</${type}>`;

/** Processes that wait for both messages, and what stands where both have come. */
const PLACES = (inside: string): Readonly<Record<string, string>> => ({
  'in the flow': `${event('intermediateCatchEvent', inside)}${chain('start', 'it', 'after')}`,
  'at a boundary': `<subProcess id="host"><startEvent id="i"/>${user('work')}${chain('i', 'work')}</subProcess>${event('boundaryEvent', inside, 'attachedToRef="host"')}${chain('start', 'host')}${chain('it', 'after')}`,
  'behind a gateway': `<eventBasedGateway id="gate"/>${event('intermediateCatchEvent', inside)}<intermediateCatchEvent id="late"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>${user('over')}${chain('start', 'gate', 'it', 'after')}${chain('gate', 'late', 'over')}`,
  'of an event subprocess': `<subProcess id="by-event" triggeredByEvent="true">${event('startEvent', inside)}<task id="done"/>${chain('it', 'done')}</subProcess>${user('host')}${chain('start', 'host', 'after')}`,
});

async function both(inside: string, place: string, order: readonly string[]): Promise<JobUnderTest> {
  const content = PLACES(inside)[place] ?? '';
  const job = await JobUnderTest.started(file(`${start}${objects}${user('after')}${content}`, MESSAGES));
  for (const name of order) take(job, name);
  return job;
}

function take(job: JobUnderTest, name: string, brought: Variables = name === 'm' ? { a: 1, x: 1 } : { b: 2, y: 2 }) {
  const found = [...job.state.subscriptions.values()].find(({ message }) => message === name);
  job.send({ type: 'take-message', subscription: found?.id ?? '', messageId: name, variables: brought, key: null });
}

const cases = Object.keys(PLACES('')).flatMap((place) => [[place, ['m', 'n']] as const, [place, ['n', 'm']] as const]);

test.each(cases)(
  '%s: with data outputs each message goes along them, and nothing else does (%j)',
  async (place, order) => {
    const job = await both(outputs, place, order);
    expect(job.variables).toEqual({ first: 1, second: 2 });
    expect(job.state.incidents.size).toBe(0);
  },
);

test.each(cases)('%s: without them, all that came is a variable (%j)', async (place, order) => {
  const job = await both('', place, order);
  expect(job.variables).toEqual({ first: null, second: null, a: 1, x: 1, b: 2, y: 2 });
});

test.each(cases)('%s: nothing is handed on before all has come (%j)', async (place, order) => {
  const job = await both('', place, order.slice(0, 1));
  expect(job.variables).toEqual({ first: null, second: null });
  job.recover();
  take(job, order[1] ?? '');
  expect(job.variables).toEqual({ first: null, second: null, a: 1, x: 1, b: 2, y: 2 });
  expect([...job.state.subscriptions.values()].filter(({ trigger }) => trigger === 'came')).toEqual([]);
});

/** One of the two cannot be handed on until `factor` is there. */
const failing = (of: string): string =>
  outputs.replace(
    of === 'a' ? '<targetRef>first</targetRef>' : '<targetRef>second</targetRef>',
    `<targetRef>${of === 'a' ? 'first' : 'second'}</targetRef><transformation>=${of} * factor</transformation>`,
  );

test.each(cases.flatMap(([place, order]) => ['a', 'b'].map((of) => [place, order, of] as const)))(
  '%s (%j): what cannot be handed on (%s) is kept with the rest, and handed on when that is tried again',
  async (place, order, of) => {
    const job = await both(failing(of), place, order);
    expect(job.places).toContain('it:incident');
    job.send({ type: 'retry', instance: null, variables: {} });
    expect(job.places).toContain('it:incident');
    job.recover();
    job.send({ type: 'retry', instance: null, variables: { factor: 10 } });
    expect(job.state.incidents.size).toBe(0);
    expect(job.variables).toMatchObject(of === 'a' ? { first: 10, second: 2 } : { first: 1, second: 20 });
  },
);

test('what has come stays where a condition of the same event cannot be evaluated, and is not waited for again', async () => {
  const conditional = '<conditionalEventDefinition><condition>=agreed</condition></conditionalEventDefinition>';
  const job = await JobUnderTest.started(
    file(
      `${start}<intermediateCatchEvent id="it" parallelMultiple="true"><messageEventDefinition messageRef="m"/>${conditional}</intermediateCatchEvent>${user('beside')}${user('after')}${chain('start', 'it', 'after')}${chain('start', 'beside')}`,
      MESSAGES,
    ),
  );
  take(job, 'm');
  job.does('beside', { agreed: 'much' });
  expect(job.places).toEqual(['it:incident']);
  job.send({ type: 'retry', instance: null, variables: { agreed: true } });
  expect(job.places).toEqual(['after:waiting']);
  expect(job.variables).toEqual({ agreed: true, a: 1, x: 1 });
});

test('a process that waits for the rest of its start hands on what started it with the rest', async () => {
  const xml = file(`${event('startEvent', failing('a'))}${objects}${user('after')}${chain('it', 'after')}`, MESSAGES);
  const job = await JobUnderTest.of(xml);
  const given = { a: 1, x: 1 };
  job.send({
    type: 'start',
    node: 'it',
    variables: given,
    messageId: 'm',
    by: { kind: 'message', name: 'm', key: null },
  });
  expect(job.places).toEqual(['it:waiting']);
  take(job, 'n');
  expect(job.places).toEqual(['it:incident']);
  job.send({ type: 'retry', instance: null, variables: { factor: 10 } });
  expect(job.places).toEqual(['after:waiting']);
  expect(job.variables).toEqual({ ...given, factor: 10, first: 10, second: 2 });
});

test('what is given by hand to a process that waits for all of its start goes along its data outputs, too', async () => {
  const job = await JobUnderTest.of(
    file(`${event('startEvent', outputs)}${objects}${user('after')}${chain('it', 'after')}`, MESSAGES),
  );
  job.start({ a: 7 }, 'it');
  take(job, 'm', {});
  take(job, 'n');
  expect(job.variables).toMatchObject({ first: 7, second: 2 });
});

test('data that lives in the event subprocess gets what came before that began', async () => {
  const xml = file(
    `${start}${user('host')}<subProcess id="by-event" triggeredByEvent="true">${objects}${event('startEvent', outputs)}${user('after')}${chain('it', 'after')}</subProcess>${chain('start', 'host')}`,
    MESSAGES,
  );
  expect(await verdicts(xml)).not.toContain('error unsupported-element @it');
  const job = await JobUnderTest.started(xml);
  take(job, 'm');
  take(job, 'n');
  expect(job.seen('after')).toMatchObject({ first: 1, second: 2 });
  expect(job.variables).toEqual({});
});
