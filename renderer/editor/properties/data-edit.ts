/**
 * The data inputs and outputs of activities and events, and what moves between them and the outside (BPMN 2.0.2, 10.4):
 * read as the panel shows them, and changed so that one undo takes a change back.
 */
import type { ModdleElement } from 'bpmn-moddle';
import { childOf, childrenOf, rawTextOf } from '../../../engine/model/element.ts';
import { PLACEHOLDER } from '../../../engine/model/data-association.ts';
import type { DiagramElement } from '../diagram-services.ts';
import { together } from '../together.ts';
import { isA, make, type Pair, type Subject } from './edit.ts';

export type Side = 'input' | 'output';

interface Words {
  readonly item: string;
  readonly items: string;
  readonly set: string;
  readonly sets: string;
  readonly refs: string;
  readonly association: string;
  readonly associations: string;
}

const words: Readonly<Record<Side, Words>> = {
  input: {
    item: 'DataInput',
    items: 'dataInputs',
    set: 'inputSet',
    sets: 'inputSets',
    refs: 'dataInputRefs',
    association: 'DataInputAssociation',
    associations: 'dataInputAssociations',
  },
  output: {
    item: 'DataOutput',
    items: 'dataOutputs',
    set: 'outputSet',
    sets: 'outputSets',
    refs: 'dataOutputRefs',
    association: 'DataOutputAssociation',
    associations: 'dataOutputAssociations',
  },
};

/** The text of an expression that is an element of its own. */
export function bodyOf(holder: ModdleElement, property: string): string {
  const expression = childOf(holder, property);
  return expression === null ? '' : (rawTextOf(expression, 'body') ?? '');
}

function nameOf(each: ModdleElement): string {
  return rawTextOf(each, 'name') ?? rawTextOf(each, 'id') ?? '';
}

/** What an association leads to or comes from at the activity; empty: it is only drawn. */
export function endOf(association: ModdleElement, side: Side): string {
  const end = side === 'input' ? childOf(association, 'targetRef') : (childrenOf(association, 'sourceRef')[0] ?? null);
  const name = end === null ? '' : nameOf(end);
  return name === PLACEHOLDER ? '' : name;
}

/** Lets a drawn association lead to, or come from, the data input or output of that name; empty: it is only drawn. */
export function setEnd(subject: Subject, activity: DiagramElement, side: Side, name: string): void {
  const { session, element } = subject;
  const association = element.businessObject;
  together(session.host, () => {
    if (side === 'input') {
      const target = name === '' ? placeholder(subject, activity) : item(subject, activity, side, name);
      session.modeling.updateModdleProperties(element, association, { targetRef: target });
    } else {
      const sourceRef = name === '' ? [] : [item(subject, activity, side, name)];
      session.modeling.updateModdleProperties(element, association, { sourceRef });
    }
  });
}

/** What bpmn-js lets an association lead to that is only drawn. */
function placeholder(subject: Subject, activity: DiagramElement): ModdleElement {
  const { session } = subject;
  const owner = activity.businessObject;
  const properties = childrenOf(owner, 'properties');
  const found = properties.find((each) => rawTextOf(each, 'name') === PLACEHOLDER);
  if (found !== undefined) return found;
  const made = withId(subject, make(subject, 'bpmn:Property', owner, { name: PLACEHOLDER }), 'Property_');
  session.modeling.updateModdleProperties(activity, owner, { properties: [...properties, made] });
  return made;
}

function withId(subject: Subject, made: ModdleElement, prefix: string): ModdleElement {
  made.set('id', subject.session.moddle.ids.nextPrefixed(prefix, made));
  return made;
}

