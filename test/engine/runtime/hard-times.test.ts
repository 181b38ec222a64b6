/** What the world does to an engine: locks of strangers, clocks that are set, timers of long ago, jobs that are no more. */
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import type { EngineRequestInput } from '../../../engine/protocol/requests.ts';
import { openStore } from '../../../engine/store/sqlite-store.ts';
import { boundary, file, line, message, pause, receive, script, service, timer, user } from './process-text.ts';
import { done, Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const second = 1000;
const hour = 3600 * second;
const year = 365 * 24 * hour;

describe('a store that a stranger keeps locked', () => {
  it.each([1, 10, 60])('for %d s: the engine pauses, says so, loses nothing, and goes on', async (seconds) => {
    const made = new Rig();
    rig = made;
    const folder = path.join(made.folder, 'store');
    // Nobody waits for the lock inside SQLite: the time that passes is the test's.
    made.settings.open = () => openStore(folder, { durability: 'process-crash', waitMs: 1 });
    await made.start();
    await made.deploy(file(line('p', [service('s'), script('a', 'n + 1', 'cairn:resultVariable="n"'), user('u')])));
    const held = made.hold('s');
    const job = await made.startJob('p', { variables: { n: 1 } });
    await made.until(() => held.length === 1);
    const before = made.store.job(job)?.seq;
    const stranger = new Database(path.join(folder, 'store.sqlite'));
    stranger.exec('BEGIN IMMEDIATE');
    held[0]?.end(done());
    await made.until(() => made.paused.length > 0, 'a pause');
    for (let passed = 0; passed < seconds; passed += 1) {
      made.clock.advance(second);
      await made.turns(3);
    }
    expect(made.paused.at(-1)).toContain('is locked');
    expect(made.broken).toEqual([]);
    expect(made.store.job(job)?.seq).toBe(before);
    stranger.exec('ROLLBACK');
    stranger.close();
    for (let tries = 0; made.paused.at(-1) !== null && tries < 100; tries += 1) {
      made.clock.advance(second);
      await made.turns(3);
    }
    expect(made.paused.at(-1)).toBeNull();
    await made.idle();
    expect(made.places(job)).toEqual(['u waiting']);
    expect(made.variables(job)).toEqual({ n: 2 });
    expect(made.began).toEqual(['s', 'a']);
  });
});

describe('a clock that is set', () => {
  it.each([
    ['an hour forward', hour],
    ['a year forward', year],
  ])('%s makes due what is due by it, within a minute', async (_, by) => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [pause('t', 'PT1H'), user('u')])));
    const job = await rig.startJob('p');
    await rig.idle();
    rig.clock.set(by);
    await rig.pass(60 * second);
    expect(rig.places(job)).toEqual(['u waiting']);
    expect(rig.executions(job, 't')).toHaveLength(1);
  });

  it.each([
    ['an hour back', -hour],
    ['a year back', -year],
  ])('%s loses nothing: logical time stands still, and a timer fires at its time', async (_, by) => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u'), pause('t', 'PT1H'), user('v')])));
    const [one, other] = [await rig.startJob('p'), await rig.startJob('p')];
    await rig.complete(one, 'u');
    await rig.idle();
    const before = rig.job(other).now;
    rig.clock.set(by);
    await rig.complete(other, 'u');
    await rig.pass(60 * second);
    expect(rig.broken).toEqual([]);
    expect(rig.job(other).now).toBeGreaterThanOrEqual(before);
    const times = rig.store.checkpoints(other, { limit: 99 }).map(({ at }) => at);
    expect(times).toEqual(times.toSorted((left, right) => left - right));
    expect(rig.places(one)).toEqual(['t waiting']);
    // It is put right again: both fire, once.
    rig.clock.set(-by);
    await rig.pass(hour);
    expect([rig.places(one), rig.places(other)]).toEqual([['v waiting'], ['v waiting']]);
  });
});

describe('timers that were due years ago', () => {
  it('fire once each, in due order, when the engine comes back', async () => {
    rig = await Rig.start();
    const nagging = boundary('nag', 'u', timer('timeCycle', 'R3/P1D'), false, [script('nagged', 'n', '')]);
    await rig.deploy(file(line('p', [pause('t', 'PT1H'), user('v')]), line('q', [user('u')], nagging)));
    const paused = await rig.startJob('p');
    const nagged = await rig.startJob('q', { variables: { n: 1 } });
    await rig.idle();
    rig.crash();
    rig.clock.advance(7 * year);
    await rig.start();
    await rig.pass(60 * second);
    expect(rig.places(paused)).toEqual(['v waiting']);
    expect(rig.executions(nagged, 'nag')).toHaveLength(3);
    expect(rig.places(nagged)).toEqual(['u waiting']);
  });
});

describe('a job that is no more', () => {
  it('unknown or cancelled, is named in every answer about it', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u'), receive('r', 'm')]), message('m')));
    const job = await rig.startJob('p');
    await rig.ask({ kind: 'cancel', job });
    const about = (id: string): EngineRequestInput[] => [
      { kind: 'complete', job: id, element: 'u' },
      { kind: 'cancel', job: id },
      { kind: 'retry', job: id },
      { kind: 'savepoint', job: id },
      { kind: 'move-clock', job: id, by: 1 },
      { kind: 'fire-timer', job: id, element: 'u' },
      { kind: 'hold', job: id, action: 'pause' },
    ];
    for (const id of [job, 'no-such-job']) {
      for (const request of about(id)) {
        const answer = await rig.ask(request);
        const said = answer.ok ? (answer.taken?.failed[0]?.reason ?? 'it was obeyed') : answer.message;
        expect([request.kind, said]).toEqual([request.kind, expect.stringContaining(id)]);
      }
    }
    expect(rig.job(job).status).toBe('cancelled');
    expect(rig.engine.cache.size).toBe(0);
  });
});
