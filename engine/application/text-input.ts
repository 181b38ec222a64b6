/** What people type: variables, durations. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { addDuration, parseDuration } from '../core/calendar.ts';
import { parseJson } from '../core/json.ts';
import { MAX_DEPTH, Temporal, type Value, type Variables } from '../core/value.ts';
import { BadRequest, oneLine } from './failure.ts';

/**
 * A JSON object: as text, as `@FILE`, or as `@-` for standard input.
 * @throws BadRequest naming where it is wrong.
 */
export function readVariables(given: string, cwd: string): Variables {
  const name = given.startsWith('@') ? given.slice(1) : '--vars';
  return parseVariables(name, given.startsWith('@') ? textOf(name, cwd) : given);
}

/**
 * The same out of its text; messages call it `name`.
 * @throws BadRequest naming where it is wrong.
 */
export function parseVariables(name: string, text: string): Variables {
  let value: Value;
  try {
    value = parseJson(text);
  } catch (error) {
    if (error instanceof RangeError) throw new BadRequest(`${name}: the JSON is nested too deeply`);
    throw new BadRequest(`${name}: ${oneLine(error instanceof Error ? error.message : String(error))}`);
  }
  if (depthOf(text) > MAX_DEPTH) throw new BadRequest(`${name}: the JSON is nested deeper than ${MAX_DEPTH} levels`);
  if (value === null || typeof value !== 'object' || Array.isArray(value) || value instanceof Temporal) {
    throw new BadRequest(`${name}: variables are a JSON object, like {"amount": 12}`);
  }
  return value as Variables;
}

/** Variables out of a body that `parseVariables` read. */
export function variablesIn(read: Readonly<Record<string, unknown>>): Variables {
  return read as Variables;
}

/** How deep brackets are nested outside of texts. */
function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of json.matchAll(/"(?:[^"\\\\]|\\\\.)*"|[[{]|[\]}]/gs)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, (depth += 1));
    else if (token === ']' || token === '}') depth -= 1;
  }
  return deepest;
}

function textOf(name: string, cwd: string): string {
  try {
    return readFileSync(name === '-' ? 0 : resolve(cwd, name), 'utf8');
  } catch (error) {
    throw new BadRequest(`${name}: cannot be read: ${oneLine(error instanceof Error ? error.message : String(error))}`);
  }
}

/**
 * An ISO 8601 duration in milliseconds, counted from `now`.
 * @throws BadRequest
 */
export function readDuration(option: string, text: string, now: number): number {
  const duration = parseDuration(text);
  if (duration === null) throw new BadRequest(`${option}: ${text} is no ISO 8601 duration like P7D or PT1H`);
  return addDuration(now, duration) - now;
}
