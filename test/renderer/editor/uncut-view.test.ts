import { expect, it } from 'vitest';
import type { Box, DiagramElement } from '../../../renderer/editor/diagram-services.ts';
import {
  flagRoom,
  standingBoxes,
  tokenRoom,
  uncutBeginning,
  uncutBox,
  type Ground,
} from '../../../renderer/editor/uncut-view.ts';
import {
  beginningBox,
  isWithin,
  leastScale,
  legibleScale,
  meets,
  nothingCovered,
  railPx,
} from '../../../renderer/editor/view-box.ts';

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

/** Tasks of which a part is in a view, and a part beyond its edge or under a rail, which is there where more is below. */
function cutIn(box: Box, scale: number): Box[] {
  const { y, height } = ground.inner;
  const right = box.y <= y && box.y + box.height >= y + height ? 0 : railPx;
  const seen = { ...box, width: box.width - right / scale - 0.01 };
  return tasks.filter((each) => each.x < seen.x + seen.width && each.x + each.width > seen.x && !isWithin(each, seen));
}

it('begins with a little air before it, or larger, where a task would stand half beyond the edge', () => {
  for (let width = 600; width <= 760; width += 20) {
    const outer = { width, height: 400 };
    const box = uncutBeginning(ground, outer, tasks[0] ?? null);
    const scale = outer.width / box.width;
    expect(cutIn(box, scale), `in ${width}`).toEqual([]);
    expect(scale).toBeGreaterThanOrEqual(leastScale);
    expect(scale).toBeLessThan(1);
    expect(isWithin(tasks[0] ?? ground.inner, box)).toBe(true);
  }
  expect(cutIn(beginningBox(ground.inner, { width: 700, height: 400 }), 0.82)).toHaveLength(1);
});

it('cuts something rather than making names too small to be read', () => {
  for (let width = 300; width <= 760; width += 10) {
    const box = uncutBeginning(ground, { width, height: 400 }, tasks[0] ?? null);
    expect(width / box.width, `beginning in ${width}`).toBeGreaterThanOrEqual(legibleScale);
    const view = { x: 330, y: 0, width: width / 0.82, height: 400 / 0.82, scale: 0.82 };
    expect(width / uncutBox(view, ground, null).width, `in ${width}`).toBeGreaterThanOrEqual(legibleScale);
  }
});

it('is made no smaller than is asked for', () => {
  const scaleIn = (width: number, least?: number): number => {
    const wanted = least === undefined ? ground : { ...ground, least };
    return width / uncutBeginning(wanted, { width, height: 400 }, tasks[0] ?? null).width;
  };
  const widths = Array.from({ length: 15 }, (_, index) => 400 + index * 40);
  expect(Math.min(...widths.map((width) => scaleIn(width)))).toBeLessThan(0.8);
  expect(Math.min(...widths.map((width) => scaleIn(width, 0.8)))).toBeGreaterThanOrEqual(0.8);
});

it.each([
  { width: 1_180, scale: 0.72 },
  { width: 590, scale: 0.62 },
])('begins with all of a diagram that nearly fits into $width', ({ width, scale }) => {
  const inner = { x: 0, y: 0, width: (width - 64) / scale, height: 300 };
  const box = uncutBeginning({ ...ground, inner }, { width, height: 600 }, null);
  expect(isWithin(inner, box)).toBe(true);
  expect(width / box.width).toBeCloseTo(scale);
});