/** The data input or output of that name; it is made where there is none. */
function item(subject: Subject, activity: DiagramElement, side: Side, name: string): ModdleElement {
  const { session } = subject;
  const { items, refs, sets } = words[side];
  const holder = holderOf(subject, activity);
  const all = childrenOf(holder, items);
  const found = all.find((each) => nameOf(each) === name);
  if (found !== undefined) return found;
  const made = newItem(subject, holder, side, name);
  session.modeling.updateModdleProperties(activity, holder, { [items]: [...all, made] });
  const set = setsOf(subject, activity, holder, side)[0];
  if (set !== undefined)
    session.modeling.updateModdleProperties(activity, set, { [refs]: [...childrenOf(set, refs), made] });
  else if (isA(activity, 'bpmn:Activity'))
    session.modeling.updateModdleProperties(activity, holder, { [sets]: [newSet(subject, holder, side, [made])] });
  return made;
}

function newItem(subject: Subject, holder: ModdleElement, side: Side, name: string): ModdleElement {
  const { item: type } = words[side];
  return withId(subject, make(subject, `bpmn:${type}`, holder, { name }), `${type}_`);
}

function newSet(subject: Subject, holder: ModdleElement, side: Side, items: readonly ModdleElement[]): ModdleElement {
  const type = side === 'input' ? 'InputSet' : 'OutputSet';
  const made = make(subject, `bpmn:${type}`, holder);
  // They are referred to, and stay where they are.
  made.set(words[side].refs, [...items]);
  return withId(subject, made, `${type}_`);
}

/** What has the data inputs and outputs: an event itself, or the specification of an activity, which is made here. */
function holderOf(subject: Subject, activity: DiagramElement): ModdleElement {
  const { session } = subject;
  const owner = activity.businessObject;
  if (isA(activity, 'bpmn:Event')) return owner;
  const known = childOf(owner, 'ioSpecification');
  if (known !== null) return known;
  const made = withId(subject, make(subject, 'bpmn:InputOutputSpecification', owner), 'InputOutputSpecification_');
  made.set('inputSets', [newSet(subject, made, 'input', [])]);
  made.set('outputSets', [newSet(subject, made, 'output', [])]);
  session.modeling.updateModdleProperties(activity, owner, { ioSpecification: made });
  return made;
}

function setsOf(
  subject: Subject,
  activity: DiagramElement,
  holder: ModdleElement,
  side: Side,
): readonly ModdleElement[] {
  const { set, sets } = words[side];
  if (!isA(activity, 'bpmn:Event')) return childrenOf(holder, sets);
  const known = childOf(holder, set);
  if (known !== null) return [known];
  const made = newSet(subject, holder, side, []);
  subject.session.modeling.updateModdleProperties(activity, holder, { [set]: made });
  return [made];
}

/** `from` and `to` of the assignments of an association. */
export function assignmentsOf(association: ModdleElement): readonly Pair[] {
  return childrenOf(association, 'assignment').map((each) => ({
    name: bodyOf(each, 'to'),
    value: bodyOf(each, 'from'),
  }));
}

export function makeAssignments(subject: Subject, association: ModdleElement, rows: readonly Pair[]): ModdleElement[] {
  return rows.map(({ name, value }) => {
    const made = make(subject, 'bpmn:Assignment', association);
    const expression = (body: string): ModdleElement => make(subject, 'bpmn:FormalExpression', made, { body });
    made.set('from', expression(value));
    made.set('to', expression(name));
    return made;
  });
}

/** Associations that are in no diagram and make one assignment: what the panel of an activity shows as rows. */
function rowsAmong({ session, element }: Subject, side: Side): readonly ModdleElement[] {
  return childrenOf(element.businessObject, words[side].associations).filter(
    (each) =>
      session.registry.get(rawTextOf(each, 'id') ?? '') === undefined &&
      childrenOf(each, 'assignment').length === 1 &&
      childOf(each, 'transformation') === null &&
      childrenOf(each, 'sourceRef').length <= (side === 'input' ? 0 : 1),
  );
}

