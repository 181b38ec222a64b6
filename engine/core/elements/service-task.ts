import type { ServiceTask } from '../../model/graph/activity.ts';
import type { Expression } from '../../model/graph/expression.ts';
import type { TaskImplementation } from '../../model/graph/implementation.ts';
import { begin, beginAgain, dataInputs, finish, requestWork } from '../activity.ts';
import { raiseIncident } from '../incidents.ts';
import { resultsOf } from '../results.ts';
import type { Token } from '../job-state.ts';
import { send } from '../sending.ts';
import type { Step } from '../step.ts';
import type { Behaviour } from './behaviour.ts';

/** Service, send and business rule task: what they do is their implementation's. */
export const serviceTask: Behaviour<ServiceTask> = {
  enter(step, node, token) {
    if (begin(step, node, token, true) === null) return;
    const { implementation } = node;
    if (implementation.kind === 'message') {
      sendFrom(step, node, token, implementation);
      return;
    }
    serviceTask.work?.(step, node, token, 'first');
  },
  work(step, node, token, as) {
    const { implementation } = node;
    switch (implementation.kind) {
      case 'http': {
        // The same activity instance sends the same request again; editing the variables forgets it (apply.ts).
        let request = token.request;
        if (request === null) {
          const resolved = step.env.resolveRequest(
            implementation.http,
            step.variables(token),
            step.moment(token),
            step.env.evaluate,
          );
          if (resolved.ok) request = resolved.request;
          else if (!step.env.stubbed(node.id)) {
            raiseIncident(step, token, resolved.message);
            return;
          }
        }
        requestWork(step, node, token, 'http', request, as);
        return;
      }
      case 'expression':
        if (as === 'retry') beginAgain(step, node, token);
        answer(step, node, token, implementation.expression);
        return;
      case 'message':
        if (as === 'retry') beginAgain(step, node, token);
        sendFrom(step, node, token, implementation);
        return;
      default:
        requestWork(step, node, token, implementation.kind, null, as);
    }
  },
  done(step, node, token, outcome) {
    finish(step, node, token, resultsOf(node, outcome));
  },
};

/** The value of an expression is the result, unless a scenario answers for the task. */
function answer(step: Step, node: ServiceTask, token: Token, expression: Expression): void {
  if (step.env.stubbed(node.id)) {
    requestWork(step, node, token, 'external', null, 'first');
    return;
  }
  const found = step.evaluate(expression, token);
  if (!found.ok) raiseIncident(step, token, found.message);
  else finish(step, node, token, resultsOf(node, { kind: 'completed', result: found.value, writes: {} }));
}

type Sends = Extract<TaskImplementation, { kind: 'message' }>;

function sendFrom(step: Step, node: ServiceTask, token: Token, { message, payload }: Sends): void {
  const taken = dataInputs(node, step.variables(token));
  if (send(step, token, node.id, message, payload, 0, taken)) finish(step, node, token, {});
}
