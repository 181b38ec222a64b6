/**
 * Diagrams that stand beside each other to be compared: where nobody has moved them, all show the same part as far as
 * each has in view then what it follows; what is dragged, scrolled or zoomed in one moves in the others as far.
 */
import { isWhere, type View } from './view-box.ts';

/** The part of a view that it needs. */
export interface Linkable {
  readonly at: View;
  /** Nobody has moved or zoomed it since it was placed. */
  readonly isUntouched: boolean;
  /** Shows what another view shows, and counts as untouched; where it would lose what it follows it stays, and says so. */
  takes(at: View): boolean;
  /** As large as another view, and what it follows stays in view. */
  zoomTo(scale: number): void;
  moveTo(at: View): void;
}

export class LinkedViews {
  /** Where each was when it was looked at last. */
  readonly #known = new Map<Linkable, View | null>();
  /** What is changed because another one has changed leads nobody. */
  #isLeading = false;

  /** Returns what takes it out. */
  join(view: Linkable): () => void {
    this.#known.set(view, null);
    return () => {
      this.#known.delete(view);
    };
  }

  /** To be called when a view has changed. */
  changed(view: Linkable): void {
    const before = this.#known.get(view);
    if (this.#isLeading || before === undefined) return;
    const { at } = view;
    if (before !== null && isWhere(at, before)) return;
    this.#isLeading = true;
    for (const other of this.#known.keys()) if (other !== view) follow(view, before, other);
    for (const each of this.#known.keys()) this.#known.set(each, each.at);
    this.#isLeading = false;
  }
}

function follow(view: Linkable, before: View | null, other: Linkable): void {
  const { at } = view;
  if (view.isUntouched && other.isUntouched) {
    if (!other.takes(at) && !view.takes(other.at)) other.zoomTo(at.scale);
  } else if (before === null) {
    // A person has the other one as they want it.
    if (!view.takes(other.at)) view.zoomTo(other.at.scale);
  } else {
    const { x, y } = other.at;
    other.moveTo({ x: x + at.x - before.x, y: y + at.y - before.y, scale: at.scale });
  }
}
