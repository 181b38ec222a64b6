/**
 * Where checkpoints are: one function of graph and events (checkpoint-semantics, section 2). The engine asks it after
 * every step; the designer draws its answer by asking the same for each element.
 */
import type { StartEvent } from '../model/graph/event.ts';
import type { FlowNode, ProcessGraph } from '../model/graph/process.ts';
import type { JobEvent } from './events.ts';
import { isJoin } from './joins.ts';
import { partsOf, waitsForAll } from './waits.ts';

export type CheckpointReason =
  | 'task-before'
  | 'task-after'
  | 'start'
  | 'end'
  | 'fork'
  | 'join'
  | 'receive-wait'
  | 'receive-taken'
  | 'call-created'
  | 'call-returned'
  | 'scope-entered'
  | 'scope-left'
  | 'instance-completed'
  | 'passive'
  | 'wait-ended'
  | 'incident'
  | 'retry-scheduled'
  | 'requested'
  | 'escalated'
  | 'data-stored';

/** A moment in the life of an element, as the policy sees it. */
export type Moment =
  | 'entered'
  | 'completed'
  | 'forked'
  | 'joining'
  | 'waiting'
  | 'message-taken'
  | 'call-requested'
  | 'call-returned'
  | 'scope-opened'
  | 'scope-closed'
  | 'instances-opened'
  | 'instances-closed'
  | 'instance-completed'
  | 'wait-ended';

export interface CheckpointPoint {
  readonly reason: CheckpointReason;
  readonly kind: 'explicit' | 'implicit';
  readonly element: string | null;
}

const EXPLICIT: ReadonlySet<CheckpointReason> = new Set(['task-before', 'task-after']);

export function kindOf(reason: CheckpointReason): 'explicit' | 'implicit' {
  return EXPLICIT.has(reason) ? 'explicit' : 'implicit';
}

/** The point that a moment of an element is; null: none. */
export function reasonAt(node: FlowNode, moment: Moment): CheckpointReason | null {
  switch (moment) {
    case 'entered':
      return node.checkpoint === 'before' || node.checkpoint === 'both' ? 'task-before' : null;
    case 'completed':
      return node.checkpoint === 'after' || node.checkpoint === 'both' ? 'task-after' : null;
    case 'forked':
      return 'fork';
    case 'joining':
      return 'join';
    case 'waiting':
      return node.type === 'bpmn:ReceiveTask' ? 'receive-wait' : null;
    case 'message-taken':
      return node.type === 'bpmn:ReceiveTask' ? 'receive-taken' : null;
    case 'call-requested':
      return 'call-created';
    case 'call-returned':
      return 'call-returned';
    case 'scope-opened':
      return 'scope-entered';
    case 'scope-closed':
      return 'scope-left';
    case 'instances-opened':
      return isMultiple(node) ? 'scope-entered' : null;
    case 'instances-closed':
      return isMultiple(node) ? 'scope-left' : null;
    case 'instance-completed':
      return isMultiple(node) ? 'instance-completed' : null;
    case 'wait-ended':
      return 'wait-ended';
    default:
      return moment satisfies never;
  }
}

/** A standard loop is no checkpoint of its own: what is inside is. */
function isMultiple(node: FlowNode): boolean {
  return 'loop' in node && node.loop?.kind === 'multi-instance';
}

/** Triggers that come by themselves; the others find their catcher when they are thrown. */
const WAITED_FOR: ReadonlySet<string> = new Set(['message', 'timer', 'signal', 'conditional']);

/** Whether a job waits here: for an event subprocess, or for the rest of what starts the process. */
function isWaitedFor(graph: ProcessGraph, { scope, trigger }: StartEvent): boolean {
  if (scope === graph.processId) return waitsForAll(trigger);
  return partsOf(trigger).some(({ kind }) => WAITED_FOR.has(kind));
}

/** Whether a job can begin here. */
function isBeginning(graph: ProcessGraph, { id }: FlowNode): boolean {
  const process = graph.scopes.get(graph.processId);
  return process?.initial[0] === id || process?.triggered.includes(id) === true;
}

