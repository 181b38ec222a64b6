/** How JavaScript goes into the sandbox and its answer comes out, whoever waits for it and how. */
import {
  decodeValue,
  encodeValue,
  MAX_DEPTH,
  sameValue,
  setOwn,
  Temporal,
  type Value,
  type Variables,
} from '../core/value.ts';
import type { Outcome } from '../core/work.ts';
import { javaRootsIn } from './java-names.ts';
import { sendableNames } from './sandbox-names.ts';
import type { SandboxInput, SandboxLimits, SandboxOutput, WorkerReport, WorkerRequest } from './sandbox-request.ts';

/** How long after its deadline a script is left to the interpreter. */
export const GRACE_MS = 500;

/** What every piece of JavaScript is given. */
export interface SandboxSurroundings {
  /** Id of the element, for messages. */
  readonly name: string;
  /** All variables in scope. */
  readonly variables: Variables;
  /** Logical time, milliseconds since the epoch. */
  readonly now: number;
  /** 32-bit seed of the activity instance. */
  readonly seed: number;
  readonly executionId: string;
  readonly limits: SandboxLimits;
}

/** What the sandbox is asked, with the variables that the sources can reach. */
export function requestOf(
  id: number,
  kind: WorkerRequest['kind'],
  sources: readonly string[],
  from: SandboxSurroundings,
  wantsResult: boolean,
): WorkerRequest {
  const input: SandboxInput = {
    variables: texts(from.variables, sources),
    now: from.now,
    seed: from.seed,
    executionId: from.executionId,
    javaRoots: javaRootsIn(sources),
    wantsResult,
  };
  return { id, kind, sources, name: from.name, input: JSON.stringify(input), limits: from.limits };
}

/** An answer in the sandbox's stead. */
export function failedReport(reason: string): WorkerReport {
  return { kind: 'failed', reason, line: null, source: 0 };
}

const encoded = new WeakMap<object, string>();

/** The text form of the variables that a source can ask for. Values are immutable, so an object's text is kept. */
function texts(variables: Variables, sources: readonly string[]): Record<string, string> {
  const all: { [name: string]: Value } = {};
  for (const name of sendableNames(variables, sources)) setOwn(all, name, textOf(variables[name] as Value));
  return all as Record<string, string>;
}

function textOf(value: Value): string {
  if (value === null || typeof value !== 'object') return encodeValue(value);
  let text = encoded.get(value);
  if (text === undefined) {
    text = encodeValue(value);
    encoded.set(value, text);
  }
  return text;
}

/**
 * Reads a value that a script left. What encodes it in the sandbox can be replaced by the script, so nothing is taken
 * for granted.
 * @throws Error when it is none.
 */
function decoded(text: string): Value {
  const value = decodeValue(text);
  verify(value, 0);
  return value;
}

function verify(value: Value, depth: number): void {
  if (value === null || typeof value !== 'object') return;
  if (depth >= MAX_DEPTH) throw new Error(`it is nested deeper than ${MAX_DEPTH} levels`);
  if (value instanceof Temporal) {
    if (typeof value.iso !== 'string') throw new Error(`it holds a ${value.kind} without text`);
    return;
  }
  for (const part of Array.isArray(value) ? (value as readonly Value[]) : Object.values(value)) verify(part, depth + 1);
}

/** What a report means to whoever asked. */
export function outcomeOf(report: WorkerReport, name: string, variables: Variables): Outcome {
  if (report.kind === 'failed') {
    const line = report.line === null ? '' : ` (line ${report.line})`;
    return { kind: 'failed', message: `the script of ${name} ${report.reason}${line}` };
  }
  try {
    const output = JSON.parse(report.output) as SandboxOutput;
    const writes: { [name: string]: Value } = {};
    for (const [variable, text] of Object.entries(output.writes)) {
      const value = decoded(text);
      const before = Object.hasOwn(variables, variable) ? variables[variable] : undefined;
      if (before === undefined || !sameValue(before, value)) setOwn(writes, variable, value);
    }
    if (report.kind === 'bpmn-error') {
      return { kind: 'bpmn-error', code: String(output.code), message: String(output.message), writes };
    }
    return { kind: 'completed', result: output.result === undefined ? null : decoded(output.result), writes };
  } catch (reason) {
    // A script that replaced what encodes its answer.
    const why = reason instanceof Error ? reason.message : String(reason);
    return { kind: 'failed', message: `the script of ${name} left an answer that cannot be read: ${why}` };
  }
}
