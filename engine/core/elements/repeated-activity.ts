import type { Activity } from '../../model/graph/activity.ts';
import { emptyToken } from '../cancellation.ts';
import { emptyInstances, enterRepeated } from '../instances.ts';
import { keepingParts } from '../kept-parts.ts';
import type { Behaviour } from './behaviour.ts';

/** Behaviours of repeated activities, made once for each. */
const REPEATED = new WeakMap<Behaviour<never>, Behaviour<Activity>>();

/**
 * An activity with a standard loop or multi-instance (BPMN 2.0.2, 13.3.6, 13.3.7): the token that comes to it stands for
 * all instances, and each instance is a token of its own, for which the activity behaves as ever.
 */
export function repeated(behaviour: Behaviour<never>): Behaviour<Activity> {
  let made = REPEATED.get(behaviour);
  if (made === undefined) {
    const single = behaviour as Behaviour<Activity>;
    made = {
      ...single,
      enter(step, node, token) {
        if (token.index === null) enterRepeated(step, node, token);
        else single.enter(step, node, token);
      },
      again(step, node, token) {
        // All instances are done; what they gave could not be handed on.
        if (token.index === null) emptyInstances(step, node, token);
        else if (single.again !== undefined) single.again(step, node, token);
        else if (single.work !== undefined) single.work(step, node, token, 'retry');
        else {
          keepingParts(step, token, emptyToken);
          single.enter(step, node, token);
        }
      },
      emptied(step, node, token) {
        if (token.index === null) emptyInstances(step, node, token);
        else single.emptied?.(step, node, token);
      },
    };
    REPEATED.set(behaviour, made);
  }
  return made;
}
