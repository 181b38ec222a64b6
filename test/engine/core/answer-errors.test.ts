/** Camunda's errorEventDefinition: answers for an external task that are BPMN errors. */
import { describe, expect, it, test } from 'vitest';
import { read } from '../model/bpmn-text.ts';
import { JobUnderTest } from './job-under-test.ts';
import { boundary, chain, errorOf, file, start, user } from './process-text.ts';

const definition = (expression: string, error = 'declined'): string =>
  `<camunda:errorEventDefinition errorRef="${error}" expression="${expression}"/>`;
const errors = '<error id="declined" errorCode="DECLINED"/><error id="lost" errorCode="LOST"/>';
const process = (definitions: string, attributes = 'camunda:type="external" camunda:topic="pay"'): string =>
  file(
    `${start}<serviceTask id="pay" ${attributes}><extensionElements>${definitions}</extensionElements></serviceTask>${boundary('caught', 'pay', errorOf('declined'))}${boundary('other', 'pay', errorOf('lost'))}${user('paid')}${user('refused')}${user('searched')}${chain('start', 'pay', 'paid')}${chain('caught', 'refused')}${chain('other', 'searched')}`,
    errors,
  );
const answered = (xml: string) => JobUnderTest.started(xml, { limit: 10 }, { stubbed: (node) => node === 'pay' });

const incidents = (job: JobUnderTest): string[] => [...job.state.incidents.values()].map(({ message }) => message);

describe('an answer', () => {
  it('is the error where the expression holds of what it brings', async () => {
    const xml = process(definition("${status == 'declined'}"));
    const job = await answered(xml);
    job.complete('pay', null, { status: 'declined', by: 'bank' });
    expect(job.places).toEqual(['refused:waiting']);
    expect(job.variables).toMatchObject({ status: 'declined', by: 'bank' });
    const other = await answered(xml);
    other.complete('pay', null, { status: 'booked' });
    expect(other.places).toEqual(['paid:waiting']);
  });

  it('that fails is it where the expression holds of the message', async () => {
    const xml = process(
      definition("${externalTask.errorDetails.contains('no funds')}") +
        definition("${externalTask.errorMessage == 'lost'}", 'lost'),
    );
    for (const [message, place] of [
      ['there are no funds', 'refused:waiting'],
      ['lost', 'searched:waiting'],
    ] as const) {
      const job = await answered(xml);
      job.fail('pay', message);
      expect(job.places).toEqual([place]);
      expect(incidents(job)).toEqual([]);
    }
    const job = await answered(xml);
    job.fail('pay', 'the line is busy');
    expect(job.places).toEqual(['pay:incident']);
    expect(incidents(job)).toEqual(['the line is busy']);
  });

  it('is the first error that holds', async () => {
    const job = await answered(process(definition('${false}') + definition('${true}', 'lost') + definition('${true}')));
    job.complete('pay');
    expect(job.places).toEqual(['searched:waiting']);
  });

  it('that an expression cannot be evaluated with stands; a failure stays a failure', async () => {
    const xml = process(definition('${unknown > 3}'));
    const job = await answered(xml);
    job.complete('pay');
    expect(job.places).toEqual(['pay:incident']);
    expect(incidents(job).join()).toContain('${unknown > 3}');
    const failing = await answered(xml);
    failing.fail('pay', 'the line is busy');
    expect(incidents(failing)).toEqual(['the line is busy']);
  });

  it('that nobody gives is none', async () => {
    const job = await JobUnderTest.started(process(definition('${true}')));
    job.fail('pay', 'no service is bound');
    expect(job.places).toEqual(['pay:incident']);
  });
});

const kept = async (xml: string): Promise<string> =>
  (await read(xml)).problems.flatMap(({ rule, message }) => (rule === 'vendor-extension' ? [message] : [])).join();

test('what has a meaning here is not named as kept', async () => {
  expect(await kept(process(definition('${true}')))).not.toContain('errorEventDefinition');
});

test.each([
  ['names no error of the file', process(definition('${true}', 'nowhere'))],
  ['has no expression', process('<camunda:errorEventDefinition errorRef="declined"/>')],
  ['calls code of another engine', process(definition('${bean.check(externalTask)}'))],
  ['belongs to no external task', process(definition('${true}'), 'camunda:class="Pay"')],
  ['stands beside one without a meaning', process(definition('${true}') + definition('${true}', 'nowhere'))],
])('one that %s is kept', async (_what, xml) => {
  expect(await kept(xml)).toContain('camunda:errorEventDefinition');
  const job = await answered(xml);
  job.complete('pay');
  expect(job.places).toEqual(['paid:waiting']);
});
