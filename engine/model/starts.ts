/** What starts a process from outside, for those who deploy it and those who give messages and signals away. */
import type { MessageRef } from './graph/message.ts';
import type { ProcessGraph } from './graph/process.ts';
import type { EventTrigger, SingleTrigger, TimerDefinition } from './graph/trigger.ts';

export interface ProcessStart {
  readonly kind: 'message' | 'signal';
  readonly name: string;
  /** Whether its name would have to be computed, though nothing is there yet to compute it from. */
  readonly isComputed: boolean;
  /** Start event, instantiating receive task, or event behind an instantiating gateway. */
  readonly node: string;
}

function named(trigger: SingleTrigger, node: string): ProcessStart[] {
  if (trigger.kind === 'message') return [ofMessage(trigger.message, node)];
  if (trigger.kind !== 'signal') return [];
  return [{ kind: 'signal', name: trigger.signal, isComputed: trigger.computed !== undefined, node }];
}

function ofMessage({ name, computed }: MessageRef, node: string): ProcessStart {
  return { kind: 'message', name, isComputed: computed !== undefined, node };
}

function ofTrigger(trigger: EventTrigger, node: string): ProcessStart[] {
  if (trigger.kind === 'none') return [];
  return trigger.kind === 'multiple' ? trigger.triggers.flatMap((each) => named(each, node)) : named(trigger, node);
}

/** Every message and signal that starts the process, and where, in file order. */
export function startsOf(graph: ProcessGraph): readonly ProcessStart[] {
  const triggered = graph.scopes.get(graph.processId)?.triggered ?? [];
  return triggered.flatMap((id): ProcessStart[] => {
    const node = graph.nodes.get(id);
    if (node?.type === 'bpmn:StartEvent') return ofTrigger(node.trigger, id);
    if (node?.type === 'bpmn:ReceiveTask') return [ofMessage(node.message, id)];
    return (node?.outgoing ?? []).flatMap(({ target }) => {
      const event = graph.nodes.get(target);
      if (event?.type === 'bpmn:ReceiveTask') return [ofMessage(event.message, target)];
      return event?.type === 'bpmn:IntermediateCatchEvent' ? ofTrigger(event.trigger, target) : [];
    });
  });
}

/** The none start events of the process: where there are several, each is another way to begin (BPMN 2.0.2, 10.5.2). */
export function noneStartsOf(graph: ProcessGraph): readonly string[] {
  const initial = graph.scopes.get(graph.processId)?.initial ?? [];
  return initial.filter((id) => graph.nodes.get(id)?.type === 'bpmn:StartEvent');
}

/** A start event that starts jobs by itself, each of its timers in file order. */
export interface TimedStart {
  readonly node: string;
  readonly timers: readonly TimerDefinition[];
}

/** What starts the process by itself from when it is deployed on. */
export function timedStartsOf(graph: ProcessGraph): readonly TimedStart[] {
  return [...graph.nodes.values()].flatMap((node): TimedStart[] => {
    if (node.type !== 'bpmn:StartEvent' || node.scope !== graph.processId) return [];
    const parts = node.trigger.kind === 'multiple' ? node.trigger.triggers : [node.trigger];
    const timers = parts.flatMap((part) => (part.kind === 'timer' ? [part.timer] : []));
    return timers.length === 0 ? [] : [{ node: node.id, timers }];
  });
}
