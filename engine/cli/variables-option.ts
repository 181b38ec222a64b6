/** `--vars`, which many commands take. */
import { readVariables } from '../application/text-input.ts';
import type { Call, OptionSpec } from './command.ts';

export const varsOption: OptionSpec = {
  type: 'string',
  takes: 'JSON|@FILE|@-',
  help: 'variables, as a JSON object, from a file, or from standard input',
};

/** Null when none were given. */
export function givenVariables({ values, context }: Call): ReturnType<typeof readVariables> | null {
  const text = values.text('vars');
  return text === undefined ? null : readVariables(text, context.cwd);
}
