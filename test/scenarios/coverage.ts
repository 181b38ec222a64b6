/**
 * What BPMN lets a process execute, element by place, and which diagrams of this folder show it: read from the diagrams
 * themselves, and from their traces, so that a row is covered only by what happened.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { BpmnModdle, type ModdleElement } from 'bpmn-moddle';
import { looksLikeCron } from '../../engine/model/cron-text.ts';
import { cairnDescriptor } from '../../engine/protocol/descriptor.ts';
import { calledDataRows, dataRows } from './data-coverage.ts';

/** A place in which an element can stand. */
export interface Row {
  readonly group: string;
  readonly element: string;
  readonly place: string;
  /** Names of diagrams, a few of them. */
  readonly shownBy: readonly string[];
  /** Where none shows it: what `cairn check` says of it. */
  readonly refusal: string | null;
}

const EVENT_PLACES = [
  'start of a process',
  'start of a subprocess',
  'start of an event subprocess, interrupting',
  'start of an event subprocess, non-interrupting',
  'intermediate, catching',
  'boundary, interrupting',
  'boundary, non-interrupting',
  'intermediate, throwing',
  'end',
] as const;
type EventPlace = (typeof EVENT_PLACES)[number];

const CAUGHT: readonly EventPlace[] = [
  'start of a process',
  'start of an event subprocess, interrupting',
  'start of an event subprocess, non-interrupting',
  'intermediate, catching',
  'boundary, interrupting',
  'boundary, non-interrupting',
];
const THROWN: readonly EventPlace[] = ['intermediate, throwing', 'end'];

/** BPMN 2.0.2, table 10.93. */
const EVENTS: Readonly<Record<string, readonly EventPlace[]>> = {
  none: ['start of a process', 'start of a subprocess', ...THROWN],
  message: [...CAUGHT, ...THROWN],
  'timer, date': CAUGHT,
  'timer, duration': CAUGHT,
  'timer, cycle': CAUGHT,
  'timer, cycle in cron': CAUGHT,
  error: ['start of an event subprocess, interrupting', 'boundary, interrupting', 'end'],
  escalation: [
    'start of an event subprocess, interrupting',
    'start of an event subprocess, non-interrupting',
    'boundary, interrupting',
    'boundary, non-interrupting',
    ...THROWN,
  ],
  cancel: ['boundary, interrupting', 'end'],
  compensation: ['start of an event subprocess, interrupting', 'boundary, non-interrupting', ...THROWN],
  conditional: CAUGHT,
  link: ['intermediate, catching', 'intermediate, throwing'],
  signal: [...CAUGHT, ...THROWN],
  terminate: ['end'],
  multiple: [...CAUGHT, ...THROWN],
  'parallel multiple': CAUGHT,
};

/** Triggers that are extensions of Flowable, in the places that it has for them. */
const FLOWABLE_TRIGGERS: Readonly<Record<string, readonly string[]>> = {
  'event of a registry': [...CAUGHT, 'receive task', ...THROWN, 'service task'],
  'variable listener': CAUGHT.filter((place) => place !== 'start of a process'),
};

const ACTIVITIES: Readonly<Record<string, string>> = {
  'bpmn:Task': 'task',
  'bpmn:ManualTask': 'manual task',
  'bpmn:ScriptTask': 'script task',
  'bpmn:UserTask': 'user task',
  'bpmn:ServiceTask': 'service task',
  'bpmn:SendTask': 'send task',
  'bpmn:ReceiveTask': 'receive task',
  'bpmn:BusinessRuleTask': 'business rule task',
  'bpmn:CallActivity': 'call activity',
  'bpmn:SubProcess': 'subprocess',
  'bpmn:Transaction': 'transaction',
  'bpmn:AdHocSubProcess': 'ad-hoc subprocess',
};
const WAYS_TO_PERFORM = [
  'once',
  'standard loop',
  'multi-instance, parallel',
  'multi-instance, sequential',
  'compensation handler',
] as const;

const GATEWAYS: Readonly<Record<string, readonly string[]>> = {
  exclusive: ['split', 'join'],
  parallel: ['split', 'join'],
  inclusive: ['split', 'join'],
  complex: ['split', 'join'],
  'event-based': ['split', 'start of a process, first of its events', 'start of a process, all of its events'],
};

const FLOWS: Readonly<Record<string, readonly string[]>> = {
  'sequence flow': [
    'condition, out of an activity',
    'condition, out of an exclusive gateway',
    'condition, out of an inclusive gateway',
    'condition, out of a complex gateway',
    'default, out of an activity',
    'default, out of an exclusive gateway',
    'default, out of an inclusive gateway',
    'default, out of a complex gateway',
  ],
};

