/**
 * Whom a user task is meant for and until when, as other engines' extensions or BPMN's own performers say it. Nobody is asked
 * for it and nothing is refused: people see it, and whoever is there completes the task.
 */
import { childOf, childrenOf, textOf, type Element } from './element.ts';
import type { People, PeoplePart } from './graph/people.ts';
import { foreignAttribute, ZEEBE } from './namespace.ts';
import { attribute, OLDER, vendorElements } from './vendor-elements.ts';

export const PEOPLE_PARTS = [
  'assignee',
  'candidateUsers',
  'candidateGroups',
  'dueDate',
  'followUpDate',
  'priority',
] as const satisfies readonly PeoplePart[];

/** Zeebe's extension elements, by what they say. */
export const ZEEBE_PEOPLE: Readonly<Record<PeoplePart, string>> = {
  assignee: 'assignmentDefinition',
  candidateUsers: 'assignmentDefinition',
  candidateGroups: 'assignmentDefinition',
  dueDate: 'taskSchedule',
  followUpDate: 'taskSchedule',
  priority: 'priorityDefinition',
};

/** BPMN's own performers (BPMN 2.0.2, 10.3.4.1), which tell users and groups apart no further. */
export const PERFORMERS: Readonly<Partial<Record<PeoplePart, string>>> = {
  assignee: 'bpmn:HumanPerformer',
  candidateGroups: 'bpmn:PotentialOwner',
};

/** Null: it says nothing of the kind. */
export function readPeople(task: Element): People | null {
  const found: { -readonly [Part in keyof People]: People[Part] } = {};
  for (const part of PEOPLE_PARTS) {
    const texts = [foreignAttribute(task, OLDER, part)?.trim(), zeebeText(task, part), performers(task, part)];
    const said = texts.find((text) => text !== undefined && text !== '');
    if (said !== undefined) found[part] = said;
  }
  return Object.keys(found).length === 0 ? null : found;
}

function zeebeText(task: Element, part: PeoplePart): string | undefined {
  return vendorElements(task, ZEEBE_PEOPLE[part], [ZEEBE]).flatMap((element) => attribute(element, part) ?? [])[0];
}

function performers(task: Element, part: PeoplePart): string {
  return childrenOf(task, 'resources')
    .filter(({ $type }) => $type === PERFORMERS[part])
    .flatMap((performer) => performerText(performer) ?? [])
    .join(', ');
}

/** What chooses it, else the resource that it names. */
function performerText(performer: Element): string | null {
  const assignment = childOf(performer, 'resourceAssignmentExpression');
  const expression = assignment === null ? null : childOf(assignment, 'expression');
  const resource = childOf(performer, 'resourceRef');
  if (expression !== null) return textOf(expression, 'body');
  return resource === null ? null : textOf(resource, 'name');
}
