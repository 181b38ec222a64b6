/** Small BPMN files for the tests of the model. */
import { readBpmn, type ProcessProblem, type ReadResult } from '../../../engine/model/read-bpmn.ts';
import type { FlowNode } from '../../../engine/model/graph/process.ts';

const NAMESPACES = [
  'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"',
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  'xmlns:cairn="urn:cairn:bpmn:1"',
  'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"',
  'xmlns:operaton="http://operaton.org/schema/1.0/bpmn"',
  'xmlns:flowable="http://flowable.org/bpmn"',
  'xmlns:activiti="http://activiti.org/bpmn"',
].join(' ');

/** A file with the given root elements. */
export function definitions(roots: string, attributes = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<definitions ${NAMESPACES} targetNamespace="urn:test" ${attributes}>${roots}</definitions>`;
}

/** A file with one executable process `p`, and other roots after it. */
export function file(content: string, roots = ''): string {
  return definitions(`<process id="p" isExecutable="true">${content}</process>${roots}`);
}

/** A sequence flow `from_to`. */
export function flow(from: string, to: string, inner = ''): string {
  return `<sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}">${inner}</sequenceFlow>`;
}

/** `start → element → end`, the element having the id `it`. */
export function around(element: string, roots = ''): string {
  return file(
    `<startEvent id="start"/>${element}<endEvent id="end"/>${flow('start', 'it')}${flow('it', 'end')}`,
    roots,
  );
}

export function condition(text: string, attributes = ''): string {
  return `<conditionExpression xsi:type="tFormalExpression" ${attributes}>${text}</conditionExpression>`;
}

export function read(xml: string): Promise<ReadResult> {
  return readBpmn(xml, 'test.bpmn');
}

/** The problems of a file as `severity rule @element`, without notes. */
export async function verdicts(xml: string): Promise<string[]> {
  return (await read(xml)).problems.filter(({ severity }) => severity !== 'note').map(verdict);
}

export function verdict({ severity, rule, element }: ProcessProblem): string {
  return `${severity} ${rule} @${element ?? '-'}`;
}

/** The only problem with a rule. */
export async function problem(xml: string, rule: string): Promise<ProcessProblem> {
  const { problems } = await read(xml);
  const found = problems.filter((each) => each.rule === rule);
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(`expected one ${rule}, found ${problems.map(verdict).join('; ') || 'nothing'}`);
  }
  return found[0];
}

/** A node of the only process of a file that must be runnable. */
export async function node<T extends FlowNode['type']>(
  xml: string,
  id: string,
  type: T,
): Promise<Extract<FlowNode, { type: T }>> {
  const { processes, problems } = await read(xml);
  const found = processes[0]?.nodes.get(id);
  if (found?.type !== type) throw new Error(`no ${type} ${id}: ${problems.map(({ message }) => message).join(' ')}`);
  return found as Extract<FlowNode, { type: T }>;
}
