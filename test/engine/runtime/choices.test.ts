/** Ad-hoc subprocesses in which people choose (BPMN 2.0.2, 13.3.5): requests, refusals, and what a dead engine leaves. */
import { afterEach, describe, expect, it } from 'vitest';
import { file, processOf, chain, user } from './process-text.ts';
import { Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const free = (attributes = ''): string =>
  file(
    processOf(
      'p',
      chain(
        '<startEvent id="s"/>',
        `<adHocSubProcess id="free" cairn:choice="people" ${attributes}>${user('a')}${user('b')}</adHocSubProcess>`,
        user('after'),
      ),
    ),
  );

describe('an ad-hoc subprocess where people choose', () => {
  it('begins what is chosen, as often as it is, and ends when they say so', async () => {
    rig = await Rig.start();
    await rig.deploy(free());
    const job = await rig.startJob('p');
    const choose = (activity: string | null) => rig.ask({ kind: 'choose', job, element: 'free', activity });
    expect(rig.places(job)).toEqual(['free waiting']);
    expect(await choose('a')).toEqual({ ok: true, job });
    expect(await choose('a')).toEqual({ ok: true, job });
    await rig.restart();
    await rig.idle();
    expect(rig.places(job)).toEqual(['a waiting', 'a waiting', 'free waiting']);
    expect(await choose('after')).toMatchObject({
      ok: false,
      code: 'unknown',
      message: expect.stringContaining('a, b'),
    });
    expect(await choose(null)).toEqual({ ok: true, job });
    expect(await choose('b')).toMatchObject({ ok: false, code: 'too-late' });
    for (const { instance } of rig.store.executions(job).filter(({ element }) => element === 'a'))
      await rig.ask({ kind: 'complete', job, element: 'a', instance });
    await rig.idle();
    expect(rig.places(job)).toEqual(['after waiting']);
    expect(await choose('a')).toMatchObject({ ok: false, code: 'unknown' });
  });

  it('that is sequential has one thing going on at a time', async () => {
    rig = await Rig.start();
    await rig.deploy(free('ordering="Sequential"'));
    const job = await rig.startJob('p');
    expect(await rig.ask({ kind: 'choose', job, element: 'free', activity: 'b' })).toEqual({ ok: true, job });
    expect(await rig.ask({ kind: 'choose', job, element: 'free', activity: 'a' })).toMatchObject({
      ok: false,
      code: 'illegal',
    });
    await rig.complete(job, 'b');
    expect(await rig.ask({ kind: 'choose', job, element: 'free', activity: 'a' })).toEqual({ ok: true, job });
    expect(rig.places(job)).toEqual(['a waiting', 'free waiting']);
  });
});
