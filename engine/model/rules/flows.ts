/** Rules about sequence flows: where they may start and end, and when they may have conditions. */
import type { FlowDraft, NodeDraft, ProcessDraft } from '../draft.ts';
import { childOf, idOf, rawTextOf } from '../element.ts';
import type { Report } from '../report.ts';

/** Elements whose ways out may have conditions. */
const CONDITIONAL = ['bpmn:Activity', 'bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway', 'bpmn:ComplexGateway'];

export function checkFlows(draft: ProcessDraft, report: Report): void {
  for (const node of draft.nodes.values()) {
    checkEnds(node, report);
    checkDefault(node, report);
    checkConditions(node, report);
  }
}

function checkEnds(node: NodeDraft, report: Report): void {
  const { element, incoming, outgoing } = node;
  if (node.type === 'bpmn:StartEvent' && incoming[0] !== undefined) {
    report.error(
      element,
      'start-event-incoming',
      `the sequence flow ${incoming[0].id} leads into a start event (BPMN 2.0.2, 10.5.2).`,
    );
  }
  const quantity = element.get('startQuantity');
  if (typeof quantity === 'number' && quantity > 1 && incoming.length === 0) {
    report.error(
      element,
      'start-quantity',
      `it waits for ${quantity} tokens, but no sequence flow leads here, so that it would wait for ever (BPMN 2.0.2, 13.3.2).`,
    );
  }
  if (node.type === 'bpmn:EndEvent' && outgoing[0] !== undefined) {
    report.error(
      element,
      'end-event-outgoing',
      `the sequence flow ${outgoing[0].id} leads out of an end event (BPMN 2.0.2, 10.5.3).`,
    );
  }
  if (node.type === 'bpmn:BoundaryEvent' && incoming[0] !== undefined) {
    report.error(
      element,
      'boundary-event-incoming',
      `the sequence flow ${incoming[0].id} leads into a boundary event (BPMN 2.0.2, 10.5.4).`,
    );
  }
}

function checkDefault(node: NodeDraft, report: Report): void {
  const flow = childOf(node.element, 'default');
  if (flow === null || node.outgoing.some((each) => each.element === flow)) return;
  report.error(
    node.element,
    'default-flow',
    `its default flow ${idOf(flow) ?? ''} does not lead out of it (BPMN 2.0.2, 8.4.13).`,
  );
}

/** By the names of its ends: `the way Approved? → Book days`, `the way to Book days`; by its id, where its target has none. */
function wordsOf(flow: FlowDraft | undefined): string {
  if (flow === undefined) return '';
  const [source, target] = [flow.source, flow.target].map(({ element }) => rawTextOf(element, 'name')?.trim() ?? '');
  if (target === '') return flow.id;
  return source === '' ? `the way to ${target}` : `the way ${source} → ${target}`;
}

function checkConditions(node: NodeDraft, report: Report): void {
  const conditional = node.outgoing.filter((flow) => childOf(flow.element, 'conditionExpression') !== null);
  if (conditional.length > 0 && !CONDITIONAL.some((type) => node.element.$instanceOf(type))) {
    for (const flow of conditional) {
      report.error(
        flow.element,
        'condition-out-of-place',
        `it has a condition, but leads out of ${node.id} (${node.type}), where none is evaluated (BPMN 2.0.2, 8.4.13).`,
      );
    }
  }
  const usual = childOf(node.element, 'default');
  const withDefault = conditional.find((flow) => flow.element === usual);
  if (withDefault !== undefined) {
    report.warning(
      withDefault.element,
      'default-with-condition',
      'it is a default flow; its condition is not evaluated (BPMN 2.0.2, 8.4.13).',
    );
  }
  const chooses = node.type === 'bpmn:ExclusiveGateway' || node.type === 'bpmn:InclusiveGateway';
  const hasDefault = node.outgoing.some((flow) => flow.element === usual);
  if (node.type === 'bpmn:ExclusiveGateway' && node.outgoing.length > 1 && conditional.length === 0 && usual === null) {
    report.warning(
      node.element,
      'choice-without-condition',
      `none of its ways has a condition and none is its default: it always takes ${wordsOf(node.outgoing[0])} (BPMN 2.0.2, 10.6.2).`,
    );
  }
  const [unasked] = node.outgoing.filter((flow) => !conditional.includes(flow) && flow.element !== usual);
  if (node.element.$instanceOf('bpmn:Activity') && hasDefault && conditional.length === 0 && unasked !== undefined) {
    report.warning(
      unasked.element,
      'way-without-condition',
      `it has no condition, and no other way out of ${node.id} has one: it is taken, and the default of ${node.id} beside it (BPMN 2.0.2, 8.4.13).`,
    );
  }
  // With a condition or a default, one was forgotten.
  if (!chooses || node.outgoing.length < 2 || (conditional.length === 0 && !hasDefault)) return;
  for (const flow of node.outgoing) {
    if (conditional.includes(flow) || flow.element === usual) continue;
    report.warning(
      flow.element,
      'way-without-condition',
      `it has no condition and is not the default of ${node.id}: it is taken whenever its turn comes (BPMN 2.0.2, 10.6.2).`,
    );
  }
}
