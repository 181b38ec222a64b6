import { expect, it } from 'vitest';
import type { DiagramElement } from '../../../renderer/editor/diagram-services.ts';
import { padAt, padWithin } from '../../../renderer/editor/pad-within.ts';
import { isWithin, meets } from '../../../renderer/editor/view-box.ts';

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
  expect(at(300, 200, [task(420, 190), corner])).toEqual({ left: 320, top: 288 });
});

it('stays on the canvas at its edges, and off its element', () => {
  expect(at(600, 100)).toEqual({ left: 600, top: 188 });
  expect(at(600, 400)).toEqual({ left: 600, top: 292 });
  expect(at(300, 470)).toEqual({ left: 408, top: 396 });
  expect(at(300, -20)).toEqual({ left: 408, top: 4 });
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

/** Where the pad of some elements stands among all of a diagram, with the services of an editor as far as it asks them. */
function padOf(own: readonly DiagramElement[], others: readonly DiagramElement[] = []) {
  const edges = { left: 0, top: 0 };
  const container = {
    clientWidth: room.width,
    clientHeight: room.height,
    getBoundingClientRect: () => edges,
    querySelector: () => null,
    querySelectorAll: () => [],
  };
  const root = { id: 'root' };
  const canvas = {
    getContainer: () => container,
    viewbox: () => ({ x: 0, y: 0, scale: 1 }),
    getRootElement: () => root,
    findRoot: () => root,
  };
  const [first] = own;
  const { x = 0, y = 0, width = 0, height = 0 } = first ?? {};
  const contextPad = {
    _getPosition: () => ({ left: x + width + 8, top: y }),
    _getTargetBounds: () => ({ left: x, top: y, width, height }),
    _updatePosition: () => undefined,
    getPad: () => undefined,
  };
  const registry = {
    filter: (test: (element: DiagramElement) => boolean) => [...own, ...others].filter((element) => test(element)),
  };
  const [, PadWithin] = padWithin.cairnPadWithin as unknown as [string, new (...services: unknown[]) => unknown];
  new PadWithin(contextPad, canvas, registry, { on: () => undefined });
  const place = contextPad._getPosition as unknown as (target: unknown) => { left: number; top: number };
  return place(own.length === 1 ? first : own);
}

const shape = (id: string, x: number, y: number) => ({ id, type: 'bpmn:Task', ...task(x, y) }) as DiagramElement;
/** Of a line bpmn-js knows the places only. */
const flow = (id: string, ...waypoints: readonly { x: number; y: number }[]) =>
  ({ id, type: 'bpmn:SequenceFlow', waypoints }) as unknown as DiagramElement;

it('stands off the lines of a diagram where there is a place that they spare', () => {
  const out = flow('out', { x: 400, y: 140 }, { x: 600, y: 140 });
  expect(padOf([shape('a', 300, 100)])).toEqual(beside(300, 100));
  expect(padOf([shape('a', 300, 100)], [out])).toEqual({ left: 300, top: 188 });
});

it('stands off the flags of the subprocess that holds its element', () => {
  const holdingAt = (y: number) =>
    ({
      ...shape('holder', 290, y),
      type: 'bpmn:SubProcess',
      width: 300,
      height: 440,
      children: [shape('a', 300, 200)],
    }) as DiagramElement;
  const around = [shape('b', 440, 200), shape('c', 250, 300)];
  const within = (holder: DiagramElement) => padOf([{ ...shape('a', 300, 200), parent: holder }], [...around, holder]);
  expect(within(holdingAt(-100))).toEqual({ left: 300, top: 80 });
  const flag = { x: 302, y: 116, width: 9, height: 14 };
  const { left, top } = within(holdingAt(130));
  const isOver = left < flag.x + flag.width && flag.x < left + 86 && top < flag.y + flag.height && flag.y < top + 112;
  expect(isOver).toBe(false);
});

it('covers the middle of a line rather than where it bends or ends', () => {
  const places = { room, palette: 120, anchors: [task(300, 200)] as const, pad };
  const walls = [task(440, 120), task(440, 200), task(200, 90), task(300, 90), task(160, 200), task(160, 310)];
  const lines = [{ x: 200, y: 330, width: 300, height: 4 }];
  const bends = [{ x: 304, y: 326, width: 12, height: 12 }];
  const at = (hidden: typeof bends) => padAt(beside(300, 200), { ...places, standing: walls, lines, bends: hidden });
  expect(at([])).toEqual({ left: 300, top: 288 });
  expect(at(bends)).toEqual({ left: 320, top: 288 });
});

it('stands off the frame around several elements, and off the edge of the canvas', () => {
  const many = [shape('a', 200, 20), shape('b', 480, 370)];
  expect(padOf(many)).toEqual({ left: 593, top: 13 });
  const wide = [shape('a', 300, 20), shape('b', 520, 390)];
  const { left, top } = padOf(wide);
  expect(left + 86).toBeLessThanOrEqual(300 - 7);
  expect(top).toBeGreaterThanOrEqual(4);
});

it('covers what stands beside its element rather than stand beside another, whose pad it would be taken for', () => {
  const small = { x: 440, y: 225, width: 30, height: 30 };
  const others = [small, task(150, 190), task(300, 310), task(300, 90)];
  const places = { room, palette: 0, anchors: [task(300, 200)] as const, pad, standing: others };
  expect(padAt(beside(300, 200), places)).toEqual({ left: 408, top: 288 });
  expect(padAt(beside(300, 200), { ...places, others })).toEqual(beside(300, 200));
});

it('stands inside a pool beside which there is no room, where it covers nothing of it', () => {
  const pool = { ...shape('pool', 20, 20), type: 'bpmn:Participant', width: 660, height: 460 } as DiagramElement;
  const { left, top } = padOf([pool], [shape('a', 580, 30)]);
  const box = { x: left, y: top, width: 86, height: 112 };
  expect(isWithin(box, pool)).toBe(true);
  expect(meets(box, task(580, 30))).toBe(false);
  const full = [100, 190, 280, 370, 460, 550].flatMap((x) => [40, 150, 260, 370].map((y) => shape(`t${x}-${y}`, x, y)));
  const crowded = padOf([pool], full);
  expect(isWithin({ x: crowded.left, y: crowded.top, width: 86, height: 112 }, pool)).toBe(false);
});
