import { afterEach, describe, expect, it } from 'vitest';
import { leftTimers } from '../../../engine/application/left-timers.ts';
import { chain, file, processOf } from '../runtime/process-text.ts';
import { Rig } from '../runtime/rig.ts';

let rig: Rig;
afterEach(() => rig.close());

/** A non-interrupting timer that comes again every hour, for as long as somebody is waited for. */
const hourly = (cycle: string): string =>
  file(
    processOf(
      'p',
      `${chain('<startEvent id="s"/>', '<receiveTask id="never"/>', '<endEvent id="e"/>')}
      <boundaryEvent id="again" attachedToRef="never" cancelActivity="false"><timerEventDefinition><timeCycle>${cycle}</timeCycle></timerEventDefinition></boundaryEvent>`,
    ),
  );

describe('a run under a scenario', () => {
  it('says that it was given up where timers would fire for ever', async () => {
    rig = await Rig.start();
    await rig.deploy(hourly('R/PT1H'));
    const job = await rig.startJob('p', { scenario: {} });
    await rig.idle();
    expect(leftTimers(job, rig.store)).toEqual([
      'the run was given up, since nothing but timers fired any more: again is due at 2026-02-11T17:00:00.000Z',
    ]);
  });

  it('says nothing where all have fired', async () => {
    rig = await Rig.start();
    await rig.deploy(hourly('R3/PT1H'));
    const job = await rig.startJob('p', { scenario: {} });
    await rig.idle();
    expect(rig.places(job)).toEqual(['never waiting']);
    expect(leftTimers(job, rig.store)).toEqual([]);
  });
});
