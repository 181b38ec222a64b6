import type { ReceiveTask } from '../../model/graph/activity.ts';
import { begin, beginAgain, finish } from '../activity.ts';
import { received } from '../data.ts';
import { raiseIncident } from '../incidents.ts';
import type { Token } from '../job-state.ts';
import type { Step } from '../step.ts';
import type { Variables } from '../value.ts';
import { disarmAt, subscribe } from '../waits.ts';
import type { Behaviour } from './behaviour.ts';

/** Receive task: waits for its message. */
export const receiveTask: Behaviour<ReceiveTask> = {
  enter(step, node, token) {
    if (begin(step, node, token, true) !== null) wait(step, node, token);
  },
  begun(step, node, token, { variables }) {
    if (begin(step, node, token, true) !== null) finish(step, node, token, taken(node, variables));
  },
  again(step, node, token) {
    beginAgain(step, node, token);
    wait(step, node, token);
  },
  occurred(step, node, token, _wait, variables) {
    // Its message is here, whatever becomes of it: no other one is taken.
    disarmAt(step, token.id, node.id);
    finish(step, node, token, taken(node, variables));
  },
};

/** With data outputs the message is theirs, and nothing else of it goes on. */
function taken({ data }: ReceiveTask, variables: Variables): Variables {
  return data === null || data.outputs.length === 0 ? variables : received(data, variables);
}

function wait(step: Step, node: ReceiveTask, token: Token): void {
  const failure = subscribe(step, token, node, node.message, 'receive');
  if (failure !== null) raiseIncident(step, token, failure);
  else step.emit({ type: 'wait-started', token: token.id, node: node.id, wait: 'message', answer: 0 });
}
