/** How an activity's completed instances are compensated (BPMN 2.0.2, 10.7.1). */
import type { NodeDraft, ProcessDraft, ScopeDraft } from './draft.ts';
import type { Compensation } from './graph/node.ts';
import type { EventSubProcessRef } from './graph/process.ts';
import { eventDefinitionsOf } from './unsupported.ts';

export function isCompensationEvent(node: NodeDraft): boolean {
  return (
    node.element.$instanceOf('bpmn:Event') &&
    eventDefinitionsOf(node.element).some(({ $type }) => $type === 'bpmn:CompensateEventDefinition')
  );
}

export function isCompensationStart(node: NodeDraft): boolean {
  return node.type === 'bpmn:StartEvent' && isCompensationEvent(node);
}

/** Null: there is nothing to compensate. Recursion is bounded by the nesting limit of the file. */
export function compensationOf(node: NodeDraft, draft: ProcessDraft): Compensation | null {
  const handler = node.boundary.find(isCompensationEvent)?.handlers[0];
  if (handler !== undefined) return { kind: 'activity', handler: handler.id };
  const content = draft.scopes.find(({ element }) => element === node.element);
  if (content === undefined || node.element.get('isForCompensation') === true || compensates(content)) return null;
  for (const inner of content.nodes) {
    if (inner.element.get('triggeredByEvent') !== true) continue;
    const start = draft.scopes.find(({ element }) => element === inner.element)?.nodes.find(isCompensationStart);
    if (start !== undefined) return { kind: 'event-subprocess', subProcess: inner.id, start: start.id };
  }
  return content.nodes.some((inner) => compensationOf(inner, draft) !== null) ? { kind: 'content' } : null;
}

/** The compensation event subprocess directly in the process: what a throw at the global level is answered by. */
export function ownCompensation(draft: ProcessDraft): EventSubProcessRef | null {
  const process = draft.scopes.find(({ isProcess }) => isProcess);
  for (const { id, element } of process?.nodes ?? []) {
    if (element.get('triggeredByEvent') !== true) continue;
    const start = draft.scopes.find((scope) => scope.element === element)?.nodes.find(isCompensationStart);
    if (start !== undefined) return { subProcess: id, start: start.id };
  }
  return null;
}

/** Whether the scope is a compensation event subprocess. */
function compensates(scope: ScopeDraft): boolean {
  return scope.element.get('triggeredByEvent') === true && scope.nodes.some(isCompensationStart);
}