const OTHERS: Readonly<Record<string, readonly string[]>> = {
  activity: ['startQuantity', 'completionQuantity'],
  'receive task': ['start of a process'],
  'call activity': ['of a process', 'of a global task'],
  'ad-hoc subprocess': ['parallel', 'sequential'],
  'multi-instance': ['behavior None', 'behavior One', 'behavior Complex'],
  'data object': ['of a process', 'of a subprocess', 'a collection', 'shown by several references'],
  'data store': ['read', 'written'],
  'data input': [
    'of an activity',
    'of a subprocess',
    'of a call activity',
    'of a send task',
    'of a throwing event',
    'of an end event',
    'of a process',
    'of a global task',
    'of multi-instance',
  ],
  'data output': [
    'of an activity',
    'of a subprocess',
    'of a call activity',
    'of a receive task',
    'of a start event',
    'of a start event of an event subprocess',
    'of a catching event',
    'of a boundary event',
    'of a process',
    'of a global task',
    'of multi-instance',
  ],
  'data association': ['copy', 'transformation', 'assignment'],
  'input set': ['one of several', 'with optional inputs', 'waited for'],
  'output set': ['complete', 'incomplete'],
  property: ['of a process', 'of a subprocess', 'of an activity'],
  process: ['begins and ends without events'],
  'message correlation': ['by key', 'by subscription'],
};

const SECTIONS: readonly (readonly [string, Readonly<Record<string, readonly string[]>>])[] = [
  ['Events', EVENTS],
  ['Activities', Object.fromEntries(Object.values(ACTIVITIES).map((name) => [name, WAYS_TO_PERFORM]))],
  ['Gateways', GATEWAYS],
  ['Flows', FLOWS],
  ['More', OTHERS],
  ['Triggers of Flowable', FLOWABLE_TRIGGERS],
];

/** Every row, in the order of the page, with the diagrams that show it. */
export async function coverage(folder: URL): Promise<readonly Row[]> {
  const shown = new Map<string, string[]>();
  const diagrams = readdirSync(folder)
    .filter((file) => file.endsWith('.bpmn'))
    .map((file) => file.slice(0, -'.bpmn'.length));
  for (const name of diagrams) {
    const text = (ending: string): string => readFileSync(new URL(`${name}.${ending}`, folder), 'utf8');
    for (const row of await rowsShown(text('bpmn'), text('trace'))) shown.set(row, [...(shown.get(row) ?? []), name]);
  }
  const rows: Row[] = [];
  for (const [group, elements] of SECTIONS) {
    for (const [element, places] of Object.entries(elements)) {
      for (const place of places) {
        const key = rowKey(group, element, place);
        rows.push({ group, element, place, shownBy: telling(shown.get(key) ?? []), refusal: null });
      }
    }
  }
  return rows;
}

/** Those with the shortest names say most about a row; new diagrams elsewhere change nothing. */
function telling(names: readonly string[]): readonly string[] {
  return names.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1)).slice(0, 3);
}

