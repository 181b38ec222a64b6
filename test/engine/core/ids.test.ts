/** Ids of tokens, scopes and instances. */
import { describe, expect, test } from 'vitest';
import { JobUnderTest } from './job-under-test.ts';
import { chain, end, file, flow, mapping, script, service, start, user, when } from './process-text.ts';

const one = (task: string): string => file(`${start}${task}${end}${chain('start', 't', 'end')}`);

describe('ids come from lineage', () => {
  const xml = file(
    `${start}<exclusiveGateway id="again"/><parallelGateway id="f"/>${service('a')}${service('b')}${service('c', '', mapping({ x: '=1' }, {}))}<parallelGateway id="j"/>
     <exclusiveGateway id="x" default="x_end"/>${end}${chain('start', 'again', 'f', 'a', 'j', 'x', 'end')}${chain('f', 'b', 'c', 'j')}${when('x', 'again', 'cResult = 1')}`,
  );

  test("ids come from lineage, never from a job-wide counter, so that they do not depend on how branches interleave: a token's id from its parent's, the outgoing flow and the multi-instance index", async () => {
    const ids = async (order: readonly string[]): Promise<string[]> => {
      const job = await JobUnderTest.started(xml);
      for (const node of order)
        job.complete(node, node === 'c' && job.completed.filter((it) => it === 'c').length === 0 ? 1 : 0);
      expect(job.state.status).toBe('completed');
      return [
        ...job.happened('token-created').map(({ token }) => token),
        ...job.happened('element-entered').map(({ instance }) => instance),
        ...job.happened('scope-opened').map(({ scope }) => scope),
      ].toSorted();
    };
    const once = await ids(['a', 'b', 'c', 'a', 'b', 'c']);
    expect(await ids(['b', 'c', 'a', 'b', 'a', 'c'])).toEqual(once);
    expect(await ids(['b', 'a', 'c', 'b', 'c', 'a'])).toEqual(once);
  });

  test('so another lineage has other idempotency keys, and the same one the same', async () => {
    const key = async (lineage: string): Promise<string> =>
      (await JobUnderTest.started(one(service('t')), {}, { lineage, id: `${lineage}-job` })).asked('t').idempotencyKey;
    expect(await key('one')).toBe(await key('one'));
    expect(await key('one')).not.toBe(await key('two'));
  });

  test('so a job under a scenario has the same ids whatever its own are', async () => {
    const instance = async (id: string): Promise<string> =>
      (await JobUnderTest.started(one(service('t')), {}, { lineage: id, id, simulated: true })).instance('t');
    expect(await instance('one')).toBe(await instance('two'));
  });

  test('random numbers are seeded from job seed and activity instance id', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${script('a', 'a', 'random number()')}${script('b', 'b', 'random number()')}${user('u')}${chain('start', 'a', 'b', 'u')}`,
      ),
    );
    job.run();
    const twin = await JobUnderTest.started(
      file(
        `${start}${script('a', 'a', 'random number()')}${script('b', 'b', 'random number()')}${user('u')}${chain('start', 'a', 'b', 'u')}`,
      ),
    );
    twin.run();
    expect(job.variables).toEqual(twin.variables);
    expect(job.variables['a']).not.toBe(job.variables['b']);
  });

  test('whatever an element is called', async () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const xmlOf = (name: string): string =>
      file(`${start}<exclusiveGateway id="x"/>${user(name)}${chain('start', 'x', name)}${flow(name, 'x')}`);
    for (const name of names) {
      const job = await JobUnderTest.started(xmlOf(name), {}, { simulated: true });
      const rounds = [job.token(name)].map(({ visit, answer }) => [visit, answer]);
      job.does(name);
      job.does(name);
      rounds.push([job.token(name).visit, job.token(name).answer]);
      expect(rounds).toEqual([
        [1, 0],
        [3, 2],
      ]);
    }
  });
});
