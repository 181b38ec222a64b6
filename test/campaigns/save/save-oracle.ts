/** What must be true of every save, whatever was edited. */
import type { ModdleElement } from 'bpmn-moddle';
import { asUtf8, OriginalText } from '../../../engine/model/original-text.ts';
import {
  attributesOf,
  childElements,
  isDeclaration,
  sourceTree,
  type SourceElement,
} from '../../../engine/model/source-tree.ts';
import { idOf } from '../../../engine/model/element.ts';
import { opened, saved, written } from '../../engine/model/as-the-designer.ts';
import { edit, placesOf, type Edit, type Gone } from './random-edit.ts';

export interface Judged {
  /** What was saved. */
  readonly text: string;
  readonly faults: readonly string[];
  /** The edits in words. */
  readonly did: readonly string[];
  /** Marks that had to be there, and were looked for. */
  readonly looked: number;
}

/** Opens, edits and saves a text. One that cannot be opened is as it was. */
export async function judgedSave(
  text: string,
  marks: readonly string[],
  edits: readonly Edit[],
  round: number,
): Promise<Judged> {
  const file = await opened(text).catch(() => null);
  if (file === null) return { text, faults: [], did: [], looked: 0 };
  const faults: string[] = [];
  const objects = new Map<string, ModdleElement>();
  for (const { element } of placesOf(file.definitions)) {
    const id = idOf(element);
    if (id !== null) objects.set(id, element);
  }
  const unedited = await written(file);
  const original = new OriginalText(text, unedited);
  if (original.with(unedited) !== asUtf8(text)) faults.push('unedited it is another text');
  const gone: Gone = { within: new Set() };
  const did = edit(file, edits, gone, round);
  const edited = await written(file);
  const kept = original.with(edited);
  faults.push(...formFaults(kept));
  if (faults.length > 0) return { text: kept, faults, did, looked: 0 };
  const means = canonical(await written(await opened(kept)));
  const meant = canonical(await written(await opened(edited)));
  if (means !== meant) faults.push(`it means something else: ${difference(meant, means)}`);
  const again = await saved(kept);
  if (again !== kept) faults.push('saved again it is another text');
  const there = new Set(placesOf(file.definitions).map(({ element }) => element));
  const ids = new Set([...there].map((element) => idOf(element)));
  const { looked, faults: lost } = markFaults(text, kept, marks, (id) => {
    const element = objects.get(id);
    if (element === undefined) return 'unknown';
    if (!there.has(element) && !ids.has(id)) return 'gone';
    return [...gone.within].some((each) => each === element || idOf(each) === id) ? 'part' : 'there';
  });
  faults.push(...lost, ...letterFaults(text, unedited, edited, kept));
  return { text: kept, faults, did, looked };
}

/** Where two texts differ first. */
function difference(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const from = Math.max(one.lastIndexOf('<', at), at - 200);
  return `${JSON.stringify(one.slice(from, at + 100))} became ${JSON.stringify(other.slice(from, at + 100))}`;
}

const UNORDERED =
  /^(?:[^:]+:)?(?:definitions|collaboration|process|[sS]ubProcess|transaction|adHocSubProcess|lane|BPMNPlane|\w*(?:Task|task|Event|Gateway|callActivity))$/;

/** The same for all that is the same, whatever prefixes it is written with, and where they are bound. */
function canonical(text: string): string {
  const of = (element: SourceElement): string => {
    const resolve = (name: string): string => {
      const colon = name.indexOf(':');
      const uri = element.bindings.get(colon === -1 ? '' : name.slice(0, colon)) ?? '';
      return `{${uri}}${name.slice(colon + 1)}`;
    };
    const attributes = attributesOf(element)
      .filter(({ name }) => !isDeclaration(name))
      .map(({ name, value }) => {
        const key = name.includes(':') ? resolve(name) : name;
        return ` ${key}="${key.endsWith('}type') ? resolve(value) : value}"`;
      });
    const inside = element.parts.map(({ element: child, start, end }) =>
      child === null ? text.slice(start, end) : of(child),
    );
    // In some the order means nothing, and stays what it was.
    const sorted = UNORDERED.test(element.name) ? inside.toSorted() : inside;
    return `<${element.resolved}${attributes.toSorted().join('')}>${sorted.join('')}</>`;
  };
  return of(sourceTree(text) as SourceElement);
}

function all(element: SourceElement): SourceElement[] {
  return [element, ...childElements(element).flatMap(all)];
}

