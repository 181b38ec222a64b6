import type { CallActivity } from '../../model/graph/activity.ts';
import { assignments, begin, beginAgain, dataInputs, finish } from '../activity.ts';
import { longId } from '../hash.ts';
import type { CallResult } from '../commands.ts';
import { raiseIncident } from '../incidents.ts';
import type { Token } from '../job-state.ts';
import type { Step } from '../step.ts';
import { pick, type Variables } from '../value.ts';
import type { Behaviour } from './behaviour.ts';

/** Call activity (BPMN 2.0.2, 13.3.4): a called job, created and returned in one transaction over both. */
export const callActivity: Behaviour<CallActivity> = {
  enter(step, node, token) {
    const inputs = begin(step, node, token, false);
    if (inputs !== null) request(step, node, token, inputs);
  },
  again(step, node, token) {
    beginAgain(step, node, token);
    // Of several instances, each has its own variables in its scope already.
    const inputs = assignments(step, token, node.mapping?.inputs ?? [], {});
    if (typeof inputs === 'string') raiseIncident(step, token, `input ${inputs}`);
    else request(step, node, token, { ...inputs, ...dataInputs(node, step.variables(token)) });
  },
  returned(step, node, token, result) {
    const { variables } = result;
    const named = node.data?.outputs ?? [];
    if ((node.mapping?.outputs.length ?? 0) > 0) finish(step, node, token, variables);
    else if (named.length > 0) finish(step, node, token, pick(variables, named));
    else finish(step, node, token, node.mapping?.returnsAll === false ? {} : changesOf(result));
  },
};

/** Asks for the called job. */
function request(step: Step, node: CallActivity, token: Token, inputs: Variables): void {
  if (token.instance === null) return;
  const called = step.evaluate(node.calledElement, token);
  if (!called.ok || typeof called.value !== 'string' || called.value === '') {
    raiseIncident(
      step,
      token,
      `the called element cannot be computed: ${called.ok ? 'it is no text' : called.message}`,
    );
    return;
  }
  step.emit({
    type: 'call-requested',
    token: token.id,
    node: node.id,
    instance: token.instance,
    job: step.env.newJobId(),
    key: called.value,
    version: node.version,
    lineage: longId(step.state.lineage, token.instance, String(token.edit)),
    variables: passed(step, node, token, inputs),
  });
  step.emit({ type: 'wait-started', token: token.id, node: node.id, wait: 'call', answer: 0 });
}

/** Without an input mapping or a data input the called job sees what the caller sees, unless the file says. */
function passed(step: Step, node: CallActivity, token: Token, inputs: Variables): Variables {
  const passesAll = node.mapping?.passesAll;
  if (passesAll !== undefined) return passesAll ? { ...step.variables(token), ...inputs } : inputs;
  return (node.mapping?.inputs.length ?? 0) + (node.data?.inputs.length ?? 0) > 0 ? inputs : step.variables(token);
}

/** Only what it changed: the caller may have changed the rest in the meantime. */
function changesOf({ variables, changed }: Extract<CallResult, { kind: 'completed' }>): Variables {
  if (changed === undefined) return variables;
  const names = new Set(changed);
  return Object.fromEntries(Object.entries(variables).filter(([name]) => names.has(name)));
}
