/** Reads data associations: from where to where a value goes, and on what way (BPMN 2.0.2, 10.4.1). */
import type { Document } from './document.ts';
import { childOf, childrenOf, describe, idOf, rawTextOf, textOf, type Element } from './element.ts';
import { readValue } from './expression.ts';
import { readFormal } from './formal-expression.ts';
import type { DataAssignment, DataAssociation, DataPlace, DataSource } from './graph/data.ts';
import type { Expression } from './graph/expression.ts';
import { isStore, objectOf, placeOf } from './item.ts';
import type { Report } from './report.ts';
import { assignsText } from './written-for.ts';

/** What bpmn-js draws an association to when the activity has no data input. */
export const PLACEHOLDER = '__targetRef_placeholder';
const SECTION = '(BPMN 2.0.2, 10.4.1)';

export interface Reading {
  /** The activity or event whose associations are read. */
  readonly node: Element;
  readonly document: Document;
  readonly report: Report;
}

/** Null: it moves nothing, which is reported, or it is wrong, which is reported too. */
export function readAssociation(
  reading: Reading,
  association: Element,
  own: readonly Element[],
): DataAssociation | null {
  const { node, report, document } = reading;
  const into = association.$type === 'bpmn:DataInputAssociation';
  const target = childOf(association, 'targetRef');
  const assignments = childrenOf(association, 'assignment');
  const isDrawing =
    (target?.$type === 'bpmn:Property' && textOf(target, 'name') === PLACEHOLDER) ||
    (!into &&
      isEmpty(association, document) &&
      childOf(association, 'transformation') === null &&
      assignments.length === 0);
  if (isDrawing) {
    const end = into ? 'leads to no data input' : 'has no source';
    report.note(node, 'data-drawn', `its association${idText(association)} ${end}: it is drawn, and moves nothing.`);
    return null;
  }
  const sources = childrenOf(association, 'sourceRef').flatMap(
    (item) => readSource(reading, association, item, own) ?? [],
  );
  const named = document.dangling.nameOf(association, 'sourceRef');
  // Some engines' files name a variable where BPMN refers to an item.
  if (named !== null) sources.push({ place: { kind: 'variable', name: named }, names: [named] });
  const transformation = readFormal(node, 'transformation', document, report, association);
  checkEnds(reading, association, own);
  const read = assignments.flatMap((each) => readAssignment(reading, association, each, own) ?? []);
  const place = target === null ? null : placeSeen(reading, association, target, own);
  if (target === null && assignments.length === 0) {
    if (!document.dangling.has(association, 'targetRef'))
      report.error(node, 'data-association', `its association${idText(association)} leads nowhere ${SECTION}.`);
    return null;
  }
  const count = childrenOf(association, 'sourceRef').length + (named === null ? 0 : 1);
  if (assignments.length === 0 && childOf(association, 'transformation') === null && count !== 1) {
    report.error(
      node,
      'data-association',
      `its association${idText(association)} has ${count} sources; without a transformation or an assignment it copies one ${SECTION}.`,
    );
    return null;
  }
  return { sources, target: place, transformation, assignments: read };
}

function isEmpty(association: Element, document: Document): boolean {
  return childrenOf(association, 'sourceRef').length === 0 && !document.dangling.has(association, 'sourceRef');
}

function idText(association: Element): string {
  const id = idOf(association);
  return id === null ? '' : ` ${id}`;
}

function readSource(reading: Reading, association: Element, item: Element, own: readonly Element[]): DataSource | null {
  const place = placeSeen(reading, association, item, own);
  if (place === null) return null;
  const ids = [idOf(item), idOf(objectOf(item))].filter((id) => id !== null);
  return { place, names: [...new Set([place.name, ...ids])] };
}

/** Where an item lives; null when the activity cannot see it. */
function placeSeen(
  { node, report }: Reading,
  association: Element,
  item: Element,
  own: readonly Element[],
): DataPlace | null {
  const place = item.$instanceOf('bpmn:ItemAwareElement') ? placeOf(item) : null;
  if (place === null) {
    report.error(
      node,
      'data-association',
      `its association${idText(association)} leads to ${describe(item)}, which holds no data ${SECTION}.`,
    );
    return null;
  }
  if (own.includes(item) || isOfLoop(item)) return { kind: 'own', name: place.name };
  const home = isStore(item) ? null : homeOf(objectOf(item));
  if (home === null || isAround(home, node)) return place;
  report.error(
    node,
    'data-out-of-scope',
    `its association${idText(association)} leads to ${describe(item)}, which belongs to ${idOf(home) ?? home.$type}: nothing outside of that sees it ${SECTION}.`,
  );
  return null;
}

