/** What the host of the sandbox and its worker say to each other. */

import type { MessagePort } from 'node:worker_threads';

/** What one piece of JavaScript may use. */
export interface SandboxLimits {
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

/** To a worker whose caller stands still until it answers: where to answer, and the number that rises then. */
export interface CallerWaits {
  readonly port: MessagePort;
  readonly told: Int32Array<SharedArrayBuffer>;
}

/** To the worker. */
export interface WorkerRequest {
  readonly id: number;
  readonly kind: 'script' | 'conditions';
  /** One script, or the conditions. */
  readonly sources: readonly string[];
  /** Stands for a file name in stack traces. */
  readonly name: string;
  /** JSON of {@link SandboxInput}. */
  readonly input: string;
  readonly limits: SandboxLimits;
}

/** What the script is given. */
export interface SandboxInput {
  /** The text form of each variable by its name. */
  readonly variables: Readonly<Record<string, string>>;
  readonly now: number;
  readonly seed: number;
  readonly executionId: string;
  /** Roots of Java's packages that it names. */
  readonly javaRoots: readonly string[];
  /** Whether anybody wants the value of the last expression. */
  readonly wantsResult: boolean;
}

/** From the worker: ready for the first request, or an answer. */
export type WorkerMessage = { readonly kind: 'ready' } | WorkerAnswer;

export interface WorkerAnswer {
  readonly kind: 'answer';
  readonly id: number;
  /** Whether the interpreter itself broke, so that the worker must not be used again. */
  readonly broken: boolean;
  readonly report: WorkerReport;
}

/** How a script or a list of conditions ended. Texts are in the text form of values. */
export type WorkerReport =
  /** `output` is JSON of {@link SandboxOutput}. */
  | { readonly kind: 'finished'; readonly output: string }
  | { readonly kind: 'bpmn-error'; readonly output: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly line: number | null; readonly source: number };

/** What the script left. */
export interface SandboxOutput {
  readonly result?: string;
  /** The text form of each variable that was written or changed in place. */
  readonly writes: Readonly<Record<string, string>>;
  readonly code?: string;
  readonly message?: string;
}

/** Longest text form of a result or of one written variable, in UTF-16 code units. */
export const MAX_OUTPUT = 16 * 1024 * 1024;
