/** Flowable's endDate: after when a timer that repeats goes on no more. */
import { expect, test } from 'vitest';
import { startTimersOf } from '../../../engine/application/start-timers.ts';
import { graphOf, JobUnderTest } from './job-under-test.ts';
import { read } from '../model/bpmn-text.ts';
import { boundary, chain, file, start, user } from './process-text.ts';

const MINUTE = 60_000;
const cycle = (text: string, end: string, vendor = 'flowable'): string =>
  `<timerEventDefinition><timeCycle xsi:type="tFormalExpression" ${vendor}:endDate="${end}">${text}</timeCycle></timerEventDefinition>`;
const reminded = (definition: string, interrupting = false): string =>
  file(
    `${start}${user('work')}${boundary('late', 'work', definition, interrupting)}<task id="remind"/>${chain('start', 'work')}${chain('late', 'remind')}`,
  );
const at = (ms: number): string => new Date(ms).toISOString();

/** How often the reminder came within an hour. */
async function reminders(definition: (from: number) => string, variables: (from: number) => object = () => ({})) {
  const from = (await JobUnderTest.of(reminded(definition(0)))).now;
  const job = await JobUnderTest.started(reminded(definition(from)), { ...variables(from) });
  // Missed occurrences of a cycle without a number count once.
  for (let passed = 0; passed < 60; passed += 5) job.passes(5 * MINUTE);
  return {
    fired: job.events.filter((event) => event.type === 'element-left' && event.node === 'remind').length,
    armed: job.timers.length,
  };
}

test.each(['flowable', 'activiti'])('of %s ends a cycle without a number', async (vendor) => {
  expect(await reminders((from) => cycle('R/PT10M', at(from + 30 * MINUTE), vendor))).toEqual({ fired: 3, armed: 0 });
});

test('ends one with a number that is larger, and none with one that is smaller', async () => {
  expect(await reminders((from) => cycle('R5/PT10M', at(from + 25 * MINUTE)))).toEqual({ fired: 2, armed: 0 });
  expect(await reminders((from) => cycle('R2/PT10M', at(from + 55 * MINUTE)))).toEqual({ fired: 2, armed: 0 });
});

test('ends a cron expression', async () => {
  expect(await reminders((from) => cycle('0 0/20 * * * ?', at(from + 45 * MINUTE)))).toMatchObject({ armed: 0 });
});

test('can be computed, and null is no end', async () => {
  const computed = () => cycle('R/PT10M', '${end}');
  expect(await reminders(computed, (from) => ({ end: at(from + 20 * MINUTE) }))).toEqual({ fired: 2, armed: 0 });
  expect(await reminders(computed, () => ({ end: null }))).toEqual({ fired: 6, armed: 1 });
});

test.each([true, false])('that is over at once leaves the activity alone (interrupting: %s)', async (interrupting) => {
  const job = await JobUnderTest.started(reminded(cycle('R/PT10M', '2000-01-01'), interrupting));
  expect(job.timers).toEqual([]);
  expect(job.places).toEqual(['work:waiting']);
});

test('that is over at once stops what waits for nothing else', async () => {
  const waiting = `<intermediateCatchEvent id="wait">${cycle('R/PT10M', '2000-01-01')}</intermediateCatchEvent>`;
  const job = await JobUnderTest.started(file(`${start}${waiting}${chain('start', 'wait')}`));
  expect(job.places).toEqual(['wait:incident']);
});

test('that is no date is refused, or stops the activity', async () => {
  const { problems } = await read(reminded(cycle('R/PT10M', 'tomorrow')));
  expect(problems.map(({ rule, message }) => `${rule} ${message}`).join()).toContain('timer late');
  expect(problems.map(({ message }) => message).join()).toContain('the endDate "tomorrow" of its timer is no ISO 8601');
  const job = await JobUnderTest.started(reminded(cycle('R/PT10M', '${end}')), { end: 'soon' });
  expect(job.places).toEqual(['work:incident']);
});

test('ends the starts of a process, and what is read is not named as kept', async () => {
  const starting = (end: string): string =>
    file(`<startEvent id="s">${cycle('R/PT10M', end)}</startEvent>${user('u')}${chain('s', 'u')}`);
  expect((await read(starting('2030-01-01'))).problems).toEqual([]);
  expect(startTimersOf(await graphOf(starting('2000-01-01')), Date.UTC(2026, 0))).toEqual([]);
  const [row] = startTimersOf(await graphOf(starting('2030-01-01')), Date.UTC(2026, 0));
  expect(JSON.parse(row?.data ?? '{}')).toMatchObject({ cycle: { until: Date.UTC(2030, 0) } });
});
