/** What XPath computes with, and how one kind becomes another (XPath 1.0, 3.2 to 3.5). */
import type { Value } from '../../core/value.ts';
import type { DataNode } from './data-tree.ts';
import { numberIn, plainNumber } from './numbers.ts';
import type { Work } from './work.ts';

/** Nodes, in the order of the tree. `whole`: what a variable or data object holds, where they are all of it. */
export interface NodeSet {
  readonly nodes: readonly DataNode[];
  readonly whole?: Value;
}

export type XPathValue = boolean | number | string | NodeSet;

export function isNodeSet(value: XPathValue): value is NodeSet {
  return typeof value === 'object';
}

export function stringOf(value: XPathValue): string {
  if (isNodeSet(value)) return value.nodes[0]?.text ?? '';
  return typeof value === 'number' ? plainNumber(value) : String(value);
}

export function numberOf(value: XPathValue): number {
  if (typeof value === 'number') return value;
  return typeof value === 'boolean' ? Number(value) : numberIn(stringOf(value));
}

/**
 * Nodes are true when there are any (XPath 1.0, 4.3). A variable or data object that is a number, a text, or true or false
 * counts as just that: otherwise one that is false would be true, because it is there.
 */
export function truthOf(value: XPathValue): boolean {
  if (!isNodeSet(value)) return isTrue(value);
  const { whole } = value;
  if (whole === undefined || (typeof whole === 'object' && whole !== null)) return value.nodes.length > 0;
  return whole !== null && isTrue(typeof whole === 'bigint' ? Number(whole) : whole);
}

function isTrue(value: boolean | number | string): boolean {
  return typeof value === 'number' ? value !== 0 && !Number.isNaN(value) : value !== '' && value !== false;
}

/** As what a job keeps: nodes become what they were made of, none null, several a list. */
export function resultOf(value: XPathValue): Value {
  if (!isNodeSet(value)) return value;
  if (value.whole !== undefined) return value.whole;
  const [only, ...others] = value.nodes;
  if (only === undefined) return null;
  return others.length === 0 ? only.value : value.nodes.map((node) => node.value);
}

/** The number by which a predicate means a position; null: it means true or false (XPath 1.0, 2.4). */
export function positionIn(value: XPathValue): number | null {
  if (typeof value === 'number') return value;
  return isNodeSet(value) && typeof value.whole === 'number' ? value.whole : null;
}

type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** Whether two values compare; of nodes, whether any does (XPath 1.0, 3.4). */
export function compare(operator: Comparison, left: XPathValue, right: XPathValue, work: Work): boolean {
  if (typeof left === 'boolean' || typeof right === 'boolean')
    return holds(operator, Number(truthOf(left)), Number(truthOf(right)));
  const isEquality = operator === '=' || operator === '!=';
  const asNumbers = !isEquality || typeof left === 'number' || typeof right === 'number';
  if (asNumbers) return anyHolds(operator, numbersOf(left, work), numbersOf(right, work));
  const [a, b] = [textsOf(left, work), textsOf(right, work)];
  if (operator === '=')
    return a.size <= b.size ? [...a].some((each) => b.has(each)) : [...b].some((each) => a.has(each));
  // Some pair differs, unless all are the same.
  return a.size > 0 && b.size > 0 && (a.size > 1 || b.size > 1 || [...a][0] !== [...b][0]);
}

/** Of two lists, looked at once each: what is smallest and largest decides the order. */
function anyHolds(operator: Comparison, left: readonly number[], right: readonly number[]): boolean {
  const [a, b] = [left.filter((each) => !Number.isNaN(each)), right.filter((each) => !Number.isNaN(each))];
  switch (operator) {
    case '=': {
      const known = new Set(b);
      return a.some((each) => known.has(each));
    }
    case '!=': {
      // What is no number differs from everything, itself included.
      if (left.length === 0 || right.length === 0) return false;
      const [first] = a;
      return a.length < left.length || b.length < right.length || [...a, ...b].some((each) => each !== first);
    }
    case '<':
    case '<=':
      return holds(operator, least(a), greatest(b));
    case '>':
    case '>=':
      return holds(operator, greatest(a), least(b));
  }
}

function least(numbers: readonly number[]): number {
  return numbers.length === 0 ? Number.NaN : numbers.reduce((a, b) => Math.min(a, b));
}

function greatest(numbers: readonly number[]): number {
  return numbers.length === 0 ? Number.NaN : numbers.reduce((a, b) => Math.max(a, b));
}

function holds(operator: Comparison, left: number, right: number): boolean {
  switch (operator) {
    case '=':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

function numbersOf(value: XPathValue, work: Work): readonly number[] {
  if (!isNodeSet(value)) return [numberOf(value)];
  work.charge(value.nodes.length);
  return value.nodes.map((node) => numberIn(node.text));
}

function textsOf(value: XPathValue, work: Work): ReadonlySet<string> {
  if (!isNodeSet(value)) return new Set([stringOf(value)]);
  work.charge(value.nodes.length);
  return new Set(value.nodes.map((node) => node.text));
}
