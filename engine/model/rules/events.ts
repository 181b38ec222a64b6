/** Rules about links, compensation, cancellation and event subprocesses: where their ends must be. */
import { compensationOf, isCompensationEvent, isCompensationStart, ownCompensation } from '../compensation.ts';
import type { NodeDraft, ProcessDraft, ScopeDraft } from '../draft.ts';
import { childOf, idOf, type Element } from '../element.ts';
import { thrownAsInstancesComplete } from '../instance-events.ts';
import { isLinkCatch, isLinkThrow, linkOf, linkTarget } from '../links.ts';
import type { Report } from '../report.ts';
import { eventDefinitionsOf, kindOf } from '../unsupported.ts';
import { standInOf } from '../vendor-triggers.ts';

export function checkEvents(draft: ProcessDraft, report: Report): void {
  for (const scope of draft.scopes) {
    if (isByEvent(scope.element)) checkEventSubProcess(scope, draft, report);
    checkLinks(scope, report);
  }
  for (const node of draft.nodes.values()) {
    if (isByEvent(node.element)) checkSurroundings(node, report);
    if (node.element.get('isForCompensation') === true) checkHandler(node, draft, report);
    if (node.type === 'bpmn:ReceiveTask' && node.element.get('instantiate') === true) checkReceiveTask(node, report);
    checkTrigger(node, draft, report);
  }
}

/** A receive task that starts the process stands at its beginning (BPMN 2.0.2, 10.3.3). */
function checkReceiveTask(node: NodeDraft, report: Report): void {
  const flow = node.incoming.find(({ source }) => source.element.get('instantiate') !== true);
  if (flow === undefined && node.scope.isProcess) return;
  const why = flow === undefined ? `it lies in ${node.scope.id}` : `the sequence flow ${flow.id} leads into it`;
  report.error(node.element, 'receive-instantiate', `it is to start the process, but ${why} (BPMN 2.0.2, 10.3.3).`);
}

function isByEvent(element: Element): boolean {
  return element.get('triggeredByEvent') === true;
}

function has(node: NodeDraft, kind: string): boolean {
  return (
    node.element.$instanceOf('bpmn:Event') && eventDefinitionsOf(node.element).some((each) => kindOf(each) === kind)
  );
}

/** An event subprocess begins with one start event, which has a trigger (BPMN 2.0.2, 10.3.5). */
function checkEventSubProcess(scope: ScopeDraft, draft: ProcessDraft, report: Report): void {
  const starts = scope.nodes.filter(({ type }) => type === 'bpmn:StartEvent');
  const [start] = starts;
  if (start === undefined || starts.length > 1) {
    report.error(
      scope.element,
      'event-subprocess-start',
      `it has ${starts.length} start events; an event subprocess has exactly one (BPMN 2.0.2, 10.3.5).`,
    );
    return;
  }
  if (eventDefinitionsOf(start.element).length === 0) {
    report.error(
      start.element,
      'event-subprocess-start',
      `it starts the event subprocess ${scope.id}, but has no trigger: nothing could start it (BPMN 2.0.2, 10.5.2).`,
    );
  }
  const parent = scope.element.$parent;
  if (isCompensationStart(start) && parent?.$instanceOf('bpmn:Process') === true && !asksForAll(draft, scope)) {
    report.warning(
      scope.element,
      'compensation-of-process',
      'it would compensate the process itself, which nothing asks for: no event directly in the process throws compensation without naming an activity, so that it is never executed (BPMN 2.0.2, 10.7.2).',
    );
  }
  if (start.element.get('isInterrupting') !== false) return;
  const always = ['error', 'compensate'].find((kind) => has(start, kind));
  if (always === undefined) return;
  report.warning(
    start.element,
    always === 'error' ? 'error-interrupts' : 'compensation-interrupts',
    `isInterrupting is false, but ${always === 'error' ? 'an error always interrupts' : 'what is compensated has ended already'}; it is treated as interrupting (BPMN 2.0.2, 10.5.2, table 10.86).`,
  );
}

