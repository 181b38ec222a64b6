/** The engine on the store that people have: what the other tests show in memory, once in a file. */
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../engine/store/sqlite-store.ts';
import {
  call,
  file,
  line,
  message,
  parallel,
  pause,
  processOf,
  receive,
  script,
  sends,
  service,
  user,
} from './process-text.ts';
import { done, Rig, type RigSettings } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

async function onDisk(settings: RigSettings = {}): Promise<Rig> {
  const made = new Rig(settings);
  made.settings.open = () => openStore(path.join(made.folder, 'store'), { durability: 'process-crash' });
  await made.start();
  return made;
}

/** Until the thread that writes takes groups, they are committed without it. */
async function writerReady(): Promise<void> {
  for (;;) {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    if (rig.store.commitBeside([], resolve)) return void (await promise);
    await new Promise<void>((next) => {
      setImmediate(next);
    });
  }
}

const story = file(
  processOf(
    'p',
    parallel(
      [call('c', 'q'), script('a', 'n + 1', 'cairn:resultVariable="n"')],
      [pause('t', 'PT1H'), sends('send', 'm')],
      [receive('r', 'm'), service('s')],
      [user('u')],
    ),
  ),
  message('m'),
);

describe('on a store in a file', () => {
  it.each([
    ['', undefined],
    [", by the writer's thread", 1],
  ])(
    'a checkpoint is one transaction: tokens, variables, timers, subscriptions, consumed and outgoing messages, called jobs; wherever its engine dies, a job goes through%s',
    async (_, large) => {
      let beside = 0;
      for (let at = 1; ; at += large === undefined ? 3 : 6) {
        rig = await onDisk(large === undefined ? {} : { largeGroup: large });
        if (large !== undefined) await writerReady();
        rig.tasks.set('s', () => done({ charged: true }));
        await rig.deploy(story);
        await rig.deploy(file(line('q', [script('k', '1'), user('v')])));
        rig.watch.dies = { at, when: at % 2 === 0 ? 'before' : 'after' };
        const row = rig.accept({ kind: 'start', definition: 'p', variables: '{"n": 1}', extId: 'x' });
        let died = false;
        const revived = async (): Promise<void> => {
          let idle = false;
          rig.engine.whenIdle(() => {
            idle = true;
          });
          await rig.until(() => idle || rig.broken.length > 0);
          if (idle) return;
          died = true;
          beside += rig.watch.beside;
          await rig.restart();
          if (large !== undefined) await writerReady();
          await rig.idle();
        };
        rig.look();
        await revived();
        const answer = await rig.answered(row);
        const job = answer.ok ? (answer.job ?? '') : '';
        for (const [whose, element] of [
          [job, 'u'],
          [rig.children(job)[0]?.id ?? '', 'v'],
        ] as const) {
          rig.accept({ kind: 'complete', job: whose, element });
          rig.look();
          await revived();
        }
        rig.clock.advance(3600_000);
        // An engine that finds the store written by others plans anew, from then on.
        rig.clock.advance(2);
        await revived();
        expect(rig.job(job).status, `dies at commit ${at}`).toBe('completed');
        expect(rig.variables(job)).toMatchObject({ n: 2, k: 1, charged: true });
        expect(rig.engine.cache.size).toBe(0);
        beside += rig.watch.beside;
        await rig.close();
        if (died) continue;
        expect(beside > 0).toBe(large !== undefined);
        return;
      }
    },
    60_000,
  );

  it('a repeated completion is answered as the first time', async () => {
    rig = await onDisk();
    await rig.deploy(file(line('p', [user('u'), user('v')])));
    const job = await rig.startJob('p');
    const first = await rig.complete(job, 'u', { x: 1 });
    expect(await rig.complete(job, 'u', { x: 1 })).toEqual(first);
    expect(await rig.complete(job, 'u', { x: 2 })).toMatchObject({ ok: false, code: 'conflict' });
  });

  it('two starts with one extId at once are one job', async () => {
    rig = await onDisk();
    await rig.deploy(file(line('p', [user('u')])));
    const rows = [1, 2].map(() => rig.accept({ kind: 'start', definition: 'p', extId: 'x' }));
    rig.look();
    const [first, second] = await Promise.all(rows.map((row) => rig.answered(row)));
    expect(second).toEqual(first);
  });
});
