/** Subprocesses, mappings and called jobs: BPMN 2.0.2, 10.5.7, 13.3.4; checkpoint-semantics, sections 4 and 5. */
import { describe, expect, test } from 'vitest';
import { changedVariables, resultOf } from '../../../engine/core/given.ts';
import { done, JobUnderTest } from './job-under-test.ts';
import {
  call,
  chain,
  end,
  file,
  flow,
  javascript,
  mapping,
  script,
  service,
  start,
  sub,
  user,
} from './process-text.ts';

describe('a subprocess', () => {
  test('is a checkpoint on entering and on leaving', async () => {
    const job = await JobUnderTest.started(file(`${start}${sub('s', user('u'))}${end}${chain('start', 's', 'end')}`));
    expect(job.reasons).toEqual(['start@start', 'scope-entered@s', 'passive']);
    job.does('u');
    expect(job.reasons).toEqual(['wait-ended@u', 'scope-left@s', 'end']);
  });

  test('writes a variable where it is owned, and keeps a new one to itself', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${sub('s', script('a', 'total', 'total + 1') + script('b', 'own', 'total') + flow('a', 'b'))}${user('u')}${chain('start', 's', 'u')}`,
      ),
      { total: 1 },
    );
    job.run();
    expect(job.variables).toEqual({ total: 2 });
  });

  test('sees mapped inputs in place of outer variables, and gives back what its outputs name', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${sub('s', script('a', 'n', 'n * 2'), mapping({ n: '=n + 1' }, { result: '=n' }))}${end}${chain('start', 's', 'end')}`,
      ),
      { n: 10 },
    );
    job.run();
    expect(job.variables).toEqual({ n: 10, result: 22 });
  });

  test('that is empty ends as soon as it is entered', async () => {
    const job = await JobUnderTest.started(file(`${start}<subProcess id="s"/>${end}${chain('start', 's', 'end')}`));
    expect(job.completed).toEqual(['start', 's', 'end']);
  });

  test('whose outputs cannot be mapped is an incident; a retry maps them and runs nothing inside again', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${sub('s', script('a', 'n', '40'), mapping({}, { sum: '=n + base' }))}${end}${chain('start', 's', 'end')}`,
      ),
    );
    job.run();
    expect(job.places).toEqual(['s:incident']);
    job.send({ type: 'retry', instance: null, variables: { base: 2 } });
    expect(job.variables).toEqual({ base: 2, sum: 42 });
    expect(job.completed.filter((node) => node === 'a')).toHaveLength(1);
  });

  test('can still fail to map at the second try', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${sub('s', script('a', 'n', '40'), mapping({}, { sum: '=n + base + more' }))}${end}${chain('start', 's', 'end')}`,
      ),
    );
    job.run();
    job.send({ type: 'retry', instance: null, variables: { base: 1 } });
    expect(job.places).toEqual(['s:incident']);
    job.send({ type: 'retry', instance: null, variables: { more: 1 } });
    expect(job.variables).toMatchObject({ sum: 42 });
  });

  test('nested four deep closes from the inside out', async () => {
    const nest = (depth: number): string => (depth === 0 ? user('u') : sub(`s${depth}`, nest(depth - 1)));
    const job = await JobUnderTest.started(file(nest(4)));
    job.does('u');
    expect(job.completed).toEqual(['u', 's1', 's2', 's3', 's4']);
    expect(job.happened('scope-closed').map(({ node, completed }) => `${node} ${completed}`)).toEqual([
      's1 true',
      's2 true',
      's3 true',
      's4 true',
    ]);
    expect(job.state.scopes.size).toBe(1);
  });
});

