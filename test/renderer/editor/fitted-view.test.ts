import { expect, it } from 'vitest';
import type { Box, DiagramHost } from '../../../renderer/editor/diagram-services.ts';
import { FittedView } from '../../../renderer/editor/fitted-view.ts';
import {
  beginningBox,
  fittedBox,
  isWhere,
  isWithin,
  logoFootPx,
  revealingBox,
  railPx,
  wholeScale,
  type Room,
} from '../../../renderer/editor/view-box.ts';

const diagram = { x: 100, y: 50, width: 1400, height: 500 };

it.each([
  { width: 1000, height: 700, left: 0 },
  { width: 680, height: 400, left: 120 },
  { width: 2400, height: 1400, left: 120 },
  { width: 900, height: 200, left: 0 },
])('shows all of a diagram in $width × $height, beside the palette and above the logo', ({ width, height, left }) => {
  const box = fittedBox(diagram, { width, height }, { left, foot: logoFootPx });
  const scale = width / box.width;
  expect(height / box.height).toBeCloseTo(scale);
  expect(scale).toBeLessThanOrEqual(1);
  const free = { ...box, x: box.x + left / scale, width: box.width - left / scale, height: box.height - 40 / scale };
  expect(isWithin(diagram, free)).toBe(true);
});

it('leaves the same air above and below where no logo lies over the canvas', () => {
  const box = fittedBox(diagram, { width: 3000, height: 600 });
  expect(diagram.y - box.y).toBeCloseTo(box.y + box.height - diagram.y - diagram.height);
  const low = fittedBox(diagram, { width: 3000, height: 500 });
  expect(low.height).toBeLessThan(
    fittedBox(diagram, { width: 3000, height: 500 }, { left: 0, foot: logoFootPx }).height,
  );
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
  expect(beginningBox(diagram, outer, undefined, start)).toEqual(fittedBox(diagram, outer));
});

it.each([
  { width: 500, height: 600, left: 0 },
  { width: 680, height: 400, left: 120 },
])('begins with the start of a wide diagram, readable, in $width × $height', ({ width, height, left }) => {
  const box = beginningBox(diagram, { width, height }, { left, foot: logoFootPx }, start);
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
    const box = beginningBox(high, { width: 700, height: 500 }, undefined, event);
    expect(isWithin(event, box)).toBe(true);
    expect(box.y).toBeGreaterThan(-60);
    expect(box.y + box.height).toBeLessThan(3_000 + 80);
  },
);

/** A canvas that can be placed, and has no room until it is given some. */
class Stage {
  #outer = { width: 0, height: 0 };
  /** Nothing of it is drawn: another place is shown. What was known of its size is not forgotten. */
  isHidden = false;
  #box: Box = { x: 0, y: 0, width: 1, height: 1 };
  readonly element = { id: 'e', type: 'bpmn:Task', x: 1_000, y: 300, width: 100, height: 80 };
  readonly beside = { ...this.element, id: 'beside', x: 1_200 };
  readonly far = { ...this.element, id: 'far', x: 100 };

  get outer(): Room {
    return this.#outer;
  }

  /** What is in view stays as large. */
  set outer(room: Room) {
    const { scale } = this;
    this.#outer = room;
    if (scale > 0) this.#box = { ...this.#box, width: room.width / scale, height: room.height / scale };
  }