/** Inputs by their names; outputs by where they go. */
export function dataRows(subject: Subject, side: Side): readonly Pair[] {
  return rowsAmong(subject, side).map((each) => {
    const [assignment] = assignmentsOf(each);
    const name = side === 'input' ? endOf(each, side) : (assignment?.name ?? '');
    return { name, value: assignment?.value ?? '' };
  });
}

/** Puts rows in the place of those that are shown; what is drawn stays. */
export function setDataRows(subject: Subject, side: Side, rows: readonly Pair[]): void {
  const { session, element } = subject;
  const owner = element.businessObject;
  const { associations, association: type } = words[side];
  const shown = rowsAmong(subject, side);
  together(session.host, () => {
    const made = rows.map(({ name, value }) => {
      const one = withId(subject, make(subject, `bpmn:${type}`, owner), `${type}_`);
      const to = side === 'input' && name === '' ? 'input' : name;
      if (side === 'input') one.set('targetRef', item(subject, element, side, to));
      one.set('assignment', makeAssignments(subject, one, [{ name: to, value }]));
      return one;
    });
    const kept = childrenOf(owner, associations).filter((each) => !shown.includes(each));
    session.modeling.updateModdleProperties(element, owner, { [associations]: [...kept, ...made] });
    if (side === 'input')
      dropUnused(
        subject,
        shown.map((each) => childOf(each, 'targetRef')),
      );
  });
}

/** Data inputs that rows have left and nothing else leads to. */
function dropUnused(subject: Subject, candidates: readonly (ModdleElement | null)[]): void {
  const { session, element } = subject;
  const owner = element.businessObject;
  const holder = childOf(owner, 'ioSpecification');
  if (holder === null) return;
  const loop = childOf(owner, 'loopCharacteristics');
  const used = new Set([
    ...childrenOf(owner, 'dataInputAssociations').map((each) => childOf(each, 'targetRef')),
    loop === null ? null : childOf(loop, 'loopDataInputRef'),
  ]);
  const unused = candidates.filter((each) => each !== null && !used.has(each));
  if (unused.length === 0) return;
  const without = (list: readonly ModdleElement[]): ModdleElement[] => list.filter((each) => !unused.includes(each));
  for (const set of childrenOf(holder, 'inputSets'))
    session.modeling.updateModdleProperties(element, set, { dataInputRefs: without(childrenOf(set, 'dataInputRefs')) });
  session.modeling.updateModdleProperties(element, holder, { dataInputs: without(childrenOf(holder, 'dataInputs')) });
}

/** Names of the data outputs of an activity. */
export function outputsOf({ element }: Subject): readonly string[] {
  const specification = childOf(element.businessObject, 'ioSpecification');
  return specification === null ? [] : childrenOf(specification, 'dataOutputs').map(nameOf);
}

/** Names the data outputs of an activity; those that keep their names stay what they are, and so do those in use. */
export function setOutputs(subject: Subject, names: readonly string[]): void {
  const { session, element } = subject;
  together(session.host, () => {
    for (const name of names) item(subject, element, 'output', name);
    const holder = childOf(element.businessObject, 'ioSpecification');
    if (holder === null) return;
    const loop = childOf(element.businessObject, 'loopCharacteristics');
    const used = [
      ...childrenOf(element.businessObject, 'dataOutputAssociations').flatMap((each) => childrenOf(each, 'sourceRef')),
      loop === null ? null : childOf(loop, 'loopDataOutputRef'),
    ];
    const kept = (list: readonly ModdleElement[]): ModdleElement[] =>
      list.filter((each) => names.includes(nameOf(each)) || used.includes(each));
    for (const set of childrenOf(holder, 'outputSets'))
      session.modeling.updateModdleProperties(element, set, {
        dataOutputRefs: kept(childrenOf(set, 'dataOutputRefs')),
      });
    session.modeling.updateModdleProperties(element, holder, { dataOutputs: kept(childrenOf(holder, 'dataOutputs')) });
  });
}