/** The page of the documentation. */
export function coveragePage(rows: readonly Row[]): string {
  const lines = [
    '# Coverage of BPMN',
    '',
    'Made of what the diagrams in `test/scenarios` did when they ran (`test/scenarios/coverage.test.ts`); never written by hand. Every',
    'row names diagrams that show it, each with the trace of its run beside it, or what `cairn check` says instead.',
    '',
    `${rows.filter(({ shownBy }) => shownBy.length > 0).length} of ${rows.length} rows are executed.`,
  ];
  for (const group of new Set(rows.map((row) => row.group))) {
    lines.push('', `## ${group}`, '', '| element | place | shown by |', '| --- | --- | --- |');
    for (const { element, place, shownBy, refusal } of rows.filter((row) => row.group === group)) {
      const links = shownBy.map((name) => `[${name}](../test/scenarios/${name}.trace)`);
      lines.push(`| ${element} | ${place} | ${links.length > 0 ? links.join(', ') : `_${refusal ?? ''}_`} |`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function rowKey(group: string, element: string, place: string): string {
  return `${group}/${element}/${place}`;
}

/** What of a diagram was executed according to its trace. */
async function rowsShown(bpmn: string, trace: string): Promise<ReadonlySet<string>> {
  const words = new Set(trace.match(/[\w.-]+/g));
  const rows = new Set<string>();
  const { rootElement } = await new BpmnModdle({ cairn: cairnDescriptor }).fromXML(bpmn);
  const globals = new Set(
    children(rootElement, 'rootElements')
      .filter((root) => root.$instanceOf('bpmn:GlobalTask'))
      .map((root) => String(root.get('id'))),
  );
  const walk = (container: ModdleElement): void => {
    const inside = children(container, 'flowElements');
    for (const element of inside) {
      const id = element.get('id');
      const happened = typeof id === 'string' && words.has(id);
      if (happened) for (const row of rowsOf(element, container, globals)) rows.add(row);
      if (happened) for (const row of dataRows(element, trace)) rows.add(row);
      if (happened && element.$instanceOf('bpmn:FlowNode')) for (const row of flowRows(element, words)) rows.add(row);
      if (element.$instanceOf('bpmn:SubProcess')) walk(element);
    }
    const nodes = inside.filter((element) => element.$instanceOf('bpmn:FlowNode'));
    if (nodes.length > 0 && !nodes.some(({ $type }) => $type === 'bpmn:StartEvent' || $type === 'bpmn:EndEvent'))
      rows.add(rowKey('More', 'process', 'begins and ends without events'));
  };
  for (const root of children(rootElement, 'rootElements')) {
    if (root.$type === 'bpmn:Process') walk(root);
    if (root.$type === 'bpmn:Process' && /subscribe .* with key /.test(trace)) {
      const subscribes = children(root, 'correlationSubscriptions').length > 0;
      const keys = children(rootElement, 'rootElements').some((each) => children(each, 'correlationKeys').length > 0);
      if (keys) rows.add(rowKey('More', 'message correlation', subscribes ? 'by subscription' : 'by key'));
    }
    for (const row of calledDataRows(root, words)) rows.add(row);
  }
  return rows;
}

function rowsOf(element: ModdleElement, container: ModdleElement, globals: ReadonlySet<string>): string[] {
  if (element.$instanceOf('bpmn:Event')) {
    const place = placeOf(element, container);
    return place === null
      ? []
      : triggersOf(element).map((trigger) =>
          rowKey(trigger in FLOWABLE_TRIGGERS ? 'Triggers of Flowable' : 'Events', trigger, place),
        );
  }
  if (element.$instanceOf('bpmn:Gateway')) return gatewayRows(element, container);
  if (element.$instanceOf('bpmn:Activity')) return activityRows(element, globals);
  return [];
}

function placeOf(event: ModdleElement, container: ModdleElement): EventPlace | null {
  const interrupting = (flag: string): string => (event.get(flag) === false ? 'non-interrupting' : 'interrupting');
  switch (event.$type) {
    case 'bpmn:StartEvent':
      if (container.$type === 'bpmn:Process') return 'start of a process';
      if (container.get('triggeredByEvent') !== true) return 'start of a subprocess';
      return `start of an event subprocess, ${interrupting('isInterrupting')}` as EventPlace;
    case 'bpmn:IntermediateCatchEvent':
      return 'intermediate, catching';
    case 'bpmn:BoundaryEvent':
      if (triggersOf(event).includes('compensation')) return 'boundary, non-interrupting';
      if (triggersOf(event).some((trigger) => ['error', 'cancel'].includes(trigger))) return 'boundary, interrupting';
      return `boundary, ${interrupting('cancelActivity')}` as EventPlace;
    case 'bpmn:IntermediateThrowEvent':
      return 'intermediate, throwing';
    case 'bpmn:EndEvent':
      return 'end';
    default:
      return null;
  }
}

function triggersOf(event: ModdleElement): string[] {
  const definitions = [...children(event, 'eventDefinitions'), ...children(event, 'eventDefinitionRef')];
  if (definitions.length === 0) return [extensionTrigger(event) ?? 'none'];
  if (definitions.length > 1) return [event.get('parallelMultiple') === true ? 'parallel multiple' : 'multiple'];
  const [definition] = definitions as [ModdleElement];
  const name = definition.$type.replace(/^bpmn:/, '').replace(/EventDefinition$/, '');
  if (name === 'Compensate') return ['compensation'];
  if (name !== 'Timer') return [name.toLowerCase()];
  const kind = ['date', 'duration', 'cycle'].find(
    (each) => definition.get(`time${each.charAt(0).toUpperCase()}${each.slice(1)}`) !== undefined,
  );
  if (kind === undefined) return [];
  const body = (definition.get('timeCycle') as ModdleElement | undefined)?.get('body');
  return [`timer, ${kind}${typeof body === 'string' && looksLikeCron(body) ? ' in cron' : ''}`];
}

function extensionTrigger(node: ModdleElement): string | null {
  const container = node.get('extensionElements') as ModdleElement | undefined;
  const names = container === undefined ? [] : children(container, 'values').map(({ $type }) => $type);
  if (names.includes('flowable:eventType')) return 'event of a registry';
  return names.includes('flowable:variableListenerEventDefinition') ? 'variable listener' : null;
}

function gatewayRows(gateway: ModdleElement, container: ModdleElement): string[] {
  const name = gateway.$type.replace(/^bpmn:|Gateway$/g, '').toLowerCase();
  const incoming = waysTo(gateway, container);
  const outgoing = waysFrom(gateway, container);
  if (name === 'eventbased') {
    const all = gateway.get('eventGatewayType') === 'Parallel';
    if (gateway.get('instantiate') === true)
      return [rowKey('Gateways', 'event-based', `start of a process, ${all ? 'all' : 'first'} of its events`)];
    return [rowKey('Gateways', 'event-based', 'split')];
  }
  return [
    ...(outgoing.length > 1 ? [rowKey('Gateways', name, 'split')] : []),
    ...(incoming.length > 1 ? [rowKey('Gateways', name, 'join')] : []),
  ];
}

function activityRows(activity: ModdleElement, globals: ReadonlySet<string>): string[] {
  const name = ACTIVITIES[activity.$type];
  if (name === undefined || activity.get('triggeredByEvent') === true) return [];
  const loop = activity.get('loopCharacteristics') as ModdleElement | undefined;
  const way =
    activity.get('isForCompensation') === true
      ? 'compensation handler'
      : loop === undefined
        ? 'once'
        : loop.$type === 'bpmn:StandardLoopCharacteristics'
          ? 'standard loop'
          : `multi-instance, ${loop.get('isSequential') === true ? 'sequential' : 'parallel'}`;
  const more: string[] = [];
  const add = (element: string, place: string): number => more.push(rowKey('More', element, place));
  if (extensionTrigger(activity) !== null) more.push(rowKey('Triggers of Flowable', 'event of a registry', name));
  if (Number(activity.get('startQuantity')) > 1) add('activity', 'startQuantity');
  if (Number(activity.get('completionQuantity')) > 1) add('activity', 'completionQuantity');
  const behavior = loop?.get('behavior');
  if (typeof behavior === 'string' && behavior !== 'All') add('multi-instance', `behavior ${behavior}`);
  if (name === 'receive task' && activity.get('instantiate') === true) add('receive task', 'start of a process');
  if (name === 'call activity')
    add('call activity', globals.has(String(activity.get('calledElement'))) ? 'of a global task' : 'of a process');
  if (name === 'ad-hoc subprocess')
    add('ad-hoc subprocess', activity.get('ordering') === 'Sequential' ? 'sequential' : 'parallel');
  return [rowKey('Activities', name, way), ...more];
}

/** Ways out of a node that were taken. */
function flowRows(node: ModdleElement, words: ReadonlySet<string>): string[] {
  const container = node.$parent;
  if (container === undefined) return [];
  const kind = node.$instanceOf('bpmn:Activity')
    ? 'an activity'
    : node.$type === 'bpmn:ExclusiveGateway'
      ? 'an exclusive gateway'
      : node.$type === 'bpmn:InclusiveGateway'
        ? 'an inclusive gateway'
        : node.$type === 'bpmn:ComplexGateway'
          ? 'a complex gateway'
          : null;
  if (kind === null) return [];
  return waysFrom(node, container).flatMap((flow) => {
    const target = flow.get('targetRef') as ModdleElement | undefined;
    const taken = words.has(String(flow.get('id'))) || words.has(String(target?.get('id')));
    if (!taken) return [];
    if (node.get('default') === flow) return [rowKey('Flows', 'sequence flow', `default, out of ${kind}`)];
    return flow.get('conditionExpression') === undefined
      ? []
      : [rowKey('Flows', 'sequence flow', `condition, out of ${kind}`)];
  });
}

function waysFrom(node: ModdleElement, container: ModdleElement): readonly ModdleElement[] {
  return children(container, 'flowElements').filter((each) => each.get('sourceRef') === node);
}

function waysTo(node: ModdleElement, container: ModdleElement): readonly ModdleElement[] {
  return children(container, 'flowElements').filter((each) => each.get('targetRef') === node);
}

function children(element: ModdleElement, property: string): readonly ModdleElement[] {
  const value = element.get(property);
  return Array.isArray(value) ? (value as ModdleElement[]) : [];
}
