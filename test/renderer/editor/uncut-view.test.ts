import { expect, it } from 'vitest';
import type { Box, DiagramElement } from '../../../renderer/editor/diagram-services.ts';
import { standingBoxes, uncutBeginning, uncutBox, type Ground } from '../../../renderer/editor/uncut-view.ts';
import { beginningBox, isWithin, nothingCovered, railPx } from '../../../renderer/editor/view-box.ts';

/** Tasks side by side, 160 apart. */
const tasks: readonly Box[] = Array.from({ length: 10 }, (_, index) => ({
  x: 100 + index * 160,
  y: 100,
  width: 100,
  height: 80,
}));
const ground: Ground = {
  inner: { x: 100, y: 60, width: 1_540, height: 260 },
  standing: tasks,
  covered: nothingCovered,
};

/** Tasks of which a part is in a view, and a part beyond its edge or under a rail. */
function cutIn(box: Box, scale: number): Box[] {
  const seen = { ...box, width: box.width - railPx / scale, height: box.height - railPx / scale };
  return tasks.filter((each) => each.x < seen.x + seen.width && each.x + each.width > seen.x && !isWithin(each, seen));
}

it('begins larger where a task would stand half beyond the edge', () => {
  const outer = { width: 700, height: 400 };
  const plain = beginningBox(ground.inner, outer);
  expect(cutIn(plain, 0.82)).toHaveLength(1);
  const box = uncutBeginning(ground, outer, null);
  const scale = outer.width / box.width;
  expect(cutIn(box, scale)).toEqual([]);
  expect(scale).toBeGreaterThan(0.82);
  expect(scale).toBeLessThan(1);
});

it('begins as large as names must be where nothing is cut then', () => {
  const outer = { width: 540, height: 400 };
  expect(uncutBeginning(ground, outer, null)).toEqual(beginningBox(ground.inner, outer));
});

it('moves a view to where tasks stand whole in it, and keeps what is looked at', () => {
  const view = { x: 330, y: 0, width: 500, height: 400, scale: 1 };
  expect(cutIn(view, 1).length).toBeGreaterThan(0);
  const [, , , kept] = tasks;
  if (kept === undefined) throw new Error('there are ten tasks');
  const box = uncutBox(view, ground, kept);
  expect(cutIn(box, 1)).toEqual([]);
  expect(isWithin(kept, box)).toBe(true);
  expect(Math.abs(box.x - view.x)).toBeLessThanOrEqual(160);
});

it('leaves a view alone that cuts nothing, and one that could only lose what is looked at', () => {
  const good = { x: 390, y: 0, width: 500, height: 400, scale: 1 };
  expect(cutIn(good, 1)).toEqual([]);
  expect(uncutBox(good, ground, null)).toEqual({ x: 390, y: 0, width: 500, height: 400 });
  const narrow = { x: 330, y: 0, width: 120, height: 400, scale: 1 };
  expect(uncutBox(narrow, ground, { x: 320, y: 100, width: 200, height: 80 })).toMatchObject({ x: 330, y: 0 });
});

it('shows nothing beyond the ends of a diagram for it', () => {
  const view = { x: 1_150, y: 30, width: 520, height: 330, scale: 1 };
  const box = uncutBox(view, ground, null);
  expect(box.x + box.width).toBeLessThanOrEqual(1_640 + 40);
  expect(box.y + box.height).toBeLessThanOrEqual(320 + 40);
});

it('counts the signs of elements and no flow, pool or group', () => {
  const place = { x: 200, y: 100, width: 100, height: 80 };
  const drawn: readonly Partial<DiagramElement>[] = [
    { ...place, id: 'task', type: 'bpmn:Task' },
    { ...place, id: 'pool', type: 'bpmn:Participant' },
    { ...place, id: 'group', type: 'bpmn:Group' },
    { ...place, id: 'flow', type: 'bpmn:SequenceFlow', waypoints: [] },
  ];
  const [task, ...others] = standingBoxes(drawn as readonly DiagramElement[]);
  expect(others).toEqual([]);
  expect(task).toMatchObject({ x: 194, y: 82, width: 112, height: 98 });
});
