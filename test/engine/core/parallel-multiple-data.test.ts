/** Data of an event that waits for several messages: each goes where the event says when it comes (BPMN 2.0.2, 10.4.2, 10.5.5). */
import { expect, test } from 'vitest';
import { verdicts } from '../model/bpmn-text.ts';
import { JobUnderTest } from './job-under-test.ts';
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
  for (const name of order) {
    const found = [...job.state.subscriptions.values()].find(({ message }) => message === name);
    const variables = name === 'm' ? { a: 1, x: 1 } : { b: 2, y: 2 };
    job.send({ type: 'take-message', subscription: found?.id ?? '', messageId: name, variables, key: null });
  }
  return job;
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

test('what lives only in the event subprocess cannot get what comes before that begins, and is refused by name', async () => {
  const inside = (data: string, more: string): string =>
    file(
      `${start}${more}${user('host')}<subProcess id="by-event" triggeredByEvent="true">${data}${event('startEvent', outputs)}<task id="done"/>${chain('it', 'done')}</subProcess>${chain('start', 'host')}`,
      MESSAGES,
    );
  expect(await verdicts(inside(objects, ''))).toContain('error unsupported-element @it');
  expect(await verdicts(inside('', objects))).not.toContain('error unsupported-element @it');
});
