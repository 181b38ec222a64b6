/**
 * Whether a DMN file has edits that are not saved. Each of its views has an undo of its own, which begins anew whenever
 * the view is shown again; what was edited before that can no longer be undone, only saved.
 */
export class DecisionChanges {
  /** By view: the edit that its undo stands at, and the one that it stood at when the file was saved; null: before the first. */
  readonly #views = new Map<object, { at: object | null; savedAt: object | null }>();
  /** How often edits came out of reach of any undo, and how often when the file was saved. */
  #beyond = 0;
  #savedBeyond = 0;

  /** An edit, an undo or a redo of a view. */
  moved(view: object, at: object | null): void {
    const known = this.#views.get(view);
    if (known === undefined) this.#views.set(view, { at, savedAt: null });
    else known.at = at;
  }

  /** A view is shown. Its undo stands elsewhere than it was left: it has begun anew. */
  shown(view: object, at: object | null): void {
    const known = this.#views.get(view);
    if (known === undefined || known.at === at) return;
    if (known.at !== known.savedAt) this.#beyond += 1;
    this.#views.set(view, { at, savedAt: at });
  }

  /** What is there now; to be called once it is on disk, whatever was edited meanwhile. */
  snapshot(): () => void {
    const beyond = this.#beyond;
    const views = [...this.#views.values()].map((view) => ({ view, at: view.at }));
    return () => {
      this.#savedBeyond = beyond;
      for (const { view, at } of views) view.savedAt = at;
    };
  }

  /** Another text was loaded; `unsaved`: one that is not on disk. */
  loaded(unsaved: boolean): void {
    this.#beyond = this.#savedBeyond + (unsaved ? 1 : 0);
    this.#views.clear();
  }

  get isUnsaved(): boolean {
    return this.#beyond !== this.#savedBeyond || [...this.#views.values()].some(({ at, savedAt }) => at !== savedAt);
  }
}
