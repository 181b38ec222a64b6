import { expect, it } from 'vitest';
import { LinkedViews, type Linkable } from '../../../renderer/editor/linked-views.ts';
import type { View } from '../../../renderer/editor/view-box.ts';

/** Tells its link of each change, as a canvas does. */
class Canvas implements Linkable {
  at: View;
  isUntouched = true;
  changes = 0;
  readonly #link: LinkedViews;
  /** From where to where it has in view what it follows. */
  readonly #needs: readonly [from: number, to: number];
  constructor(link: LinkedViews, x: number, needs: readonly [number, number] = [-Infinity, Infinity]) {
    this.#link = link;
    this.#needs = needs;
    this.at = { x, y: 0, scale: 0.8 };
    link.join(this);
  }
  takes(at: View): boolean {
    const [from, to] = this.#needs;
    if (at.x < from || at.x > to) return false;
    this.#change(at);
    return true;
  }
  zoomTo(scale: number): void {
    this.#change({ ...this.at, scale });
  }
  moveTo(at: View): void {
    this.isUntouched = false;
    this.#change(at);
  }
  /** As a hand does. */
  drag(at: Partial<View>): void {
    this.moveTo({ ...this.at, ...at });
  }
  /** As is done for what it follows. */
  place(at: Partial<View>): void {
    this.isUntouched = true;
    this.#change({ ...this.at, ...at });
  }
  #change(at: View): void {
    this.at = at;
    this.changes += 1;
    this.#link.changed(this);
  }
}

it('shows the same part in all, as the one that was placed last', () => {
  const link = new LinkedViews();
  const [one, other] = [new Canvas(link, 0), new Canvas(link, 50)];
  one.place({ x: 10, y: 5, scale: 0.7 });
  expect(other.at).toEqual({ x: 10, y: 5, scale: 0.7 });
  expect([one.changes, other.changes]).toEqual([1, 1]);
});

it('takes the part in which each has what it follows, whichever of them has found it', () => {
  const link = new LinkedViews();
  const [one, other] = [new Canvas(link, 0, [0, 300]), new Canvas(link, 200, [150, 300])];
  one.place({ x: 20 });
  expect([one.at.x, other.at.x]).toEqual([200, 200]);
});

it('leaves each where it has what it follows where there is no such part, as large as the other', () => {
  const link = new LinkedViews();
  const [one, other] = [new Canvas(link, 0, [0, 100]), new Canvas(link, 800, [700, 900])];
  one.place({ x: 20, scale: 0.7 });
  expect([one.at, other.at]).toEqual([
    { x: 20, y: 0, scale: 0.7 },
    { x: 800, y: 0, scale: 0.7 },
  ]);
  one.drag({ x: 50, y: 30 });
  expect(other.at).toEqual({ x: 830, y: 30, scale: 0.7 });
});

it('moves the others as far as a hand moves one, and follows none of them into it', () => {
  const link = new LinkedViews();
  const [one, other] = [new Canvas(link, 0), new Canvas(link, 0)];
  one.place({ x: 10 });
  other.drag({ x: 110, y: -40, scale: 1.2 });
  expect(one.at).toEqual({ x: 110, y: -40, scale: 1.2 });
  expect([one.isUntouched, one.changes, other.changes]).toEqual([false, 2, 2]);
});

it('comes to where a person has the other one', () => {
  const link = new LinkedViews();
  const one = new Canvas(link, 0);
  one.drag({ x: 400, scale: 1.5 });
  const other = new Canvas(link, 0);
  other.place({ x: 10 });
  expect([one.at.x, other.at]).toEqual([400, { x: 400, y: 0, scale: 1.5 }]);
});

it('has nothing to do with what was taken away', () => {
  const link = new LinkedViews();
  const [one, other] = [new Canvas(link, 0), new Canvas(link, 0)];
  const leave = link.join(other);
  leave();
  one.place({ x: 70 });
  expect(other.at.x).toBe(0);
});
