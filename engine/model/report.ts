/** Where the parts of the reader put what they find. */
import { describe, idOf, type Element } from './element.ts';
import { MAX_REMARKS } from './limits.ts';
import type { Problem } from './problem.ts';
import { cited } from './sections.ts';

/** A problem and whose it is. */
export interface ProcessProblem extends Problem {
  /** Id of the process that cannot run because of it (if it is an error); null: it concerns every process of the file. */
  readonly process: string | null;
}

/** Collects the problems of one process, or (with a null process) of the file as a whole. */
export class Report {
  readonly file: string;
  readonly process: string | null;
  readonly problems: ProcessProblem[];

  constructor(file: string, process: string | null = null, problems: ProcessProblem[] = []) {
    this.file = file;
    this.process = process;
    this.problems = problems;
  }

  /** A report into the same list on behalf of a process. */
  of(process: string | null): Report {
    return new Report(this.file, process, this.problems);
  }

  /** The element cannot be run; the message gets the element's description in front. */
  error(element: Element, rule: string, reason: string): void {
    this.add('error', idOf(element), rule, `${describe(element)}: ${reason}`);
  }

  /** It runs, but probably not as meant. */
  warning(element: Element, rule: string, reason: string): void {
    this.add('warning', idOf(element), rule, `${describe(element)}: ${reason}`);
  }

  /** Kept in the file, not executed. */
  note(element: Element, rule: string, reason: string): void {
    this.add('note', idOf(element), rule, `${describe(element)}: ${reason}`);
  }

  /** A problem whose message stands by itself. */
  add(severity: Problem['severity'], element: string | null, rule: string, message: string): void {
    if (severity !== 'error' && this.problems.length >= MAX_REMARKS) return;
    const said = severity === 'error' ? cited(rule, message) : message;
    this.problems.push({ severity, file: this.file, element, rule, message: said, process: this.process });
  }
}
