/**
 * Functions that Camunda adds to FEEL (docs.camunda.io, "FEEL built-in functions", and "Timer events" for `cycle`), on which
 * files of Camunda 8 rely. DMN has none of them.
 */
import { FeelDate, FeelDateTime, FeelDuration, evaluate, parseDate } from 'feelin';
import { parseJson, printJson } from '../core/json.ts';
import { isSame } from './feel-ranges.ts';
import { rejected, underway } from './feel-underway.ts';
import { fromFeel, toFeel } from './feel-values.ts';
import { quote } from './quote.ts';

type Body = (...given: unknown[]) => unknown;

const named = (parameters: readonly string[], body: Body): unknown => Object.assign(body, { $args: parameters });

const isNothing = (value: unknown): boolean => value === null || value === undefined;

/** A function of a text; anything else is a mistake, null but null. */
const ofText = (name: string, body: (text: string) => unknown): unknown =>
  named(['value'], (value) => {
    if (isNothing(value)) return null;
    return typeof value === 'string' ? body(value) : rejected(`${name}(value) takes a text`, { value });
  });

const ofList = (name: string, body: (list: readonly unknown[]) => unknown): unknown =>
  named(['list'], (list) => {
    if (isNothing(list)) return null;
    return Array.isArray(list) ? body(list) : rejected(`${name}(list) takes a list`, { list });
  });

/** Those that stand more than once, once each. */
function duplicates(list: readonly unknown[]): unknown[] {
  const again: unknown[] = [];
  list.forEach((value, index) => {
    const isAgain = list.findIndex((each) => isEqual(each, value)) < index;
    if (isAgain && !again.some((each) => isEqual(each, value))) again.push(value);
  });
  return again;
}

const isEqual = (left: unknown, right: unknown): boolean =>
  isNothing(left) || isNothing(right) ? isNothing(left) && isNothing(right) : isSame(left, right);

function partition(list: unknown, size: unknown): unknown {
  if (isNothing(list) || isNothing(size)) return null;
  if (!Array.isArray(list) || typeof size !== 'number' || !Number.isInteger(size) || size < 1)
    return rejected('partition(list, size) takes a list, and a whole number from 1 on', { list, size });
  const items: readonly unknown[] = list;
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

/** Version 4, from the chance of the evaluation, so that a run that is repeated has it again. */
function uuid(): string {
  const digits = Array.from({ length: 32 }, () => Math.floor(underway.random() * 16));
  digits[12] = 4;
  digits[16] = 8 + ((digits[16] ?? 0) % 4);
  const hex = digits.map((digit) => digit.toString(16)).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function lastDayOfMonth(date: unknown): unknown {
  if (isNothing(date)) return null;
  if (!(date instanceof FeelDate || date instanceof FeelDateTime))
    return rejected('last day of month(date) takes a date', { date });
  const day = new Date(0);
  day.setUTCFullYear(date.year, date.month, 0);
  const two = (number: number): string => String(number).padStart(2, '0');
  return parseDate(`${String(date.year).padStart(4, '0')}-${two(date.month)}-${two(day.getUTCDate())}`);
}

function fromJson(text: string): unknown {
  try {
    return toFeel(parseJson(text));
  } catch (failure) {
    if (!(failure instanceof SyntaxError)) throw failure;
    return rejected(`from json(value) takes JSON, not ${quote(text)}: ${failure.message}`, { text });
  }
}

/** `cycle(interval)` without end, or `cycle(repetitions, interval)`: the text of a timer. */
function cycle(first: unknown, second?: unknown): unknown {
  const [times, interval] = second === undefined ? [null, first] : [first, second];
  const counts = isNothing(times) || (typeof times === 'number' && Number.isInteger(times) && times > 0);
  if (!(interval instanceof FeelDuration) || !counts)
    return rejected('cycle(repetitions, interval) takes a whole number or null, and a duration', { times, interval });
  return `R${isNothing(times) ? '' : String(times)}/${String(interval)}`;
}

/** @throws Error: what the file itself says of it must hold does not. */
function assertion(value: unknown, condition: unknown, cause: unknown = null): unknown {
  if (condition === true) return value;
  const why = typeof cause === 'string' ? cause : 'its condition is not true';
  throw new Error(`assert(value, condition) does not hold: ${why}`);
}

const getValue = evaluate('get value').value as Body;
const contextPut = evaluate('context put').value as Body;
const isContext = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** The key may be a list of keys, each within what the one before it leads to. */
function deepValue(context: unknown, key: unknown): unknown {
  if (!Array.isArray(key)) return getValue(context, key);
  let found: unknown = context;
  for (const each of key) {
    if (isNothing(found)) return null;
    found = getValue(found, each) ?? null;
  }
  return key.length === 0 ? null : found;
}

/** With a list of keys, contexts that are missing on the way are made. */
function deepPut(context: unknown, key: unknown, value: unknown): unknown {
  const [first, ...rest] = Array.isArray(key) ? (key as readonly unknown[]) : [key];
  if (rest.length === 0 || typeof first !== 'string' || !isContext(context)) return contextPut(context, key, value);
  const inner = Object.hasOwn(context, first) ? context[first] : null;
  return contextPut(context, first, deepPut(isNothing(inner) ? {} : inner, rest, value));
}

/** By name. `get or else` is feel-functions.ts's: it hears what is missing. */
export const CAMUNDA_FUNCTIONS: Readonly<Record<string, unknown>> = {
  'is blank': ofText('is blank', (text) => text.trim() === ''),
  'is empty': ofList('is empty', (list) => list.length === 0),
  trim: ofText('trim', (text) => text.trim()),
  'to base64': ofText('to base64', (text) => Buffer.from(text, 'utf8').toString('base64')),
  'duplicate values': ofList('duplicate values', duplicates),
  partition: named(['list', 'size'], partition),
  uuid: named([], uuid),
  'last day of month': named(['date'], lastDayOfMonth),
  'from json': ofText('from json', fromJson),
  'to json': named(['value'], (value) => printJson(fromFeel(value ?? null, 'the value'))),
  assert: named(['value', 'condition', 'cause'], assertion),
  cycle: named(['repetitions', 'interval'], cycle),
  'get value': named(['context', 'key'], deepValue),
  'context put': named(['context', 'key', 'value'], deepPut),
};
