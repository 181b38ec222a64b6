/**
 * Built-in functions that count positions or look for a value (DMN 1.5, 10.3.4.3 and 10.3.4.4): from 1 on, or from -1 backwards,
 * and what is looked for is found where it is equal. feelin counts negative positions otherwise in some, takes 0 for one, and finds
 * lists, contexts, dates and durations only where they are the same object.
 */
import { evaluate } from 'feelin';
import { isSame } from './feel-ranges.ts';
import { rejected } from './feel-underway.ts';

type Body = (...given: unknown[]) => unknown;

/** Where a position is in what has a number of parts, from 0 on; null: nowhere. */
function placeOf(position: unknown, count: number): number | null {
  if (typeof position !== 'number' || !Number.isInteger(position)) return null;
  if (position >= 1 && position <= count) return position - 1;
  return position <= -1 && position >= -count ? count + position : null;
}

/** A list's items; a value alone is a list of one, and null is none. */
function listOf(value: unknown): readonly unknown[] | null {
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}

function isEqual(left: unknown, right: unknown): boolean {
  return Array.isArray(left) === Array.isArray(right) && isSame(left, right);
}

const nowhere = (name: string, position: unknown): null =>
  rejected(`${name} has no such position: ${String(position)}`, { position });

/** The part that begins at a position: beyond the end there is nothing. */
function part(name: string, parts: readonly unknown[], position: unknown, length: unknown): readonly unknown[] | null {
  const beyond = typeof position === 'number' && Number.isInteger(position) && position > parts.length;
  const from = beyond ? parts.length : placeOf(position, parts.length);
  if (from === null) return nowhere(name, position);
  if (length === null || length === undefined) return parts.slice(from);
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0)
    return rejected(`${name} takes a length of whole parts, not ${typeof length === 'number' ? length : 'that'}`, {
      length,
    });
  return parts.slice(from, from + length);
}

function substring(text: unknown, position: unknown, length: unknown): string | null {
  if (typeof text !== 'string') return null;
  return part('substring', Array.from(text), position, length)?.join('') ?? null;
}

function sublist(given: unknown, position: unknown, length: unknown): unknown {
  const list = listOf(given);
  return list === null ? null : part('sublist', list, position, length);
}

function insertBefore(given: unknown, position: unknown, item: unknown): unknown {
  const list = listOf(given);
  if (list === null) return null;
  const at = position === list.length + 1 ? list.length : placeOf(position, list.length);
  return at === null ? nowhere('insert before', position) : list.toSpliced(at, 0, item ?? null);
}

function remove(given: unknown, position: unknown): unknown {
  const list = listOf(given);
  if (list === null) return null;
  const at = placeOf(position, list.length);
  return at === null ? nowhere('remove', position) : list.toSpliced(at, 1);
}

const feelins = (name: string): Body => evaluate(name).value as Body;
const replaceMatching = feelins('list replace');

function listReplace(given: unknown, position: unknown, item: unknown, match: unknown): unknown {
  const list = listOf(given);
  if (typeof position !== 'number' || list === null) return replaceMatching(given, position, item, match);
  const at = placeOf(position, list.length);
  return at === null ? nowhere('list replace', position) : list.with(at, item ?? null);
}

const is = feelins('is');

const called = (parameters: readonly string[], body: Body): unknown => Object.assign(body, { $args: parameters });

/** By name. */
export const POSITIONED: Readonly<Record<string, unknown>> = {
  substring: called(['string', 'start position', 'length'], substring),
  sublist: called(['list', 'start position', 'length'], sublist),
  'insert before': called(['list', 'position', 'newItem'], insertBefore),
  remove: called(['list', 'position'], remove),
  'list replace': called(['list', 'position', 'newItem', 'match'], listReplace),
  'list contains': called(
    ['list', 'element'],
    (list, element) => listOf(list)?.some((each) => isEqual(each, element ?? null)) ?? null,
  ),
  'index of': called(
    ['list', 'match'],
    (list, match) => listOf(list)?.flatMap((each, index) => (isEqual(each, match ?? null) ? [index + 1] : [])) ?? null,
  ),
  // Values of different types are different.
  is: called(['value1', 'value2'], (left, right) => is(left, right) ?? false),
};