/** Whether some event, at the level of the process, throws compensation for all of it: then `handler` has its turn. */
function asksForAll(draft: ProcessDraft, handler: ScopeDraft): boolean {
  return [...draft.nodes.values()].some((node) => {
    if (!node.element.$instanceOf('bpmn:ThrowEvent') || node.scope === handler) return false;
    const definition = eventDefinitionsOf(node.element).find((each) => kindOf(each) === 'compensate');
    if (definition === undefined || childOf(definition, 'activityRef') !== null) return false;
    return scopesAround(node, draft).some(({ isProcess }) => isProcess);
  });
}

function checkSurroundings(node: NodeDraft, report: Report): void {
  const flow = node.incoming[0] ?? node.outgoing[0];
  if (flow !== undefined) {
    report.error(
      node.element,
      'event-subprocess-flow',
      `the sequence flow ${flow.id} connects it, but an event subprocess is no part of the flow (BPMN 2.0.2, 10.3.5).`,
    );
  }
  for (const event of node.boundary) {
    report.error(
      event.element,
      'boundary-host',
      `it is attached to the event subprocess ${node.id}, to which no event can be attached (BPMN 2.0.2, 10.3.5).`,
    );
  }
}

/** Several events may throw a link, one catches it, all within one scope (BPMN 2.0.2, 10.5.5, table 10.98). */
function checkLinks(scope: ScopeDraft, report: Report): void {
  const caught = new Map<string, NodeDraft>();
  for (const node of scope.nodes.filter(isLinkCatch)) {
    const name = linkOf(node) ?? '';
    const before = caught.get(name);
    if (before !== undefined) {
      report.error(
        node.element,
        'link-target',
        `${before.id} catches the link "${name}" already; a link has one target (BPMN 2.0.2, 10.5.5, table 10.98).`,
      );
    }
    caught.set(name, node);
    if (node.incoming[0] !== undefined) {
      report.error(
        node.element,
        'link-flow',
        `the sequence flow ${node.incoming[0].id} leads into the target of a link (BPMN 2.0.2, 10.5.5, table 10.98).`,
      );
    }
  }
  for (const node of scope.nodes.filter(isLinkThrow)) {
    const name = linkOf(node) ?? '';
    if (linkTarget(node) === null) {
      report.error(
        node.element,
        'link-target',
        `no event of ${scope.id} catches the link "${name}"; both ends of a link lie in one process or subprocess (BPMN 2.0.2, 10.5.5, table 10.98).`,
      );
    }
    if (node.outgoing[0] !== undefined) {
      report.error(
        node.element,
        'link-flow',
        `the sequence flow ${node.outgoing[0].id} leads out of the source of a link (BPMN 2.0.2, 10.5.5, table 10.98).`,
      );
    }
  }
}

/** A compensation activity is outside of the flow (BPMN 2.0.2, 10.7.1). */
function checkHandler(node: NodeDraft, draft: ProcessDraft, report: Report): void {
  const flow = node.incoming[0] ?? node.outgoing[0];
  if (flow !== undefined) {
    report.error(
      node.element,
      'compensation-flow',
      `the sequence flow ${flow.id} connects it, but a compensation activity is no part of the flow (BPMN 2.0.2, 10.7.1).`,
    );
  }
  // Whatever takes the handler's place would leave those who wait for the end of the compensation behind.
  for (const event of node.boundary) {
    report.error(
      event.element,
      'compensation-boundary',
      `it is attached to ${node.id}, which compensates; events on compensation activities are not supported (BPMN 2.0.2, 10.7.1).`,
    );
  }
  const used = [...draft.nodes.values()].some(({ handlers }) => handlers.includes(node));
  if (used) return;
  report.warning(
    node.element,
    'compensation-without-event',
    'it compensates, but no association leads here from a compensation boundary event: it is never executed (BPMN 2.0.2, 10.7.1).',
  );
}

