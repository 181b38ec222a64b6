/** What a sub-command is, and what it gets to work with. */
import type { Context } from '../application/context.ts';
import type { Values } from './arguments.ts';
import type { Terminal } from './terminal.ts';

/** 0 done · 1 the answer is bad · 2 the request is bad · 3 the store is unusable · 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** May be given several times. */
  readonly multiple?: true;
  /** What it takes, for the help. */
  readonly takes?: string;
  readonly help: string;
}

export interface Command {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** Names of the arguments in their order. */
  readonly takes: readonly string[];
  /** The last argument may be given several times. */
  readonly several?: true;
  /** How many of them may be left out, from the end. */
  readonly optional?: number;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Further lines of the help. */
  readonly notes?: readonly string[];
  readonly run: (call: Call) => Promise<ExitCode>;
}

/** One call of a command. */
export interface Call {
  readonly values: Values;
  readonly context: Context;
  readonly terminal: Terminal;
  /** Prints the result: the document for programs, else what `text` makes of it for people. */
  readonly answer: <T extends object>(document: T, text: (document: T) => readonly string[]) => void;
  /** A command line that a person may type next: with the store named, where it was named here. */
  readonly next: (...words: readonly string[]) => string;
}
