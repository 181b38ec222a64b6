import type { SubProcess } from '../../model/graph.ts';
import { begin, finish } from '../activity.ts';
import { createToken } from '../flow.ts';
import { InvariantBroken } from '../lifecycle.ts';
import { ownVariables } from '../variables.ts';
import type { Behaviour } from './behaviour.ts';

/** Embedded subprocess (BPMN 2.0.2, 13.3.4): a scope of its own, done when no token is left in it. */
export const subProcess: Behaviour<SubProcess> = {
  enter(step, node, token) {
    const inputs = begin(step, node, token, false);
    if (inputs === null || token.instance === null) return;
    const scope = token.instance;
    const definition = step.graph.scopes.get(node.id);
    if (definition === undefined) throw new InvariantBroken(step.state.id, `subprocess ${node.id} has no content`);
    step.emit({ type: 'scope-opened', scope, parent: token.scope, node: node.id, kind: 'flow', token: token.id });
    for (const [name, value] of Object.entries(inputs)) step.emit({ type: 'variable-set', scope, name, value });
    step.emit({ type: 'working-started', token: token.id, inner: scope });
    step.emit({ type: 'wait-started', token: token.id, node: node.id, wait: 'scope', answer: 0 });
    for (const initial of definition.initial) createToken(step, scope, initial, null, [token.id]);
  },
  emptied(step, node, token) {
    // Only mapped outputs see the subprocess's own variables; without a mapping they go with it.
    const own = token.inner === null ? {} : ownVariables(step.state, token.inner);
    finish(step, node, token, (node.mapping?.outputs.length ?? 0) > 0 ? own : {});
  },
};
