import { expect, it } from 'vitest';
import type { Box, DiagramHost } from '../../../renderer/editor/diagram-services.ts';
import { beginningBox, FittedView, fittedBox, isWhere, isWithin } from '../../../renderer/editor/fitted-view.ts';

const diagram = { x: 100, y: 50, width: 1400, height: 500 };

it.each([
  { width: 1000, height: 700, left: 0 },
  { width: 680, height: 400, left: 120 },
  { width: 2400, height: 1400, left: 120 },
  { width: 900, height: 200, left: 0 },
])('shows all of a diagram in $width × $height, beside the palette and above the logo', ({ width, height, left }) => {
  const box = fittedBox(diagram, { width, height }, left);
  const scale = width / box.width;
  expect(height / box.height).toBeCloseTo(scale);
  expect(scale).toBeLessThanOrEqual(1);
  const free = { ...box, x: box.x + left / scale, width: box.width - left / scale, height: box.height - 40 / scale };
  expect(isWithin(diagram, free)).toBe(true);
});

it('tells a view that a person has moved or zoomed from one that is as it was left', () => {
  const left = { x: 10, y: 20, scale: 0.8 };
  expect(isWhere({ x: 10.4, y: 20, scale: 0.8001 }, left)).toBe(true);
  expect(isWhere({ ...left, x: 40 }, left)).toBe(false);
  expect(isWhere({ ...left, scale: 0.9 }, left)).toBe(false);
});

const start = { x: 130, y: 400, width: 36, height: 36 };

it('begins with all of a diagram where its names can be read then', () => {
  const outer = { width: 1200, height: 700 };
  expect(beginningBox(diagram, outer, 0, start)).toEqual(fittedBox(diagram, outer, 0));
});

it.each([
  { width: 500, height: 600, left: 0 },
  { width: 680, height: 400, left: 120 },
])('begins with the start of a wide diagram, readable, in $width × $height', ({ width, height, left }) => {
  const box = beginningBox(diagram, { width, height }, left, start);
  const scale = width / box.width;
  expect(scale).toBeCloseTo(0.82);
  const free = { ...box, x: box.x + left / scale, width: box.width - left / scale, height: box.height - 40 / scale };
  expect(isWithin(start, free)).toBe(true);
  expect(free.x).toBeLessThan(diagram.x);
});

it.each([100, 1_500, 2_900])(
  'begins a high diagram with the start event at %i, without empty room beyond its ends',
  (y) => {
    const high = { x: 0, y: 0, width: 2_000, height: 3_000 };
    const event = { x: 40, y, width: 36, height: 36 };
    const box = beginningBox(high, { width: 700, height: 500 }, 0, event);
    expect(isWithin(event, box)).toBe(true);
    expect(box.y).toBeGreaterThan(-60);
    expect(box.y + box.height).toBeLessThan(3_000 + 80);
  },
);

/** A canvas that can be placed, and has no room until it is given some. */
class Stage {
  outer = { width: 0, height: 0 };
  #box: Box = { x: 0, y: 0, width: 1, height: 1 };
  readonly scrolledTo: string[] = [];
  readonly #element = { id: 'e', type: 'bpmn:Task', x: 1_000, y: 300, width: 100, height: 80 };

  get view(): FittedView {
    const root = { id: 'root' };
    const canvas = {
      viewbox: (box?: Box) => {
        if (box !== undefined) this.#box = box;
        return { ...this.#box, inner: diagram, outer: this.outer, scale: this.scale };
      },
      findRoot: () => root,
      getRootElement: () => root,
      scrollToElement: (element: string) => this.scrolledTo.push(element),
    };
    const elementRegistry = { get: () => this.#element, filter: () => [] };
    const services: Readonly<Record<string, unknown>> = { canvas, elementRegistry };
    return new FittedView({ get: (name: string) => services[name] } as unknown as DiagramHost);
  }

  zoom(scale: number): void {
    this.#box = { x: 0, y: 0, width: this.outer.width / scale, height: this.outer.height / scale };
  }

  get scale(): number {
    return this.outer.width / this.#box.width;
  }
}

it('begins with all of a diagram also where an element was to be seen before there was room', () => {
  const stage = new Stage();
  const { view } = stage;
  view.begin();
  view.show('e');
  stage.outer = { width: 1200, height: 700 };
  view.show('e');
  expect(stage.scale).toBeCloseTo(1200 / fittedBox(diagram, stage.outer).width);
  expect(stage.scrolledTo).toEqual([]);
  expect(view.isUntouched).toBe(true);
});

it('brings the element into view after it where not all is', () => {
  const stage = new Stage();
  const { view } = stage;
  view.begin();
  stage.outer = { width: 500, height: 600 };
  view.show('e');
  expect(stage.scale).toBeCloseTo(0.82);
  expect(stage.scrolledTo).toEqual(['e']);
});

it('returns to what moves at a size at which it can be read, and leaves a larger one alone', () => {
  const stage = new Stage();
  const { view } = stage;
  stage.outer = { width: 500, height: 600 };
  view.fit();
  expect(stage.scale).toBeLessThan(0.75);
  view.returnTo('e');
  expect(stage.scale).toBeCloseTo(0.82);
  expect(stage.scrolledTo).toEqual(['e']);
  stage.zoom(1.5);
  view.returnTo('e');
  expect(stage.scale).toBeCloseTo(1.5);
});
