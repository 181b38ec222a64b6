/**
 * What the reader of BPMN cannot judge, because it knows neither files nor expression languages: whether expressions can
 * be read, and whether decisions are there and can be evaluated.
 */
import { Script } from 'node:vm';
import { callsElsewhere, functionsMissing, parses, scriptUsesElsewhere } from '../expressions/evaluate.ts';
import type { Expression } from '../model/graph/expression.ts';
import type { FlowNode, ProcessGraph } from '../model/graph/process.ts';
import { decisionWanted } from '../model/implementation.ts';
import type { Problem } from '../model/problem.ts';
import { cited } from '../model/sections.ts';
import { checkDecision } from '../tasks/decision.ts';

/** Text of a file that a process names; a list: it is not there, or these could all be meant. */
export type ResourceText = (name: string) => string | readonly string[];

type Found = Pick<Problem, 'severity' | 'rule' | 'message'>;

/** Everything wrong in what the process holds or names, on the element that holds or names it. */
export async function checkContents(graph: ProcessGraph, file: string, resource: ResourceText): Promise<Problem[]> {
  const problems: Problem[] = [];
  const error = (element: string, rule: string, message: string): void => {
    problems.push({ severity: 'error', file, element, rule, message: cited(rule, message) });
  };
  const judge = (expression: Expression, element: string, title: string): void => {
    const reason = unreadable(expression);
    if (reason !== null) error(element, 'unreadable-expression', `${title}: ${reason}`);
    warn(callsElsewhere(expression), element, title);
    const missing = reason === null ? functionsMissing(expression) : [];
    for (const words of missing) {
      const message = `${title}: ${words}: a token that needs it stops with an incident.`;
      problems.push({ severity: 'warning', file, element, rule: 'unknown-function', message });
    }
  };
  const warn = (call: string | null, element: string, title: string): void => {
    if (call === null) return;
    const message = `${title}: ${call}: a token that needs it stops with an incident.`;
    problems.push({ severity: 'warning', file, element, rule: 'code-elsewhere', message });
  };
  for (const flow of graph.flows.values())
    if (flow.condition !== null) judge(flow.condition, flow.id, `${flow.id} (bpmn:SequenceFlow)`);
  for (const node of graph.nodes.values()) {
    if (node.type === 'bpmn:ScriptTask' && node.language === 'javascript') {
      const reason = scriptError(node.script);
      if (reason !== null)
        error(node.id, 'unreadable-script', `${node.id} (${node.type}): its script cannot be read: ${reason}`);
      else warn(scriptUsesElsewhere(node.script), node.id, `${node.id} (${node.type}): in its script`);
    }
    for (const expression of expressionsIn(node)) judge(expression, node.id, `${node.id} (${node.type})`);
    for (const { severity, rule, message } of await decisionProblems(node, resource)) {
      problems.push({ severity, file, element: node.id, rule, message: `${node.id} (${node.type}): ${message}` });
    }
  }
  return problems;
}

function unreadable(expression: Expression): string | null {
  return expression.language === 'javascript' ? scriptError(expression.text) : parses(expression);
}

/** Why JavaScript cannot be read; it is compiled, never run. */
export function scriptError(text: string): string | null {
  try {
    new Script(text);
    return null;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

/** The expressions that a node itself holds; its flows are judged on their own. */
function expressionsIn(node: FlowNode): Expression[] {
  const found: Expression[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isExpression(value)) found.push(value);
    else for (const item of Object.values(value)) walk(item);
  };
  const { incoming: _, outgoing: __, ...own } = node;
  walk(own);
  if (node.type === 'bpmn:ScriptTask' && node.language === 'feel') found.push({ language: 'feel', text: node.script });
  return found;
}

function isExpression(value: object): value is Expression {
  return 'language' in value && 'text' in value && typeof value.text === 'string';
}

async function decisionProblems(node: FlowNode, resource: ResourceText): Promise<Found[]> {
  if (!('implementation' in node) || node.implementation.kind !== 'decision') return [];
  const { file, decision } = node.implementation;
  const xml = resource(file);
  if (typeof xml === 'string') return checkDecision(xml, file, decision);
  if (xml.length > 0)
    return [
      {
        severity: 'error',
        rule: 'ambiguous-decision',
        message: `its decision ${decision} is in ${xml.join(' and in ')}.`,
      },
    ];
  if (decisionWanted(file) === null) {
    return [
      {
        severity: 'error',
        rule: 'missing-resource',
        message: `it needs ${file}, which is neither in the workspace nor beside the file.`,
      },
    ];
  }
  return [
    {
      severity: 'warning',
      rule: 'missing-decision',
      message: `no DMN file in rules/ of the workspace or beside the file has its decision ${decision}, so that only a stub of a scenario can answer it.`,
    },
  ];
}
