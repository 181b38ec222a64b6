/** Reads and writes whom a user task is meant for, in the words of the engine that the file is written for. */
import type { ModdleElement } from 'bpmn-moddle';
import { childrenOf, extensionsOf } from '../../../engine/model/element.ts';
import type { People, PeoplePart } from '../../../engine/model/graph/people.ts';
import {
  ACTIVITI,
  CAMUNDA,
  FLOWABLE,
  foreignAttributes,
  OPERATON,
  uriOf,
  ZEEBE,
} from '../../../engine/model/namespace.ts';
import { PEOPLE_PARTS, PERFORMERS, readPeople, ZEEBE_PEOPLE } from '../../../engine/model/people.ts';
import { make, replaceExtensions, type Subject } from './edit.ts';

/** Whose words a file uses. */
export interface PeopleWords {
  /** As people call it. */
  readonly vendor: string;
  /** Null: BPMN's own performers. */
  readonly prefix: string | null;
  readonly uri: string | null;
  readonly parts: readonly PeoplePart[];
}

const NAMES: Readonly<Record<string, string>> = {
  [CAMUNDA]: 'Camunda 7',
  [OPERATON]: 'Operaton',
  [FLOWABLE]: 'Flowable',
  [ACTIVITI]: 'Activiti',
  [ZEEBE]: 'Camunda 8',
};
const OWN: PeopleWords = { vendor: 'BPMN', prefix: null, uri: null, parts: ['assignee', 'candidateGroups'] };

/** Those that the task uses already, else those that the file has a prefix for, else BPMN's own. */
export function wordsOf({ session, element }: Subject): PeopleWords {
  const owner = element.businessObject;
  const used = [
    ...foreignAttributes(owner)
      .filter(({ local }) => PEOPLE_PARTS.some((part) => part === local))
      .map(({ name }) => name.slice(0, name.indexOf(':'))),
    ...extensionsOf(owner)
      .filter(({ $descriptor }) => Object.values(ZEEBE_PEOPLE).includes($descriptor.ns.localName))
      .map(({ $type }) => $type.slice(0, $type.indexOf(':'))),
  ];
  const bound = Object.keys(session.definitions.$attrs ?? {}).flatMap((name) => /^xmlns:(.+)$/.exec(name)?.[1] ?? []);
  if (used.length === 0 && childrenOf(owner, 'resources').some(isPerformer)) return OWN;
  for (const prefix of [...used, ...bound]) {
    const uri = uriOf(owner, prefix);
    const vendor = uri === null ? undefined : NAMES[uri];
    if (vendor !== undefined) return { vendor, prefix, uri, parts: PEOPLE_PARTS.filter((part) => knows(uri, part)) };
  }
  return OWN;
}

export function peopleOf({ element }: Subject): People {
  return readPeople(element.businessObject) ?? {};
}

/** An empty text takes it out of the file. */
export function writePart(subject: Subject, words: PeopleWords, part: PeoplePart, text: string): void {
  const { session, element } = subject;
  const value = text === '' ? undefined : text;
  if (words.prefix === null) writePerformer(subject, part, text);
  else if (words.uri === ZEEBE) writeZeebe(subject, words.prefix, part, value);
  else session.modeling.updateProperties(element, { [`${words.prefix}:${part}`]: value });
}

function writeZeebe(subject: Subject, prefix: string, part: PeoplePart, value: string | undefined): void {
  const type = `${prefix}:${ZEEBE_PEOPLE[part]}`;
  const owner = subject.element.businessObject;
  const old = extensionsOf(owner).find(({ $type }) => $type === type);
  const before = old === undefined ? [] : Object.entries(old).filter(([name]) => !name.startsWith('$'));
  const attributes: [string, unknown][] = [
    ...before.filter(([name]) => name !== part),
    ...(value === undefined ? [] : [[part, value] as [string, unknown]]),
  ];
  const made = subject.session.moddle.createAny(type, ZEEBE, Object.fromEntries(attributes));
  replaceExtensions(subject, type, attributes.length === 0 ? [] : [made]);
}

function writePerformer(subject: Subject, part: PeoplePart, text: string): void {
  const { session, element } = subject;
  const owner = element.businessObject;
  const type = PERFORMERS[part];
  if (type === undefined) return;
  const others = childrenOf(owner, 'resources').filter(({ $type }) => $type !== type);
  const made = text === '' ? [] : [performer(subject, owner, type, text)];
  session.modeling.updateProperties(element, { resources: [...others, ...made] });
}

function performer(subject: Subject, owner: ModdleElement, type: string, text: string): ModdleElement {
  const expression = make(subject, 'bpmn:FormalExpression', owner, { body: text });
  const resourceAssignmentExpression = make(subject, 'bpmn:ResourceAssignmentExpression', owner, { expression });
  return make(subject, type, owner, { resourceAssignmentExpression });
}

/** Flowable and Activiti have no date to look at a task again. */
function knows(uri: string | null, part: PeoplePart): boolean {
  return part !== 'followUpDate' || (uri !== FLOWABLE && uri !== ACTIVITI);
}

function isPerformer({ $type }: ModdleElement): boolean {
  return Object.values(PERFORMERS).includes($type);
}