describe('a mapping', () => {
  test('evaluates in order, each entry seeing the ones before', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${service('t', '', mapping({ a: '=n + 1', b: '=a * 2' }, { c: '=tResult + b', d: '=c + 1' }))}${user('u')}${chain('start', 't', 'u')}`,
      ),
      { n: 1 },
    );
    expect(job.seen('t')).toEqual({ n: 1, a: 2, b: 4 });
    job.complete('t', 10);
    expect(job.variables).toEqual({ n: 1, c: 14, d: 15 });
  });

  test('that fails on the way in is an incident before the work, and a retry enters again', async () => {
    const job = await JobUnderTest.started(
      file(`${start}${service('t', '', mapping({ a: '=missing + 1' }, {}))}${end}${chain('start', 't', 'end')}`),
    );
    expect(job.places).toEqual(['t:incident']);
    expect(job.work).toEqual([]);
    job.send({ type: 'retry', instance: null, variables: { missing: 1 } });
    expect(job.seen('t')).toEqual({ missing: 1, a: 2 });
    expect(job.asked('t').attempt).toBe(2);
  });

  test('that fails on the way out keeps the results: an effect outside does not happen twice', async () => {
    const job = await JobUnderTest.started(
      file(`${start}${service('t', '', mapping({}, { sum: '=tResult + base' }))}${end}${chain('start', 't', 'end')}`),
    );
    job.complete('t', 40);
    expect(job.left('incident')).toEqual(['t']);
    job.send({ type: 'retry', instance: null, variables: { base: 2 } });
    expect(job.work).toEqual([]);
    expect(job.variables).toEqual({ base: 2, sum: 42 });
    expect(job.happened('work-requested')).toHaveLength(1);
  });

  test('of a script hides its inputs: what it writes to them does not get outside', async () => {
    const performances = { t: () => done({ n: 99, other: 5, fresh: 1 }) };
    const job = await JobUnderTest.started(
      file(
        `${start}${javascript('t', '', mapping({ n: '=n + 1' }, { out: '=n' }))}${user('u')}${chain('start', 't', 'u')}`,
      ),
      { n: 1, other: 0 },
      { performances },
    );
    job.run();
    expect(job.variables).toEqual({ n: 1, other: 5, out: 99 });
  });

  test('of a script that cannot map its outputs lets nothing of its inputs out when it is retried', async () => {
    const performances = { t: () => done({ other: 5 }) };
    const job = await JobUnderTest.started(
      file(
        `${start}${javascript('t', '', mapping({ n: '=n + 1' }, { out: '=other + base' }))}${user('u')}${chain('start', 't', 'u')}`,
      ),
      { n: 1, other: 0 },
      { performances },
    );
    job.run();
    job.send({ type: 'retry', instance: null, variables: { base: 1 } });
    expect(job.variables).toEqual({ n: 1, other: 5, base: 1, out: 6 });
  });
});

describe('a call activity', () => {
  const calling = (inner = ''): string =>
    file(`${start}${user('beside')}${call('c', inner)}${end}${chain('start', 'c', 'end')}${flow('start', 'beside')}`);
  const callee = file(`${start}${script('t', 'n', 'n + 1')}${end}${chain('start', 't', 'end')}`);

  async function called(job: JobUnderTest, xml = callee): Promise<JobUnderTest> {
    const request = job.happened('call-requested').at(-1);
    const parent = { job: 'job', token: request?.token as string };
    const child = await JobUnderTest.of(xml, {
      id: request?.job as string,
      lineage: request?.lineage as string,
      parent,
    });
    child.start(request?.variables);
    return child.run();
  }

  const comeBack = (job: JobUnderTest, child: JobUnderTest): void => {
    job.send({ type: 'return-call', token: job.token('c').id, job: child.state.id, result: resultOf(child.state) });
  };

  test('is a checkpoint when the called job is created and when it returns', async () => {
    const job = await JobUnderTest.started(calling(), { n: 1 });
    expect(job.reasons).toEqual(['start@start', 'fork@start', 'call-created@c', 'passive']);
    comeBack(job, await called(job));
    expect(job.reasons).toEqual(['call-returned@c', 'passive']);
  });

  test('without mappings gives what it sees and gets back what changed, so that no update is lost', async () => {
    const job = await JobUnderTest.started(calling(), { n: 1, kept: 'before' });
    const child = await called(job);
    job.does('beside', { kept: 'meanwhile' });
    comeBack(job, child);
    expect(job.variables).toEqual({ n: 2, kept: 'meanwhile' });
  });

  test('gets a variable back that was set to the value it had not been given', async () => {
    const child = await JobUnderTest.of(file(`${start}${user('u')}${chain('start', 'u')}`), {
      parent: { job: 'p', token: 't' },
    });
    child.start({ zero: 0, same: [1, 2], constructor: 1 });
    child.does('u', { zero: -0, same: [1, 2], toString: 1 });
    expect(changedVariables(child.state)).toEqual({ zero: -0, toString: 1 });
  });

  test('with inputs gives only those; its outputs see all that the called job has, changed or not', async () => {
    const job = await JobUnderTest.started(calling(mapping({ n: '=10', given: '=7' }, { sum: '=n + given' })), {
      n: 1,
    });
    const child = await called(job);
    expect(child.variables).toEqual({ n: 11, given: 7 });
    comeBack(job, child);
    expect(job.variables).toEqual({ n: 1, sum: 18 });
  });

  test('whose outputs cannot be mapped does not call again', async () => {
    const job = await JobUnderTest.started(calling(mapping({ n: '=10' }, { sum: '=n + base' })));
    comeBack(job, await called(job));
    expect(job.places).toContain('c:incident');
    job.send({ type: 'retry', instance: null, variables: { base: 1 } });
    expect(job.variables).toEqual({ base: 1, sum: 12 });
    expect(job.happened('call-requested')).toHaveLength(1);
  });

  test.each([
    [{ kind: 'cancelled' } as const, 'was cancelled'],
    [{ kind: 'refused', message: 'there is no callee' } as const, 'there is no callee'],
  ])(
    'that comes back with %o is an incident; a retry calls once more, as a further attempt',
    async (result, message) => {
      const job = await JobUnderTest.started(calling(), { n: 1 });
      const token = job.token('c');
      job.send({ type: 'return-call', token: token.id, job: token.child as string, result });
      expect([...job.state.incidents.values()][0]?.message).toContain(message);
      job.send({ type: 'retry', instance: null, variables: null });
      const [first, second] = job.happened('call-requested');
      expect(second?.job).not.toBe(first?.job);
      expect(second?.lineage).toBe(first?.lineage);
      expect(job.token('c')).toMatchObject({ attempt: 2, state: 'waiting' });
    },
  );

  test('that is edited and retried calls with another lineage: its effects are new ones', async () => {
    const job = await JobUnderTest.started(calling(), { n: 1 });
    const token = job.token('c');
    job.send({ type: 'return-call', token: token.id, job: token.child as string, result: { kind: 'cancelled' } });
    job.send({ type: 'retry', instance: null, variables: { n: 5 } });
    const [first, second] = job.happened('call-requested');
    expect(second?.lineage).not.toBe(first?.lineage);
    expect(second?.variables).toEqual({ n: 5 });
  });

  test('whose called element is no text is an incident; a retry computes it again', async () => {
    const job = await JobUnderTest.started(
      file(`${start}${call('c', '', '=name')}${end}${chain('start', 'c', 'end')}`),
      {
        name: 7,
      },
    );
    expect(job.places).toEqual(['c:incident']);
    job.send({ type: 'retry', instance: null, variables: { name: 'callee' } });
    expect(job.happened('call-requested').map(({ key }) => key)).toEqual(['callee']);
  });

  test('in a loop gives every called job a lineage of its own', async () => {
    const job = await JobUnderTest.started(
      file(`${start}<exclusiveGateway id="x"/>${call('c')}${chain('start', 'x', 'c')}${flow('c', 'x')}`),
      { n: 1 },
    );
    for (let round = 0; round < 3; round += 1) comeBack(job, await called(job));
    expect(new Set(job.happened('call-requested').map(({ lineage }) => lineage)).size).toBe(4);
  });
});
