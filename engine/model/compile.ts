/** Makes the graph of a draft: one entry in a table per BPMN element. */
import { compensationOf, isCompensationStart, ownCompensation } from './compensation.ts';
import { onCycle } from './cycles.ts';
import type { Document } from './document.ts';
import { inputSetsOf, itemsOf, readData, resultOutputOf } from './data.ts';
import { readOutputFields } from './output-fields.ts';
import { partnersOf } from './partners.ts';
import type { FlowDraft, NodeDraft, ProcessDraft, ScopeDraft } from './draft.ts';
import { childOf, flagOf, rawTextOf, requiredIdOf, textOf, type Element } from './element.ts';
import { namedLanguage, readValue } from './expression.ts';
import {
  checkExtensions,
  readBackoff,
  readChoice,
  readForm,
  readMapping,
  readResultVariable,
  readRetries,
  readVersion,
} from './extensions.ts';
import { freezeDeep, frozenMap } from './freeze.ts';
import type { StartEvent } from './graph/event.ts';
import type { Expression } from './graph/expression.ts';
import type { EventSubProcessRef, FlowNode, ProcessGraph, ScopeDefinition } from './graph/process.ts';
import type { SequenceFlow } from './graph/sequence-flow.ts';
import type { EventTrigger } from './graph/trigger.ts';
import { checkGraph } from './graph-rules.ts';
import { calledElementOf, readImplementation } from './implementation.ts';
import { readFormal, readUsable } from './formal-expression.ts';
import { readLoop } from './loops.ts';
import { readMark } from './marks.ts';
import { readPeople } from './people.ts';
import type { Report } from './report.ts';
import { isLinkCatch, isLinkThrow, linkTarget } from './links.ts';
import { readTrigger } from './trigger.ts';
import { messageOrUnnamed } from './unnamed.ts';
import { eventDefinitionsOf } from './unsupported.ts';
import { vendorScript, vendorSkip } from './vendor-calls.ts';
import { vendorEventMapping, vendorOutputs } from './vendor-events.ts';
import { silentCall } from './vendor-parts.ts';
import { writtenFor, type WrittenFor } from './written-for.ts';

/** What a builder gets: the element, what all nodes have, and where to report. */
interface Build {
  readonly element: Element;
  readonly node: NodeDraft;
  readonly base: NodeBase;
  readonly draft: ProcessDraft;
  readonly document: Document;
  readonly report: Report;
  readonly writtenFor: WrittenFor;
}
type NodeBase = Pick<FlowNode, 'id' | 'name' | 'scope' | 'index' | 'incoming' | 'outgoing' | 'cyclic' | 'checkpoint'>;
type EventBase = NodeBase & Pick<StartEvent, 'data'>;
type Builder = (build: Build) => FlowNode | null;

/** Reads every part of a process and reports what is wrong; what is returned is a graph only if the report stayed clean. */
export function compile(draft: ProcessDraft, document: Document, report: Report): ProcessGraph {
  const sequenceFlows = new Map(draft.flows.map((flow) => [flow, compileFlow(flow, document, report)]));
  const cyclic = findCycles(draft);
  const context = { draft, document, report, writtenFor: writtenFor(draft) };
  const nodes: [string, FlowNode][] = [];
  for (const node of draft.nodes.values()) {
    checkExtensions(node.element, report);
    const compiled = node.supported ? compileNode(node, sequenceFlows, cyclic[node.index] === true, context) : null;
    if (compiled !== null) nodes.push([node.id, compiled]);
  }
  const resources = new Set(nodes.flatMap(([, node]) => resourceOf(node) ?? []));
  const graph = freezeDeep<ProcessGraph>({
    processId: draft.id,
    name: textOf(draft.element, 'name'),
    nodes: frozenMap(nodes.map(([id, node]) => [id, freezeDeep(node)])),
    flows: frozenMap([...sequenceFlows.values()].map((flow) => [flow.id, freezeDeep(flow)])),
    scopes: frozenMap(draft.scopes.map((scope) => [scope.id, freezeDeep(compileScope(scope, draft))])),
    compensation: ownCompensation(draft),
    partners: partnersOf(draft.element, document).map(requiredIdOf),
    resources: [...resources],
    inputSets: inputSetsOf(draft.element),
    newVariablesAt: context.writtenFor.other ? 'process' : 'scope',
  });
  checkGraph(graph, draft, report);
  return graph;
}

