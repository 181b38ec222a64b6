import { afterEach, expect, it, vi } from 'vitest';
import { flagFoot } from '../../../renderer/editor/checkpoint-flags.ts';
import type { DiagramElement, DiagramHost } from '../../../renderer/editor/diagram-services.ts';
import { ElementMarks, tokenCircle } from '../../../renderer/editor/element-marks.ts';

afterEach(() => void vi.unstubAllGlobals());

/** Where bpmn-js begins to draw the sign of a task's type, from its upper left corner. */
const typeSign = 5;

it.each([1, 2])('lays no token over the sign of a task’s type, at %i × its size', (scale) => {
  const { x, radius } = tokenCircle({ width: 100, height: 80 });
  expect(Math.SQRT2 * (typeSign - x * scale)).toBeGreaterThanOrEqual(radius * scale);
});

it('lets a token touch what it is at: a task at its rounded corner, an event at its circle', () => {
  const task = tokenCircle({ width: 100, height: 80 });
  const [round, stroke] = [10, 2];
  expect(Math.SQRT2 * (round - task.x) - round).toBeLessThanOrEqual(task.radius + stroke);
  const event = tokenCircle({ width: 36, height: 36 });
  expect(Math.hypot(18 - event.x, 18 - event.y) - 18).toBeLessThanOrEqual(event.radius);
});

it.each([
  ['an event', 36, 0],
  ['a gateway', 50, 3],
])('leaves room between a token and the flag before %s', (_, width, room) => {
  const box = { x: 0, y: 0, width, height: width };
  const { x, radius } = tokenCircle(box);
  const signScale = 1.2;
  const stroke = 1;
  expect(flagFoot(box, 'before').x - stroke - (x + radius + stroke) * signScale).toBeGreaterThanOrEqual(room);
});

it('looks once at what is on a plane, for all words that it places there', () => {
  const node = {
    setAttribute: () => undefined,
    append: () => undefined,
    querySelector: () => null,
    dataset: {},
    style: {},
  };
  // How wide words are is measured with one.
  const paper = { getContext: () => ({ measureText: () => ({ width: 30 }) }) };
  vi.stubGlobal('document', { createElementNS: () => node, createElement: () => paper });
  const elements = ['a', 'b', 'c'].map((id, index) => ({ id, x: index * 200, y: 0, width: 100, height: 80 }));
  const filter = vi.fn((fits: (element: DiagramElement) => boolean) =>
    elements.filter((each) => fits(each as unknown as DiagramElement)),
  );
  const services: Readonly<Record<string, unknown>> = {
    canvas: { addMarker: () => undefined, findRoot: () => null },
    elementRegistry: { filter, get: (id: string) => elements.find((each) => each.id === id), getGraphics: () => node },
  };
  const marks = new ElementMarks({ get: (name: string) => services[name] } as unknown as DiagramHost);
  marks.set(new Map(elements.map(({ id }) => [id, ['saved']])));
  expect(filter).toHaveBeenCalledOnce();
});
