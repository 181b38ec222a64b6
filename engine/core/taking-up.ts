/** Work that is taken up again: after an incident, or by a new engine. */
import type { FlowNode } from '../model/graph/process.ts';
import { finishAgain, isActivity, requestWork, setVariables } from './activity.ts';
import { emptyToken } from './cancellation.ts';
import { refuse, type Command, type Refusal } from './commands.ts';
import { behaviourOf } from './elements/index.ts';
import { armStart, startOf } from './event-subprocess.ts';
import { leave } from './flow.ts';
import type { Token } from './job-state.ts';
import { keepingParts } from './kept-parts.ts';
import { isSetAside } from './lifecycle.ts';
import type { Step } from './step.ts';
import { isAwaited } from './waits.ts';

/** Resolves the incidents that it concerns, and goes on where each token got stuck. */
export function retry(step: Step, command: Extract<Command, { type: 'retry' }>): Refusal | null {
  const { state } = step;
  const incidents = [...state.incidents.values()]
    .filter((incident) => command.instance === null || incident.instance === command.instance)
    .toSorted((left, right) => left.at - right.at || (left.id < right.id ? -1 : 1));
  if (incidents.length === 0) {
    return refuse(
      'illegal',
      command.instance === null ? `job ${state.id} has no incident` : `${command.instance} is no incident`,
    );
  }
  if (command.instance !== null && isSetAside(state)) {
    return refuse('illegal', `job ${state.id} is set aside as a whole, and is taken up as a whole`);
  }
  for (const { token, instance, element, attempts } of incidents)
    step.triedBefore.set(token ?? `${instance ?? ''} ${element ?? ''}`, attempts);
  const edited = command.variables !== null && Object.keys(command.variables).length > 0;
  // The job's own come first: then the work of its running tokens is asked for again, once.
  for (const incident of incidents) {
    if (incident.token !== null) continue;
    step.emit({ type: 'incident-resolved', incident: incident.id, token: null, edited });
    for (const [name, value] of Object.entries(command.variables ?? {})) {
      step.emit({ type: 'variable-set', scope: state.root, name, value });
    }
    if (incident.element !== null && incident.instance !== null) rearm(step, incident.instance, incident.element);
    resumeWork(step);
  }
  step.conditionsStale = true;
  for (const incident of incidents) {
    const token = incident.token === null ? undefined : state.tokens.get(incident.token);
    if (token === undefined) continue;
    step.emit({ type: 'incident-resolved', incident: incident.id, token: token.id, edited });
    if (command.variables !== null) setVariables(step, token, command.variables);
    tryAgain(step, step.node(token.node), token);
  }
  return null;
}

/** A scope could not wait for one of its event subprocesses: it does now. */
function rearm(step: Step, scope: string, start: string): void {
  step.conditionsStale = true;
  if (step.state.scopes.has(scope) && !isAwaited(step, scope, start)) armStart(step, scope, startOf(step, start));
}

/** Takes up where the token got stuck. */
function tryAgain(step: Step, node: FlowNode, token: Token): void {
  const behaviour = behaviourOf(node);
  if (token.instance === null) {
    // It never came in: a step ran into its bound in front of this element.
    step.emit({ type: 'token-moved', token: token.id, node: token.node, via: token.via });
  } else if (token.stage === 'leaving') {
    step.emit({ type: 'leaving-started', token: token.id });
    leave(step, node, token);
  } else if (token.stage === 'finishing' && isActivity(node)) {
    finishAgain(step, node, token);
  } else if ((token.stage === 'working' || token.stage === 'finishing') && behaviour.again !== undefined) {
    behaviour.again(step, node, token);
  } else if (token.stage === 'working' && behaviour.work !== undefined) {
    behaviour.work(step, node, token, 'retry');
  } else {
    keepingParts(step, token, emptyToken);
    behaviour.enter(step, node, token);
  }
}

/** Raises the incarnation, and asks for the work again that an engine before had begun. */
export function recover(step: Step, command: Extract<Command, { type: 'recover' }>): void {
  step.emit({
    type: 'incarnation-raised',
    incarnation: command.incarnation,
    begun: command.begun,
    attemptFloor: command.attemptFloor,
    interrupted: command.interrupted,
  });
  resumeWork(step);
}

function resumeWork(step: Step): void {
  const { state } = step;
  if (isSetAside(state)) return;
  const running = [...state.tokens.values()].filter((token) => token.state === 'running' && token.work !== null);
  for (const token of running.toSorted((left, right) => left.arrival - right.arrival)) {
    const node = step.node(token.node);
    if (token.work === 'conditions') requestWork(step, node, token, 'conditions', null, 'again');
    else behaviourOf(node).work?.(step, node, token, 'again');
  }
}
