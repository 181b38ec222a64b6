/** Data of events (BPMN 2.0.2, 10.4.2): what a caught event brought is handed on, what is thrown takes data along. None waits. */
import type { NodeData } from '../model/graph/data.ts';
import type { IntermediateCatchEvent, IntermediateThrowEvent } from '../model/graph/event.ts';
import type { FlowNode } from '../model/graph/process.ts';
import { assignments, keepResults } from './activity.ts';
import { outputsOf, received, takenAlong } from './data.ts';
import { outsideView } from './data-waits.ts';
import { enter } from './executions.ts';
import { raiseIncident } from './incidents.ts';
import type { Token } from './job-state.ts';
import type { Step } from './step.ts';
import type { Variables } from './value.ts';
import { visibleVariables } from './variables.ts';

/**
 * Hands on what came with a trigger, as seen from a scope: to variables of the same names, or, where the event has data outputs,
 * only along their associations or another engine's output mapping. Answers why it cannot be done; null: it was.
 */
export function handOn(step: Step, node: FlowNode, scope: string, brought: Variables, only = false): string | null {
  const data = dataOf(node);
  if (data === null || !isMapped(node)) {
    if (!only) for (const [name, value] of Object.entries(brought)) step.write(scope, name, value);
    return null;
  }
  const own = data.mapped === true ? brought : received(data, brought);
  const moved = outputsOf(
    step,
    {
      outside: visibleVariables(step.state, scope),
      own,
      evaluate: (expression, extra) => step.evaluateIn(expression, scope, node.id, { ...own, ...extra }),
    },
    data,
  );
  if (typeof moved === 'string') return moved;
  moved.put(node.id, scope);
  return null;
}

/** Whether what comes with an event goes along its data outputs only, or along another engine's output mapping. */
export function isMapped(node: FlowNode): boolean {
  const data = dataOf(node);
  return data !== null && (data.outputs.length > 0 || data.mapped === true);
}

/** {@link handOn} for the token that goes on from the event; false: its incident was raised, and what came is kept for the next try. */
export function handOnTo(step: Step, node: FlowNode, token: Token, brought: Variables, only = false): boolean {
  const failure = handOn(step, node, token.scope, brought, only);
  if (failure === null) return true;
  if (token.instance === null) enter(step, node, token);
  keepResults(step, node, token, brought);
  raiseIncident(step, token, failure);
  return false;
}

/** What an intermediate event leaves behind by its mapping, as seen with what it brought; a text says why nobody can tell. */
export function leftBehind(
  step: Step,
  node: IntermediateCatchEvent | IntermediateThrowEvent,
  token: Token,
  brought: Variables = {},
): Variables | string {
  if (node.mapping === undefined) return {};
  const { inputs, outputs } = node.mapping;
  const own = assignments(step, token, inputs, brought);
  const left = typeof own === 'string' ? own : assignments(step, token, outputs, { ...brought, ...own });
  if (typeof left !== 'string') return left;
  return `${typeof own === 'string' ? 'input' : 'output'} ${left}`;
}

/** Where the process or subprocess keeps it. */
export function leaveBehind(step: Step, token: Token, variables: Variables): void {
  for (const [name, value] of Object.entries(variables)) step.write(token.scope, name, value);
}

function dataOf(node: FlowNode): NodeData | null {
  return 'data' in node ? node.data : null;
}

/** What a throwing event takes along; null: an incident was raised. */
export function takeAlong(step: Step, node: FlowNode, token: Token): Variables | null {
  const data = dataOf(node);
  const taken = data === null ? {} : takenAlong(step, outsideView(step, token, {}), data);
  if (typeof taken !== 'string') return taken;
  raiseIncident(step, token, taken);
  return null;
}
