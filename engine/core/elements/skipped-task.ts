import type { Activity } from '../../model/graph/activity.ts';
import { enter } from '../executions.ts';
import { raiseIncident } from '../incidents.ts';
import { instanceVariables } from '../instances.ts';
import type { Token } from '../job-state.ts';
import type { Step } from '../step.ts';
import type { Behaviour } from './behaviour.ts';
import { plainTask } from './plain-task.ts';

/** Variables of a process that let its tasks be skipped. */
const ENABLING = ['_ACTIVITI_SKIP_EXPRESSION_ENABLED', '_FLOWABLE_SKIP_EXPRESSION_ENABLED'];

/** Behaviours of tasks that can be skipped, made once for each. */
const SKIPPABLE = new WeakMap<Behaviour<never>, Behaviour<Activity>>();

/** A task with Flowable's `skipExpression`: where skipping is enabled and the expression is true, nothing is performed. */
export function skippable(behaviour: Behaviour<never>): Behaviour<Activity> {
  let made = SKIPPABLE.get(behaviour);
  if (made === undefined) {
    const single = behaviour as Behaviour<Activity>;
    made = {
      ...single,
      enter(step, node, token) {
        const skips = isSkipped(step, node, token);
        if (typeof skips === 'string') {
          enter(step, node, token);
          raiseIncident(step, token, skips);
        } else if (skips) (plainTask as Behaviour<never> as Behaviour<Activity>).enter(step, node, token);
        else single.enter(step, node, token);
      },
    };
    SKIPPABLE.set(behaviour, made);
  }
  return made;
}

/** A text says why nobody can tell. */
function isSkipped(step: Step, node: Activity, token: Token): boolean | string {
  if (node.skip === undefined) return false;
  const variables = step.variables(token);
  if (!ENABLING.some((name) => Object.hasOwn(variables, name) && variables[name] === true)) return false;
  const answer = step.evaluate(node.skip, token, instanceVariables(step, node, token));
  if (!answer.ok) return `whether it is skipped cannot be computed: ${answer.message}`;
  if (typeof answer.value === 'boolean') return answer.value;
  return `its skipExpression "${node.skip.text}" is neither true nor false`;
}
