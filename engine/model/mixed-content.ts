/**
 * Text that stands between elements, as other tools' extensions may have it. The parser keeps such text and such elements, but not
 * which comes first: a file that is written again has all of the text before all of the elements.
 */
import { MAX_LISTED } from './limits.ts';
import { lineOf, MARKUP } from './markup.ts';

/** An element whose text would change its place. */
export interface Disorder {
  /** As the file spells it. */
  readonly name: string;
  readonly line: number;
}

interface Open {
  readonly name: string;
  readonly at: number;
  /** Texts, and the names of elements, in their order. */
  readonly parts: string[];
  text: boolean;
  elements: boolean;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Elements of `before` in which text and elements alternate, and do not so in `after`.
 * @param before Well-formed XML.
 */
export function disorderedBy(before: string, after: string): readonly Disorder[] {
  const left = new Map<string, number>();
  for (const { key } of mixedIn(after)) left.set(key, (left.get(key) ?? 0) + 1);
  const found: Disorder[] = [];
  for (const { key, name, at } of mixedIn(before)) {
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    else if (found.length < MAX_LISTED) found.push({ name, line: lineOf(before, at) });
  }
  return found;
}

/** `the order of text and elements in <x:note> (line 3)`. */
export function describeDisorder({ name, line }: Disorder): string {
  return `the order of text and elements in <${name}> (line ${line})`;
}

function* mixedIn(xml: string): Generator<{ readonly key: string; readonly name: string; readonly at: number }> {
  const open: Open[] = [];
  let end = 0;
  for (const { 0: token, 1: data, 2: closing, 3: name, 4: attributes = '', index } of xml.matchAll(MARKUP)) {
    const around = open.at(-1);
    if (around !== undefined) addText(around, xml.slice(end, index).replace(/&(\w+);/g, decoded));
    end = index + token.length;
    if (around !== undefined && data !== undefined) addText(around, data);
    if (name === undefined) continue;
    if (closing === '/') {
      const closed = open.pop();
      if (closed?.text === true && closed.elements)
        yield { ...closed, key: `${closed.name} ${closed.parts.join(' ')}` };
      continue;
    }
    if (around !== undefined) {
      around.parts.push(`<${name}>`);
      around.elements = true;
    }
    if (!attributes.endsWith('/')) open.push({ name, at: index, parts: [], text: false, elements: false });
  }
}

function decoded(whole: string, name: string): string {
  return ENTITIES[name] ?? whole;
}

function addText(to: Open, text: string): void {
  const words = text.trim().replace(/\s+/g, ' ');
  if (words === '') return;
  to.parts.push(words);
  to.text = true;
}
