/** The bound of a step. */
import { describe, expect, test } from 'vitest';
import { STEP_BOUND } from '../../../engine/core/step.ts';
import { JobUnderTest } from './job-under-test.ts';
import { chain, end, file, flow, start, user, when } from './process-text.ts';

describe('a step that reaches its bound', () => {
  test('is an incident that names the loop; the rest of the job goes on', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${user('u')}<exclusiveGateway id="x"/><task id="a"/><task id="b"/>${chain('start', 'x', 'a', 'b')}${flow('b', 'x')}${flow('start', 'u')}`,
      ),
      {},
      { checked: false },
    );
    const [incident] = job.state.incidents.values();
    expect(incident?.message).toMatch(
      new RegExp(`^${STEP_BOUND} elements in one step: a loop without a wait, (\\w → ){3}\\w$`),
    );
    expect(job.places).toContain('u:waiting');
    expect(job.places.filter((place) => place.endsWith(':incident'))).toHaveLength(1);
  });

  test('goes on from there for another step when it is retried', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}<exclusiveGateway id="x" default="x_a"/><task id="a"/>${end}${chain('start', 'x', 'a')}${flow('a', 'x')}${when('x', 'end', 'enough')}`,
      ),
      { enough: false },
      { checked: false },
    );
    job.send({ type: 'retry', instance: null, variables: { enough: true } });
    expect(job.state.status).toBe('completed');
  });

  test('because its tokens multiply stops all of them', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}<exclusiveGateway id="x"/><task id="a"/>${chain('start', 'x', 'a')}${flow('a', 'x')}<exclusiveGateway id="y"/>${chain('a', 'y')}${flow('y', 'a')}`,
      ),
      {},
      { checked: false },
    );
    expect(job.state.status).toBe('passive');
    expect(job.state.ready).toEqual([]);
    const [incident] = job.state.incidents.values();
    expect(incident?.message).toContain('a');
  });

  test('is not reached by a loop that waits', async () => {
    const job = await JobUnderTest.started(
      file(`${start}<exclusiveGateway id="x"/>${user('u')}${chain('start', 'x', 'u')}${flow('u', 'x')}`),
      {},
      { checked: false },
    );
    for (let round = 0; round < STEP_BOUND / 2 + 10; round += 1) job.does('u');
    expect(job.state.incidents.size).toBe(0);
  });
});