/** What XML and its namespaces forbid, as far as a merge may do it. */
function formFaults(text: string): string[] {
  const root = sourceTree(text);
  if (root === null) return ['it is not well-formed'];
  return all(root).flatMap((element) => {
    const faults: string[] = [];
    const seen = new Set<string>();
    const bound = (prefix: string): string | undefined => element.bindings.get(prefix);
    if (element.name.includes(':') && bound(element.name.replace(/:.*/, '')) === undefined)
      faults.push(`<${element.name}> is not bound`);
    for (const { name, value } of attributesOf(element)) {
      const key =
        name.includes(':') && !isDeclaration(name)
          ? `{${bound(name.replace(/:.*/, '')) ?? name}}${name.replace(/^.*:/, '')}`
          : name;
      if (seen.has(key)) faults.push(`<${element.name}> has ${name} twice`);
      seen.add(key);
      if (name.startsWith('xmlns:') && value === '') faults.push(`<${element.name}> binds ${name} to nothing`);
      if (value.includes('<') || /&(?!#?\w+;)/.test(value)) faults.push(`${name} of <${element.name}> is not escaped`);
    }
    for (const { kind, start, end } of element.parts) {
      const part = text.slice(start, end);
      if (kind === 'text' && (/&(?!#?\w+;)/.test(part) || part.includes(']]>')))
        faults.push(`text of <${element.name}> is not escaped`);
      if (kind === 'note' && part.startsWith('<!--') && part.slice(4, -3).includes('--'))
        faults.push('a comment holds two dashes');
    }
    return faults;
  });
}

const count = (text: string, part: string): number => text.split(part).length - 1;

/** Marks that are lost, or doubled. */
function markFaults(
  text: string,
  kept: string,
  marks: readonly string[],
  fate: (id: string) => 'there' | 'part' | 'gone' | 'unknown',
): { readonly looked: number; readonly faults: readonly string[] } {
  const root = sourceTree(text);
  const faults: string[] = [];
  let looked = 0;
  if (root === null) throw new Error('not well-formed');
  const elements = all(root);
  const unique = new Map<string, number>();
  for (const { id } of elements) if (id !== null) unique.set(id, (unique.get(id) ?? 0) + 1);
  for (const mark of marks) {
    const place = text.indexOf(mark);
    if (place === -1) continue;
    const around = elements.filter(({ start, end }) => start < place && place < end);
    // In the tag of one, or in what it holds.
    const at = around.findLastIndex(({ id }) => id !== null && unique.get(id) === 1);
    const nearest = around[at];
    const found = count(kept, mark);
    if (found > 1) faults.push(`${mark} is there ${found} times`);
    const outer = nearest === undefined ? 'there' : fate(nearest.id as string);
    const deeper = at < around.length - 1;
    if (
      nearest === undefined ||
      outer === 'gone' ||
      outer === 'unknown' ||
      (deeper && outer === 'part') ||
      /(?:incoming|outgoing|flowNodeRef)$/.test(around.at(-1)?.name ?? '')
    )
      continue;
    looked += 1;
    if (found === 0)
      faults.push(`${mark} in ${around.map(({ name, id }) => name + (id === null ? '' : `#${id}`)).join('/')} is lost`);
  }
  return { looked, faults };
}

/** Elements that nobody edited and that are written otherwise. */
function letterFaults(text: string, unedited: string, edited: string, kept: string): string[] {
  const root = sourceTree(text) as SourceElement;
  const roots = [text, unedited, edited].map((each) => {
    const found = new Map<string, SourceElement | null>();
    for (const element of all(sourceTree(each) as SourceElement)) {
      if (element.id !== null) found.set(element.id, found.has(element.id) ? null : element);
    }
    return found;
  }) as [Map<string, SourceElement | null>, Map<string, SourceElement | null>, Map<string, SourceElement | null>];
  const flat = (source: string, { start, end }: SourceElement): string =>
    source.slice(start, end).replace(/>\s+</g, '><');
  const faults: string[] = [];
  for (const [id, element] of roots[0]) {
    const [before, after] = [roots[1].get(id), roots[2].get(id)];
    // What is moved out of where prefixes are bound takes them with it.
    if (element?.parent?.bindings !== root.bindings) continue;
    if (element === null || before === null || before === undefined || after === null || after === undefined) continue;
    if (flat(unedited, before) === flat(edited, after)) {
      if (!kept.includes(text.slice(element.start, element.end))) faults.push(`#${id} is written otherwise`);
    } else if (
      unedited.slice(before.start, before.contentStart).replace(/\s*\/>$/, '>') ===
      edited.slice(after.start, after.contentStart).replace(/\s*\/>$/, '>')
    ) {
      const tag = text.slice(element.start, element.contentStart).replace(/\s*\/?>$/, '');
      if (!kept.includes(tag)) faults.push(`the tag of #${id} is written otherwise`);
    }
  }
  return faults.slice(0, 3);
}
