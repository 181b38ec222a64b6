import { expect, it } from 'vitest';
import { LinkedZoom } from '../../../renderer/editor/linked-zoom.ts';

/** Tells its link of each change, as a canvas does. */
class View {
  calls = 0;
  scale: number;
  readonly #link: LinkedZoom;
  constructor(link: LinkedZoom, scale: number) {
    this.#link = link;
    this.scale = scale;
  }
  zoomTo(scale: number): void {
    this.calls += 1;
    this.scale = scale;
    this.#link.changed(this);
  }
}

it('makes the others as large as the one that was zoomed, and ends there', () => {
  const link = new LinkedZoom();
  const [one, other] = [new View(link, 0.7), new View(link, 0.8)];
  link.join(one);
  const leave = link.join(other);
  link.changed(one);
  expect([one.scale, other.scale]).toEqual([0.7, 0.7]);
  expect([one.calls, other.calls]).toEqual([0, 1]);
  leave();
  one.zoomTo(1.2);
  expect(other.scale).toBe(0.7);
});
