/** Edits of a file as it was opened, by chance: whatever an editor can do to a model, and several at once. */
import type { ModdleElement } from 'bpmn-moddle';
import { idOf } from '../../../engine/model/element.ts';
import type { SeededChoice } from '../../crash/seeded-choice.ts';
import type { Opened } from '../../engine/model/as-the-designer.ts';

/** One edit: of which kind, of which element, and what else there is to choose. */
export type Edit = readonly [kind: number, which: number, how: number];

/** What edits took away. */
export interface Gone {
  /** Something inside of these, which has no id itself. */
  readonly within: Set<ModdleElement>;
}

interface Property {
  readonly name: string;
  readonly type: string;
  readonly isAttr?: boolean;
  readonly isMany?: boolean;
  readonly isReference?: boolean;
  readonly isVirtual?: boolean;
  readonly isBody?: boolean;
}

type Mutable = Record<string, unknown>;

export const EDITS = 18;
const SIMPLE = new Set(['String', 'Boolean', 'Integer', 'Real']);
const WORDS = [
  '',
  'New',
  'a "b" \'c\'',
  '<&>',
  'ä€😀',
  ' spaced  out ',
  'two\nlines',
  '${x > 1 && y < 2}',
  ']]>',
  '&amp;',
  '-->',
  '?>',
];

export function editsOf(choice: SeededChoice): Edit[] {
  return Array.from(
    { length: choice.below(7) },
    () => [choice.below(EDITS), choice.below(1_000_000), choice.below(1_000_000)] as const,
  );
}

function propertiesOf(element: ModdleElement): readonly Property[] {
  return (element.$descriptor.properties ?? []) as unknown as readonly Property[];
}

function contains({ type, isReference, isVirtual, isAttr, isBody }: Property): boolean {
  return isReference !== true && isVirtual !== true && isAttr !== true && isBody !== true && !SIMPLE.has(type);
}

function isElement(value: unknown): value is ModdleElement {
  return typeof value === 'object' && value !== null && '$type' in value;
}

interface Held {
  readonly property: string;
  readonly child: ModdleElement;
  /** Null: it is the only one there. */
  readonly list: ModdleElement[] | null;
}

/** What an element holds, with where. */
function heldBy(element: ModdleElement): Held[] {
  if (element.$descriptor.isGeneric === true) {
    const list = element.$children as ModdleElement[] | undefined;
    return (list ?? []).map((child) => ({ property: '$children', child, list: list ?? null }));
  }
  return propertiesOf(element)
    .filter(contains)
    .flatMap(({ name, isMany }): Held[] => {
      if (!Object.hasOwn(element, name)) return [];
      const value = element.get(name);
      if (isMany !== true) return isElement(value) ? [{ property: name, child: value, list: null }] : [];
      const list = value as ModdleElement[];
      return list.filter(isElement).map((child) => ({ property: name, child, list }));
    });
}

interface Place {
  readonly element: ModdleElement;
  readonly parent: ModdleElement | null;
  readonly property: string;
  readonly list: ModdleElement[] | null;
}

/** All elements of a model with their places. */
export function placesOf(root: ModdleElement): Place[] {
  const found: Place[] = [{ element: root, parent: null, property: '', list: null }];
  const look = (element: ModdleElement): void => {
    for (const { property, child, list } of heldBy(element)) {
      found.push({ element: child, parent: element, property, list });
      look(child);
    }
  };
  look(root);
  return found;
}

