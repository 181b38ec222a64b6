/** Rules about message flows: what they may connect. */
import { messageFlowsOf, type Document } from '../document.ts';
import { childOf, requiredIdOf, type Element } from '../element.ts';
import { processAround } from '../partners.ts';
import type { Report } from '../report.ts';

export function checkMessageFlows(document: Document, reportOf: (element: Element | null) => Report): void {
  for (const flow of messageFlowsOf(document.definitions)) {
    const source = childOf(flow, 'sourceRef');
    const target = childOf(flow, 'targetRef');
    if (source === null || target === null) continue;
    const [from, to] = [processAround(source), processAround(target)];
    const report = reportOf(source.$instanceOf('bpmn:FlowNode') ? source : target);
    if (from !== null && from === to) {
      report.error(
        flow,
        'message-flow-in-pool',
        `it leads from ${requiredIdOf(source)} to ${requiredIdOf(target)}, which are in the same pool; messages flow between pools (BPMN 2.0.2, 7.6.2 and 9.4).`,
      );
      continue;
    }
    if (target.$instanceOf('bpmn:FlowNode') && !TARGETS.some((type) => target.$instanceOf(type)))
      report.warning(
        flow,
        'message-flow-target',
        `it leads to ${requiredIdOf(target)} (${target.$type}), which receives no messages (BPMN 2.0.2, 7.6.2, table 7.4).`,
      );
    if (!source.$instanceOf('bpmn:FlowNode') || SOURCES.some((type) => source.$instanceOf(type))) continue;
    report.warning(
      flow,
      'message-flow-source',
      `it leads out of ${requiredIdOf(source)} (${source.$type}), which sends no messages (BPMN 2.0.2, 7.6.2, table 7.4).`,
    );
  }
}

/** What may receive. */
const TARGETS = ['bpmn:Activity', 'bpmn:CatchEvent'];
/** What may send. */
const SOURCES = ['bpmn:Activity', 'bpmn:ThrowEvent'];
