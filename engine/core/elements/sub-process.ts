import type { SubProcess } from '../../model/graph/activity.ts';
import { finish } from '../activity.ts';
import { openContent } from '../event-subprocess.ts';
import { InvariantBroken } from '../lifecycle.ts';
import { leaveCancelled } from '../transactions.ts';
import { ownVariables } from '../variables.ts';
import type { Behaviour } from './behaviour.ts';

/**
 * Embedded subprocess and transaction (BPMN 2.0.2, 13.3.4): a scope of its own, done when no token is left in it. An event
 * subprocess is the same, but is triggered (see event-subprocess.ts).
 */
export const subProcess: Behaviour<SubProcess> = {
  enter(step, node, token) {
    const definition = step.graph.scopes.get(node.id);
    if (definition === undefined) throw new InvariantBroken(step.state.id, `subprocess ${node.id} has no content`);
    openContent(step, node, token, node.byEvent ? definition.triggered : definition.initial);
  },
  emptied(step, node, token) {
    // Only mapped outputs see the subprocess's own variables; without a mapping they go with it.
    const own = token.inner === null ? {} : ownVariables(step.state, token.inner);
    finish(step, node, token, (node.mapping?.outputs.length ?? 0) > 0 ? own : {});
  },
  compensated(step, _node, token) {
    leaveCancelled(step, token);
  },
};
