/**
 * Names of messages and signals, and codes of errors and escalations, that a file computes: `=…` of Zeebe, `${…}` of Camunda and
 * its kin. One that is a text in quotes is that text.
 */
import { readValue } from './expression.ts';
import type { Expression } from './graph/expression.ts';

/** A name: as it stands, or computed by whoever waits for what has it, or throws it. */
export interface WrittenName {
  readonly name: string;
  readonly computed?: Expression;
}

/** A FEEL text without anything that would have to be unquoted. */
const QUOTED = /^"([^"\\]+)"$/;

/** The name that a text stands for. */
export function readName(text: string): WrittenName {
  const value = readValue(text);
  if (value.language === 'literal') return { name: text };
  const quoted = value.language === 'feel' ? QUOTED.exec(value.text)?.[1] : undefined;
  return quoted === undefined ? { name: text, computed: value } : { name: quoted };
}
