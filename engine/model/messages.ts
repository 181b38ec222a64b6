/** The messages that a process waits for, as its elements refer to them. */
import type { MessageRef } from './graph/message.ts';
import type { ProcessGraph } from './graph/process.ts';
import type { EventTrigger } from './graph/trigger.ts';

const CATCHING = ['bpmn:StartEvent', 'bpmn:IntermediateCatchEvent', 'bpmn:BoundaryEvent'];

/** Every reference to a message by which something waits for one of a name, or may do so, in file order. */
export function messagesOf(graph: ProcessGraph, name: string): readonly MessageRef[] {
  const found = [...graph.nodes.values()].flatMap((node) => {
    if (node.type === 'bpmn:ReceiveTask') return [node.message];
    return 'trigger' in node && CATCHING.includes(node.type) ? ofTrigger(node.trigger) : [];
  });
  return found.filter((message) => message.name === name || message.computed !== undefined);
}

function ofTrigger(trigger: EventTrigger): readonly MessageRef[] {
  if (trigger.kind === 'multiple') return trigger.triggers.flatMap(ofTrigger);
  return trigger.kind === 'message' ? [trigger.message] : [];
}
