/** Checkpoint-semantics, section 8: restores, claim modes, the used-once guard, moves to a newer version. */
import { cpSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { EngineAnswer } from '../../../engine/protocol/requests.ts';
import {
  boundary,
  call,
  file,
  flow,
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

async function savepoint(job: string, cancel = true, graceMs = 0): Promise<string> {
  const answer = await rig.ask({ kind: 'savepoint', job, cancel, graceMs });
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  return answer.taken?.savepoints[0]?.location ?? '';
}

interface Wish {
  mode?: 'claim' | 'no-claim';
  again?: boolean;
  toVersion?: number | 'latest';
  map?: Record<string, string>;
  allowDropped?: boolean;
}

function ask(from: string, wish: Wish = {}): Promise<EngineAnswer> {
  return rig.ask({ kind: 'restore', path: from, ...wish });
}

async function restore(from: string, wish: Wish = {}): Promise<string> {
  const answer = await ask(from, wish);
  if (!answer.ok || answer.job === null) throw new Error(JSON.stringify(answer));
  await rig.idle();
  return answer.job;
}

async function refused(from: string, wish: Wish = {}): Promise<string> {
  const answer = await ask(from, wish);
  if (answer.ok) throw new Error('it was not refused');
  await rig.idle();
  expect(rig.engine.cache.size).toBe(0);
  return answer.message;
}

async function waiting(content = line('p', [user('u'), user('v')])): Promise<string> {
  rig = await Rig.start();
  await rig.deploy(file(content));
  return rig.startJob('p', { variables: { x: 1 }, extId: 'order 1' });
}

describe('a restore', () => {
  it('a restore keeps lineage id, _extid and messageid, and is a new job', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [receive('r', 'm'), user('u')]), message('m')));
    const job = await rig.startJob('p', { variables: { x: 1 }, extId: 'order 1' });
    await rig.publish('m', { id: 'the message' });
    await rig.idle();
    const from = await savepoint(job);
    const restored = await restore(from);
    expect(restored).not.toBe(job);
    expect(rig.job(restored)).toMatchObject({ lineage: job, extId: 'order 1', messageId: 'the message', seq: 1 });
    expect(rig.state(restored).origin).toEqual({ how: 'restore', job, seq: 3 });
    expect(rig.variables(restored)).toEqual({ x: 1 });
    expect(rig.store.job('order 1')?.id).toBe(restored);
    expect(await rig.complete(restored, 'u')).toEqual({ ok: true, job: restored });
    expect(rig.job(restored).status).toBe('completed');
  });

  it("makes a new job that goes on with the old one's lineage; works alike from any checkpoint in history", async () => {
    const job = await waiting();
    await rig.complete(job, 'u', { y: 2 });
    await rig.ask({ kind: 'cancel', job });
    const restored = await restore(`checkpoint:${job}/1`);
    expect(rig.places(restored)).toEqual(['u waiting']);
    expect(rig.job(restored)).toMatchObject({ lineage: job, extId: 'order 1' });
    await rig.ask({ kind: 'cancel', job: restored });
    const later = await restore(`checkpoint:${job}/2`);
    expect(rig.places(later)).toEqual(['v waiting']);
    expect(rig.variables(later)).toEqual({ x: 1, y: 2 });
  });

  it('is refused while another job of the lineage lives', async () => {
    const job = await waiting();
    const from = await savepoint(job, false);
    expect(await refused(from)).toBe(
      `p “order 1” (job ${job}), of the same lineage, is still running: cancel it first`,
    );
    expect(await refused(`checkpoint:${job}/1`)).toContain('still running');
    await rig.ask({ kind: 'cancel', job });
    const restored = await restore(from);
    expect(await refused(from, { again: true })).toContain(restored);
  });

  it('performs running tasks again, with the same key, instance and a higher attempt', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s')])));
    const work = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => work.length === 1);
    const from = await savepoint(job);
    const answer = await ask(from);
    await rig.until(() => work.length === 2);
    const [before, again] = work.map((each) => each.work);
    expect(again).toMatchObject({ idempotencyKey: before?.idempotencyKey, instance: before?.instance });
    expect(again?.attempt).toBeGreaterThan(before?.attempt ?? 0);
    for (const { end } of work) end(done());
    await rig.idle();
    expect(rig.job((answer.ok && answer.job) || '').status).toBe('completed');
  });

  it('attempts what the old job had attempted after the checkpoint with higher numbers', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u'), service('s'), user('v')])));
    rig.tasks.set('s', () => done());
    const job = await rig.startJob('p');
    await rig.complete(job, 'u');
    await rig.idle();
    await rig.ask({ kind: 'cancel', job });
    const restored = await restore(`checkpoint:${job}/1`);
    await rig.complete(restored, 'u');
    await rig.idle();
    const [first] = rig.executions(job, 's');
    const [second] = rig.executions(restored, 's');
    expect(second?.instance).toBe(first?.instance);
    expect(second?.attempt).toBeGreaterThan(first?.attempt ?? 0);
    const entries = rig.store.ledgerEntries({ duplicates: true }, { limit: 9, offset: 0 });
    expect(entries.map((entry) => [entry.job, entry.times])).toEqual([
      [restored, 2],
      [job, 2],
    ]);
  });

  it('brings the whole tree of called jobs back', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [call('c', 'q')]), line('q', [user('u'), user('v')])));
    const job = await rig.startJob('p');
    await rig.complete(rig.children(job)[0]?.id ?? '', 'u', { fromU: 1 });
    const restored = await restore(await savepoint(job));
    const [called] = rig.children(restored);
    expect(rig.places(called?.id ?? '')).toEqual(['v waiting']);
    expect(called?.lineage).toBe(rig.children(job)[0]?.lineage);
    await rig.complete(called?.id ?? '', 'v');
    await rig.idle();
    expect(rig.job(restored).status).toBe('completed');
    expect(rig.variables(restored)).toEqual({ fromU: 1 });
  });

  it('waits for timers and messages as the old job did; what is overdue comes first', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(
        processOf(
          'p',
          parallel([pause('t', 'PT1H')], [receive('r', 'm')], [service('s')]) +
            boundary('b', 's', timer('timeDuration', 'PT2H')),
        ),
        message('m'),
      ),
    );
    const work = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => work.length === 1);
    const from = await savepoint(job);
    await rig.publish('m', { id: 'early' });
    work[0]?.end(done());
    rig.clock.advance(3 * 3600_000);
    const answer = await ask(from);
    await rig.idle();
    const restored = (answer.ok && answer.job) || '';
    expect(rig.places(restored).filter((place) => !place.startsWith('join'))).toEqual([]);
    expect(rig.began).toEqual(['s']);
    expect(rig.store.message('early')).toMatchObject({ consumedBy: restored });
  });

  it('lets a timer of running work fire later, too', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [service('s')], boundary('b', 's', timer('timeDuration', 'PT2H')))));
    const work = rig.hold('s');
    const job = await rig.startJob('p');
    await rig.until(() => work.length === 1);
    const answer = await ask(await savepoint(job));
    await rig.until(() => work.length === 2);
    rig.clock.advance(2 * 3600_000);
    await rig.until(() => rig.job((answer.ok && answer.job) || '').status === 'completed');
    for (const { end } of work) end(done());
    await rig.idle();
    expect(rig.executions((answer.ok && answer.job) || '', 'b')).toMatchObject([{ outcome: 'completed' }]);
  });

  it('does not send again what the old job has sent', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [sends('send', 'm'), user('u')]), message('m')));
    const job = await rig.startJob('p');
    await rig.idle();
    await restore(await savepoint(job));
    expect(rig.store.messages({}, 9)).toHaveLength(1);
  });

  it('of a job that a scenario drives is driven by it, too', async () => {
    rig = await Rig.start();
    await rig.deploy(file(line('p', [user('u'), pause('t', 'PT1H'), script('n', '1')])));
    const job = await rig.startJob('p', { scenario: { userTasks: { u: [{ variables: { a: 1 } }] } } });
    await rig.idle();
    expect(rig.job(job).status).toBe('completed');
    const restored = await restore(`checkpoint:${job}/1`);
    expect(rig.variables(restored)).toEqual({ a: 1, n: 1 });
  });

  it('that cannot be saved is refused, and nothing of it stays', async () => {
    const job = await waiting();
    const from = await savepoint(job);
    rig.watch.refuse = (unit) => (unit.created.length > 0 ? 'refused' : null);
    expect(await refused(from)).toContain('could not be saved');
    expect(rig.store.restores({}, 9)).toEqual([]);
    rig.watch.refuse = () => null;
    await restore(from);
  });

  it('of what is not there, has ended, is damaged or of a called job is refused', async () => {
    const job = await waiting();
    const from = await savepoint(job);
    expect(await refused('nowhere')).toContain('There is no savepoint');
    expect(await refused('checkpoint:nobody/1')).toContain('there is no job nobody');
    expect(await refused(`checkpoint:${job}/9`)).toContain('is not in the history');
    const last = rig.job(job).seq;
    expect(await refused(`checkpoint:${job}/${last}`)).toContain('had ended');
    const damagedOne = `${from}-damaged`;
    cpSync(from, damagedOne, { recursive: true });
    const rows = path.join(damagedOne, 'jobs.jsonl');
    writeFileSync(rows, readFileSync(rows, 'utf8').replace('order 1', 'order 2'));
    expect(await refused(damagedOne)).toContain('damaged');
    expect(rig.store.counts().passive).toBe(0);
  });

  it('with any one byte of its savepoint changed makes no job', async () => {
    const job = await waiting();
    const from = await savepoint(job);
    const jobs = rig.tables.jobs.size;
    for (const name of readdirSync(from)) {
      const at = path.join(from, name);
      const whole = readFileSync(at);
      for (let index = 0; index < whole.length; index += 97) {
        const bytes = Buffer.from(whole);
        bytes[index] = (whole[index] as number) ^ 1;
        writeFileSync(at, bytes);
        await refused(from);
      }
      writeFileSync(at, whole);
    }
    expect(rig.tables.jobs.size).toBe(jobs);
    await restore(from);
  });

  it('in a store that never saw the job puts the definition versions there that it needs', async () => {
    const job = await waiting();
    await rig.deploy(file(line('p', [user('w')])));
    const from = await savepoint(job);
    const other = await Rig.start();
    try {
      const answer = await other.ask({ kind: 'restore', path: from });
      const restored = (answer.ok && answer.job) || '';
      await other.idle();
      expect(other.store.definitions().map(({ key, version }) => [key, version])).toEqual([['p', 1]]);
      await other.complete(restored, 'u');
      expect(other.places(restored)).toEqual(['v waiting']);
      await other.restart();
      await other.complete(restored, 'v');
      expect(other.job(restored).status).toBe('completed');
    } finally {
      await other.close();
    }
  });

  it('finds its version under another number, and is refused where that number is another process', async () => {
    const job = await waiting();
    const from = await savepoint(job);
    const other = await Rig.start();
    try {
      await other.deploy(file(line('p', [user('elsewhere')])));
      expect(await other.ask({ kind: 'restore', path: from })).toMatchObject({
        ok: false,
        message: expect.stringContaining('another process p as version 1') as string,
      });
      await other.deploy(file(line('p', [user('u'), user('v')])));
      const answer = await other.ask({ kind: 'restore', path: from });
      expect(other.job((answer.ok && answer.job) || '').definitionVersion).toBe(2);
    } finally {
      await other.close();
    }
  });
});

