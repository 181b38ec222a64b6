/** Where the rows of a commit go: at once into the file, or into a batch for the writer's thread. */
export type Parameter = string | number | null | Uint8Array;

export interface Sink {
  /** Runs a statement that changes rows. */
  put(sql: string, ...parameters: Parameter[]): void;
  /** Runs one that must change a row; else `otherwise` decides, and refuses by throwing. */
  change(sql: string, otherwise: () => void, ...parameters: Parameter[]): void;
  /** Asks for what must not be there; else `otherwise` refuses, by throwing. */
  absent(sql: string, otherwise: (found: unknown) => void, ...parameters: Parameter[]): void;
}
