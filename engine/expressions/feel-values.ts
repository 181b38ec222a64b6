/**
 * Values of the job as FEEL sees them, and back. Values are immutable, so what was found out about an object is kept
 * with it.
 */
import {
  FeelDate,
  FeelDateTime,
  FeelDuration,
  FeelTime,
  duration,
  isFunction,
  isRange,
  parseDate,
  parseDateTime,
  parseTime,
} from 'feelin';
import { MAX_DEPTH, Temporal, UnsupportedValue, setOwn, type Value, type Variables } from '../core/value.ts';

/** A value made ready for FEEL. */
interface Prepared {
  readonly feel: unknown;
  /** Whether a name in it changes how FEEL reads a text: it holds spaces, operators, quotes … */
  readonly odd: boolean;
  /** Whether it holds an integer that FEEL cannot compute with. */
  readonly large: boolean;
}

const preparedObjects = new WeakMap<object, Prepared>();
/** What was made for FEEL, to what it was made from: an answer that is a variable's own part is that part again. */
const origins = new WeakMap<object, Value>();

const PLAIN_NAME = /^[A-Za-z_À-ÖØ-öø-˿][A-Za-z0-9_À-ÖØ-öø-˿]*$/u;
const plainNames = new Map<string, boolean>();

/** Whether FEEL reads the name as one word whatever else is known. */
export function isPlainName(name: string): boolean {
  let plain = plainNames.get(name);
  if (plain === undefined) {
    plain = PLAIN_NAME.test(name);
    if (plainNames.size > 20_000) plainNames.clear();
    plainNames.set(name, plain);
  }
  return plain;
}

/** The value for FEEL, and whether it has names that FEEL must know before it reads a text. */
export function prepare(value: Value): Prepared {
  if (value === null || typeof value !== 'object') {
    const feel = toScalar(value);
    return { feel, odd: false, large: typeof feel === 'bigint' };
  }
  const known = preparedObjects.get(value);
  if (known !== undefined) return known;
  const made = value instanceof Temporal ? { feel: toTemporal(value), odd: false, large: false } : prepareParts(value);
  preparedObjects.set(value, made);
  if (typeof made.feel === 'object' && made.feel !== null) origins.set(made.feel, value);
  return made;
}

/** Words that mean something else once a variable has them as its name. */
const RESERVED = new Set(
  'and or not in between if then else for return some every satisfies instance of function external true false null now today'.split(
    ' ',
  ),
);

/** Whether FEEL must know that there is a variable of this name to read a text. */
export function isOddName(name: string): boolean {
  return !isPlainName(name) || RESERVED.has(name);
}

/** What variables come to: whether FEEL must know their names to read a text, and whether one is too large for it. */
export function lookAt(context: Variables): { readonly odd: boolean; readonly large: boolean } {
  let odd = false;
  let large = false;
  for (const name in context) {
    const value = context[name] as Value;
    odd ||= isOddName(name);
    if (typeof value === 'bigint') large ||= typeof toScalar(value) === 'bigint';
    else if (value !== null && typeof value === 'object') {
      const part = prepare(value);
      odd ||= part.odd;
      large ||= part.large;
    }
  }
  return { odd, large };
}

/** Most text is never asked about an object: a scalar alone needs no preparation. */
export function toFeel(value: Value): unknown {
  return value !== null && typeof value === 'object' ? prepare(value).feel : toScalar(value);
}

function toScalar(value: Exclude<Value, object> | null): unknown {
  // FEEL computes in doubles: an integer that a double holds is a number, a larger one stays what it is.
  if (typeof value === 'bigint' && value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER)
    return Number(value);
  return value;
}

function prepareParts(value: readonly Value[] | Variables): Prepared {
  let odd = false;
  let large = false;
  let same = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  const convert = (item: Value): unknown => {
    const part = prepare(item);
    odd ||= part.odd;
    large ||= part.large;
    same &&= Object.is(part.feel, item);
    return part.feel;
  };
  if (Array.isArray(value)) {
    const list = value.map(convert);
    return { feel: same ? value : list, odd, large };
  }
  const context: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value as Variables)) {
    odd ||= !isPlainName(name);
    setOwn(context as Record<string, Value>, name, convert(item) as Value);
  }
  return { feel: same ? value : context, odd, large };
}

/** A text that FEEL cannot read as its kind stays text, so that looking at it does no harm. */
function toTemporal(value: Temporal): unknown {
  try {
    switch (value.kind) {
      case 'date':
        return parseDate(value.iso) ?? value.iso;
      case 'time':
        return parseTime(value.iso) ?? value.iso;
      case 'date-time':
        return parseDateTime(value.iso) ?? value.iso;
      case 'duration':
        return duration(value.iso) ?? value.iso;
    }
  } catch (reason) {
    // Dates before the year 0, which the library does not read.
    if (reason instanceof Error) return value.iso;
    throw reason;
  }
}

/**
 * What FEEL answered, as a value.
 * @throws UnsupportedValue for a function or a range; it names the path.
 */
export function fromFeel(answer: unknown, path: string, depth = 0): Value {
  switch (typeof answer) {
    case 'undefined':
      return null;
    case 'boolean':
    case 'number':
    case 'string':
    case 'bigint':
      return answer;
    case 'function':
    case 'symbol':
      throw new UnsupportedValue(path, 'is a function, which a checkpoint cannot keep');
    default:
  }
  if (answer === null) return null;
  const origin = origins.get(answer as object);
  if (origin !== undefined) return origin;
  if (answer instanceof FeelDate) return new Temporal('date', String(answer));
  if (answer instanceof FeelTime) return new Temporal('time', String(answer));
  if (answer instanceof FeelDateTime) return new Temporal('date-time', String(answer));
  if (answer instanceof FeelDuration) return new Temporal('duration', String(answer));
  if (isRange(answer)) throw new UnsupportedValue(path, 'is a range, which a checkpoint cannot keep');
  if (isFunction(answer)) throw new UnsupportedValue(path, 'is a function, which a checkpoint cannot keep');
  if (depth >= MAX_DEPTH) throw new UnsupportedValue(path, `is nested deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(answer)) return answer.map((item, index) => fromFeel(item, `${path}[${index}]`, depth + 1));
  const object: { [name: string]: Value } = {};
  for (const [name, item] of Object.entries(answer as object))
    setOwn(object, name, fromFeel(item, `${path}.${name}`, depth + 1));
  return object;
}
