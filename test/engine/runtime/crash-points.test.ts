/** Armed crash points: which occurrence of which moment kills, also when they are armed while the engine runs. */
import { describe, expect, it } from 'vitest';
import type { CrashPoint } from '../../../engine/protocol/engine-link.ts';
import { CrashPoints } from '../../../engine/runtime/crash-points.ts';

const point = (element: string, visit = 1): CrashPoint => ({ element, point: 'before-task', visit });

function armed(...points: CrashPoint[]): { points: CrashPoints; killed: CrashPoint[] } {
  const killed: CrashPoint[] = [];
  return { points: new CrashPoints(points, (each) => killed.push(each)), killed };
}

describe('crash points', () => {
  it('kill at their own element, moment and visit', () => {
    const { points, killed } = armed(point('a', 2));
    points.reach('a', 'before-task');
    points.reach('b', 'before-task');
    points.reach('a', 'after-effect');
    expect(killed).toEqual([]);
    points.reach('a', 'before-task');
    expect(killed).toEqual([point('a', 2)]);
  });

  it('armed on the way count from then; those of before go on counting', () => {
    const { points, killed } = armed(point('a', 3));
    points.reach('a', 'before-task');
    points.arm([point('a', 3), point('a', 1)]);
    points.reach('a', 'before-task');
    expect(killed).toEqual([point('a', 1)]);
    points.reach('a', 'before-task');
    expect(killed).toEqual([point('a', 1), point('a', 3)]);
  });

  it('are disarmed by arming none', () => {
    const { points, killed } = armed(point('a'));
    points.arm([]);
    expect(points.any).toBe(false);
    points.reach('a', 'before-task');
    expect(killed).toEqual([]);
  });
});
