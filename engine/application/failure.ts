/** What can go wrong with an act or a question, and whose fault it is: hosts turn this into exit codes and answers. */
import { StoreUnusable } from '../store/store.ts';

/** The request is bad: usage, unreadable file, not runnable. One line each, naming file, element and reason. */
export class BadRequest extends Error {
  readonly lines: readonly string[];
  constructor(...lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'BadRequest';
    this.lines = lines;
  }
}

/** What the request is about is not there. */
export class NotFound extends BadRequest {
  constructor(message: string) {
    super(message);
    this.name = 'NotFound';
  }
}

/** The engine refused: in conflict, too late, or nothing to do it to. */
export class Refused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'Refused';
    this.code = code;
  }
}

/** The engine cannot go on: it died again and again, or would not start. */
export class EngineLost extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'EngineLost';
  }
}

/** A person asked to stop. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}

export type FailureKind = 'bad-answer' | 'bad-request' | 'store-unusable' | 'interrupted' | 'internal';

/** A failure as hosts tell it. */
export interface Failure {
  readonly kind: FailureKind;
  /** Never empty. */
  readonly lines: readonly string[];
}

/** Sorts what was thrown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof BadRequest) return { kind: 'bad-request', lines: error.lines };
  if (error instanceof Refused) return { kind: 'bad-answer', lines: [oneLine(error.message)] };
  if (error instanceof StoreUnusable || error instanceof EngineLost) {
    return { kind: 'store-unusable', lines: [oneLine(error.message)] };
  }
  if (error instanceof Interrupted) return { kind: 'interrupted', lines: [error.message] };
  return {
    kind: 'internal',
    lines: [`internal error: ${oneLine(error instanceof Error ? error.message : String(error))}`],
  };
}

/** The text without line ends, for messages that quote what others wrote. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/g, ' ').trim();
}
