/** Diagrams that stand beside each other to be compared: what is zoomed in one is as large in the others. */

/** The part of a view that it needs. */
interface Zoomable {
  readonly scale: number;
  zoomTo(scale: number): void;
}

const same = 0.001;

export class LinkedZoom {
  readonly #views = new Set<Zoomable>();

  /** Returns what takes it out. */
  join(view: Zoomable): () => void {
    this.#views.add(view);
    return () => {
      this.#views.delete(view);
    };
  }

  /** To be called when a view has changed: the others follow, and those that are as large already are left alone. */
  changed(view: Zoomable): void {
    const { scale } = view;
    for (const each of this.#views)
      if (each !== view && Math.abs(each.scale - scale) > same * scale) each.zoomTo(scale);
  }
}
