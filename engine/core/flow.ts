/** How tokens travel: into a node, along sequence flows, out of existence. */
import type { ComplexGateway, ExclusiveGateway, InclusiveGateway } from '../model/graph/gateway.ts';
import type { FlowNode } from '../model/graph/process.ts';
import type { SequenceFlow } from '../model/graph/sequence-flow.ts';
import { adHocAround, adHocVerdict, ENOUGH, isEnough } from './ad-hoc.ts';
import { emptyScope } from './cancellation.ts';
import { stateOf } from './complex-gate.ts';
import { verdictOf } from './condition.ts';
import { complete } from './executions.ts';
import { shortId } from './hash.ts';
import { raiseIncident } from './incidents.ts';
import type { Token } from './job-state.ts';
import type { Step } from './step.ts';

/** Puts a new token at a node. Its id comes from where it was born. */
export function createToken(
  step: Step,
  scope: string,
  node: string,
  via: string | null,
  parents: readonly string[],
  ...lineage: string[]
): string {
  const token = shortId(scope, node, via ?? '', ...parents, ...lineage);
  step.emit({ type: 'token-created', token, scope, node, via, parents });
  return token;
}

/**
 * Sends the token along the chosen flows: it keeps its id on a single one and becomes several on more (BPMN 2.0.2, 13.3.1).
 * None: it is consumed.
 */
export function follow(step: Step, node: FlowNode, token: Token, flows: readonly SequenceFlow[]): void {
  const times = 'completionQuantity' in node ? node.completionQuantity : 1;
  const [only] = flows;
  if (only === undefined) {
    const { compensation } = token;
    step.emit({ type: 'token-consumed', token: token.id, node: node.id });
    if (compensation !== null) step.handled.push(compensation);
    return;
  }
  if (flows.length === 1 && times === 1) {
    step.emit({ type: 'token-moved', token: token.id, node: only.target, via: only.id });
    return;
  }
  const { id, scope, instance } = token;
  step.emit({ type: 'token-consumed', token: id, node: node.id });
  const tokens = flows.flatMap((flow) =>
    Array.from({ length: times }, (_, copy) =>
      createToken(step, scope, flow.target, flow.id, [id], instance ?? '', ...(copy === 0 ? [] : [String(copy)])),
    ),
  );
  step.emit({ type: 'forked', node: node.id, tokens });
}

/**
 * Leaves an element whose own work is done: chooses among its ways out and goes. JavaScript conditions are work; their
 * answers come back as `answers`, one for each such flow in file order.
 */
export function leave(step: Step, node: FlowNode, token: Token, answers: readonly boolean[] | null = null): void {
  if ('boundary' in node && endsAdHoc(step, token)) return;
  if (!isDeciding(node) && node.outgoing.every((flow) => flow.condition === null)) {
    follow(step, node, token, node.outgoing);
    return;
  }
  if (answers === null && asksForConditions(node)) {
    requestConditions(step, node, token);
    return;
  }
  const chosen = choose(step, node, token, answers ?? []);
  if (typeof chosen === 'string') {
    raiseIncident(step, token, chosen);
    return;
  }
  // A gateway's decision is its own work: its execution ends when the decision is taken.
  if (isDeciding(node)) complete(step, node, token);
  follow(step, node, token, chosen);
}

/** Whether the activity that the token leaves was the last one that the ad-hoc subprocess around it needed. */
function endsAdHoc(step: Step, token: Token): boolean {
  // What compensates is outside of the flow, and whoever threw the compensation waits for it (BPMN 2.0.2, 10.7.1).
  const around = token.compensation === null ? adHocAround(step, token) : null;
  const verdict = around === null ? false : adHocVerdict(step, around, token, token.scope);
  if (typeof verdict === 'string') raiseIncident(step, token, verdict);
  if (around === null || verdict === false) return false;
  if (verdict === true) {
    const { scope } = token;
    step.emit({ type: 'token-consumed', token: token.id, node: token.node });
    if (around.cancelRemaining) emptyScope(step, scope);
    else if ((step.state.scopes.get(scope)?.alive ?? 0) > 0 && !isEnough(step, scope))
      step.emit({ type: 'activities-chosen', scope, node: around.id, count: ENOUGH });
  }
  return true;
}

/** Whether a gateway chooses among its ways out. */
export function isDeciding(node: FlowNode): node is ExclusiveGateway | InclusiveGateway | ComplexGateway {
  return (
    node.type === 'bpmn:ExclusiveGateway' ||
    node.type === 'bpmn:InclusiveGateway' ||
    node.type === 'bpmn:ComplexGateway'
  );
}

/**
 * Whether the conditions in JavaScript are work. Not those of a complex gateway: they see its state as it is now.
 */
function asksForConditions(node: FlowNode): boolean {
  if (node.type === 'bpmn:ComplexGateway') return false;
  return node.outgoing.some((flow) => flow.condition?.language === 'javascript');
}

function requestConditions(step: Step, node: FlowNode, token: Token): void {
  const instance = token.instance;
  if (instance === null) return;
  step.emit({
    type: 'work-requested',
    token: token.id,
    node: node.id,
    kind: 'conditions',
    request: null,
    attempt: token.attempt,
    try: token.try,
    answer: 0,
    at: step.env.now,
  });
  step.work.push({
    kind: 'conditions',
    token: token.id,
    node: node.id,
    instance,
    visit: token.visit,
    attempt: token.attempt,
    try: token.try,
    answer: 0,
    idempotencyKey: step.idempotencyKey(token),
    seed: step.moment(token).seed,
  });
}

/** The flows to take, or why none can be. */
function choose(
  step: Step,
  node: FlowNode,
  token: Token,
  answers: readonly boolean[],
): readonly SequenceFlow[] | string {
  const exclusive = node.type === 'bpmn:ExclusiveGateway';
  const gate = node.type === 'bpmn:ComplexGateway' ? stateOf(step, node, token) : undefined;
  const resets = gate?.['waitingForStart'] === false;
  const defaultFlow = 'defaultFlow' in node ? node.defaultFlow : null;
  const chosen: SequenceFlow[] = [];
  const asks = asksForConditions(node);
  let scripted = 0;
  let met = false;
  for (const flow of node.outgoing) {
    if (flow.id === defaultFlow) continue;
    // In its second phase a complex gateway takes only ways whose conditions say so.
    let taken = !resets;
    if (flow.condition !== null) {
      if (asks && flow.condition.language === 'javascript') {
        taken = answers[scripted] === true;
        scripted += 1;
      } else {
        const answer = verdictOf(flow.condition, step.evaluate(flow.condition, token, gate));
        if (!answer.ok)
          return `the condition of ${flow.id}, on the way out of ${node.id}, cannot be evaluated: ${answer.message}`;
        taken = answer.holds;
      }
    }
    met ||= taken && (flow.condition !== null || isDeciding(node));
    if (taken) chosen.push(flow);
    if (taken && exclusive) return chosen;
  }
  const conditional = node.outgoing.some((flow) => flow.condition !== null);
  // The default flow of an activity is taken when no condition holds; unconditional flows are taken anyway.
  if (defaultFlow !== null && !met) {
    const flow = node.outgoing.find((candidate) => candidate.id === defaultFlow);
    if (flow !== undefined) chosen.push(flow);
  }
  if (chosen.length === 0 && !resets && (exclusive ? node.outgoing.length > 0 : conditional)) {
    return `no way out of ${node.id}: no condition is true, and there is no default flow`;
  }
  return chosen;
}