function checkTrigger(node: NodeDraft, draft: ProcessDraft, report: Report): void {
  if (node.type === 'bpmn:StartEvent') checkConditionalStart(node, report);
  if (node.element.$instanceOf('bpmn:Activity')) checkCompensatedOnce(node, draft, report);
  if (node.type === 'bpmn:BoundaryEvent') {
    if (isCompensationEvent(node)) checkCompensationBoundary(node, report);
    if (has(node, 'cancel')) checkCancelBoundary(node, report);
    if (has(node, 'escalation')) checkEscalationBoundary(node, report);
  } else if (node.type === 'bpmn:EndEvent' && has(node, 'cancel')) checkCancelEnd(node, draft, report);
  if (node.element.$instanceOf('bpmn:ThrowEvent') && has(node, 'compensate')) checkCompensated(node, draft, report);
}

/**
 * A conditional start event of a process: variables change only in jobs, so that its condition is looked at when somebody
 * starts the process, on what the start is given, and refuses the start while it does not hold (docs/deviations.md).
 */
function checkConditionalStart(node: NodeDraft, report: Report): void {
  if (!node.scope.isProcess || !has(node, 'conditional')) return;
  if (node.element.get('parallelMultiple') === true || standInOf(node.element) !== null) return;
  const several = eventDefinitionsOf(node.element).length > 1;
  report.warning(
    node.element,
    'conditional-start',
    several
      ? 'no data changes outside of a process, so that its condition starts nothing: its other triggers and people start the process (BPMN 2.0.2, 10.5.2, table 10.84).'
      : 'no data changes outside of a process, so that its condition is looked at when somebody starts the process, on the variables that are given, and refuses the start while it does not hold (BPMN 2.0.2, 10.5.2, table 10.84).',
  );
}

/** An activity is compensated in one way: by one handler, or by one event subprocess in it (BPMN 2.0.2, 10.7.1). */
function checkCompensatedOnce(node: NodeDraft, draft: ProcessDraft, report: Report): void {
  const content = draft.scopes.find(({ element }) => element === node.element);
  const inside = (content?.nodes ?? []).filter(({ element }) => {
    if (!isByEvent(element)) return false;
    return draft.scopes.find((scope) => scope.element === element)?.nodes.some(isCompensationStart) === true;
  });
  const [first, ...others] = [...node.boundary.filter(isCompensationEvent), ...inside];
  for (const other of others) {
    report.error(
      other.element,
      'compensated-twice',
      `${first?.id ?? ''} says how ${node.id} is compensated already; it would never be executed (BPMN 2.0.2, 10.7.1).`,
    );
  }
}

function checkCompensationBoundary(node: NodeDraft, report: Report): void {
  const [handler, second] = node.handlers;
  if (node.outgoing[0] !== undefined) {
    report.error(
      node.element,
      'compensation-flow',
      `the sequence flow ${node.outgoing[0].id} leads out of a compensation boundary event; an association leads to the activity that compensates (BPMN 2.0.2, 10.7.1).`,
    );
  }
  if (handler === undefined || second !== undefined) {
    const found = node.handlers.map(({ id }) => id).join(', ');
    report.error(
      node.element,
      'compensation-handler',
      `associations lead to ${handler === undefined ? 'no activity' : `several activities (${found})`}; a compensation boundary event has one that compensates (BPMN 2.0.2, 10.7.1).`,
    );
    return;
  }
  if (handler.scope !== node.scope) {
    report.error(
      node.element,
      'compensation-handler',
      `its handler ${handler.id} lies in ${handler.scope.id}; it must lie beside the event, in ${node.scope.id} (BPMN 2.0.2, 10.7.1).`,
    );
  }
  if (handler.element.get('isForCompensation') !== true) {
    report.error(
      handler.element,
      'compensation-handler',
      `it compensates what ${node.id} is attached to, but isForCompensation is not true (BPMN 2.0.2, 10.7.1).`,
    );
  }
}

function checkCancelBoundary(node: NodeDraft, report: Report): void {
  const { host } = node;
  if (host === null) return;
  if (host.type !== 'bpmn:Transaction') {
    report.error(
      node.element,
      'cancel-outside-transaction',
      `it catches a cancellation, but is attached to ${host.id} (${host.type}), which is no transaction (BPMN 2.0.2, 10.5.4, table 10.90).`,
    );
  }
  const first = host.boundary.find((each) => has(each, 'cancel'));
  if (first === node) return;
  report.error(
    node.element,
    'cancel-caught-twice',
    `${first?.id ?? ''} catches the cancellation of ${host.id} already (BPMN 2.0.2, 10.5.4).`,
  );
}

