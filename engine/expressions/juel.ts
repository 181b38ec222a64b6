/** The `${…}` and `#{…}` of older engines, evaluated. */
import type { Evaluation } from '../core/evaluation.ts';
import { Temporal, sameValue, type Value, type Variables } from '../core/value.ts';
import { BoundedCache } from './bounded-cache.ts';
import { callValueMethod, isValueMethod } from './juel-methods.ts';
import { JuelSyntaxError, parseJuel, type JuelNode, type JuelTemplate } from './juel-syntax.ts';
import { describe, foreignCall, isVariableQuery, readsEnvironment } from './juel-walk.ts';
import { quote } from './quote.ts';

const templates = new BoundedCache<JuelTemplate | JuelSyntaxError>(5_000);

function read(text: string): JuelTemplate | JuelSyntaxError {
  try {
    return parseJuel(text);
  } catch (reason) {
    if (reason instanceof JuelSyntaxError) return reason;
    throw reason;
  }
}

/** A mistake of the expression, in words. */
class Mistake extends Error {}

/** A variable that is not there (yet). */
class MissingVariable extends Mistake {}

/** Evaluates a text with expressions in it: one expression alone gives its value, any other text a string. */
export function evaluateJuel(text: string, context: Variables): Evaluation {
  const template = templates.get(text, read);
  if (template instanceof JuelSyntaxError)
    return { ok: false, message: `expression ${quote(text)} ${template.message}` };
  try {
    const [only] = template;
    if (template.length === 1 && only !== undefined) {
      const value = typeof only === 'string' ? only : valueOf(only, context);
      const loose =
        text.includes('environment') && !Object.hasOwn(context, 'environment') && readsEnvironment(template);
      return loose ? { ok: true, value, loose } : { ok: true, value };
    }
    return {
      ok: true,
      value: template.map((part) => textOf(typeof part === 'string' ? part : valueOf(part, context))).join(''),
    };
  } catch (reason) {
    if (reason instanceof RangeError) return { ok: false, message: `expression ${quote(text)} is nested too deeply` };
    if (reason instanceof Mistake) {
      const message = `expression ${quote(text)} failed: ${reason.message}`;
      return reason instanceof MissingVariable ? { ok: false, message, missing: true } : { ok: false, message };
    }
    throw reason;
  }
}

/** Why the text cannot be read; null if it can. */
export function parsesJuel(text: string): string | null {
  const template = templates.get(text, read);
  return template instanceof JuelSyntaxError ? `expression ${quote(text)} ${template.message}` : null;
}

/** What of the text is another engine's code, though it can be read; null: nothing is. */
export function foreignCallIn(text: string): string | null {
  const template = templates.get(text, read);
  return template instanceof JuelSyntaxError ? null : foreignCall(template);
}

function valueOf(node: JuelNode, context: Variables): Value {
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'variable':
      return variable(node.name, context);
    case 'member':
      return isVariablesBean(node.target, context)
        ? member(context, valueOf(node.key, context), node)
        : member(valueOf(node.target, context), valueOf(node.key, context), node);
    case 'call':
      return call(node, context);
    case 'unary':
      return unary(node.operator, valueOf(node.operand, context));
    case 'binary':
      return binary(node, context);
    case 'choice':
      return truth(valueOf(node.test, context)) ? valueOf(node.yes, context) : valueOf(node.no, context);
  }
}

function variable(name: string, context: Variables): Value {
  if (Object.hasOwn(context, name)) return context[name] as Value;
  throw new MissingVariable(`variable "${name}" is not there`);
}

/**
 * What other engines call the variables: `variables`, `environment.variables`, `environment.output`,
 * `execution.variables`, unless a variable has the first name.
 */