/** Carries out the edits, in their order. Answers in words what each did. */
export function edit({ moddle, definitions }: Opened, edits: readonly Edit[], gone: Gone, round: number): string[] {
  return edits.map(([kind, which, how], index) => {
    const fresh = `new-${round}-${index}-${which}`;
    const places = placesOf(definitions);
    const pick = (test: (place: Place) => boolean = () => true): Place | undefined => {
      const found = places.filter(test);
      return found[which % Math.max(found.length, 1)];
    };
    const word = WORDS[how % WORDS.length] as string;
    const named = ({ element }: Place): string => `${element.$type} ${idOf(element) ?? '-'}`;
    const owner = (element: ModdleElement | null): ModdleElement | null => {
      for (let at = element; at !== null; at = at.$parent ?? null) if (idOf(at) !== null) return at;
      return null;
    };
    const took = (place: Place): void => {
      if (idOf(place.element) !== null) return;
      const from = owner(place.parent);
      if (from !== null) gone.within.add(from);
    };
    const isPlain = ({ element }: Place): boolean => element.$descriptor.isGeneric !== true;
    const put = (parent: ModdleElement, property: Property, child: ModdleElement): void => {
      if (property.isMany === true) {
        const list = parent.get(property.name) as ModdleElement[];
        list.splice(how % (list.length + 1), 0, child);
      } else {
        const old = parent.get(property.name);
        if (isElement(old)) took({ element: old, parent, property: property.name, list: null });
        parent.set(property.name, child);
      }
      Object.assign(child, { $parent: parent });
    };
    const remove = (place: Place): void => {
      if (place.list !== null) place.list.splice(place.list.indexOf(place.element), 1);
      else place.parent?.set(place.property, undefined);
    };
    const has =
      (name: string) =>
      ({ element }: Place): boolean =>
        propertiesOf(element).some((each) => each.name === name);
    switch (kind) {
      case 0: {
        const place = pick(has('name'));
        place?.element.set('name', word === '' ? undefined : word);
        return place === undefined ? '-' : `rename ${named(place)} to ${JSON.stringify(word)}`;
      }
      case 1: {
        const place = pick((each) => isPlain(each) && idOf(each.element) !== null);
        if (place === undefined) return '-';
        const said = `id of ${named(place)} to ${fresh}`;
        place.element.set('id', fresh);
        return said;
      }
      case 2: {
        const place = pick(({ parent }) => parent !== null);
        if (place === undefined) return '-';
        took(place);
        remove(place);
        return `remove ${named(place)} from ${place.parent?.$type}.${place.property}`;
      }
      case 3: {
        const place = pick(isPlain);
        const property =
          place === undefined
            ? undefined
            : chosen(
                propertiesOf(place.element).filter(
                  (each) => contains(each) && each.type !== 'Element' && /^(?:bpmn|bpmndi|dmn|dmndi):/.test(each.type),
                ),
                how,
              );
        if (place === undefined || property === undefined) return '-';
        const type = chosen(kindsOf(moddle, property.type), how >> 3);
        if (type === undefined) return '-';
        const child = moddle.create(type, {});
        if (propertiesOf(child).some(({ name }) => name === 'id')) child.set('id', fresh);
        put(place.element, property, child);
        return `add ${type} ${fresh} to ${named(place)}.${property.name}`;
      }
      case 4: {
        const place = pick(({ parent, list, element }) => parent !== null && list !== null && idOf(element) !== null);
        if (place === undefined) return '-';
        const inside = new Set(placesOf(place.element).map(({ element }) => element));
        const targets = places.filter(
          (each) => each.element !== place.parent && !inside.has(each.element) && has(place.property)(each),
        );
        const target = targets[how % Math.max(targets.length, 1)];
        const property =
          target === undefined ? undefined : propertiesOf(target.element).find(({ name }) => name === place.property);
        if (target === undefined || property?.isMany !== true) return '-';
        remove(place);
        put(target.element, property, place.element);
        return `move ${named(place)} to ${named(target)}`;
      }
      case 5: {
        const place = pick(({ list }) => list !== null && list.length > 1);
        if (place?.list === undefined || place.list === null) return '-';
        if (how % 3 === 0) place.list.reverse();
        else {
          const from = how % place.list.length;
          const [moved] = place.list.splice(from, 1);
          place.list.splice((how >> 4) % (place.list.length + 1), 0, moved as ModdleElement);
        }
        return `reorder ${place.parent?.$type}.${place.property}`;
      }
      case 6: {
        const place = pick(isPlain);
        const property =
          place === undefined
            ? undefined
            : chosen(
                propertiesOf(place.element).filter(
                  ({ name, type, isAttr, isMany, isReference }) =>
                    isAttr === true && isMany !== true && isReference !== true && name !== 'id' && SIMPLE.has(type),
                ),
                how,
              );
        if (place === undefined || property === undefined) return '-';
        const value = property.type === 'Boolean' ? how % 2 === 0 : property.type === 'String' ? word : how % 9;
        place.element.set(property.name, how % 5 === 0 ? undefined : value);
        return `set ${named(place)}.${property.name} to ${String(place.element.get(property.name))}`;
      }
      case 7: {
        const place = pick((each) => has('extensionElements')(each) && isPlain(each));
        if (place === undefined) return '-';
        let extensions = place.element.get('extensionElements');
        if (!isElement(extensions)) {
          extensions = moddle.create(definitions.$type.replace('Definitions', 'ExtensionElements'), { values: [] });
          place.element.set('extensionElements', extensions);
          Object.assign(extensions as object, { $parent: place.element });
        }
        const made = (
          moddle as unknown as { createAny: (type: string, uri: string, properties: object) => ModdleElement }
        ).createAny(
          how % 2 === 0 ? 'added:thing' : 'camunda:property',
          how % 2 === 0 ? 'urn:added' : 'http://camunda.org/schema/1.0/bpmn',
          { name: fresh, value: word, ...(how % 3 === 0 ? { $body: `text ${word}` } : {}) },
        );
        const list = (extensions as ModdleElement).get('values') as ModdleElement[];
        list.splice(how % (list.length + 1), 0, made);
        Object.assign(made, { $parent: extensions });
        return `extend ${named(place)} at ${how % list.length}`;
      }
      case 8: {
        const place = pick(
          ({ parent }) =>
            parent !== null && (parent.$type.endsWith(':ExtensionElements') || parent.$descriptor.isGeneric === true),
        );
        if (place === undefined) return '-';
        took(place);
        remove(place);
        return `remove extension ${named(place)} of ${place.parent?.$type}`;
      }
      case 9: {
        const place = pick(({ element }) => element.$descriptor.isGeneric === true);
        if (place === undefined) return '-';
        const generic = place.element as unknown as Mutable;
        const keys = Object.keys(generic).filter(
          (key) => !key.startsWith('$') && !key.startsWith('xmlns') && !String(generic[key]).includes('mark-'),
        );
        const key = keys[how % Math.max(keys.length, 1)];
        if (how % 4 === 0 && !(place.element.$body ?? '').includes('mark-')) {
          const from = owner(place.element);
          if (from !== null) gone.within.add(from);
          generic['$body'] = word;
          return `body of ${named(place)} to ${JSON.stringify(word)}`;
        }
        generic[key ?? 'added'] = word;
        return `${key ?? 'added'} of ${named(place)} to ${JSON.stringify(word)}`;
      }
      case 10: {
        const place = pick((each) => has('documentation')(each) && Array.isArray(each.element.get('documentation')));
        if (place === undefined) return '-';
        const list = place.element.get('documentation') as ModdleElement[];
        const old = list[how % Math.max(list.length, 1)];
        if (old !== undefined && how % 2 === 0) {
          const from = owner(place.element);
          if (from !== null) gone.within.add(from);
          old.set('text', word);
          return `documentation of ${named(place)} to ${JSON.stringify(word)}`;
        }
        const made = moddle.create('bpmn:Documentation', { text: word });
        Object.assign(made, { $parent: place.element });
        list.splice(how % (list.length + 1), 0, made);
        return `document ${named(place)}`;
      }
      case 11: {
        const place = pick(
          ({ element, list }) =>
            list !== null && element.$instanceOf?.('bpmn:Activity') === true && idOf(element) !== null,
        );
        if (place?.list === undefined || place.list === null || place.parent === null) return '-';
        const type = [
          'bpmn:UserTask',
          'bpmn:ServiceTask',
          'bpmn:ScriptTask',
          'bpmn:SubProcess',
          'bpmn:CallActivity',
          'bpmn:Task',
        ][how % 6] as string;
        const made = moddle.create(type, {});
        const known = new Set(propertiesOf(made).map(({ name }) => name));
        for (const { name, isVirtual } of propertiesOf(place.element)) {
          if (isVirtual === true || !Object.hasOwn(place.element, name)) continue;
          if (!known.has(name)) {
            gone.within.add(place.element);
            continue;
          }
          made.set(name, place.element.get(name));
        }
        Object.assign(made.$attrs as object, place.element.$attrs);
        for (const { child } of heldBy(made)) Object.assign(child, { $parent: made });
        Object.assign(made, { $parent: place.parent });
        place.list[place.list.indexOf(place.element)] = made;
        return `morph ${named(place)} to ${type}`;
      }
      case 12: {
        const place = pick(({ element }) => element.$type === 'dc:Bounds' || element.$type === 'dc:Point');
        place?.element.set('x', how % 1000);
        place?.element.set('y', how % 777);
        return place === undefined
          ? '-'
          : `draw ${named(place)} of ${place.parent === null ? '' : (idOf(place.parent) ?? '')}`;
      }
      case 13: {
        const place = pick(
          ({ element }) =>
            propertiesOf(element).some(({ isBody }) => isBody === true) ||
            has('script')({ element, parent: null, property: '', list: null }),
        );
        if (place === undefined) return '-';
        const body = propertiesOf(place.element).find(
          ({ isBody, name }) => isBody === true || name === 'script' || name === 'text',
        );
        if (body === undefined) return '-';
        const from = owner(place.element);
        if (from !== null) gone.within.add(from);
        place.element.set(body.name, word === '' ? undefined : word);
        return `${body.name} of ${named(place)} to ${JSON.stringify(word)}`;
      }
      case 14: {
        const place = pick(isPlain);
        if (place === undefined) return '-';
        const attributes = place.element.$attrs as Mutable;
        const key = Object.keys(attributes).filter(
          (each) => !each.includes('xmlns') && !String(attributes[each]).includes('mark-'),
        )[0];
        if (key !== undefined && how % 2 === 0) delete attributes[key];
        else if (key !== undefined) attributes[key] = word;
        else if (place.element.$type.startsWith('bpmn:')) place.element.set('cairn:retries', how % 9);
        return `${key ?? 'cairn:retries'} of ${named(place)}`;
      }
      case 15: {
        const place = pick(({ element }) => element.$instanceOf?.('bpmn:FlowElementsContainer') === true);
        if (place === undefined) return '-';
        const list = place.element.get('flowElements') as ModdleElement[];
        const from = how % (list.length + 1);
        const taken = list.splice(from, 1 + ((how >> 5) % 4));
        const made = moddle.create('bpmn:SubProcess', { id: fresh, flowElements: taken });
        for (const each of taken) Object.assign(each, { $parent: made });
        Object.assign(made, { $parent: place.element });
        list.splice(from, 0, made);
        return `wrap ${taken.map((each) => idOf(each)).join(' ')} of ${named(place)} in ${fresh}`;
      }
      case 16: {
        const property = ['incoming', 'outgoing'][how % 2] as string;
        const place = pick((each) => has(property)(each) && (each.element.get(property) as unknown[]).length > 0);
        if (place === undefined) return '-';
        const list = place.element.get(property) as ModdleElement[];
        if (how % 4 < 2) list.reverse();
        else {
          list.splice((how >> 3) % list.length, 1);
          const from = owner(place.element);
          if (from !== null) gone.within.add(from);
        }
        return `${property} of ${named(place)}`;
      }
      default: {
        // A subprocess is opened: what it holds takes its place.
        const place = pick(({ element, list }) => list !== null && element.$type === 'bpmn:SubProcess');
        if (place?.list === undefined || place.list === null || place.parent === null) return '-';
        const held = (place.element.get('flowElements') as ModdleElement[]).splice(0);
        for (const each of held) Object.assign(each, { $parent: place.parent });
        place.list.splice(place.list.indexOf(place.element), 1, ...held);
        return `unwrap ${named(place)}`;
      }
    }
  });
}

function chosen<T>(of: readonly T[], number: number): T | undefined {
  return of[number % Math.max(of.length, 1)];
}

/** Types of a type that can be made and written. */
function kindsOf(moddle: Opened['moddle'], type: string): string[] {
  const map = moddle.registry.typeMap as unknown as Record<
    string,
    { readonly name: string; readonly isAbstract?: boolean; readonly superClass?: string[] }
  >;
  const isA = (name: string): boolean => name === type || (map[name]?.superClass ?? []).some(isA);
  return Object.keys(map).filter(
    (name) => /^(?:bpmn|bpmndi|dmn|dmndi):/.test(name) && map[name]?.isAbstract !== true && isA(name),
  );
}