/** Moments that an element can have at all, for drawing. */
function momentsOf(graph: ProcessGraph, node: FlowNode): readonly Moment[] {
  const moments: Moment[] = ['entered', 'instances-opened', 'instance-completed', 'instances-closed'];
  if (isJoin(node)) moments.push('joining');
  switch (node.type) {
    case 'bpmn:ReceiveTask':
      moments.push('waiting', 'message-taken', 'wait-ended');
      break;
    case 'bpmn:UserTask':
      moments.push('wait-ended');
      break;
    case 'bpmn:IntermediateCatchEvent':
      // A link is passed through.
      if (node.trigger.kind !== 'link') moments.push('wait-ended');
      break;
    case 'bpmn:BoundaryEvent':
      if (partsOf(node.trigger).some(({ kind }) => WAITED_FOR.has(kind))) moments.push('wait-ended');
      if (!node.interrupting) moments.push('forked');
      break;
    case 'bpmn:CallActivity':
      moments.push('call-requested', 'call-returned');
      break;
    case 'bpmn:StartEvent':
      if (isWaitedFor(graph, node)) moments.push('wait-ended');
      if (!node.interrupting) moments.push('forked');
      break;
    case 'bpmn:SubProcess':
    case 'bpmn:AdHocSubProcess':
    case 'bpmn:Transaction':
      moments.push('scope-opened', 'scope-closed');
      break;
    default:
  }
  moments.push('completed');
  const forks = node.outgoing.length > 1 || ('completionQuantity' in node && node.completionQuantity > 1);
  if (forks && node.type !== 'bpmn:ExclusiveGateway' && node.type !== 'bpmn:EventBasedGateway') moments.push('forked');
  return moments;
}

/**
 * Every point that an element is when a token passes it, for the designer and `cairn check`. What may happen or not –
 * a retry, an incident, a wait for data – is not among them: nobody could rely on it.
 */
export function pointsOf(graph: ProcessGraph, node: FlowNode): CheckpointPoint[] {
  const points: CheckpointPoint[] = [];
  for (const moment of momentsOf(graph, node)) {
    const reason = reasonAt(node, moment);
    if (reason !== null) points.push({ reason, kind: kindOf(reason), element: node.id });
  }
  if (isBeginning(graph, node)) points.unshift({ reason: 'start', kind: 'implicit', element: node.id });
  if (node.type === 'bpmn:EndEvent' && node.scope === graph.processId)
    points.push({ reason: 'end', kind: 'implicit', element: node.id });
  return points;
}

/** All points that one step met, in order, without repeats of the same reason at the same element. */
export function pointsIn(graph: ProcessGraph, events: readonly JobEvent[]): CheckpointPoint[] {
  const points: CheckpointPoint[] = [];
  const met = new Set<string>();
  const add = (reason: CheckpointReason | null, element: string | null): void => {
    if (reason === null) return;
    const point = `${reason} ${element ?? ''}`;
    if (met.has(point)) return;
    met.add(point);
    points.push({ reason, kind: kindOf(reason), element });
  };
  const at = (id: string, moment: Moment): void => {
    const node = graph.nodes.get(id);
    add(node === undefined ? (moment === 'forked' ? 'fork' : null) : reasonAt(node, moment), id);
  };
  for (const event of events) {
    switch (event.type) {
      case 'job-started':
        add('start', event.node);
        break;
      case 'job-completed':
      case 'job-cancelled':
        add('end', null);
        break;
      case 'job-failed':
        add('end', event.node);
        break;
      case 'element-entered':
        at(event.node, 'entered');
        break;
      case 'element-left':
        if (event.outcome === 'completed') at(event.node, 'completed');
        break;
      case 'forked':
        at(event.node, 'forked');
        break;
      case 'token-joining':
        at(event.node, 'joining');
        break;
      case 'wait-started':
        at(event.node, 'waiting');
        break;
      case 'message-taken':
        at(event.node, 'message-taken');
        break;
      case 'wait-ended':
        at(event.node, 'wait-ended');
        break;
      case 'escalation-thrown':
        // Whoever called the job may hear of it: both are saved together.
        if (event.caughtBy === null) add('escalated', event.escalation.node);
        break;
      case 'data-stored':
        // Others read it, so it leaves with what it came of.
        add('data-stored', event.node);
        break;
      case 'call-requested':
        at(event.node, 'call-requested');
        break;
      case 'call-returned':
        at(event.node, 'call-returned');
        break;
      case 'instance-completed':
        at(event.node, 'instance-completed');
        break;
      case 'scope-opened':
        if (event.kind === 'instances') at(event.node, 'instances-opened');
        else if (event.kind === 'flow' && event.parent !== null) at(event.node, 'scope-opened');
        break;
      case 'scope-kept':
        at(event.node, 'scope-closed');
        break;
      case 'scope-closed':
        if (event.kind === 'instances' && event.completed) at(event.node, 'instances-closed');
        else if (event.kind === 'flow' && event.completed) at(event.node, 'scope-closed');
        break;
      case 'incident-raised':
        add('incident', event.node);
        break;
      case 'retry-scheduled':
        add('retry-scheduled', event.node);
        break;
      case 'job-settled':
        if (event.status === 'passive') add('passive', null);
        break;
      default:
    }
  }
  return points;
}