it('makes a view a little smaller where a row would be cut wherever it is moved', () => {
  const rows = [100, 200, 300].map((y) => ({ x: 400, y, width: 100, height: 80 }));
  const three = { inner: { x: 100, y: 95, width: 1_540, height: 290 }, standing: rows, covered: nothingCovered };
  const view = { x: 100, y: 155, width: 800, height: 170, scale: 0.9 };
  const [, kept] = rows;
  if (kept === undefined) throw new Error('there are three rows');
  const box = uncutBox(view, three, kept);
  const scale = (view.width * view.scale) / box.width;
  expect(scale).toBeLessThan(0.9);
  expect(scale).toBeGreaterThanOrEqual(leastScale);
  expect(isWithin(kept, box)).toBe(true);
  for (const row of rows) expect(isWithin(row, box)).toBe(meets(row, { ...box, height: box.height - railPx / scale }));
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

it('cuts nothing at the edge beside what is open over a view, and leaves what is hidden behind that', () => {
  const over = { x: 150, y: 10, width: 200, height: 200 };
  const kept = { x: 400, y: 400, width: 100, height: 80 };
  // Under what is open, and half beyond the right edge beside it.
  const [hidden, beside] = [170, 460].map((x) => ({ x, y: 60, width: 100, height: 80 }));
  if (hidden === undefined || beside === undefined) throw new Error('there are two');
  const open = {
    inner: { x: 0, y: 0, width: 900, height: 600 },
    standing: [hidden, beside, kept],
    covered: { left: 0, foot: 0, over },
  };
  const view = { x: 0, y: 0, width: 500, height: 500, scale: 1 };
  const box = uncutBox(view, open, kept, true);
  const seen = { ...box, width: box.width - railPx, height: box.height - railPx };
  expect(isWithin(beside, seen) || !meets(beside, seen)).toBe(true);
  const under = { ...over, x: box.x + over.x, y: box.y + over.y };
  expect(isWithin(hidden, under) || !meets(hidden, under)).toBe(true);
  expect(isWithin(kept, { ...seen, y: seen.y + 234, height: seen.height - 234 })).toBe(true);
});

it('leaves a view alone that cuts nothing, and one that could only lose what is looked at', () => {
  const good = { x: 390, y: 0, width: 500, height: 400, scale: 1 };
  expect(cutIn(good, 1)).toEqual([]);
  expect(uncutBox(good, ground, null)).toEqual({ x: 390, y: 0, width: 500, height: 400 });
  const narrow = { x: 330, y: 0, width: 120, height: 400, scale: 1 };
  expect(uncutBox(narrow, ground, { x: 320, y: 100, width: 200, height: 80 })).toMatchObject({ x: 330, y: 0 });
});

it('shows no more than a third of it beyond an end of the diagram for it', () => {
  const view = { x: 1_150, y: 30, width: 520, height: 330, scale: 1 };
  const box = uncutBox(view, ground, null);
  expect(cutIn(box, 1)).toEqual([]);
  expect(box.x + box.width).toBeLessThanOrEqual(1_640 + 520 / 3);
  expect(box.y + box.height).toBeLessThanOrEqual(320 + 330 / 3);
});

it('counts the signs of elements and no flow, pool or group', () => {
  const place = { x: 200, y: 100, width: 100, height: 80 };
  const drawn: readonly Partial<DiagramElement>[] = [
    { ...place, id: 'task', type: 'bpmn:Task' },
    { ...place, id: 'pool', type: 'bpmn:Participant' },
    { ...place, id: 'group', type: 'bpmn:Group' },
    { ...place, id: 'flow', type: 'bpmn:SequenceFlow', waypoints: [] },
  ];
  const [task, ...others] = standingBoxes(drawn as readonly DiagramElement[], tokenRoom);
  expect(others).toEqual([]);
  expect(task).toMatchObject({ x: 186, y: 82, width: 123, height: 98 });
  // Where no job runs, no token stands before an element.
  expect(standingBoxes(drawn as readonly DiagramElement[], flagRoom)).toEqual([
    { x: 194, y: 79, width: 112, height: 101 },
  ]);
});

it('takes an event and its name together, and the name of a flow alone', () => {
  const event = { id: 'e', type: 'bpmn:EndEvent', x: 200, y: 100, width: 36, height: 36 };
  const flow = { id: 'f', type: 'bpmn:SequenceFlow', x: 0, y: 0, width: 500, height: 1, waypoints: [] };
  const name = { id: 'e_label', type: 'label', x: 180, y: 142, width: 76, height: 14 };
  const drawn = [
    { ...name, labelTarget: event },
    { ...name, labelTarget: flow },
  ];
  const [both, alone] = standingBoxes(drawn as unknown as readonly DiagramElement[], tokenRoom);
  expect(both).toEqual({ x: 180, y: 100, width: 76, height: 56 });
  expect(alone).toMatchObject({ x: 180, y: 142, width: 76, height: 14 });
});

it('is moved into room between elements that is smaller than its steps', () => {
  const scale = 0.66;
  const row = Array.from({ length: 12 }, (_, index) => ({ x: 100 + index * 112, y: 100, width: 100, height: 80 }));
  const dense = { inner: { x: 100, y: 60, width: 1_332, height: 160 }, standing: row, covered: nothingCovered };
  const kept = { x: 436, y: 100, width: 650, height: 80 };
  for (let x = 350; x < 462; x += 7) {
    const view = { x, y: 20, width: 6 * 112, height: 300, scale };
    const box = uncutBox(view, dense, kept, true);
    expect(isWithin(kept, box)).toBe(true);
    expect(
      row.filter((each) => meets(each, box) && !isWithin(each, box)),
      `from ${x}`,
    ).toEqual([]);
  }
});
