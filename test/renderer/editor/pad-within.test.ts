import { expect, it } from 'vitest';
import { padAt } from '../../../renderer/editor/pad-within.ts';

const room = { width: 700, height: 500 };
const pad = { width: 80, height: 100 };
/** A task, and the place right of it. */
const task = (x: number, y: number) => ({ x, y, width: 100, height: 80 });
const beside = (x: number, y: number) => ({ left: x + 108, top: y });
const at = (x: number, y: number, standing: readonly ReturnType<typeof task>[] = []) =>
  padAt(beside(x, y), { room, palette: 120, anchors: [task(x, y)], standing, pad });

it('stands where bpmn-js puts it while there is room', () => {
  expect(at(300, 100)).toEqual(beside(300, 100));
  expect(at(10, 100)).toEqual(beside(10, 100));
});

it('stands below an element beside which another one stands', () => {
  expect(at(300, 100, [task(440, 100)])).toEqual({ left: 300, top: 188 });
});

it('stands above one that has others beside and below it', () => {
  expect(at(300, 200, [task(440, 200), task(300, 310)])).toEqual({ left: 300, top: 92 });
});

it('stands off a corner where something stands on every side, and off what stands at that', () => {
  const all = [task(440, 200), task(300, 310), task(300, 90), task(160, 200)];
  const corner = { x: 250, y: 280, width: 60, height: 40 };
  expect(at(300, 200, all)).toEqual({ left: 408, top: 288 });
  expect(at(300, 200, [task(420, 190), corner])).toEqual({ left: 310, top: 288 });
});

it('stays on the canvas at its edges, and off its element', () => {
  expect(at(600, 100)).toEqual({ left: 600, top: 188 });
  expect(at(600, 400)).toEqual({ left: 600, top: 292 });
  expect(at(300, 470)).toEqual({ left: 408, top: 400 });
  expect(at(300, -20)).toEqual({ left: 408, top: 0 });
});

it('stands left of what reaches beyond the right edge', () => {
  expect(at(650, 100)).toEqual({ left: 562, top: 100 });
});

it('never lies over the palette, unless bpmn-js puts it there', () => {
  expect(at(90, 100, [task(200, 100)])).toEqual({ left: 120, top: 188 });
});

it('stands off the names beside a line', () => {
  const end = { x: 400, y: 230, width: 0, height: 0 };
  const middle = { x: 400, y: 255, width: 0, height: 0 };
  const places = { room, palette: 120, anchors: [end, middle] as const, pad: { width: 50, height: 50 } };
  const [above, name] = [task(350, 150), { x: 406, y: 245, width: 18, height: 14 }];
  expect(padAt({ left: 408, top: 230 }, { ...places, standing: [above, name] })).toEqual({ left: 350, top: 238 });
});
