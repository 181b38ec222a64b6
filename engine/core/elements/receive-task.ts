import type { ReceiveTask } from '../../model/graph/activity.ts';
import { begin, beginAgain, finish } from '../activity.ts';
import { received } from '../data.ts';
import { raiseIncident } from '../incidents.ts';
import type { Token } from '../job-state.ts';
import { keepPart, keptAt, takeKept } from '../kept-parts.ts';
import type { Step } from '../step.ts';
import type { Variables } from '../value.ts';
import { BESIDE, disarmAt, subscribe } from '../waits.ts';
import type { Behaviour } from './behaviour.ts';

/** Receive task: waits for its message. */
export const receiveTask: Behaviour<ReceiveTask> = {
  enter(step, node, token) {
    if (begin(step, node, token, true) === null) return;
    const kept = keptAt(step, token.id, node);
    if (kept.length === 0) wait(step, node, token);
    else finish(step, node, token, taken(node, takeKept(step, kept)));
  },
  begun(step, node, token, { variables }) {
    beginWith(step, node, token, variables);
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

/** Begins with its message here already; where it cannot begin yet, that is kept for it. */
export function beginWith(step: Step, node: ReceiveTask, token: Token, variables: Variables): void {
  const place = { token: token.id, scope: null, node: node.id, part: BESIDE, kind: 'receive', fired: 0 } as const;
  if (begin(step, node, token, true) === null) keepPart(step, place, variables);
  else finish(step, node, token, taken(node, variables));
}

/** With data outputs the message is theirs, and nothing else of it goes on. */
function taken({ data }: ReceiveTask, variables: Variables): Variables {
  return data === null || data.outputs.length === 0 ? variables : received(data, variables);
}

function wait(step: Step, node: ReceiveTask, token: Token): void {
  const failure = subscribe(step, token, node, node.message, 'receive');
  if (failure !== null) raiseIncident(step, token, failure);
  else step.emit({ type: 'wait-started', token: token.id, node: node.id, wait: 'message', answer: 0 });
}