function isVariablesBean(node: JuelNode, context: Variables): boolean {
  if (node.kind === 'variable') return node.name === 'variables' && !Object.hasOwn(context, 'variables');
  return (
    node.kind === 'member' &&
    node.target.kind === 'variable' &&
    (node.target.name === 'environment' || node.target.name === 'execution') &&
    !Object.hasOwn(context, node.target.name) &&
    node.key.kind === 'literal' &&
    (node.key.value === 'variables' || (node.target.name === 'environment' && node.key.value === 'output'))
  );
}

/** A name that an object lacks is null, as is any part of null. */
function member(target: Value, key: Value, node: JuelNode): Value {
  if (target === null) return null;
  if (Array.isArray(target) || typeof target === 'string') {
    const index = typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : key;
    if (index === 'length' || index === 'size') return target.length;
    if (typeof index !== 'number') throw new Mistake(`a ${kindOf(target)} has no "${textOf(key)}"`);
    return (target[index] as Value | undefined) ?? null;
  }
  if (typeof target === 'object' && !(target instanceof Temporal)) {
    const name = textOf(key);
    return Object.hasOwn(target, name) ? ((target as Variables)[name] as Value) : null;
  }
  throw new Mistake(`${describe(node)} asks a ${kindOf(target)} for "${textOf(key)}"`);
}

function call(node: Extract<JuelNode, { kind: 'call' }>, context: Variables): Value {
  const { target, method } = node;
  if (target.kind === 'variable' && target.name === 'execution' && !Object.hasOwn(context, 'execution')) {
    const [first] = node.args.map((argument) => valueOf(argument, context));
    if (typeof first === 'string' && isVariableQuery(method, node.args.length)) {
      // As in the engine that it comes from: a variable that is not there is null.
      if (method === 'hasVariable') return Object.hasOwn(context, first);
      return Object.hasOwn(context, first) ? (context[first] as Value) : null;
    }
  }
  if (method !== null && isValueMethod(method) && !isAnotherEngines(target, context)) {
    const value = isVariablesBean(target, context) ? context : valueOf(target, context);
    const given = node.args.map((argument) => valueOf(argument, context));
    const answer = callValueMethod(value, method, given);
    if (answer !== undefined) return answer;
    const shown = given.map((each) => (typeof each === 'object' && each !== null ? kindOf(each) : quote(textOf(each))));
    throw new Mistake(`${describe(node)}: a ${kindOf(value)} has no ${method}(${shown.join(', ')})`);
  }
  throw new Mistake(`${describe(node)} calls another engine's code, which is not here`);
}

/** What `${execution.…()}` asks is the other engine itself, unless a variable has that name. */
function isAnotherEngines(target: JuelNode, context: Variables): boolean {
  return target.kind === 'variable' && target.name === 'execution' && !Object.hasOwn(context, target.name);
}

function unary(operator: '-' | '!' | 'empty', operand: Value): Value {
  if (operator === '!') return !truth(operand);
  if (operator === '-') {
    const number = numberOf(operand);
    return typeof number === 'bigint' ? -number : -number;
  }
  if (operand === null || operand === '') return true;
  if (typeof operand !== 'object' || operand instanceof Temporal) return false;
  return Array.isArray(operand) ? operand.length === 0 : Object.keys(operand).length === 0;
}

function binary(node: Extract<JuelNode, { kind: 'binary' }>, context: Variables): Value {
  const left = valueOf(node.left, context);
  if (node.operator === '&&') return truth(left) && truth(valueOf(node.right, context));
  if (node.operator === '||') return truth(left) || truth(valueOf(node.right, context));
  const right = valueOf(node.right, context);
  switch (node.operator) {
    case '==':
      return equal(left, right);
    case '!=':
      return !equal(left, right);
    case '<':
    case '>':
    case '<=':
    case '>=':
      return ordered(node.operator, left, right);
    case '+':
      if ((typeof left === 'string' && !isNumeric(left)) || (typeof right === 'string' && !isNumeric(right))) {
        return textOf(left) + textOf(right);
      }
      return arithmetic('+', left, right);
    default:
      return arithmetic(node.operator, left, right);
  }
}

