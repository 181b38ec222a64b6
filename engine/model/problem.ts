/** What a check of a file found. */
export interface Problem {
  /** `error`: cannot run. `warning`: runs, but probably not as meant. `note`: kept in the file, not executed. */
  readonly severity: 'error' | 'warning' | 'note';
  /** As the caller named it. */
  readonly file: string;
  /** Id of the element, null when the file as a whole is meant. */
  readonly element: string | null;
  /** Stable kebab-case name, like `unsupported-element`. */
  readonly rule: string;
  /** One sentence for people: names the element and the reason. */
  readonly message: string;
}