  get view(): FittedView {
    const root = { id: 'root' };
    const canvas = {
      viewbox: (box?: Box) => {
        if (box !== undefined) this.#box = this.isHidden ? { ...box, width: Infinity, height: Infinity } : box;
        return { ...this.#box, inner: diagram, outer: this.outer, scale: this.scale };
      },
      getSize: () => (this.isHidden ? { width: 0, height: 0 } : this.outer),
      zoom: (scale: number) => {
        this.zooms += 1;
        this.zoom(scale);
      },
      findRoot: () => root,
      getRootElement: () => root,
      resized: () => undefined,
    };
    const elements = [this.element, this.beside, this.far];
    const elementRegistry = { get: (id: string) => elements.find((each) => each.id === id), filter: () => [] };
    const services: Readonly<Record<string, unknown>> = { canvas, elementRegistry };
    return new FittedView({ get: (name: string) => services[name] } as unknown as DiagramHost);
  }

  zoom(scale: number): void {
    this.#box = { x: 0, y: 0, width: this.outer.width / scale, height: this.outer.height / scale };
  }

  get scale(): number {
    return this.outer.width / this.#box.width;
  }

  get holdsElement(): boolean {
    return isWithin(this.element, this.#box);
  }

  get holdsAll(): boolean {
    return isWithin(diagram, this.#box);
  }

  /** How often it was zoomed and not placed. */
  zooms = 0;

  get holdsBeside(): boolean {
    return isWithin(this.beside, this.#box);
  }
}

it('counts as untouched when another diagram has zoomed it, unless a person had touched it', () => {
  const stage = new Stage();
  const { view } = stage;
  stage.outer = { width: 500, height: 600 };
  view.begin();
  view.zoomTo(0.5, () => view.show('e'));
  expect([stage.scale, stage.zooms, view.isUntouched, stage.holdsElement]).toEqual([0.5, 1, true, true]);
  stage.zoom(0.9);
  view.zoomTo(0.6, () => undefined);
  expect(view.isUntouched).toBe(false);
});

it('takes the view of another diagram untouched, and knows before it what would be in view there', () => {
  const stage = new Stage();
  const { view } = stage;
  stage.outer = { width: 500, height: 600 };
  view.begin();
  const at = { x: 950, y: 200, scale: 0.8 };
  expect([view.holds('e'), view.holds('e', at), view.holds('far', at)]).toEqual([false, true, false]);
  view.take(at);
  expect([view.at, view.isUntouched, view.holds('e')]).toEqual([at, true, true]);
  view.moveTo({ ...at, x: 1_090 });
  expect([view.isUntouched, view.holds('e')]).toEqual([false, false]);
});

it('brings elements into view together, and the first where there is no room for all', () => {
  const stage = new Stage();
  const { view } = stage;
  stage.outer = { width: 500, height: 600 };
  view.begin();
  view.show('e', 'beside');
  expect([stage.holdsElement, stage.holdsBeside]).toEqual([true, true]);
  view.begin();
  view.show('e', 'far');
  expect(stage.holdsElement).toBe(true);
});

it('begins with all of a diagram also where an element was to be seen before there was room', () => {
  const stage = new Stage();
  const { view } = stage;
  view.begin();
  view.show('e');
  stage.outer = { width: 1200, height: 700 };
  view.show('e');
  expect(stage.scale).toBeCloseTo(1200 / fittedBox(diagram, stage.outer).width);
  expect(view.isUntouched).toBe(true);
});

it('brings the element into view after it where not all is', () => {
  const stage = new Stage();
  const { view } = stage;
  view.begin();
  stage.outer = { width: 500, height: 600 };
  view.show('e');
  expect(stage.scale).toBeCloseTo(0.82);
  expect(stage.holdsElement).toBe(true);
});

it('leaves a view that is not shown alone, and brings into view what moved when it is shown again', () => {
  const stage = new Stage();
  const { view } = stage;
  stage.outer = { width: 500, height: 600 };
  view.begin();
  const before = stage.scale;
  stage.isHidden = true;
  view.show('e');
  expect(stage.scale).toBe(before);
  stage.isHidden = false;
  expect(view.isUntouched).toBe(true);
  view.show('e');
  expect(stage.holdsElement).toBe(true);
});

it('returns to what moves at a size at which it can be read, and leaves a larger one alone', () => {
  const stage = new Stage();
  const { view } = stage;
  stage.outer = { width: 500, height: 600 };
  view.fit();
  expect(stage.scale).toBeLessThan(0.75);
  view.returnTo('e');
  expect(stage.scale).toBeCloseTo(0.82);
  expect(stage.holdsElement).toBe(true);
  stage.zoom(1.5);
  view.returnTo('e');
  expect(stage.scale).toBeCloseTo(1.5);
});

const window1440 = { width: 1200, height: 700 };
const window1024 = { width: 900, height: 500 };

it('shows all again in a window of another size where what moves was returned to, or shown', () => {
  const stage = new Stage();
  const { view } = stage;
  stage.outer = window1440;
  view.begin();
  const whole = view.at;
  view.returnTo('e');
  expect(view.at).toEqual(whole);
  stage.outer = { ...window1024, width: 1100 };
  view.resized(true);
  expect(stage.holdsAll).toBe(true);
  stage.outer = { width: 500, height: 600 };
  view.resized(true);
  view.show('e');
  expect([stage.scale, stage.holdsElement, stage.holdsAll]).toEqual([expect.closeTo(0.82), true, false]);
  stage.outer = window1440;
  view.resized(true);
  expect(view.at).toEqual(whole);
});

it('leaves what a person had as large where it was in a window of another size, about its middle, and beside a panel', () => {
  const stage = new Stage();
  const { view } = stage;
  stage.outer = window1440;
  view.begin();
  view.moveTo({ x: 600, y: 100, scale: 1.5 });
  stage.outer = { width: 900, height: 700 };
  view.resized(false);
  expect(view.at).toEqual({ x: 600, y: 100, scale: expect.closeTo(1.5) });
  stage.outer = { width: 600, height: 550 };
  view.resized(true);
  expect(view.at).toEqual({ x: expect.closeTo(700), y: expect.closeTo(150), scale: expect.closeTo(1.5) });
  stage.outer = { width: 900, height: 700 };
  view.resized(true);
  expect(view.at).toEqual({ x: expect.closeTo(600), y: expect.closeTo(100), scale: expect.closeTo(1.5) });
  expect(view.isUntouched).toBe(false);
  // What was returned to at a size of theirs stays so.
  view.returnTo('e');
  stage.outer = window1440;
  view.resized(true);
  expect(stage.scale).toBeCloseTo(1.5);
});

it('keeps all of a diagram in view that was so in a smaller window, smaller only where there is no room for it', () => {
  const stage = new Stage();
  const { view } = stage;
  stage.outer = window1440;
  view.begin();
  view.moveTo({ x: 99, y: 49, scale: 0.5 });
  stage.outer = { width: 800, height: 700 };
  view.resized(true);
  expect([stage.scale, stage.holdsAll]).toEqual([expect.closeTo(0.5), true]);
  stage.outer = { width: 500, height: 600 };
  view.resized(false);
  expect([stage.scale, stage.holdsAll]).toEqual([expect.closeTo(0.5), false]);
  view.moveTo({ x: 90, y: 0, scale: 0.33 });
  stage.outer = { width: 400, height: 600 };
  view.resized(true);
  expect([stage.scale, stage.holdsAll]).toEqual([expect.closeTo(0.24), true]);
  stage.outer = window1440;
  view.resized(true);
  expect(stage.scale).toBeGreaterThan(0.7);
});

/** 700 × 258 pixels at the upper left of the diagram. */
const low = { x: 60, y: 10, width: 875, height: 322, scale: 0.8 };

it.each([
  ['to the right', { x: 1_200, y: 100 }],
  ['at the very end', { x: 1_400, y: 450 }],
  ['below', { x: 300, y: 400 }],
])('brings a task %s into a canvas that is low, and shows nothing beyond the end of the diagram', (_, place) => {
  const task = { ...place, width: 100, height: 80 };
  const box = revealingBox(task, diagram, low);
  expect(isWithin(task, box)).toBe(true);
  expect(box.x + box.width).toBeLessThanOrEqual(1_500 + 32 / 0.8);
  expect(box.y + box.height).toBeLessThanOrEqual(550 + 32 / 0.8);
});

it('moves no further than it must: away from the edge, and not across', () => {
  const task = { x: 1_200, y: 100, width: 100, height: 80 };
  const box = revealingBox(task, diagram, low);
  expect(box.x + box.width - task.x - task.width).toBeCloseTo(100 / 0.8);
  expect(box.y).toBeCloseTo(low.y);
});

it('begins with what is larger than the room, right of what covers it', () => {
  const pool = { x: 200, y: 50, width: 1_300, height: 500 };
  const box = revealingBox(pool, diagram, { ...low, x: 800 }, { left: 120, foot: 0 });
  expect(box.x + 120 / 0.8).toBeCloseTo(200);
  expect(box.y).toBeCloseTo(50);
});

it('brings out what stands under the palette', () => {
  const task = { x: 820, y: 100, width: 100, height: 80 };
  const box = revealingBox(task, diagram, { ...low, x: 800 }, { left: 120, foot: 0 });
  expect(task.x - box.x).toBeCloseTo(220 / 0.8);
});

it('fills a canvas that has become larger, where the diagram goes on', () => {
  const task = { x: 1_300, y: 450, width: 100, height: 80 };
  const box = revealingBox(task, diagram, { x: 1_200, y: 300, width: 1_200, height: 500, scale: 1 });
  expect(box.x + box.width).toBeCloseTo(1_532);
  expect(box.y + box.height).toBeCloseTo(582);
});

it('shows all rows of a job in a low canvas, with names a little smaller, and of what is edited its beginning', () => {
  const low = { width: 707, height: 258 };
  const rows = { x: 0, y: 0, width: 1_000, height: 375 };
  const begin = (isEdited: boolean): Box =>
    beginningBox(rows, low, undefined, null, { whole: wholeScale(low, isEdited) });
  expect(isWithin(rows, begin(false))).toBe(true);
  expect(low.width / begin(false).width).toBeGreaterThanOrEqual(0.6);
  expect(isWithin(rows, begin(true))).toBe(false);
});

it('shows all of what is edited with less air beside it where its names can be read then, and else its beginning', () => {
  const room = { width: 706, height: 534 };
  const covered = { left: 106, foot: logoFootPx };
  const begin = (width: number): { box: Box; inner: Box; scale: number } => {
    const inner = { x: 0, y: 0, width, height: 300 };
    const whole = wholeScale(room, true);
    const box = beginningBox(inner, room, covered, start, { whole, isEdited: true });
    return { box, inner, scale: room.width / box.width };
  };
  const tight = begin(745);
  expect((room.width - covered.left - 64) / 745).toBeLessThan(0.75);
  expect(tight.scale).toBeGreaterThanOrEqual(0.75);
  expect(tight.inner.x - tight.box.x).toBeGreaterThan(covered.left / tight.scale);
  expect(tight.box.x + tight.box.width).toBeGreaterThan(745 + railPx / tight.scale);
  expect(begin(765).scale).toBeCloseTo(0.82);
});
