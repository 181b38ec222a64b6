/** Rules about where a process or subprocess begins and ends, and what can be reached. */
import type { NodeDraft, ProcessDraft, ScopeDraft } from '../draft.ts';
import { isCompensationEvent } from '../compensation.ts';
import { isLinkCatch, isLinkThrow, linkTarget } from '../links.ts';
import type { Report } from '../report.ts';
import { eventDefinitionsOf } from '../unsupported.ts';

export function checkStarts(draft: ProcessDraft, report: Report): void {
  for (const scope of draft.scopes) if (!scope.refused) checkScope(scope, report);
}

function checkScope(scope: ScopeDraft, report: Report): void {
  const starts = scope.nodes.filter((node) => node.type === 'bpmn:StartEvent');
  const none = starts.filter((node) => eventDefinitionsOf(node.element).length === 0);
  checkTriggers(scope, starts, report);
  if (scope.element.$type === 'bpmn:AdHocSubProcess') checkAdHoc(scope, report);
  const second = none[1];
  if (second !== undefined) {
    const ids = none.map((node) => node.id).join(', ');
    const what = `${scope.id} has several none start events (${ids})`;
    const rule = 'several-none-start-events';
    if (scope.isProcess)
      report.warning(
        second.element,
        rule,
        `${what}, each another way to begin (BPMN 2.0.2, 10.5.2): whoever starts it names one, and no call activity can.`,
      );
    else report.error(second.element, rule, `${what}; a subprocess has only one (BPMN 2.0.2, 13.3.4).`);
  }
  const begins = starts.length > 0 ? starts : scope.nodes.filter(hasNoWayIn);
  if (scope.element.get('triggeredByEvent') === true && starts.length !== 1) return;
  if (scope.nodes.every(isEventSubprocess)) {
    if (scope.isProcess) report.error(scope.element, 'no-start', 'it holds nothing to execute.');
    else report.warning(scope.element, 'empty-subprocess', 'it is empty and ends as soon as it is entered.');
  } else if (begins.length === 0) {
    report.error(
      scope.element,
      'no-start',
      'it has no start event, and every node has a way in: nothing could begin (BPMN 2.0.2, 10.5.2).',
    );
  }
  checkReach(scope, begins, report);
}

function checkTriggers(scope: ScopeDraft, starts: readonly NodeDraft[], report: Report): void {
  for (const start of starts) {
    const byEvent = scope.element.get('triggeredByEvent') === true;
    if (!scope.isProcess && !byEvent && eventDefinitionsOf(start.element).length > 0) {
      report.error(
        start.element,
        'unsupported-element',
        `it has a trigger, but starts the embedded subprocess ${scope.id}, which begins when it is entered (BPMN 2.0.2, 10.5.2).`,
      );
    }
  }
}

/** What an ad-hoc subprocess must not hold, and what makes no sequence. */
function checkAdHoc(scope: ScopeDraft, report: Report): void {
  for (const node of scope.nodes) {
    if (node.type === 'bpmn:StartEvent' || node.type === 'bpmn:EndEvent') {
      report.error(
        node.element,
        'ad-hoc-content',
        `it stands in the ad-hoc subprocess ${scope.id}, which has neither start nor end events (BPMN 2.0.2, 10.3.5).`,
      );
    }
    if (
      scope.element.get('ordering') === 'Sequential' &&
      node.outgoing.length > 1 &&
      node.element.$instanceOf('bpmn:Activity')
    ) {
      report.error(
        node.element,
        'ad-hoc-content',
        `it has several ways out, but ${scope.id} performs one activity at a time (BPMN 2.0.2, 13.3.5).`,
      );
    }
  }
}

function hasNoWayIn(node: NodeDraft): boolean {
  if (node.incoming.length > 0 || node.type === 'bpmn:BoundaryEvent' || isLinkCatch(node)) return false;
  return !isEventSubprocess(node) && node.element.get('isForCompensation') !== true;
}

function isEventSubprocess(node: NodeDraft): boolean {
  return node.element.get('triggeredByEvent') === true;
}

/** Compensation handlers and event subprocesses are no part of the flow: rules of their own say whether they can begin. */
function checkReach(scope: ScopeDraft, begins: readonly NodeDraft[], report: Report): void {
  const reached = new Set<NodeDraft>(begins);
  const pending = [...begins];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const linked = isLinkThrow(node) ? linkTarget(node) : null;
    const others = linked === null ? node.boundary : [...node.boundary, linked];
    for (const next of [...node.outgoing.map((flow) => flow.target), ...others]) {
      if (reached.has(next)) continue;
      reached.add(next);
      pending.push(next);
    }
  }
  for (const node of scope.nodes) {
    if (reached.has(node) || isEventSubprocess(node) || node.element.get('isForCompensation') === true) continue;
    if (node.type === 'bpmn:BoundaryEvent') continue;
    report.warning(
      node.element,
      'unreachable',
      `no way leads here from where ${scope.id} begins (BPMN 2.0.2, 10.5.2).`,
    );
  }
  const ends = scope.nodes.some((node) => node.type === 'bpmn:EndEvent');
  for (const node of scope.nodes) {
    if (!ends || !node.supported || !reached.has(node) || node.outgoing.length > 0 || node.type === 'bpmn:EndEvent')
      continue;
    if (isLinkThrow(node) || isEventSubprocess(node) || isCompensationEvent(node)) continue;
    report.warning(
      node.element,
      'no-way-out',
      `no way leads on from here, although ${scope.id} has end events: a token that comes here ends here (BPMN 2.0.2, 10.5.3).`,
    );
  }
}
