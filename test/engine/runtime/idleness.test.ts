/** `whenIdle`: once nothing is under way; passive jobs and timers to come do not count. */
import { afterEach, describe, expect, it } from 'vitest';
import { file, line, message, pause, receive, sends, service, user } from './process-text.ts';
import { done, Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

/** Calls back when the engine says it is idle. */
function heard(): () => boolean {
  let idle = false;
  rig.engine.whenIdle(() => {
    idle = true;
  });
  return () => idle;
}

describe('an engine', () => {
  it('with nothing to do is idle at once', async () => {
    rig = await Rig.start();
    expect(heard()()).toBe(true);
  });

  it('is not idle while an effect is under way, nor while a request is', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s'), pause('t', 'PT1H')])));
    const calls = rig.hold('s');
    rig.accept({ kind: 'start', definition: 'p' });
    rig.look();
    const idle = heard();
    expect(idle()).toBe(false);
    await rig.until(() => calls.length === 1);
    await rig.turns();
    expect(idle()).toBe(false);
    calls[0]?.end(done());
    await rig.until(idle);
    expect(rig.store.counts().passive).toBe(1);
  });

  it('is idle only when every accepted request is answered, as many as there are', async () => {
    rig = await Rig.start({ cacheJobs: 3 });
    await rig.deploy(file(line('p', [user('u')])));
    const rows = Array.from({ length: 40 }, () => rig.accept({ kind: 'start', definition: 'p' }));
    rig.look();
    await rig.until(heard());
    expect(rows.map((row) => rig.answerTo(row)?.ok)).toEqual(rows.map(() => true));
  });

  it('is idle only when what was sent has been delivered', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(
        line('p', [sends('send', 'm')]),
        line('q', [receive('r', 'm'), sends('on', 'n')]),
        line('z', [receive('rr', 'n'), user('u')]),
        message('m'),
        message('n'),
      ),
    );
    for (const key of ['q', 'z']) await rig.startJob(key);
    rig.accept({ kind: 'start', definition: 'p' });
    rig.look();
    await rig.until(heard());
    expect(rig.store.counts()).toMatchObject({ completed: 2, passive: 1 });
    expect(rig.store.jobs({ definitionKey: 'z' }, { limit: 1 }).map(({ id }) => rig.places(id))).toEqual([
      ['u waiting'],
    ]);
    expect(rig.store.outgoing(9)).toEqual([]);
  });

  it('is idle after jobs broke down, were refused, or could not be saved', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u')])));
    rig.watch.refuse = () => 'refused';
    rig.accept({ kind: 'start', definition: 'p' });
    rig.accept({ kind: 'message', name: 'm', messageId: 'id-1' });
    rig.look();
    await rig.turns();
    rig.watch.refuse = () => null;
    await rig.idle();
    expect(rig.engine.cache.size).toBe(0);
  });
});
