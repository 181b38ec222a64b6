/** Tokens go on independently (BPMN 2.0.2, 13.2): step.ts, invariant 3. */
import { describe, expect, test } from 'vitest';
import { SLICE, STEP_BOUND } from '../../../engine/core/step.ts';
import { JobUnderTest } from './job-under-test.ts';
import { chain, end, file, flow, script, service, start, when } from './process-text.ts';

/** Goes round without a wait until `ready` is true. */
const loop = `<exclusiveGateway id="x"/><exclusiveGateway id="y" default="y_x"/>${chain('x', 'y', 'x')}${when('y', 'end', 'ready')}${end}`;
const beside = (branch: string, first: string): string =>
  file(`${start}${loop}${branch}${flow('start', 'x')}${flow('start', first)}`);

describe('a loop without a wait', () => {
  test.each([true, false])('lets scripts of a branch beside it have their turn (simulated: %s)', async (simulated) => {
    const scripts = `${script('a', 'n', '1')}${script('b', 'n', 'n + 1')}${script('c', 'ready', 'n = 2')}${chain('a', 'b', 'c')}`;
    const job = await JobUnderTest.started(
      beside(scripts, 'a'),
      { ready: false, n: 0 },
      { simulated, clock: simulated ? 'virtual' : 'wall' },
    );
    expect(job.places).toContain('a:running');
    job.run();
    expect([...job.state.incidents.values()].map(({ message }) => message)).toEqual([]);
    expect(job.state.status).toBe('completed');
    expect(job.variables).toEqual({ ready: true, n: 2 });
  });

  test('lets a service be called before it goes on, and is stopped at the bound when nothing else comes', async () => {
    const job = await JobUnderTest.of(beside(service('s'), 's'), { checked: false });
    const first = job.step({ type: 'start', node: null, variables: { ready: false }, messageId: null });
    expect(first).toMatchObject({ more: true, yields: true });
    expect(first.work.map(({ node }) => node)).toEqual(['s']);
    expect(first.events.filter(({ type }) => type === 'element-entered')).toHaveLength(SLICE);
    expect(job.step({ type: 'continue' })).toMatchObject({ more: false, yields: false });
    expect([...job.state.incidents.values()].map(({ message }) => message)).toEqual([
      `${STEP_BOUND} elements in one step: a loop without a wait, x → y → x`,
    ]);
    job.complete('s');
    expect(job.places).toHaveLength(1);
  });

  test('under a scenario goes on after a crash where others had their turn, in the same order', async () => {
    const scripts = `${script('a', 'n', '1')}${script('b', 'ready', 'n = 1')}${chain('a', 'b')}`;
    const run = async (dies: boolean): Promise<readonly string[]> => {
      const job = await JobUnderTest.started(
        beside(scripts, 'a'),
        { ready: false },
        { simulated: true, clock: 'virtual' },
      );
      if (dies) job.recover();
      const from = job.events.length;
      job.run();
      expect(job.state.status).toBe('completed');
      return job.events.slice(from).map((event) => `${event.type} ${'node' in event ? event.node : ''}`);
    };
    const undisturbed = await run(false);
    expect(await run(true)).toEqual(undisturbed);
  });
});
