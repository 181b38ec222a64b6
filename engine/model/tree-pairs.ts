/** Which element of one text is which of another: of what was read and what is written of it, before an edit and after. */
import { BPMN, BPMN_DIAGRAM } from './namespace.ts';
import { renamedIds } from './renamed-ids.ts';
import { attributesOf, childElements, type SourceElement } from './source-tree.ts';

/** The partner of an element of the one text in the other. */
export type Pairs = Map<SourceElement, SourceElement>;

/** Numbers for what elements say, all that they hold included: the same number, the same words. */
export class Sayings {
  readonly #numbers = new Map<string, number>();
  readonly #known = new WeakMap<SourceElement, number>();

  /** @param text What the element is written in. */
  of(element: SourceElement, text: string): number {
    const known = this.#known.get(element);
    if (known !== undefined) return known;
    const number = this.#numberOf(element, element.given, text);
    this.#known.set(element, number);
    return number;
  }

  /** The same without the element's own id. */
  withoutId(element: SourceElement, text: string): number {
    return this.#numberOf(element, givenWithoutId(element), text);
  }

  #numberOf(element: SourceElement, given: string, text: string): number {
    const nested = element.children.length > 0;
    let key = `${spelled(element)}${given}>`;
    for (const { element: child, kind, start, end } of element.parts) {
      if (child !== null) key += `<${this.of(child, text)}`;
      else if (kind !== 'note') {
        const words = text.slice(start, end);
        if (!nested || words.trim() !== '') key += words;
      }
    }
    const number = this.#numbers.get(key) ?? this.#numbers.size;
    this.#numbers.set(key, number);
    return number;
  }
}

