/** The time that a job lives in. */
import { describe, expect, test } from 'vitest';
import { JobUnderTest, MIDNIGHT } from './job-under-test.ts';
import { chain, duration, end, file, script, start, user } from './process-text.ts';

const HOUR = 3_600_000;
const one = (task: string): string => file(`${start}${task}${end}${chain('start', 't', 'end')}`);

describe('logical time', () => {
  test('moves only with a checkpoint: what is computed in between sees the time of the one before', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}${script('a', 'first', 'string(now())')}${script('b', 'second', 'string(now())')}${user('u')}${script('c', 'third', 'string(now())')}${user('v')}${chain('start', 'a', 'b', 'u', 'c', 'v')}`,
      ),
    );
    job.now += HOUR;
    job.run();
    expect(job.variables['first']).toBe(job.variables['second']);
    expect(job.variables).toMatchObject({ first: expect.stringContaining('2026-01-01T00:00:00') as string });
    job.now += HOUR;
    job.does('u');
    job.run();
    expect(job.variables).toMatchObject({ third: expect.stringContaining('2026-01-01T02:00:00') as string });
  });

  test('of a virtual clock is moved by command, never back; nobody moves the wall clock', async () => {
    const job = await JobUnderTest.started(
      file(
        `${start}<intermediateCatchEvent id="c">${duration('PT1H')}</intermediateCatchEvent>${user('u')}${chain('start', 'c', 'u')}`,
      ),
      {},
      { clock: 'virtual' },
    );
    job.send({ type: 'move-clock', to: MIDNIGHT + HOUR });
    expect(job.refused({ type: 'move-clock', to: MIDNIGHT }).code).toBe('illegal');
    expect(job.state.now).toBe(MIDNIGHT + HOUR);
    expect(job.checkpoints).toHaveLength(1);
    const wall = await JobUnderTest.started(one(user('t')));
    expect(wall.refused({ type: 'move-clock', to: MIDNIGHT + 1 }).code).toBe('illegal');
  });
});
