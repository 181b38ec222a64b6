/**
 * What writing a file would lose: the elements of the text that was read against those of the text that would be written.
 * The parser leaves out what it does not know, and what is there twice where there is room for one. Comments it never keeps.
 */
import { MAX_LISTED } from './limits.ts';
import { lineOf, MARKUP } from './markup.ts';
import { BPMN, BPMN_DIAGRAM } from './namespace.ts';

/** Elements of one name, in one place of the file, of which at least one would be lost; or comments of the same words. */
export interface Loss {
  /** As the file spells it; of a comment what stands between its angle brackets, shortened. */
  readonly name: string;
  /** How many of them would be lost. */
  readonly count: number;
  /** Where they are; more than `count` where it cannot be said which ones are lost. */
  readonly lines: readonly number[];
}

interface Found {
  readonly name: string;
  /** Its name and those of the elements around it, whatever the prefixes. */
  readonly path: string;
  readonly id: string | null;
  readonly at: number;
}

/** How many lines are named of elements of one name. */
const MAX_LINES = 10;
/** How many characters are shown of a comment. */
const MAX_COMMENT = 60;

const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * The elements of `before` that `after` does not have; diagrams are not looked at.
 * @param before Well-formed XML, as `outline` says.
 */
export function lossesOf(before: string, after: string): readonly Loss[] {
  const left = new Map<string, number>();
  const ids = new Set<string>();
  for (const { path, id } of elementsOf(after)) {
    left.set(path, (left.get(path) ?? 0) + 1);
    if (id !== null) ids.add(`${path}#${id}`);
  }
  const places = new Map<string, Found[]>();
  for (const found of elementsOf(before)) {
    const place = places.get(found.path);
    if (place === undefined) places.set(found.path, [found]);
    else place.push(found);
  }
  const lost = [...places].flatMap(([path, place]) => {
    const count = place.length - (left.get(path) ?? 0);
    return count > 0 ? [{ path, place, count }] : [];
  });
  const paths = new Set(lost.map(({ path }) => path));
  return lost
    .filter(({ path }) => !paths.has(path.slice(0, path.lastIndexOf(' '))))
    .slice(0, MAX_LISTED)
    .map(({ path, place, count }) => {
      const candidates = place.filter(({ id }) => id === null || !ids.has(`${path}#${id}`));
      const lines = candidates.slice(0, MAX_LINES).map(({ at }) => lineOf(before, at));
      return { name: place[0]?.name ?? '', count, lines };
    });
}

/** The comments of `before`, and its instructions to programs, that `after` does not have; those of diagrams too. */
export function commentsLost(before: string, after: string): readonly Loss[] {
  const left = new Map<string, number>();
  for (const { name } of commentsOf(after)) left.set(name, (left.get(name) ?? 0) + 1);
  const places = new Map<string, number[]>();
  for (const { name, at } of commentsOf(before)) {
    const place = places.get(name);
    if (place === undefined) places.set(name, [at]);
    else place.push(at);
  }
  return [...places]
    .map(([name, place]) => ({ name, place, count: place.length - (left.get(name) ?? 0) }))
    .filter(({ count }) => count > 0)
    .slice(0, MAX_LISTED)
    .map(({ name, place, count }) => ({
      name: shortened(name),
      count,
      lines: place.slice(0, MAX_LINES).map((at) => lineOf(before, at)),
    }));
}

/** `<foo:thing> (line 3), one of <documentation> (lines 4, 8)`. */
export function describeLosses(losses: readonly Loss[]): string {
  return losses
    .map(({ name, count, lines }) => {
      const many = lines.length > count ? `${count} of ` : '';
      return `${many}<${name}> (${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')})`;
    })
    .join(', ');
}

function* commentsOf(xml: string): Generator<{ readonly name: string; readonly at: number }> {
  for (const { 0: token, index } of xml.matchAll(MARKUP)) {
    if (/^<(?:!--|\?(?!xml\s))/.test(token)) yield { name: token.slice(1, -1).replace(/\s+/g, ' '), at: index };
  }
}

/** So that a long comment can still be told from others by its beginning. */
function shortened(name: string): string {
  if (name.length <= MAX_COMMENT) return name;
  return `${name.slice(0, MAX_COMMENT - 4).trimEnd()} …${name.startsWith('!--') ? '--' : '?'}`;
}

/** The elements of a text outside of its diagrams. */
function* elementsOf(xml: string): Generator<Found> {
  const open: { readonly path: string; readonly bindings: ReadonlyMap<string, string>; readonly skipped: boolean }[] =
    [];
  for (const { 2: closing, 3: name, 4: attributes = '', index } of xml.matchAll(MARKUP)) {
    if (name === undefined) continue;
    if (closing === '/') {
      open.pop();
      continue;
    }
    const parent = open.at(-1);
    let bindings = parent?.bindings ?? new Map<string, string>();
    let id: string | null = null;
    for (const [, key = '', double, single] of attributes.matchAll(ATTRIBUTE)) {
      const value = double ?? single ?? '';
      if (key === 'id') id = value.trim();
      if (/^xmlns(?::|$)/.test(key)) bindings = new Map(bindings).set(key.slice(6), value);
    }
    const colon = name.indexOf(':');
    const uri = bindings.get(colon === -1 ? '' : name.slice(0, colon)) ?? '';
    const local = name.slice(colon + 1);
    const path = `${parent?.path ?? ''} {${uri}}${uri === BPMN ? spelled(local) : local}`;
    const skipped = parent?.skipped === true || (uri === BPMN_DIAGRAM && local === 'BPMNDiagram');
    if (!skipped) yield { name, path, id, at: index };
    if (!attributes.endsWith('/')) open.push({ path, bindings, skipped });
  }
}

/** What the parser takes for the same: a large first letter, and a formal expression by either of its names. */
function spelled(local: string): string {
  const small = local.charAt(0).toLowerCase() + local.slice(1);
  return small === 'formalExpression' ? 'expression' : small;
}