/** The process, subprocess, activity or event that an item lives and dies with. */
function homeOf(item: Element): Element | null {
  let at = item.$parent;
  while (at !== undefined && !at.$instanceOf('bpmn:FlowNode') && !at.$instanceOf('bpmn:CallableElement'))
    at = at.$parent;
  return at ?? null;
}

function isAround(home: Element, node: Element): boolean {
  for (let at: Element | undefined = node; at !== undefined; at = at.$parent) if (at === home) return true;
  return false;
}

/** Into an activity leads what ends at its data inputs, out of it what begins at its data outputs. */
function checkEnds({ node, report }: Reading, association: Element, own: readonly Element[]): void {
  const into = association.$type === 'bpmn:DataInputAssociation';
  const target = childOf(association, 'targetRef');
  const ends = into ? (target === null ? [] : [target]) : childrenOf(association, 'sourceRef');
  const other = ends.find((end) => !own.includes(end) && !isOfLoop(end));
  if (other === undefined) return;
  report.error(
    node,
    'data-association',
    into
      ? `its data input association${idText(association)} leads to ${describe(other)}, no data input or property of it ${SECTION}.`
      : `its data output association${idText(association)} begins at ${describe(other)}, no data output or property of it ${SECTION}.`,
  );
}

/** `inputDataItem` and `outputDataItem`. */
function isOfLoop(item: Element): boolean {
  return item.$parent?.$instanceOf('bpmn:LoopCharacteristics') === true;
}

/** A name, or a path into what it names. */
const PATH = /^[\p{L}_$][^.()[\]{}"'+*/<>=!?,;]*(?:\.[\p{L}_$][^.()[\]{}"'+*/<>=!?,;]*)*$/u;

/** BPMN's functions name an item; `$order/total` and `order/total` are paths into one, too. */
const XPATH_ITEM =
  /^(?:\$|[\w-]+:get(?:DataObject|DataInput|DataOutput|ProcessProperty)\(\s*(?<quote>["'])(?<item>[^"']*)\k<quote>\s*\)|)(?<rest>[^()$"']*)$/u;

/** The item or part of one that an assignment goes to, with dots between. */
function pathOf({ language, text, data }: Expression): string {
  if (language !== 'xpath') return text.replace(/^[$#]\{([^{}]*)\}$/, '$1').trim();
  const groups = XPATH_ITEM.exec(text.trim())?.groups;
  if (groups === undefined) return text;
  const { item = '', rest = '' } = groups;
  const variable = data !== undefined && Object.hasOwn(data.variables, item) ? data.variables[item] : item;
  return `${variable}${rest.replaceAll(/\s*\/\s*/g, '.')}`;
}

/** A text that is meant as it stands; null: it says otherwise, or the file does. */
function plainEnd(assignment: Element, end: 'from' | 'to', document: Document): Expression | null {
  const part = childOf(assignment, end);
  const text = part === null ? null : textOf(part, 'body');
  if (part === null || text === null || rawTextOf(part, 'language') !== null) return null;
  if (!assignsText(document.definitions, document.expressionLanguage)) return null;
  return readValue(text);
}

function readAssignment(
  reading: Reading,
  association: Element,
  assignment: Element,
  own: readonly Element[],
): DataAssignment | null {
  const { node, report, document } = reading;
  for (const end of ['from', 'to']) {
    if (childOf(assignment, end) !== null) continue;
    report.error(
      node,
      'data-association',
      `an assignment of its association${idText(association)} has no ${end} ${SECTION}.`,
    );
    return null;
  }
  const from = plainEnd(assignment, 'from', document) ?? readFormal(node, 'from', document, report, assignment);
  const to = plainEnd(assignment, 'to', document) ?? readFormal(node, 'to', document, report, assignment);
  if (from === null || to === null) return null;
  const path = pathOf(to);
  if (!PATH.test(path)) {
    report.error(
      node,
      'data-association',
      `an assignment of its association${idText(association)} goes to "${path}"; it can go to an item, or to a part of one such as order.total.`,
    );
    return null;
  }
  const [first = '', ...rest] = path.split('.').map((part) => part.trim());
  const items = [childOf(association, 'targetRef'), ...own, ...childrenOf(association, 'sourceRef')];
  const item = items.find((each) => each !== null && (idOf(each) === first || placeOf(each)?.name === first)) ?? null;
  const place = item === null ? null : placeSeen(reading, association, item, own);
  const into = association.$type === 'bpmn:DataInputAssociation';
  if (item !== null && place === null) return null;
  if (!into || place?.kind === 'own') return { from, to: place ?? { kind: 'variable', name: first }, path: rest };
  report.error(
    node,
    'data-association',
    `an assignment of its data input association${idText(association)} goes to "${first}", no data input or property of it ${SECTION}.`,
  );
  return null;
}
