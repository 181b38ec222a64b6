/** Checkpoint-semantics, section 3: what a checkpoint holds, read back from the rows after a crash. */
import { afterEach, describe, expect, it } from 'vitest';
import type { JobState } from '../../../engine/core/job-state.ts';
import { openMemoryStore } from '../../../engine/store/memory-store.ts';
import type { Store } from '../../../engine/store/store.ts';
import {
  boundary,
  call,
  chain,
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
  timer,
  user,
} from './process-text.ts';
import { done, Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

async function started(...files: string[]): Promise<string> {
  rig = await Rig.start();
  for (const xml of files) await rig.deploy(xml);
  return rig.startJob('p', { extId: 'order-1', variables: { n: 1 } });
}

/** What is left of it when the engine is gone: nothing but rows. */
function left(job: string): JobState {
  rig.crash();
  return rig.state(job);
}

describe('a checkpoint holds', () => {
  it('job: id, extId, lineage id, definition key and version, parent, status, sequence number, incarnation, seed, clock and logical time', async () => {
    const caller = await started(file(line('p', [call('c', 'q')])), file(line('q', [user('u')])));
    const [called] = rig.children(caller);
    await rig.idle();
    const before = rig.job(called?.id ?? '');
    const { token } =
      left(caller).tokens.values().next().value?.child === before.id ? { token: true } : { token: false };
    expect(token).toBe(true);
    expect(rig.state(before.id)).toMatchObject({
      id: before.id,
      extId: before.extId,
      lineage: before.lineage,
      definition: { key: 'q', version: 1 },
      parent: { job: caller },
      status: 'passive',
      seq: 1,
      incarnation: 1,
      clock: 'wall',
      now: rig.clock.now(),
    });
    expect(rig.state(before.id).seed).toBeTypeOf('number');
    expect(rig.state(caller)).toMatchObject({ extId: 'order-1', parent: null, seed: 7 });
  });

  it('tokens with node, scope, state, activity instance id, visit count', async () => {
    const job = await started(file(line('p', [user('u')])));
    const state = left(job);
    const [token] = state.tokens.values();
    expect(token).toMatchObject({ node: 'u', scope: state.root, state: 'waiting', visit: 1 });
    expect(token?.instance).toContain('u#');
  });

  it('scopes with all user variables', async () => {
    const mapping =
      '<extensionElements><cairn:mapping><cairn:in name="inside" value="=n + 1"/></cairn:mapping></extensionElements>';
    const inner = chain('<startEvent id="is"/>', user('u'), '<endEvent id="ie"/>');
    const job = await started(file(line('p', [`<subProcess id="sub">${mapping}${inner}</subProcess>`])));
    const { scopes, root } = left(job);
    expect(scopes.size).toBe(2);
    expect([...scopes.values()].map(({ id, variables }) => [id === root, Object.fromEntries(variables)])).toEqual([
      [true, { n: 1 }],
      [false, { inside: 2 }],
    ]);
  });

  it('system variables id, _extid (business key), messageid (id of the message taken last)', async () => {
    const job = await started(file(line('p', [receive('r', 'm'), user('u')]), message('m')));
    expect(rig.state(job).messageId).toBeNull();
    await rig.publish('m', { id: 'taken-last' });
    await rig.idle();
    expect(left(job)).toMatchObject({ id: job, extId: 'order-1', messageId: 'taken-last' });
  });

  it('join and multi-instance counters, timers, subscriptions, outgoing messages, incidents', async () => {
    const several =
      '<userTask id="m"><multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></userTask>';
    rig = await Rig.start();
    rig.tasks.set('s', () => ({ kind: 'failed', message: 'no' }));
    await rig.deploy(
      file(
        processOf('p', parallel([user('a')], [several], [pause('t', 'PT1H')], [receive('r', 'x')], [service('s')])),
        message('x'),
      ),
    );
    const job = await rig.startJob('p');
    await rig.complete(job, 'a');
    await rig.complete(job, 'm');
    await rig.idle();
    const before = rig.state(job);
    const after = left(job);
    expect([after.timers.size, after.subscriptions.size, after.incidents.size]).toEqual([1, 1, 1]);
    expect(after).toEqual(before);
    // The join has one of its five, the repetition one of its three: both count on.
    await rig.start();
    for (const element of ['m', 'm']) await rig.complete(job, element);
    await rig.pass(3600_000);
    await rig.publish('x');
    rig.tasks.set('s', () => done());
    await rig.ask({ kind: 'retry', job });
    await rig.idle();
    expect(rig.job(job).status).toBe('completed');
  });

  it('outgoing messages, until they have left', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u'), sends('send', 'm'), user('v')]), message('m')));
    const job = await rig.startJob('p');
    let captured = false;
    rig.watch.about = (units) => {
      captured ||= units.some(({ parts }) =>
        parts.some(({ changes }) => changes.some(({ entity }) => entity === 'message')),
      );
    };
    await rig.complete(job, 'u');
    await rig.idle();
    expect(captured).toBe(true);
    expect(rig.state(job).outgoing.size).toBe(0);
  });

  it('reasons, node, time, size, duration', async () => {
    const job = await started(file(line('p', [script('a', '1', 'cairn:checkpoint="after"'), user('u')])));
    await rig.idle();
    const rows = rig.store.checkpoints(job, { limit: 9 });
    expect(rows.map(({ reasons, element, kind }) => ({ reasons, element, kind }))).toMatchObject([
      { reasons: ['start'], kind: 'implicit' },
      { element: 'a', kind: 'explicit' },
    ]);
    for (const { at, bytes, micros } of rows) {
      expect(at).toBe(rig.clock.now());
      expect(bytes).toBeGreaterThan(20);
      expect(micros).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('the latest state', () => {
  it('rows that hold only current values (a row per job, token, scope, variable, timer, subscription)', async () => {
    const late = boundary('late', 'u', timer('timeDuration', 'PT1H'), true, [user('v')]);
    const job = await started(
      file(
        line('p', [script('a', 'n + 1', 'cairn:resultVariable="n"'), user('u'), receive('r', 'm')], late),
        message('m'),
      ),
    );
    await rig.idle();
    const kinds = (): string[] => (rig.store.load(job)?.rows ?? []).map(({ entity }) => entity).toSorted();
    expect(kinds()).toEqual(['scope', 'timer', 'token', 'variable']);
    expect(rig.store.load(job)?.rows.find(({ entity }) => entity === 'variable')?.data).toBe('2');
    await rig.complete(job, 'u');
    await rig.idle();
    expect(kinds()).toEqual(['scope', 'subscription', 'token', 'variable']);
  });

  it('recovery reads this and nothing else', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u'), service('s'), user('v')])));
    const held = rig.hold('s');
    const job = await rig.startJob('p', { variables: { n: 1 } });
    await rig.complete(job, 'u');
    await rig.until(() => held.length === 1);
    rig.crash();
    const asked: string[] = [];
    const history = new Set<string | symbol>(['checkpoints', 'latestCheckpoint', 'stateAt', 'steps', 'ledger']);
    rig.settings.open = () =>
      new Proxy(openMemoryStore(rig.tables, { clock: () => rig.clock.monotonic() }), {
        get(store, name): unknown {
          const member: unknown = Reflect.get(store, name, store);
          if (typeof member !== 'function') return member;
          return (...given: unknown[]): unknown => {
            if (history.has(name)) asked.push(String(name));
            return Reflect.apply(member, store, given);
          };
        },
      }) satisfies Store;
    rig.tasks.set('s', () => done({ n: 2 }));
    await rig.start();
    await rig.idle();
    expect(rig.places(job)).toEqual(['v waiting']);
    expect(asked).toEqual([]);
  });
});
