/** Data stores (BPMN 2.0.2, 10.4.1): shared by all jobs, written with the checkpoint of the job that wrote, waited for by others. */
import { afterEach, describe, expect, it } from 'vitest';
import { file, line, user } from './process-text.ts';
import { Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const STOCK = '<dataStore id="stock-store" name="stock"/>';
const shown = (id: string): string => `<dataStoreReference id="${id}" dataStoreRef="stock-store"/>`;
const writes = (id: string, text: string): string =>
  `<scriptTask id="${id}" scriptFormat="feel"><ioSpecification><dataOutput id="${id}-out" name="given"/><inputSet/><outputSet><dataOutputRefs>${id}-out</dataOutputRefs></outputSet></ioSpecification><dataOutputAssociation><sourceRef>${id}-out</sourceRef><targetRef>${id}-stock</targetRef></dataOutputAssociation><script>${text}</script></scriptTask>`;
const reads = (id: string): string =>
  `<userTask id="${id}"><ioSpecification><dataInput id="${id}-in" name="seen"/><inputSet><dataInputRefs>${id}-in</dataInputRefs></inputSet><outputSet/></ioSpecification><dataInputAssociation><sourceRef>${id}-stock</sourceRef><targetRef>${id}-in</targetRef></dataInputAssociation></userTask>`;
const both = file(
  STOCK,
  line('writer', [writes('w', '{apples: 3}'), user('after')], shown('w-stock')),
  line('reader', [reads('r')], shown('r-stock')),
);
const row = (world = '') => rig.store.storedValue(world, 'stock');

/** Whether a job's task was begun: its data input was there. */
function isAtWork(job: string): boolean {
  return rig.executions(job, 'r').some(({ outcome }) => outcome === 'waiting') && rig.places(job)[0] === 'r waiting';
}

/** What a job waits for. */
function subscriptions(job: string): string[] {
  const latest = rig.store.latest(job)?.rows ?? [];
  return latest.flatMap(({ entity, message }) => (entity === 'subscription' ? [message ?? ''] : []));
}

describe('a data store', () => {
  it('is waited for, and read by whoever waited as soon as somebody has written it', async () => {
    rig = await Rig.start();
    await rig.deploy(both);
    const reader = await rig.startJob('reader');
    await rig.idle();
    expect(subscriptions(reader)).toEqual(['\u0001data stock']);
    const writer = await rig.startJob('writer');
    await rig.idle();
    expect(row()).toMatchObject({ value: '{"apples":3}', job: writer });
    expect(subscriptions(reader)).toEqual([]);
    expect(isAtWork(reader)).toBe(true);
    const late = await rig.startJob('reader');
    await rig.idle();
    expect(subscriptions(late)).toEqual([]);
  });

  it('tells those who waited although the engine died right after it was written', async () => {
    rig = await Rig.start({ cacheJobs: 1 });
    await rig.deploy(both);
    const reader = await rig.startJob('reader');
    await rig.idle();
    rig.tables.stored.set('\nstock', { world: '', name: 'stock', value: '7', job: 'gone', seq: 1, at: 0 });
    await rig.restart();
    await rig.idle();
    expect(subscriptions(reader)).toEqual([]);
  });

  it('is written in the transaction of the checkpoint, or not at all', async () => {
    rig = await Rig.start();
    await rig.deploy(both);
    let seen: string[] = [];
    rig.watch.about = (units) => {
      const parts = units.flatMap((unit) => unit.parts).filter(({ stored }) => stored !== undefined);
      if (parts.length > 0) seen = parts.flatMap(({ checkpoint }) => checkpoint?.reasons ?? []);
    };
    rig.watch.refuse = (unit) => (unit.parts.some(({ stored }) => stored !== undefined) ? 'planted' : null);
    const job = await rig.startJob('writer');
    await rig.idle();
    expect(seen).toContain('data-stored');
    expect(row()).toBeNull();
    rig.watch.refuse = () => null;
    await rig.ask({ kind: 'retry', job });
    await rig.idle();
    expect(row()).toMatchObject({ value: '{"apples":3}' });
  });

  it('of a run under a scenario is the run’s own', async () => {
    rig = await Rig.start();
    await rig.deploy(both);
    const run = await rig.startJob('writer', { scenario: {} });
    await rig.idle();
    expect(row()).toBeNull();
    expect(row(run)).toMatchObject({ value: '{"apples":3}' });
  });
});