function compileNode(
  node: NodeDraft,
  flows: ReadonlyMap<FlowDraft, SequenceFlow>,
  cyclic: boolean,
  context: Omit<Build, 'element' | 'node' | 'base'>,
): FlowNode | null {
  const { element } = node;
  const base: NodeBase = {
    id: node.id,
    name: rawTextOf(element, 'name'),
    scope: node.scope.id,
    index: node.index,
    incoming: node.incoming.map((flow) => flows.get(flow) as SequenceFlow),
    outgoing: node.outgoing.map((flow) => flows.get(flow) as SequenceFlow),
    cyclic,
    checkpoint: readMark(element, context.report),
  };
  return BUILDERS[node.type as FlowNode['type']]({ ...context, element, node, base });
}

const BUILDERS: Readonly<Record<FlowNode['type'], Builder>> = {
  'bpmn:StartEvent': (build) =>
    event(build, (trigger, common) => ({
      ...common,
      type: 'bpmn:StartEvent',
      trigger,
      interrupting: alwaysInterrupts(trigger) || build.element.get('isInterrupting') !== false,
    })),
  'bpmn:EndEvent': (build) => event(build, (trigger, common) => ({ ...common, type: 'bpmn:EndEvent', trigger })),
  'bpmn:IntermediateCatchEvent': (build) =>
    event(build, (trigger, common) =>
      trigger.kind === 'none' ? null : { ...common, type: 'bpmn:IntermediateCatchEvent', trigger },
    ),
  'bpmn:IntermediateThrowEvent': (build) =>
    event(build, (trigger, common) => ({
      ...common,
      type: 'bpmn:IntermediateThrowEvent',
      trigger:
        trigger.kind === 'link' ? { ...trigger, target: linkTarget(build.node, trigger.name)?.id ?? null } : trigger,
    })),
  'bpmn:BoundaryEvent': (build) =>
    event(build, (trigger, common) =>
      trigger.kind === 'none'
        ? null
        : {
            ...common,
            type: 'bpmn:BoundaryEvent',
            attachedTo: build.node.host?.id ?? '',
            interrupting: alwaysInterrupts(trigger) || build.element.get('cancelActivity') !== false,
            trigger,
          },
    ),
  'bpmn:Task': (build) => ({ ...activity(build), type: 'bpmn:Task' }),
  'bpmn:ManualTask': (build) => ({ ...activity(build), type: 'bpmn:ManualTask' }),
  'bpmn:ScriptTask': scriptTask,
  'bpmn:BusinessRuleTask': (build) => implementedTask(build, 'bpmn:BusinessRuleTask'),
  'bpmn:SendTask': (build) => implementedTask(build, 'bpmn:SendTask'),
  'bpmn:ServiceTask': (build) => implementedTask(build, 'bpmn:ServiceTask'),
  'bpmn:UserTask': userTask,
  'bpmn:ReceiveTask': receiveTask,
  'bpmn:CallActivity': callActivity,
  'bpmn:SubProcess': (build) => ({
    ...activity(build),
    type: 'bpmn:SubProcess',
    byEvent: flagOf(build.element, 'triggeredByEvent'),
  }),
  'bpmn:Transaction': (build) => ({ ...activity(build), type: 'bpmn:Transaction', byEvent: false }),
  'bpmn:AdHocSubProcess': (build) => ({
    ...activity(build),
    type: 'bpmn:AdHocSubProcess',
    ordering: build.element.get('ordering') === 'Sequential' ? 'sequential' : 'parallel',
    choice: readChoice(build.element, build.report),
    completionCondition: readFormal(build.element, 'completionCondition', build.document, build.report),
    cancelRemaining: build.element.get('cancelRemainingInstances') !== false,
  }),
  'bpmn:ExclusiveGateway': (build) => ({
    ...build.base,
    type: 'bpmn:ExclusiveGateway',
    defaultFlow: defaultFlowOf(build.element),
  }),
  'bpmn:InclusiveGateway': (build) => ({
    ...build.base,
    type: 'bpmn:InclusiveGateway',
    defaultFlow: defaultFlowOf(build.element),
  }),
  'bpmn:ComplexGateway': complexGateway,
  'bpmn:ParallelGateway': (build) => ({ ...build.base, type: 'bpmn:ParallelGateway' }),
  'bpmn:EventBasedGateway': (build) => ({
    ...build.base,
    type: 'bpmn:EventBasedGateway',
    instantiate: flagOf(build.element, 'instantiate'),
    parallel: flagOf(build.element, 'instantiate') && build.element.get('eventGatewayType') === 'Parallel',
  }),
};