describe('the used-once guard', () => {
  const words = (of: string): string => `The savepoint ${of} was already used. The job won't be run from there.`;

  it('refuses the same savepoint again with its words, also after a restart and from a copy', async () => {
    const job = await waiting();
    const from = await savepoint(job);
    const restored = await restore(from);
    await rig.ask({ kind: 'cancel', job: restored });
    expect(await refused(from)).toBe(words(from));
    await rig.restart();
    const moved = path.join(rig.folder, 'moved');
    renameSync(from, moved);
    expect(await ask(moved)).toEqual({ ok: false, code: 'used', message: words(moved) });
  });

  it('refuses the same checkpoint again', async () => {
    const job = await waiting();
    await rig.ask({ kind: 'cancel', job });
    const from = `checkpoint:${job}/1`;
    await rig.ask({ kind: 'cancel', job: await restore(from) });
    expect(await refused(from)).toBe(words(from));
  });

  it("restoring the same savepoint or checkpoint again is refused with the guard's words, unless allowed for this once (--again) or unmarked", async () => {
    const job = await waiting();
    const from = await savepoint(job);
    await rig.ask({ kind: 'cancel', job: await restore(from) });
    await rig.ask({ kind: 'cancel', job: await restore(from, { again: true }) });
    expect(await refused(from)).toBe(words(from));
  });

  it('lets it pass after it was unmarked, by its path even when it is gone', async () => {
    const job = await waiting();
    const from = await savepoint(job);
    expect(await rig.ask({ kind: 'unmark', path: from })).toMatchObject({ ok: false, code: 'illegal' });
    await rig.ask({ kind: 'cancel', job: await restore(from) });
    const hidden = `${from}-hidden`;
    renameSync(from, hidden);
    expect(await rig.ask({ kind: 'unmark', path: from })).toEqual({ ok: true, job: null });
    renameSync(hidden, from);
    await restore(from);
  });

  it('the mark is a row in the restoring store, in the transaction that creates the job: never one without the other', async () => {
    const job = await waiting();
    const from = await savepoint(job);
    for (const when of ['before', 'after'] as const) {
      const id = rig.accept({ kind: 'restore', path: from });
      rig.watch.dies = { at: rig.watch.tried + 1, when };
      rig.look();
      await rig.until(() => rig.broken.length > 0);
      const alive = rig.store.jobByLineage(job).filter(({ status }) => status === 'passive').length;
      expect(rig.store.restores({}, 9)).toHaveLength(alive);
      expect(alive).toBe(when === 'before' ? 0 : 1);
      await rig.restart();
      const answer = await rig.answered(id);
      expect(answer).toMatchObject({ ok: true });
      await rig.ask({ kind: 'cancel', job: (answer.ok && answer.job) || '' });
      await rig.ask({ kind: 'unmark', path: from });
      rig.tables.records.restores = [];
    }
  });

  it('lets one of two restores at once through', async () => {
    const job = await waiting();
    const from = await savepoint(job);
    const answers = await Promise.all([ask(from), ask(from)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(rig.store.jobByLineage(job)).toHaveLength(2);
  });
});

describe('a recovery path', () => {
  it("at start a recovery path that is already used prints the guard's words, and the engine goes on with ordinary recovery", async () => {
    const job = await waiting();
    const from = await savepoint(job);
    const { more = {} } = rig.settings;
    rig.settings.more = { ...more, recoveryPath: { p: from } };
    await rig.restart();
    expect(rig.notices).toEqual([]);
    const restored = rig.store.jobByLineage(job).at(-1)?.id ?? '';
    expect(rig.places(restored)).toEqual(['u waiting']);
    await rig.restart();
    expect(rig.notices).toEqual([`The savepoint ${from} was already used. The job won't be run from there.`]);
    expect(rig.store.jobByLineage(job)).toHaveLength(2);
    expect(await rig.complete(restored, 'u')).toMatchObject({ ok: true });
  });

  it('that cannot be used says why, and stops nothing', async () => {
    const job = await waiting();
    const from = await savepoint(job);
    rig.settings.more = { recoveryPath: { q: from, p: 'nowhere' } };
    await rig.restart();
    expect(rig.notices).toEqual([
      `recoveryPath.q: ${from} is of process p, not of q`,
      expect.stringMatching(/^recoveryPath\.p: There is no savepoint /),
    ]);
  });
});

describe('a savepoint on a newer version', () => {
  it('moves by element id', async () => {
    const job = await waiting();
    const from = await savepoint(job);
    await rig.deploy(file(line('p', [user('u'), script('n', 'x + 1'), user('v')])));
    const restored = await restore(from, { toVersion: 2 });
    expect(rig.job(restored).definitionVersion).toBe(2);
    await rig.complete(restored, 'u');
    await rig.idle();
    expect(rig.variables(restored)).toEqual({ x: 1, n: 2 });
    expect(rig.places(restored)).toEqual(['v waiting']);
  });

  it('a savepoint may move to a newer version (by element id, explicit mapping for what is gone), and keeps the activity instance', async () => {
    const job = await waiting();
    const from = await savepoint(job);
    const instance = rig.executions(job, 'u')[0]?.instance;
    await rig.deploy(file(line('p', [user('renamed'), user('v')])));
    expect(await refused(from, { toVersion: 2 })).toBe(
      'state without a home in the new version: token at u: there is no element u in the new version; map it, or allow it to be dropped',
    );
    const restored = await restore(from, { toVersion: 'latest', map: { u: 'renamed' } });
    expect(rig.places(restored)).toEqual(['renamed waiting']);
    expect([...rig.state(restored).tokens.values()][0]?.instance).toBe(instance);
    expect(await rig.complete(restored, 'renamed')).toMatchObject({ ok: true });
    expect(rig.places(restored)).toEqual(['v waiting']);
  });

  it('ends what a renamed element waited for together with it', async () => {
    const content = (u: string, late: string): string =>
      processOf(
        'p',
        `<startEvent id="start"/>${user(u)}${boundary(late, u, timer('timeDuration', 'PT1H'))}${user('v')}<userTask id="w"/>${flow('start', u)}${flow(u, 'v')}${flow(late, 'w')}`,
      );
    const job = await waiting(content('u', 'late'));
    const from = await savepoint(job);
    await rig.deploy(file(content('renamed', 'later')));
    const restored = await restore(from, { toVersion: 2, map: { u: 'renamed', late: 'later' } });
    expect([...rig.state(restored).timers.values()].map(({ node }) => node)).toEqual(['later']);
    await rig.complete(restored, 'renamed');
    expect(rig.state(restored).timers.size).toBe(0);
    await rig.pass(2 * 3_600_000);
    expect(rig.places(restored)).toEqual(['v waiting']);
  });

  it('says that of two events which are mapped to one only one can wait there', async () => {
    const late = (id: string, after: string): string =>
      `${boundary(id, 'u', timer('timeDuration', after))}${flow(id, 'w')}`;
    const content = (...events: string[]): string =>
      processOf(
        'p',
        `<startEvent id="start"/>${user('u')}${events.join('')}${user('v')}<userTask id="w"/>${flow('start', 'u')}${flow('u', 'v')}`,
      );
    const job = await waiting(content(late('soon', 'PT1H'), late('late', 'PT2H')));
    const first = Math.min(...[...rig.state(job).timers.values()].map(({ due }) => due));
    const from = await savepoint(job);
    await rig.deploy(file(content(late('once', 'PT1H'))));
    const onto = { toVersion: 2, map: { soon: 'once', late: 'once' } };
    expect(await refused(from, onto)).toBe(
      'state without a home in the new version: timer at late: what waits at another element waits at once already; map it, or allow it to be dropped',
    );
    const restored = await restore(from, { ...onto, allowDropped: true });
    expect([...rig.state(restored).timers.values()].map(({ due }) => due)).toEqual([first]);
  });

  it('moves the instances of a repeated activity, and not into one that is repeated otherwise', async () => {
    const repeated = (id: string, loop: string): string => `<userTask id="${id}">${loop}</userTask>`;
    const three =
      '<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>';
    const job = await waiting(line('p', [repeated('u', three), user('v')]));
    const [first] = rig.executions(job, 'u').filter(({ outcome }) => outcome === 'waiting');
    await rig.complete(job, 'u', {}, first?.instance);
    const from = await savepoint(job);
    await rig.deploy(file(line('p', [repeated('again', three), user('w')])));
    const restored = await restore(from, { toVersion: 2, map: { u: 'again' } });
    const left = rig.places(restored).filter((place) => place === 'again waiting').length;
    expect(left).toBeGreaterThanOrEqual(2);
    for (const token of [...rig.state(restored).tokens.values()].filter(({ index }) => index !== null))
      await rig.complete(restored, 'again', {}, token.instance ?? '');
    await rig.idle();
    expect(rig.places(restored)).toEqual(['w waiting']);
    await rig.ask({ kind: 'cancel', job: restored });
    await rig.deploy(file(line('p', [user('u'), user('v')])));
    expect(await refused(from, { toVersion: 3, again: true })).toContain('is repeated otherwise in the new version');
  });

  it('state with no home is listed and refused unless dropping is allowed', async () => {
    const job = await waiting(processOf('p', parallel([user('u')], [user('w'), user('w2')], [pause('t', 'PT1H')])));
    const from = await savepoint(job);
    await rig.deploy(file(processOf('p', parallel([user('u')], [user('w2')]))));
    expect(await refused(from, { toVersion: 2 })).toContain('token at w: there is no element w');
    const restored = await restore(from, { toVersion: 2, allowDropped: true });
    expect(rig.places(restored)).toEqual(['u waiting']);
    expect(rig.state(restored).timers.size).toBe(0);
  });

  it('is refused when nothing would be left', async () => {
    const job = await waiting();
    const from = await savepoint(job);
    await rig.deploy(file(line('p', [user('w')])));
    expect(await refused(from, { toVersion: 2, allowDropped: true })).toContain('nothing of the job would be left');
  });

  it('does not move what is inside an element into one of another kind', async () => {
    const job = await waiting();
    const from = await savepoint(job);
    await rig.deploy(file(line('p', [script('u', '1'), user('v')])));
    expect(await refused(from, { toVersion: 2 })).toContain('u is a bpmn:ScriptTask in the new version');
  });

  it('refuses a mapping of what is not there, and a version that is not deployed', async () => {
    const job = await waiting();
    const from = await savepoint(job);
    await rig.deploy(file(line('p', [user('w')])));
    expect(await refused(from, { toVersion: 2, map: { u: 'nothing' } })).toContain(
      'the new version has no element nothing',
    );
    expect(await refused(from, { toVersion: 2, map: { nothing: 'w' } })).toContain(
      'the saved version has no element nothing',
    );
    expect(await refused(from, { toVersion: 9 })).toBe('definition p version 9 is not deployed');
  });

  it('a checkpoint restores only onto the same definition version and multi-instance cardinality', async () => {
    const job = await waiting();
    await rig.deploy(file(line('p', [user('u')])));
    await rig.ask({ kind: 'cancel', job });
    expect(await refused(`checkpoint:${job}/1`, { toVersion: 2 })).toContain('restores only onto the version');
    expect(await refused(`checkpoint:${job}/1`, { map: { u: 'u' } })).toContain('restores only onto the version');
    expect(await refused(`checkpoint:${job}/1`, { mode: 'claim' })).toContain('only savepoints are claimed');
  });

  it('upgrades a running process: savepoint and stop all, deploy version 2, restore, finish', async () => {
    rig = await Rig.start();
    await rig.deploy(
      file(processOf('p', parallel([user('u')], [service('s')], [call('c', 'q')])), line('q', [user('w')])),
    );
    rig.tasks.set('s', () => done({ price: 1 }));
    const jobs = [await rig.startJob('p', { extId: 'a' }), await rig.startJob('p', { extId: 'b' })];
    await rig.idle();
    const answer = await rig.ask({ kind: 'savepoint', cancel: true });
    const taken = (answer.ok && answer.taken?.savepoints) || [];
    expect(taken.map(({ job }) => job)).toEqual(jobs.toSorted());
    expect(rig.store.counts()).toMatchObject({ active: 0, passive: 0 });
    await rig.restart();
    await rig.deploy(
      file(
        processOf('p', parallel([user('u')], [service('s')], [call('c', 'q'), script('total', 'price + 1')])),
        line('q', [user('w')]),
      ),
    );
    for (const { location } of taken) {
      const restored = await restore(location, { toVersion: 2 });
      await rig.complete(restored, 'u');
      await rig.complete(rig.children(restored)[0]?.id ?? '', 'w');
      await rig.idle();
      expect(rig.job(restored)).toMatchObject({ status: 'completed', definitionVersion: 2 });
      expect(rig.variables(restored)).toEqual({ price: 1, total: 2 });
    }
    expect(rig.began).toEqual(['s', 's', 'total', 'total']);
  });
});
