import { expect, it } from 'vitest';
import { tokenCircle } from '../../../renderer/editor/element-marks.ts';

/** Where bpmn-js begins to draw the sign of a task's type, from its upper left corner. */
const typeSign = 5;

it.each([1, 2])('lays no token over the sign of a task’s type, at %i × its size', (scale) => {
  const { at, radius } = tokenCircle({ width: 100, height: 80 });
  expect(Math.SQRT2 * (typeSign - at * scale)).toBeGreaterThanOrEqual(radius * scale);
});

it('lets a token touch what it is at: a task at its rounded corner, an event at its circle', () => {
  const task = tokenCircle({ width: 100, height: 80 });
  const [round, stroke] = [10, 2];
  expect(Math.SQRT2 * (round - task.at) - round).toBeLessThanOrEqual(task.radius + stroke);
  const event = tokenCircle({ width: 36, height: 36 });
  expect(Math.SQRT2 * (18 - event.at) - 18).toBeLessThanOrEqual(event.radius);
});