function checkCancelEnd(node: NodeDraft, draft: ProcessDraft, report: Report): void {
  const element = transactionAround(node);
  if (element === null) {
    report.error(
      node.element,
      'cancel-outside-transaction',
      'it cancels, but lies in no transaction (BPMN 2.0.2, 10.5.3, table 10.88).',
    );
    return;
  }
  const transaction = [...draft.nodes.values()].find((each) => each.element === element);
  if (transaction === undefined || transaction.boundary.some((each) => has(each, 'cancel'))) return;
  report.warning(
    node.element,
    'cancel-uncaught',
    `it cancels ${transaction.id}, which has no cancel boundary event: nothing leads on from there (BPMN 2.0.2, 10.3.5; 10.7).`,
  );
}

function transactionAround(node: NodeDraft): Element | null {
  for (let at: Element | undefined = node.element.$parent; at !== undefined; at = at.$parent) {
    if (at.$type === 'bpmn:Transaction') return at;
    if (at.$type === 'bpmn:Process') return null;
  }
  return null;
}

/**
 * Escalations come from events inside an activity: only what has a content, its own or a called one, can throw one, and
 * multi-instance that throws one as its instances complete (BPMN 2.0.2, 10.3.8, table 10.29).
 */
function checkEscalationBoundary(node: NodeDraft, report: Report): void {
  const { host } = node;
  if (host === null || ['bpmn:SubProcess', 'bpmn:CallActivity'].some((type) => host.element.$instanceOf(type))) return;
  if (thrownAsInstancesComplete(host.element).some((definition) => kindOf(definition) === 'escalation')) return;
  report.warning(
    node.element,
    'escalation-never-thrown',
    `it catches an escalation, but ${host.id} (${host.type}) has no content that could throw one: it never fires (BPMN 2.0.2, 10.5.4).`,
  );
}

/** A named activity can be compensated from its own scope, and from an event subprocess in it (BPMN 2.0.2, 10.5.3, table 10.88; 10.5.4, table 10.89). */
function checkCompensated(node: NodeDraft, draft: ProcessDraft, report: Report): void {
  const definition = eventDefinitionsOf(node.element).find((each) => kindOf(each) === 'compensate');
  const activity = definition === undefined ? null : childOf(definition, 'activityRef');
  const visible = scopesAround(node, draft);
  if (activity === null) {
    const some = visible.some(({ nodes }) => nodes.some((each) => compensationOf(each, draft) !== null));
    if (some || definition === undefined || ownCompensation(draft) !== null) return;
    report.warning(
      node.element,
      'compensation-without-handler',
      `it compensates, but no activity in ${node.scope.id} has a compensation handler: nothing happens (BPMN 2.0.2, 10.7.1).`,
    );
    return;
  }
  const target = [...draft.nodes.values()].find(({ element }) => element === activity);
  if (target === undefined || !visible.includes(target.scope)) {
    report.error(
      node.element,
      'compensation-out-of-scope',
      `it compensates ${idOf(activity) ?? ''}, which it cannot see: that lies in ${target?.scope.id ?? 'another process'} (BPMN 2.0.2, 10.5.3, table 10.88; 10.5.4, table 10.89).`,
    );
  } else if (compensationOf(target, draft) === null) {
    const own = target.type === 'bpmn:CallActivity' ? '; handlers in the process that it calls are not asked' : '';
    report.warning(
      node.element,
      'compensation-without-handler',
      `it compensates ${target.id}, which has no compensation handler: nothing happens${own} (BPMN 2.0.2, 10.7.1).`,
    );
  }
}

function scopesAround(node: NodeDraft, draft: ProcessDraft): readonly ScopeDraft[] {
  const scopes = [node.scope];
  for (let at = node.scope; isByEvent(at.element);) {
    const around = draft.scopes.find(({ element }) => element === at.element.$parent);
    if (around === undefined) break;
    scopes.push(around);
    at = around;
  }
  return scopes;
}
