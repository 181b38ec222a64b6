/**
 * Whether a DMN file has edits that are not saved. Each of its views has an undo of its own, which begins anew whenever
 * the view is shown again; what was edited before that can no longer be undone, only saved.
 */
export class DecisionChanges {
  /** By view: where its undo stands, and where it stood when the file was saved. */
  readonly #views = new Map<object, { at: number; savedAt: number }>();
  /** Edits that no undo reaches any more. */
  #beyond = false;

  /** An edit, an undo or a redo of a view. */
  moved(view: object, at: number): void {
    const known = this.#views.get(view);
    if (known === undefined) this.#views.set(view, { at, savedAt: -1 });
    else known.at = at;
  }

  /** A view is shown. Its undo stands elsewhere than it was left: it has begun anew. */
  shown(view: object, at: number): void {
    const known = this.#views.get(view);
    if (known === undefined || known.at === at) return;
    this.#beyond ||= known.at !== known.savedAt;
    known.at = at;
    known.savedAt = at;
  }

  saved(): void {
    this.#beyond = false;
    for (const view of this.#views.values()) view.savedAt = view.at;
  }

  /** Another text was loaded; `unsaved`: one that is not on disk. */
  loaded(unsaved: boolean): void {
    this.#beyond = unsaved;
    this.#views.clear();
  }

  get isUnsaved(): boolean {
    return this.#beyond || [...this.#views.values()].some(({ at, savedAt }) => at !== savedAt);
  }
}