function event(
  { element, base, document, report }: Build,
  make: (trigger: EventTrigger, common: EventBase) => FlowNode | null,
): FlowNode | null {
  const trigger = readTrigger(element, document, report);
  const data = readData({ node: element, document, report }) ?? vendorOutputs(element);
  const mapping = vendorEventMapping(element);
  return trigger === null ? null : make(trigger, { ...base, data, ...(mapping === null ? {} : { mapping }) });
}

/** Errors, cancellations and compensation leave nothing to go on with (BPMN 2.0.2, 10.5.4, table 10.90). */
function alwaysInterrupts(trigger: EventTrigger): boolean {
  const parts = trigger.kind === 'multiple' ? trigger.triggers : [trigger];
  return parts.some(({ kind }) => kind === 'error' || kind === 'cancel' || kind === 'compensation');
}

function skipOf(element: Element): { readonly skip?: Expression } {
  const skip = vendorSkip(element);
  return skip === null ? {} : { skip };
}

function activity({ element, node, base, draft, document, report }: Build) {
  return {
    ...base,
    ...skipOf(element),
    loop: readLoop(element, document, report),
    startQuantity: quantityOf(element, 'startQuantity'),
    completionQuantity: quantityOf(element, 'completionQuantity'),
    defaultFlow: defaultFlowOf(element),
    mapping: readMapping(element, report),
    data: readData({ node: element, document, report }),
    resultOutput: resultOutputOf(element),
    boundary: node.boundary.map((each) => each.id),
    compensation: compensationOf(node, draft),
    retries: readRetries(element, report),
    backoff: readBackoff(element, report),
  };
}

/** What is less than 1 was refused before. */
function quantityOf(element: Element, property: 'startQuantity' | 'completionQuantity'): number {
  const value = element.get(property);
  return typeof value === 'number' ? value : 1;
}

function userTask(build: Build): FlowNode {
  const common = activity(build);
  const form = readForm(build.element, build.report);
  const outputFields = readOutputFields(build.element, common.data, common.mapping, form);
  return { ...common, type: 'bpmn:UserTask', form, people: readPeople(build.element), outputFields };
}

function scriptTask(build: Build): FlowNode {
  const { element, report } = build;
  const foreign = textOf(element, 'script') === null ? vendorScript(element) : null;
  const format = foreign === null ? (textOf(element, 'scriptFormat') ?? '') : 'feel';
  const script = foreign?.script ?? rawTextOf(element, 'script') ?? '';
  const named = namedLanguage(format);
  if (script.trim() === '') report.error(element, 'no-script', 'it has no script (BPMN 2.0.2, 10.3.3).');
  else if (format === '') {
    report.warning(
      element,
      'no-script-format',
      'it has no scriptFormat, so that only a stub of a scenario can run it (BPMN 2.0.2, 10.3.3).',
    );
  }
  return {
    ...activity(build),
    type: 'bpmn:ScriptTask',
    language: named === 'javascript' || named === 'feel' ? named : 'external',
    format,
    script: named === 'feel' ? script.trim().replace(/^=/, '') : script,
    resultVariable: readResultVariable(element, report),
  };
}

function implementedTask(
  build: Build,
  type: 'bpmn:ServiceTask' | 'bpmn:SendTask' | 'bpmn:BusinessRuleTask',
): FlowNode | null {
  const { element, document, report } = build;
  const common = { ...activity(build), resultVariable: readResultVariable(element, report) };
  const implementation = readImplementation(element, document, report);
  return implementation === null ? null : { ...common, type, implementation };
}

function receiveTask(build: Build): FlowNode | null {
  const { element, document, report } = build;
  const common = activity(build);
  const sets = common.data?.inputSets ?? [];
  if (flagOf(element, 'instantiate') && sets.length > 0 && sets.every(({ required }) => required.length > 0)) {
    report.error(
      element,
      'receive-instantiate',
      'its message starts the process, so that none of its data inputs can be there before (BPMN 2.0.2, 10.4.2).',
    );
  }
  const message = messageOrUnnamed(element, document, report);
  return message === null
    ? null
    : { ...common, type: 'bpmn:ReceiveTask', message, instantiate: flagOf(element, 'instantiate') };
}

