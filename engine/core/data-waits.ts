/** Activities that wait for data before they begin, and what they see of it (BPMN 2.0.2, 10.4.2). */
import type { Activity } from '../model/graph/activity.ts';
import { Transfer, type Inputs, type View } from './data.ts';
import type { Token } from './job-state.ts';
import type { Step } from './step.ts';
import type { Variables } from './value.ts';
import { visibleVariables } from './variables.ts';

/** Whether a token stands in an activity that has yet to begin, now that the data inputs are there for which it waited. */
export function hasWaited(token: Token): boolean {
  return token.state === 'running' && token.stage === 'entering' && token.wait === 'data';
}

/** What the associations of an activity see; `own`: what is the activity's alone. */
export function outsideView(step: Step, token: Token, own: Variables): View {
  return {
    outside: visibleVariables(step.state, token.scope),
    own,
    evaluate: (expression, extra) => step.evaluate(expression, token, { ...own, ...extra }),
  };
}

/** Whether the token stands for all instances of a repeated activity, not for one of them. */
export function standsForInstances(node: Activity, token: Token): boolean {
  return node.loop !== null && token.index === null;
}

/** The data input that is the collection of a multi-instance activity, as its associations fill it. */
export function collectionOf(step: Step, node: Activity, token: Token): Inputs {
  const transfer = new Transfer(step, outsideView(step, token, {}));
  for (const association of node.loop?.kind === 'multi-instance' ? node.loop.collectionData : []) {
    const done = transfer.move(association);
    if (typeof done === 'object' && !done.missing) return { kind: 'failed', message: done.message };
    if (done !== 'moved') return { kind: 'unavailable', store: transfer.emptyStore ?? '' };
  }
  return { kind: 'ready', variables: transfer.taken() };
}
