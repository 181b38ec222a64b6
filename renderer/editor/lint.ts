/** What bpmnlint says about a diagram, beside what the engine refuses: style, and what is drawn by mistake. */
import type { ModdleElement } from 'bpmn-moddle';
import Linter, { type LintReport, type Resolver } from 'bpmnlint/lib/linter.js';
import conditionalFlows from 'bpmnlint/rules/conditional-flows.js';
import fakeJoin from 'bpmnlint/rules/fake-join.js';
import labelRequired from 'bpmnlint/rules/label-required.js';
import noDisconnected from 'bpmnlint/rules/no-disconnected.js';
import noDuplicateSequenceFlows from 'bpmnlint/rules/no-duplicate-sequence-flows.js';
import noGatewayJoinFork from 'bpmnlint/rules/no-gateway-join-fork.js';
import noOverlappingElements from 'bpmnlint/rules/no-overlapping-elements.js';
import superfluousGateway from 'bpmnlint/rules/superfluous-gateway.js';
import superfluousTermination from 'bpmnlint/rules/superfluous-termination.js';
import { elementsById, withCompleteFlows } from './complete-flows.ts';
import type { DiagramProblem } from './diagram-problem.ts';
import { styleWords } from './problem-words.ts';

const RULES: Readonly<Record<string, readonly [rule: unknown, severity: 'warn' | 'info']>> = {
  'conditional-flows': [conditionalFlows, 'warn'],
  'fake-join': [fakeJoin, 'warn'],
  'label-required': [labelRequired, 'info'],
  'no-disconnected': [noDisconnected, 'warn'],
  'no-duplicate-sequence-flows': [noDuplicateSequenceFlows, 'warn'],
  'no-gateway-join-fork': [noGatewayJoinFork, 'warn'],
  'no-overlapping-elements': [noOverlappingElements, 'warn'],
  'superfluous-gateway': [superfluousGateway, 'info'],
  'superfluous-termination': [superfluousTermination, 'info'],
};

const resolver: Resolver = {
  resolveRule: (_pkg, name) => RULES[name]?.[0],
  resolveConfig: () => ({}),
};

const config = { rules: Object.fromEntries(Object.entries(RULES).map(([name, [, severity]]) => [name, severity])) };

const SEVERITIES: Readonly<Record<LintReport['category'], DiagramProblem['severity']>> = {
  error: 'warning', // it runs, or the engine says itself that it does not
  warn: 'warning',
  info: 'note',
  'rule-error': 'note',
};

export async function lint(definitions: ModdleElement): Promise<DiagramProblem[]> {
  // A new one each time: some of its rules remember what they saw.
  const reports = await withCompleteFlows(definitions, () => new Linter({ resolver, config }).lint(definitions));
  const elements = elementsById(definitions);
  return Object.entries(reports).flatMap(([rule, found]) =>
    found.map(({ id, message, category }): DiagramProblem => ({
      severity: SEVERITIES[category],
      element: id,
      rule,
      source: 'lint',
      message: styleWords(message, id, elements.get(id) ?? null),
    })),
  );
}
