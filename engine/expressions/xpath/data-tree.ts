/**
 * Variables as XPath sees them: a tree of elements, made as far as it is looked at. A context has an element for each
 * property, a list one for each of its items, null none at all.
 */
import { Temporal, type Value, type Variables } from '../../core/value.ts';
import { plainNumber } from './numbers.ts';
import type { Work } from './work.ts';

/** What items of a list are called that lies in a list. */
const ITEM = 'item';
const NONE: readonly DataNode[] = [];

export class DataNode {
  readonly kind: 'root' | 'element' | 'text';
  readonly name: string;
  readonly value: Value;
  readonly parent: DataNode | null;
  /** Its place among those of its parent; known once these have been asked for. */
  index = 0;
  readonly depth: number;
  readonly #work: Work;
  #children: readonly DataNode[] | null = null;
  #named: Map<string, readonly DataNode[]> | null = null;

  private constructor(kind: DataNode['kind'], name: string, value: Value, parent: DataNode | null, work: Work) {
    this.kind = kind;
    this.name = name;
    this.value = value;
    this.parent = parent;
    this.depth = parent === null ? 0 : parent.depth + 1;
    this.#work = work;
  }

  /** The root of all variables: its elements are they. */
  static root(variables: Variables, work: Work): DataNode {
    return new DataNode('root', '', variables, null, work);
  }

  get children(): readonly DataNode[] {
    if (this.#children === null) {
      this.#children = this.#made();
      for (const [index, child] of this.#children.entries()) child.index = index;
    }
    return this.#children;
  }

  /** Its elements of one name. */
  named(name: string): readonly DataNode[] {
    const { value } = this;
    if (typeof value !== 'object' || value === null) return NONE;
    if (!isContext(value)) return Array.isArray(value) && name === ITEM ? this.children : NONE;
    if (!Object.hasOwn(value, name)) return NONE;
    this.#named ??= new Map();
    let made = this.#named.get(name);
    if (made === undefined) {
      made = this.#elements(name, value[name] as Value);
      this.#named.set(name, made);
    }
    return made;
  }

  /** All text in it. */
  get text(): string {
    const own = scalarText(this.value);
    const text = own ?? this.children.map((child) => child.text).join('');
    this.#work.charge(1 + (text.length >> 6));
    return text;
  }

  #made(): readonly DataNode[] {
    const { value } = this;
    if (this.kind === 'text') return [];
    if (isContext(value)) return Object.keys(value).flatMap((name) => this.named(name));
    if (Array.isArray(value)) return this.#elements(ITEM, value as readonly Value[]);
    const text = scalarText(value);
    return text === null || text === '' ? [] : [this.#child('text', '', value)];
  }

  #elements(name: string, value: Value): readonly DataNode[] {
    if (value === null) return [];
    if (!Array.isArray(value)) return [this.#child('element', name, value)];
    return (value as readonly Value[]).map((item) => this.#child('element', name, item));
  }

  #child(kind: 'element' | 'text', name: string, value: Value): DataNode {
    this.#work.charge(1);
    return new DataNode(kind, name, value, this, this.#work);
  }
}

/** Below zero: `a` comes first in the tree. */
export function inDocumentOrder(a: DataNode, b: DataNode): number {
  let [left, right] = [a, b];
  while (left.depth > right.depth) left = left.parent as DataNode;
  while (right.depth > left.depth) right = right.parent as DataNode;
  if (left === right) return a.depth - b.depth;
  while (left.parent !== right.parent) [left, right] = [left.parent as DataNode, right.parent as DataNode];
  // Asking for them gives each its place.
  return left.parent === null || left.parent.children.length === 0 ? 0 : left.index - right.index;
}

function isContext(value: Value): value is Variables {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Temporal);
}

/** Null: it has parts. */
function scalarText(value: Value): string | null {
  if (value === null) return '';
  if (value instanceof Temporal) return value.iso;
  if (typeof value === 'object') return null;
  return typeof value === 'number' ? plainNumber(value) : String(value);
}
