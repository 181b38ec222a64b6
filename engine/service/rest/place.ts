/** The place that the management service answers for. */
import type { Context } from '../../application/context.ts';

export interface RestPlace {
  readonly context: Context;
  /** Resolves when somebody serves the store, or cannot. */
  served(): Promise<void>;
  /** Of what nobody could foresee. */
  report(error: unknown): void;
}