function callActivity(build: Build): FlowNode | null {
  const { element, report } = build;
  const called = calledElementOf(element);
  const all = activity(build);
  const mapping = all.mapping ?? (build.writtenFor.older ? silentCall(element) : null);
  const common = { ...all, mapping, version: readVersion(element, report) };
  if (called === null) {
    report.error(
      element,
      'no-called-element',
      'it names no process to call: its process id (calledElement) is empty (BPMN 2.0.2, 10.3.6).',
    );
    return null;
  }
  return { ...common, type: 'bpmn:CallActivity', calledElement: readValue(called) };
}

function complexGateway({ element, node, base, document, report }: Build): FlowNode {
  const activationCondition = readFormal(element, 'activationCondition', document, report);
  if (node.incoming.length > 1 && activationCondition === null && childOf(element, 'activationCondition') === null) {
    report.error(
      element,
      'no-activation-condition',
      `it has ${node.incoming.length} ways in, but no activationCondition says what it waits for (BPMN 2.0.2, 10.6.5).`,
    );
  }
  return { ...base, type: 'bpmn:ComplexGateway', defaultFlow: defaultFlowOf(element), activationCondition };
}

function compileFlow(flow: FlowDraft, document: Document, report: Report): SequenceFlow {
  return {
    id: flow.id,
    name: rawTextOf(flow.element, 'name'),
    source: flow.source.id,
    target: flow.target.id,
    condition: defaultFlowOf(flow.source.element) === flow.id ? null : readCondition(flow.element, document, report),
  };
}

function readCondition(flow: Element, document: Document, report: Report): Expression | null {
  const expression = childOf(flow, 'conditionExpression');
  if (expression === null) return null;
  const text = textOf(expression, 'body');
  if (text === null) {
    report.error(flow, 'empty-condition', 'its condition has no text (BPMN 2.0.2, 8.4.13).');
    return null;
  }
  return readUsable(flow, expression, text, document, report, ['its condition', 'conditions']);
}

function defaultFlowOf(element: Element): string | null {
  const flow = childOf(element, 'default');
  return flow === null ? null : textOf(flow, 'id');
}

function compileScope(scope: ScopeDraft, draft: ProcessDraft): ScopeDefinition {
  const starts = scope.nodes.filter((node) => node.type === 'bpmn:StartEvent');
  const triggered = starts.filter((node) => hasTrigger(node));
  const untriggered = starts.filter((node) => !hasTrigger(node));
  const implicit = scope.nodes.filter(beginsImplicitly);
  const instantiating = scope.isProcess ? implicit.filter(({ element }) => flagOf(element, 'instantiate')) : [];
  const others = implicit.filter((node) => !instantiating.includes(node));
  const initial = starts.length > 0 ? untriggered : instantiating.length > 0 ? [] : others;
  return {
    id: scope.id,
    initial: initial.map((node) => node.id),
    triggered: [...triggered, ...instantiating].map((node) => node.id),
    eventSubProcesses: eventSubProcessesOf(scope, draft),
    items: itemsOf(scope.element),
  };
}

/** Whether a token is born here although there is no start event. */
function beginsImplicitly(node: NodeDraft): boolean {
  const { element } = node;
  if (node.incoming.length > 0 || node.type === 'bpmn:BoundaryEvent' || isLinkCatch(node)) return false;
  return element.get('triggeredByEvent') !== true && element.get('isForCompensation') !== true;
}

function eventSubProcessesOf(scope: ScopeDraft, draft: ProcessDraft): EventSubProcessRef[] {
  return scope.nodes.flatMap((node) => {
    if (node.element.get('triggeredByEvent') !== true) return [];
    const content = draft.scopes.find(({ element }) => element === node.element);
    const start = content?.nodes.find(({ type }) => type === 'bpmn:StartEvent');
    return start === undefined || isCompensationStart(start) ? [] : [{ subProcess: node.id, start: start.id }];
  });
}

/** Whether something outside starts here: a message, a time. */
function hasTrigger(start: NodeDraft): boolean {
  return eventDefinitionsOf(start.element).length > 0;
}

/** A boundary event can lead back to its own activity: an attachment counts as a way. */
function findCycles(draft: ProcessDraft): readonly boolean[] {
  const successors = [...draft.nodes.values()].map((node) => [
    ...node.outgoing.map((flow) => flow.target.index),
    ...node.boundary.map((each) => each.index),
    ...(isLinkThrow(node) ? [linkTarget(node)?.index ?? node.index] : []),
  ]);
  return onCycle(successors);
}

function resourceOf(node: FlowNode): string | null {
  return 'implementation' in node && node.implementation.kind === 'decision' ? node.implementation.file : null;
}