function givenWithoutId({ given }: SourceElement): string {
  return given.replace(/\sid\s*=\s*(?:"[^"]*"|'[^']*')/, '').trim();
}

/** The name of an element in one spelling: the parser takes a large first letter, and either name of an expression. */
export function spelled({ resolved }: SourceElement): string {
  const known = spellings.get(resolved);
  if (known !== undefined) return known;
  const spelling = spellingOf(resolved);
  // A file has few names, unless it was made to have many.
  if (spellings.size > 10_000) spellings.clear();
  spellings.set(resolved, spelling);
  return spelling;
}

const spellings = new Map<string, string>();

function spellingOf(resolved: string): string {
  const space = `{${BPMN}}`;
  if (!resolved.startsWith(space)) return resolved;
  const small = resolved.charAt(space.length).toLowerCase() + resolved.slice(space.length + 1);
  return space + (small === 'formalExpression' ? 'expression' : small);
}

/** One text, with its root. */
export interface Source {
  readonly text: string;
  readonly root: SourceElement;
}

/**
 * What is written of each element that was read, by the written one. Elements without a partner were left out, where there was no
 * room for them.
 */
export function pairsOfWritten(read: Source, written: Source, sayings: Sayings): Pairs {
  const pairs: Pairs = new Map();
  const pair = (one: SourceElement, other: SourceElement): void => {
    pairs.set(other, one);
    const groups = grouped(childElements(one));
    for (const [name, others] of grouped(childElements(other))) {
      const ones = groups.get(name) ?? [];
      // References that lead nowhere are written behind the others: they are known by what they say.
      const inOrder = ones.length === others.length && !ones.every(isReference);
      const same = inOrder ? [] : alike(ones, others, read, written, sayings);
      for (const [a, b] of same) pair(a, b);
      const taken = new Set(same.flat());
      const left = [ones, others].map((each) => each.filter((element) => !taken.has(element))) as [
        SourceElement[],
        SourceElement[],
      ];
      // Of several where there is room for one, the parser keeps the last.
      const skipped = left[0].length - left[1].length;
      left[1].forEach((b, index) => {
        const a = left[0][index + skipped];
        if (a !== undefined) pair(a, b);
      });
    }
  };
  pair(read.root, written.root);
  return pairs;
}

/** `incoming` and the like: nothing but the words that name another element. */
function isReference({ given, parts }: SourceElement): boolean {
  return given === '' && parts.length === 1 && parts[0]?.kind === 'text';
}

/**
 * What was read of a diagram and is written at another place, anew: bpmn-js draws what is in a closed subprocess on a plane of its
 * own, even where the file has it beside the subprocess.
 */
export function redrawn(read: Source, written: Source, pairs: Pairs): ReadonlySet<SourceElement> {
  const kept = new Set(pairs.values());
  const drawn = byId(written.root);
  const isDrawn = ({ id, resolved }: SourceElement): boolean =>
    id !== null && resolved.startsWith(`{${BPMN_DIAGRAM}}`) && drawn.get(id)?.resolved === resolved;
  return new Set(
    [...byId(read.root).values()].filter((each) => each !== null).filter((each) => !kept.has(each) && isDrawn(each)),
  );
}

/** What each element was before the edits, by the edited one: by id wherever it went, else by its place among its like. */
export function pairsOfEdited(before: Source, after: Source, sayings: Sayings): Pairs {
  const pairs: Pairs = new Map();
  const [known, now] = [byId(before.root), byId(after.root)];
  const renamedFrom = renamedIds(before, known, after, now);
  /** By its id, or by the one that it had. */
  const knownAs = (b: SourceElement): SourceElement | null => {
    if (b.id === null || now.get(b.id) !== b) return null;
    return known.get(renamedFrom.get(b.id) ?? b.id) ?? null;
  };
  const pair = (one: SourceElement, other: SourceElement): void => {
    if (sayings.of(one, before.text) === sayings.of(other, after.text)) {
      pairSame(pairs, one, other);
      return;
    }
    pairs.set(other, one);
    const ones = new Set(childElements(one));
    const others: SourceElement[] = [];
    for (const b of childElements(other)) {
      const a = knownAs(b);
      if (a === null || (a.parent !== one && !mayBecome(a, b))) others.push(b);
      else {
        ones.delete(a);
        pair(a, b);
      }
    }
    const groups = grouped([...ones]);
    const left: SourceElement[] = [];
    for (const [name, group] of grouped(others)) {
      const from = groups.get(name) ?? [];
      const same = alike(from, group, before, after, sayings);
      for (const [a, b] of same) pair(a, b);
      const taken = new Set(same.flat());
      const rest = from.filter((each) => !taken.has(each));
      const wanting = group.filter((each) => !taken.has(each));
      wanting.forEach((b, index) => {
        const a = rest[index];
        if (a === undefined) left.push(b);
        else {
          ones.delete(a);
          pair(a, b);
        }
      });
      for (const [a] of same) ones.delete(a);
    }
    if (left.length > 0) pairLeft(left, ones);
    for (const b of childElements(other)) if (!pairs.has(b)) pairMovedInto(b);
  };
  /** What is drawn anew, what got an id, or another one. */
  const pairLeft = (left: readonly SourceElement[], ones: Set<SourceElement>): void => {
    const drawnAnew = queued([...ones], (each) => (each.id === null || !now.has(each.id) ? drawnBy(each) : null));
    const nameless = queued([...ones], (each) => (each.id === null && drawnBy(each) === null ? each.resolved : ''));
    const renamed = queued([...ones], (each) =>
      each.id === null || now.has(each.id) ? -1 : sayings.withoutId(each, before.text),
    );
    const lost: SourceElement[] = [];
    for (const b of left) {
      if (b.id === null || known.has(b.id)) continue;
      const subject = drawnBy(b);
      const a =
        subject === null
          ? (renamed.get(sayings.withoutId(b, after.text))?.shift() ?? nameless.get(b.resolved)?.shift())
          : drawnAnew.get(subject)?.shift();
      if (a === undefined) lost.push(b);
      else {
        ones.delete(a);
        pair(a, b);
      }
    }
    // What got another id and other edits still holds something of what it held, or says the same of itself.
    for (const b of lost) {
      const said = new Set(childElements(b).map((each) => sayings.of(each, after.text)));
      const candidates = [...ones].filter(
        (each) => each.resolved === b.resolved && each.id !== null && !now.has(each.id) && drawnBy(each) === null,
      );
      const a =
        candidates.find(
          (each) =>
            childElements(b).some((child) => knownAs(child)?.parent === each) ||
            childElements(each).some((child) => said.has(sayings.of(child, before.text))),
        ) ??
        candidates.find((each) => givenWithoutId(each) === givenWithoutId(b)) ??
        candidates.find((each) => inCommon(each, b) > 1);
      if (a === undefined) continue;
      ones.delete(a);
      pair(a, b);
    }
  };
  /** What is in an element that is new may be from elsewhere. */
  const pairMovedInto = (added: SourceElement): void => {
    for (const b of childElements(added)) {
      const a = knownAs(b);
      if (a === null || !mayBecome(a, b)) pairMovedInto(b);
      else pair(a, b);
    }
  };
  pair(before.root, after.root);
  pairNameless(before, after, pairs, sayings);
  return pairs;
}

/** What says the same holds the same, in the same order. */
function pairSame(pairs: Pairs, one: SourceElement, other: SourceElement): void {
  pairs.set(other, one);
  const ones = childElements(one);
  for (const [index, b] of childElements(other).entries()) pairSame(pairs, ones[index] as SourceElement, b);
}

/** What has no id and was moved is known by what it says. */
function pairNameless(before: Source, after: Source, pairs: Pairs, sayings: Sayings): void {
  const isNameless = ({ id, given }: SourceElement): boolean => id === null && given !== '';
  const taken = new Set(pairs.values());
  const left = allIn(before.root).filter((each) => isNameless(each) && !taken.has(each));
  if (left.length === 0) return;
  const waiting = queued(left, (each) => sayings.of(each, before.text));
  for (const b of allIn(after.root)) {
    const a = pairs.has(b) || !isNameless(b) ? undefined : waiting.get(sayings.of(b, after.text))?.shift();
    if (a !== undefined) pairs.set(b, a);
  }
}

function allIn(element: SourceElement, found: SourceElement[] = []): SourceElement[] {
  found.push(element);
  for (const child of childElements(element)) allIn(child, found);
  return found;
}

/** How many attributes two elements have in common. */
function inCommon(one: SourceElement, other: SourceElement): number {
  const values = new Map(attributesOf(one).map(({ name, value }) => [name, value]));
  return attributesOf(other).filter(({ name, value }) => values.get(name) === value).length;
}

/** Whether an element can be the other one elsewhere: of the same type, or one of BPMN's of another one. */
function mayBecome(one: SourceElement, other: SourceElement): boolean {
  return one.resolved === other.resolved || [one, other].every(({ resolved }) => resolved.startsWith(`{${BPMN}}`));
}

function grouped(elements: readonly SourceElement[]): Map<string, SourceElement[]> {
  return queued(elements, (element) => `${spelled(element)}#${element.id ?? ''}`);
}

function queued<K>(elements: readonly SourceElement[], keyOf: (element: SourceElement) => K): Map<K, SourceElement[]> {
  const queues = new Map<K, SourceElement[]>();
  for (const element of elements) {
    const key = keyOf(element);
    const queue = queues.get(key);
    if (queue === undefined) queues.set(key, [element]);
    else queue.push(element);
  }
  return queues;
}

/** What an element of a diagram is of, by name and id; null: it is no such element. */
function drawnBy(element: SourceElement): string | null {
  const { resolved, parts } = element;
  if (!resolved.startsWith(`{${BPMN_DIAGRAM}}`)) return null;
  const drawn = attributesOf(element).find(({ name }) => name === 'bpmnElement')?.value;
  if (drawn !== undefined) return `${resolved} ${drawn}`;
  const plane = parts.find(({ element: child }) => child?.resolved === `{${BPMN_DIAGRAM}}BPMNPlane`)?.element;
  const subject = plane === undefined || plane === null ? null : drawnBy(plane);
  return subject === null ? null : `${resolved} ${subject}`;
}

/** Pairs of those that say the same, in their order. */
function alike(
  ones: readonly SourceElement[],
  others: readonly SourceElement[],
  from: Source,
  to: Source,
  sayings: Sayings,
): [SourceElement, SourceElement][] {
  const waiting = queued(ones, (one) => sayings.of(one, from.text));
  return others.flatMap((other): [SourceElement, SourceElement][] => {
    const one = waiting.get(sayings.of(other, to.text))?.shift();
    return one === undefined ? [] : [[one, other]];
  });
}

/** Elements by id; null where several have it. */
function byId(root: SourceElement): Map<string, SourceElement | null> {
  const found = new Map<string, SourceElement | null>();
  const look = (element: SourceElement): void => {
    if (element.id !== null) found.set(element.id, found.has(element.id) ? null : element);
    for (const child of childElements(element)) look(child);
  };
  look(root);
  return found;
}
