/** Rules about boundary events. */
import type { NodeDraft, ProcessDraft, ScopeDraft } from '../draft.ts';
import { childOf, textOf, type Element } from '../element.ts';
import type { Report } from '../report.ts';
import { eventDefinitionsOf, kindOf } from '../unsupported.ts';

export function checkBoundaryEvents(draft: ProcessDraft, report: Report): void {
  for (const node of draft.nodes.values()) {
    if (node.type === 'bpmn:BoundaryEvent') checkInterrupting(node, report);
    if (node.boundary.length > 1) {
      const events = node.boundary.map(({ element }) => element);
      checkCaughtTwice(events, node.id, report);
    }
  }
  for (const scope of draft.scopes) checkCaughtTwice(startsByEvent(scope, draft), scope.id, report);
}

function checkInterrupting(event: NodeDraft, report: Report): void {
  const kind = eventDefinitionsOf(event.element).map(kindOf)[0];
  if ((kind !== 'error' && kind !== 'cancel') || event.element.get('cancelActivity') !== false) return;
  const what = kind === 'error' ? 'an error' : 'a cancellation';
  report.warning(
    event.element,
    `${kind}-interrupts`,
    `cancelActivity is false, but ${what} always interrupts; it is treated as interrupting (BPMN 2.0.2, 10.5.4, table 10.92).`,
  );
}

const CAUGHT = [
  { kind: 'error', reference: 'errorRef', code: 'errorCode', every: 'every error' },
  { kind: 'escalation', reference: 'escalationRef', code: 'escalationCode', every: 'every escalation' },
];

/** Where several events could catch the same, the first in the file does. `where`: what they have in common. */
function checkCaughtTwice(events: readonly Element[], where: string, report: Report): void {
  for (const { kind, reference, code: property, every } of CAUGHT) {
    const codes = new Set<string | null>();
    for (const event of events) {
      const definition = eventDefinitionsOf(event).find((each) => kindOf(each) === kind);
      if (definition === undefined) continue;
      const referred = childOf(definition, reference);
      const code = referred === null ? null : textOf(referred, property);
      if (codes.has(code)) {
        report.warning(
          event,
          `${kind}-caught-twice`,
          `another event of ${where} catches ${code === null ? every : `the ${kind} ${code}`} already; the first one in the file wins.`,
        );
      }
      codes.add(code);
    }
  }
}

/** The start events of the event subprocesses of each scope. */
function startsByEvent(scope: ScopeDraft, draft: ProcessDraft): readonly Element[] {
  return scope.nodes.flatMap(({ element }) => {
    if (element.get('triggeredByEvent') !== true) return [];
    const content = draft.scopes.find((each) => each.element === element);
    return content?.nodes.filter(({ type }) => type === 'bpmn:StartEvent').map((start) => start.element) ?? [];
  });
}
