/** Names of messages and signals, and codes of errors and escalations, that are computed where they are needed. */
import { describe, expect, test } from 'vitest';
import { JobUnderTest } from './job-under-test.ts';
import { chain, end, file, start } from './process-text.ts';

const ROOTS = `<message id="m" name="=&quot;m-&quot; + x"/><signal id="g" name="\${x}"/>
  <error id="r" errorCode="=x"/><escalation id="c" escalationCode="=x"/>`;
const PLACES: readonly (readonly [string, string])[] = [
  ['the name of message "m-" + x', '<receiveTask id="it" messageRef="m"/>'],
  ['the name of message "m-" + x', '<sendTask id="it" messageRef="m"/>'],
  [
    'the name of signal ${x}',
    '<intermediateCatchEvent id="it"><signalEventDefinition signalRef="g"/></intermediateCatchEvent>',
  ],
  [
    'the name of signal ${x}',
    '<intermediateThrowEvent id="it"><signalEventDefinition signalRef="g"/></intermediateThrowEvent>',
  ],
  [
    'the code of its escalation',
    '<intermediateThrowEvent id="it"><escalationEventDefinition escalationRef="c"/></intermediateThrowEvent>',
  ],
];

describe('a computed name', () => {
  test.each(PLACES)('that cannot be computed is an incident, which a retry mends: %s', async (said, element) => {
    const job = await JobUnderTest.started(file(`${start}${element}${end}${chain('start', 'it', 'end')}`, ROOTS), {
      x: 5,
    });
    expect(job.places).toEqual(['it:incident']);
    const [incident] = job.state.incidents.values();
    expect(incident?.message).toContain(said.replace('message "m-" + x', 'message ="m-" + x'));
    expect(incident?.message).toContain('cannot be computed');
    job.send({ type: 'retry', instance: job.instance('it'), variables: { x: 'y' } });
    expect(job.state.incidents.size).toBe(0);
  });

  test('of an error that ends a job is its code; one that cannot be computed ends nothing', async () => {
    const content = `${start}<endEvent id="it"><errorEventDefinition errorRef="r"/></endEvent>${chain('start', 'it')}`;
    const job = await JobUnderTest.started(file(content, ROOTS), { x: null });
    expect(job.places).toEqual(['it:incident']);
    job.send({ type: 'retry', instance: job.instance('it'), variables: { x: 'late' } });
    expect(job.state).toMatchObject({ status: 'failed', error: { code: 'late' } });
  });

  test('of an error that ends a job after its compensation is asked for then; one that cannot be computed ends nothing', async () => {
    const undone = `<task id="a"/><boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>
      <userTask id="undo" isForCompensation="true"/><association id="as" sourceRef="b" targetRef="undo"/>`;
    const both = '<endEvent id="it"><compensateEventDefinition/><errorEventDefinition errorRef="r"/></endEvent>';
    const job = await JobUnderTest.started(file(`${start}${undone}${both}${chain('start', 'a', 'it')}`, ROOTS), {
      x: 'early',
    });
    const instance = job.instance('undo');
    job.send({ type: 'complete-user-task', instance, variables: { x: 5 } });
    expect(job.state.status).toBe('passive');
    expect([...job.state.incidents.values()].map(({ message }) => message)).toEqual([
      'the code of its error cannot be computed: "x" is no text',
    ]);
    job.send({ type: 'retry', instance: job.instance('it'), variables: { x: 'late' } });
    expect(job.state).toMatchObject({ status: 'failed', error: { code: 'late' } });
  });

  test('is looked up where its scope begins to wait for the event that starts an event subprocess', async () => {
    const inner = `<startEvent id="s" isInterrupting="false"><messageEventDefinition messageRef="m"/></startEvent><endEvent id="z"/>${chain('s', 'z')}`;
    const content = `${start}<userTask id="it"/>${end}${chain('start', 'it', 'end')}<subProcess id="e" triggeredByEvent="true">${inner}</subProcess>`;
    const job = await JobUnderTest.started(file(content, ROOTS), { x: 'y' });
    expect([...job.state.subscriptions.values()].map(({ message }) => message)).toEqual(['m-y']);
  });
});
