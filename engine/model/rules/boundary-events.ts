/** Rules about boundary events. */
import type { NodeDraft, ProcessDraft } from '../draft.ts';
import { childOf, textOf } from '../element.ts';
import type { Report } from '../report.ts';
import { eventDefinitionsOf } from '../unsupported.ts';

export function checkBoundaryEvents(draft: ProcessDraft, report: Report): void {
  for (const node of draft.nodes.values()) {
    if (node.type === 'bpmn:BoundaryEvent') checkInterrupting(node, report);
    if (node.boundary.length > 1) checkErrors(node, report);
  }
}

function checkInterrupting(event: NodeDraft, report: Report): void {
  if (!isErrorEvent(event) || event.element.get('cancelActivity') !== false) return;
  report.warning(
    event.element,
    'error-interrupts',
    'cancelActivity is false, but an error always interrupts; it is treated as interrupting (BPMN 2.0.2, 10.5.4, table 10.91).',
  );
}

function checkErrors(activity: NodeDraft, report: Report): void {
  const codes = new Set<string | null>();
  for (const event of activity.boundary.filter(isErrorEvent)) {
    const error = childOf(eventDefinitionsOf(event.element)[0] ?? event.element, 'errorRef');
    const code = error === null ? null : textOf(error, 'errorCode');
    if (codes.has(code)) {
      const what = code === null ? 'every error' : `the error ${code}`;
      report.warning(
        event.element,
        'error-caught-twice',
        `another boundary event of ${activity.id} catches ${what} already; the first one in the file wins.`,
      );
    }
    codes.add(code);
  }
}

function isErrorEvent(event: NodeDraft): boolean {
  return eventDefinitionsOf(event.element)[0]?.$type === 'bpmn:ErrorEventDefinition';
}