function arithmetic(operator: string, left: Value, right: Value): Value {
  const a = numberOf(left);
  const b = numberOf(right);
  // Integers that a double cannot hold keep their digits.
  if ((typeof a === 'bigint' || typeof b === 'bigint') && isInteger(a) && isInteger(b) && operator !== '/') {
    const [m, n] = [BigInt(a), BigInt(b)];
    if (operator === '%' && n === 0n) throw new Mistake('division by zero');
    return operator === '+' ? m + n : operator === '-' ? m - n : operator === '*' ? m * n : m % n;
  }
  const x = Number(a);
  const y = Number(b);
  switch (operator) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      if (y === 0) throw new Mistake('division by zero');
      return x / y;
    default:
      if (y === 0) throw new Mistake('division by zero');
      return x % y;
  }
}

/** Null counts as 0 and numeric text as its number, as in the language's own rules. */
function numberOf(value: Value): number | bigint {
  if (value === null || value === '') return 0;
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'string' && isNumeric(value)) return Number(value);
  throw new Mistake(`${kindOf(value)} ${quote(textOf(value))} is not a number`);
}

function isInteger(value: number | bigint): boolean {
  return typeof value === 'bigint' || Number.isInteger(value);
}

function isNumeric(text: string): boolean {
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/.test(text);
}

function truth(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (value === null || value === '') return false;
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw new Mistake(`${kindOf(value)} ${quote(textOf(value))} is neither true nor false`);
}

function equal(left: Value, right: Value): boolean {
  if (left === null || right === null) return left === right;
  if (isNumber(left) || isNumber(right)) {
    if (isNumber(left) && isNumber(right)) return sameNumber(left, right);
    const text = isNumber(left) ? right : left;
    if (typeof text === 'string' && isNumeric(text))
      return sameNumber(Number(text), isNumber(left) ? left : (right as number));
    return false;
  }
  if (typeof left === 'boolean' || typeof right === 'boolean') return textOf(left) === textOf(right);
  if (left instanceof Temporal || right instanceof Temporal) return ordering(left, right) === 0;
  return sameValue(left, right);
}

/** Across both kinds of number. */
function sameNumber(left: number | bigint, right: number | bigint): boolean {
  if (typeof left === typeof right) return left === right;
  const [number, integer] = typeof left === 'number' ? [left, right] : [right as number, left];
  return Number.isInteger(number) && BigInt(number) === integer;
}

function ordered(operator: '<' | '>' | '<=' | '>=', left: Value, right: Value): boolean {
  if (left === null || right === null) return false;
  const order = ordering(left, right);
  if (order === null) throw new Mistake(`a ${kindOf(left)} and a ${kindOf(right)} have no order`);
  switch (operator) {
    case '<':
      return order < 0;
    case '>':
      return order > 0;
    case '<=':
      return order <= 0;
    case '>=':
      return order >= 0;
  }
}

/** Below, at or above zero; null: not comparable. */
function ordering(left: Value, right: Value): number | null {
  if (isNumber(left) || isNumber(right)) {
    const a = numberOf(left);
    const b = numberOf(right);
    return a < b ? -1 : a > b ? 1 : 0;
  }
  const a = left instanceof Temporal ? left.iso : left;
  const b = right instanceof Temporal ? right.iso : right;
  if (typeof a !== 'string' || typeof b !== 'string') return null;
  if (left instanceof Temporal || right instanceof Temporal) {
    const x = Date.parse(a);
    const y = Date.parse(b);
    if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function isNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function textOf(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'object' && !(value instanceof Temporal)) {
    throw new Mistake(`a ${kindOf(value)} is not text`);
  }
  return String(value);
}

function kindOf(value: Value): string {
  if (Array.isArray(value)) return 'list';
  if (value instanceof Temporal) return value.kind;
  if (value === null) return 'null';
  return typeof value === 'string' ? 'text' : typeof value === 'bigint' ? 'number' : typeof value;
}
