/** Rules about event-based gateways and the declared direction of gateways. */
import type { NodeDraft, ProcessDraft } from '../draft.ts';
import type { Report } from '../report.ts';
import { eventDefinitionsOf, kindOf } from '../unsupported.ts';

export function checkGateways(draft: ProcessDraft, report: Report): void {
  for (const node of draft.nodes.values()) {
    if (node.type === 'bpmn:EventBasedGateway' && node.supported) checkEventBased(node, report);
    if (node.element.$instanceOf('bpmn:Gateway')) checkDirection(node, report);
  }
}

function checkEventBased(gateway: NodeDraft, report: Report): void {
  if (gateway.outgoing.length < 2) {
    report.error(
      gateway.element,
      'event-gateway-ways',
      `it has ${gateway.outgoing.length} ways out; it needs two or more (BPMN 2.0.2, 10.6.6).`,
    );
  }
  checkInstantiating(gateway, report);
  checkMixed(gateway, report);
  const checked = new Set<NodeDraft>();
  for (const { target } of gateway.outgoing) {
    if (checked.has(target)) continue;
    checked.add(target);
    const wrong = wrongWithTarget(target, gateway);
    if (wrong === null) continue;
    report.error(
      gateway.element,
      'event-gateway-target',
      `its way to ${target.id} (${target.type}) is not possible: ${wrong} (BPMN 2.0.2, 10.6.6).`,
    );
  }
}

/** Messages are received by events or by receive tasks, never by both behind one gateway (BPMN 2.0.2, 10.6.6). */
function checkMixed(gateway: NodeDraft, report: Report): void {
  const targets = gateway.outgoing.map(({ target }) => target);
  const task = targets.find(({ type }) => type === 'bpmn:ReceiveTask');
  const event = targets.find(
    ({ type, element }) =>
      type === 'bpmn:IntermediateCatchEvent' && eventDefinitionsOf(element).some((each) => kindOf(each) === 'message'),
  );
  if (task === undefined || event === undefined) return;
  report.error(
    gateway.element,
    'event-gateway-mixed',
    `it leads to the message event ${event.id} and to the receive task ${task.id}; behind one gateway only one of the two kinds is possible (BPMN 2.0.2, 10.6.6).`,
  );
}

/** A gateway that starts the process stands at its beginning (BPMN 2.0.2, 10.6.6). */
function checkInstantiating(gateway: NodeDraft, report: Report): void {
  const instantiates = gateway.element.get('instantiate') === true;
  const [flow] = gateway.incoming;
  if (instantiates && flow !== undefined) {
    report.error(
      gateway.element,
      'event-gateway-instantiate',
      `it starts the process, but the sequence flow ${flow.id} leads into it (BPMN 2.0.2, 10.6.6).`,
    );
  }
  if (instantiates && !gateway.scope.isProcess) {
    report.error(
      gateway.element,
      'event-gateway-instantiate',
      `it is to start a process, but lies in ${gateway.scope.id} (BPMN 2.0.2, 10.6.6).`,
    );
  }
  if (!instantiates && gateway.element.get('eventGatewayType') === 'Parallel') {
    report.error(
      gateway.element,
      'event-gateway-parallel',
      'it is parallel, which only a gateway that starts the process can be (BPMN 2.0.2, 10.6.6).',
    );
  }
}

/** A target whose trigger is refused by name is not complained about twice. */
function wrongWithTarget(target: NodeDraft, gateway: NodeDraft): string | null {
  if (target.type === 'bpmn:IntermediateCatchEvent') {
    const kinds = eventDefinitionsOf(target.element).map(kindOf);
    if (kinds.some((kind) => !['message', 'timer', 'signal', 'conditional'].includes(kind)))
      return 'the event cannot be waited for here';
    const instantiates = gateway.element.get('instantiate') === true;
    if (instantiates && !kinds.every((kind) => kind === 'message' || kind === 'signal'))
      return 'the gateway starts the process, which only messages and signals can do there';
    if (instantiates && kinds.length > 1 && target.element.get('parallelMultiple') === true)
      return 'the gateway starts the process with one message or signal, but the event waits for several';
  } else if (target.type !== 'bpmn:ReceiveTask')
    return 'only message, signal, timer and conditional events and receive tasks can follow';
  else if (target.element.get('loopCharacteristics') !== undefined)
    return 'a receive task that is repeated cannot follow';
  else if (Number(target.element.get('startQuantity')) > 1)
    return 'a receive task that waits for several tokens cannot follow';
  else if (target.boundary.length > 0) return 'a receive task with boundary events cannot follow';
  return target.incoming.some(({ source }) => source !== gateway) ? 'ways from elsewhere lead there too' : null;
}

function checkDirection(gateway: NodeDraft, report: Report): void {
  const direction = gateway.element.get('gatewayDirection');
  const ins = gateway.incoming.length;
  const outs = gateway.outgoing.length;
  const wrong =
    (direction === 'Converging' && outs > 1) ||
    (direction === 'Diverging' && ins > 1) ||
    (direction === 'Mixed' && (ins < 2 || outs < 2));
  if (!wrong) return;
  report.warning(
    gateway.element,
    'gateway-direction',
    `it is declared ${String(direction)}, but has ${ins} ways in and ${outs} out (BPMN 2.0.2, 8.4.9).`,
  );
}
