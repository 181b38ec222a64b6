import type { AdHocSubProcess } from '../../model/graph.ts';
import { begin, finish } from '../activity.ts';
import { adHocVerdict } from '../ad-hoc.ts';
import { armScope, declare } from '../event-subprocess.ts';
import { createToken } from '../flow.ts';
import { raiseIncident } from '../incidents.ts';
import type { Token } from '../job-state.ts';
import type { Step } from '../step.ts';
import { ownVariables } from '../variables.ts';
import type { Behaviour } from './behaviour.ts';

/**
 * Ad-hoc subprocess (BPMN 2.0.2, 13.3.5): its activities without a way in are enabled from the beginning. Nobody chooses
 * among them here: each is performed once, all together, or, where the ordering is sequential, one after the other in the
 * order of the file, until the completion condition is true.
 */
export const adHocSubProcess: Behaviour<AdHocSubProcess> = {
  enter(step, node, token) {
    const inputs = begin(step, node, token, false);
    if (inputs === null || token.instance === null) return;
    const scope = token.instance;
    step.emit({ type: 'scope-opened', scope, parent: token.scope, node: node.id, kind: 'flow', token: token.id });
    for (const [name, value] of Object.entries(inputs)) step.emit({ type: 'variable-set', scope, name, value });
    declare(step, scope, node.id);
    step.emit({ type: 'working-started', token: token.id, inner: scope });
    step.emit({ type: 'wait-started', token: token.id, node: node.id, wait: 'scope', answer: 0 });
    armScope(step, scope);
    choose(step, node, token);
  },
  emptied(step, node, token) {
    const { inner } = token;
    if (inner === null) return;
    const enabled = enabledIn(step, node, inner);
    // An interrupting event subprocess has taken the place of what was left to do.
    const interrupted = step.state.scopes.get(inner)?.interrupted === true;
    const verdict =
      interrupted || node.completionCondition === null
        ? interrupted || enabled === 0
        : adHocVerdict(step, node, token, inner);
    if (typeof verdict === 'string') {
      raiseIncident(step, token, verdict);
    } else if (verdict) {
      finish(step, node, token, (node.mapping?.outputs.length ?? 0) > 0 ? ownVariables(step.state, inner) : {});
    } else if (enabled > 0) {
      choose(step, node, token);
    } else {
      raiseIncident(
        step,
        token,
        `everything in ${node.id} has been performed, but its completion condition is not true; a retry performs it again`,
      );
    }
  },
};

/** How many of its activities have yet to be performed. */
function enabledIn(step: Step, node: AdHocSubProcess, scope: string): number {
  return initialOf(step, node).length - (step.state.scopes.get(scope)?.chosen ?? 0);
}

function initialOf(step: Step, node: AdHocSubProcess): readonly string[] {
  return step.graph.scopes.get(node.id)?.initial ?? [];
}

/** Begins all enabled activities, or, in sequence, the next one. */
function choose(step: Step, node: AdHocSubProcess, token: Token): void {
  const { inner } = token;
  if (inner === null) return;
  const initial = initialOf(step, node);
  const from = step.state.scopes.get(inner)?.chosen ?? 0;
  const chosen = initial.slice(from, node.ordering === 'sequential' ? from + 1 : undefined);
  step.emit({ type: 'activities-chosen', scope: inner, node: node.id, count: chosen.length });
  for (const id of chosen) createToken(step, inner, id, null, [token.id]);
}
