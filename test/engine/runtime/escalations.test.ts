/** Escalations out of called jobs (BPMN 2.0.2, 10.5.6, 13.5.4): told to the caller in one transaction with what told them. */
import { afterEach, describe, expect, it } from 'vitest';
import { boundary, call, chain, file, flow, line, processOf, user } from './process-text.ts';
import { Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const late = '<escalation id="late" escalationCode="LATE"/>';
const definition = '<escalationEventDefinition escalationRef="late"/>';
const tell = (id: string): string => `<intermediateThrowEvent id="${id}">${definition}</intermediateThrowEvent>`;

/** Calls `q`; the escalation leads to `heard`. */
function caller(id: string, interrupting: boolean, called = 'q'): string {
  return processOf(
    id,
    chain(`<startEvent id="${id}-start"/>`, call('c', called), user('after')) +
      boundary('b', 'c', definition, interrupting) +
      user('heard') +
      flow('b', 'heard'),
  );
}

const kid = (of: string): string => rig.children(of)[0]?.id ?? '';

describe('an escalation of a called job', () => {
  it('is heard beside the call, and the called job goes on', async () => {
    rig = await Rig.start();
    await rig.deploy(file(late, caller('p', false), line('q', [user('u'), tell('t'), user('v')])));
    const job = await rig.startJob('p');
    await rig.complete(kid(job), 'u');
    await rig.idle();
    expect(rig.places(job)).toEqual(['c waiting', 'heard waiting']);
    expect(rig.places(kid(job))).toEqual(['v waiting']);
    const unit = rig.watch.units.find(({ parts }) => parts.length === 2 && parts.some((it) => it.job.id === kid(job)));
    expect(unit?.parts.map(({ job: each }) => each.id).toSorted()).toEqual([job, kid(job)].toSorted());
    await rig.complete(kid(job), 'v');
    await rig.idle();
    expect(rig.places(job)).toEqual(['after waiting', 'heard waiting']);
  });

  it('that interrupts takes the called job away in the same transaction', async () => {
    rig = await Rig.start();
    await rig.deploy(file(late, caller('p', true), line('q', [user('u'), tell('t'), user('v')])));
    const job = await rig.startJob('p');
    await rig.complete(kid(job), 'u');
    await rig.idle();
    expect(rig.places(job)).toEqual(['heard waiting']);
    expect(rig.job(kid(job)).status).toBe('cancelled');
    await rig.restart();
    await rig.idle();
    expect(rig.places(job)).toEqual(['heard waiting']);
  });

  it('that ends with it is heard before the call returns', async () => {
    rig = await Rig.start();
    const q = processOf('q', chain('<startEvent id="qs"/>', user('u'), `<endEvent id="qe">${definition}</endEvent>`));
    await rig.deploy(file(late, caller('p', true), q));
    const job = await rig.startJob('p');
    await rig.complete(kid(job), 'u');
    await rig.idle();
    expect(rig.places(job)).toEqual(['heard waiting']);
    expect(rig.job(kid(job)).status).toBe('completed');
  });

  it('in its very first step is heard, too', async () => {
    rig = await Rig.start();
    await rig.deploy(file(late, caller('p', false), line('q', [tell('t')])));
    const job = await rig.startJob('p');
    await rig.idle();
    expect(rig.places(job)).toEqual(['after waiting', 'heard waiting']);
  });

  it('goes on to the caller of the caller', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(late, caller('p', true, 'm'), line('m', [call('mc', 'q')]), line('q', [user('u'), tell('t'), user('v')])),
    );
    const job = await rig.startJob('p');
    const middle = kid(job);
    await rig.complete(kid(middle), 'u');
    await rig.idle();
    expect(rig.places(job)).toEqual(['heard waiting']);
    expect([rig.job(middle).status, rig.job(kid(middle)).status]).toEqual(['cancelled', 'cancelled']);
  });

  it('that nobody hears changes nothing', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(late, line('p', [call('c', 'q'), user('after')]), line('q', [user('u'), tell('t'), user('v')])),
    );
    const job = await rig.startJob('p');
    await rig.complete(kid(job), 'u');
    await rig.idle();
    expect(rig.places(job)).toEqual(['c waiting']);
    expect(rig.places(kid(job))).toEqual(['v waiting']);
  });
});
