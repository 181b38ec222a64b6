import { expect, it } from 'vitest';
import { flagFoot } from '../../../renderer/editor/checkpoint-flags.ts';

const host = { x: 100, y: 100, width: 100, height: 80 };
/** With its middle on an edge of its host. */
const event = (y: number) => ({ x: 132, y: y - 18, width: 36, height: 36, host });
/** Height of a flag. */
const flag = 14;

it('stands on the upper edge of an event, and of one attached to the upper edge of its host', () => {
  const { y } = flagFoot({ ...event(300), host: null }, 'after');
  expect(y).toBeLessThan(10);
  expect(flagFoot(event(100), 'after').y).toBe(y);
});

it('stands off the head of an arrow that comes to a gateway from above', () => {
  const { x } = flagFoot({ x: 0, y: 0, width: 50, height: 50, host: null }, 'before');
  expect(x + 9).toBeLessThan(50 / 2 - 6 - 2);
});

it('stands clear of the edge of its host beside an event that is attached to the lower one, whose name is above', () => {
  for (const side of ['before', 'after'] as const) {
    const { x, y } = flagFoot(event(180), side);
    expect(event(180).y + y - flag).toBeGreaterThanOrEqual(180 + 3);
    expect(side === 'before' ? x < 0 : x > 30).toBe(true);
  }
});

it('stands on the edge of a task, attached to nothing', () => {
  expect(flagFoot({ ...host, host: null }, 'after')).toEqual({ x: 88, y: 0 });
});

it('stands off the ring of an attached event that is selected, with its cloth too', () => {
  const ring = 18 + 5 + 1;
  for (const side of ['before', 'after'] as const) {
    const { x, y } = flagFoot(event(180), side);
    for (const [across, up] of [
      [0, 0],
      [0, flag],
      [9, flag],
      [9, 8],
    ] as const)
      expect(Math.hypot(x + across - 18, y - up - 18)).toBeGreaterThan(ring);
  }
});
