/** The words behind a sub-command, read by its specification. */
import { parseArgs } from 'node:util';
import { BadRequest } from '../application/failure.ts';
import type { Command, OptionSpec } from './command.ts';

/** Every command takes these. */
export const commonOptions: Readonly<Record<string, OptionSpec>> = {
  store: { type: 'string', takes: 'DIR', help: 'folder of the store; .cairn in the workspace by default' },
  json: { type: 'boolean', help: 'one JSON document on standard output, and nothing else there' },
  debug: { type: 'boolean', help: 'show stack traces' },
  help: { type: 'boolean', help: 'show this' },
};

/** What was given. Asking for what the specification does not have is an error of the command. */
export class Values {
  readonly #command: string;
  readonly #positionals: readonly string[];
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(command: string, positionals: readonly string[], values: Readonly<Record<string, unknown>>) {
    this.#command = command;
    this.#positionals = positionals;
    this.#values = values;
  }

  /** The argument at this place, which must be there. */
  argument(index: number): string {
    const value = this.#positionals[index];
    if (value === undefined) throw new Error(`${this.#command} has no argument ${index}`);
    return value;
  }

  optionalArgument(index: number): string | undefined {
    return this.#positionals[index];
  }

  get arguments(): readonly string[] {
    return this.#positionals;
  }

  text(option: string): string | undefined {
    const value = this.#values[option];
    return typeof value === 'string' ? value : undefined;
  }

  list(option: string): readonly string[] {
    const value = this.#values[option];
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  }

  flag(option: string): boolean {
    return this.#values[option] === true;
  }

  /** @throws BadRequest when it is no whole number. */
  integer(option: string, atLeast: number): number | undefined {
    const text = this.text(option);
    return text === undefined ? undefined : integerOf(`--${option}`, text, atLeast);
  }
}

/** @throws BadRequest */
export function integerOf(what: string, text: string, atLeast: number): number {
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value >= atLeast) return value;
  throw new BadRequest(`${what}: ${text} is no whole number${atLeast > -Infinity ? ` from ${atLeast} on` : ''}`);
}

/** @throws BadRequest with one line that names what is wrong. */
export function readArguments(command: Command, words: readonly string[]): Values {
  const specs = { ...command.options, ...commonOptions };
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { type, multiple }]) => {
      const short = name === 'help' ? { short: 'h' } : {};
      return [name, { type, ...(multiple === undefined ? {} : { multiple }), ...short }];
    }),
  );
  let parsed;
  try {
    parsed = parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new BadRequest(`${command.name}: ${reasonOf(error)}`);
  }
  const values = new Values(command.name, parsed.positionals, parsed.values);
  if (!values.flag('help')) checkCount(command, parsed.positionals);
  return values;
}

function checkCount(command: Command, positionals: readonly string[]): void {
  const most = command.several === true ? Infinity : command.takes.length;
  const least = command.takes.length - (command.optional ?? 0);
  const missing = command.takes[positionals.length];
  if (positionals.length < least && missing !== undefined) {
    throw new BadRequest(`${command.name}: ${missing} is missing; usage: ${usageOf(command)}`);
  }
  const extra = positionals[most];
  if (extra !== undefined)
    throw new BadRequest(`${command.name}: ${extra} is one too many; usage: ${usageOf(command)}`);
}

/** The first sentence of what `parseArgs` says, without its advice. */
function reasonOf(error: TypeError): string {
  const [first = ''] = error.message.split(/\.\s|\n/);
  const reason = first
    .replaceAll("'", '')
    .replace(/^(Unknown option|Option) /, (_, start: string) => (start === 'Option' ? '' : 'unknown option '));
  return reason.replace(/\.$/, '');
}

/** Like `cairn diff JOB FROM TO [--store DIR] …`. */
export function usageOf(command: Command): string {
  const required = command.takes.length - (command.optional ?? 0);
  const names = command.takes.map((name, index) => {
    const shown = command.several === true && index === command.takes.length - 1 ? `${name}…` : name;
    return index < required ? shown : `[${shown}]`;
  });
  const options = Object.entries(command.options).map(([name, { takes, multiple }]) => {
    return `[--${name}${takes === undefined ? '' : ` ${takes}`}]${multiple === true ? '…' : ''}`;
  });
  return ['cairn', command.name, ...names, ...options].join(' ');
}
