import type { UserTask } from '../../model/graph/activity.ts';
import { begin, finish } from '../activity.ts';
import { countOf } from '../counts.ts';
import type { Behaviour } from './behaviour.ts';

/** User task: waits for a person (see decide.ts, `complete-user-task`). */
export const userTask: Behaviour<UserTask> = {
  enter(step, node, token) {
    if (begin(step, node, token, true) !== null)
      step.emit({
        type: 'wait-started',
        token: token.id,
        node: node.id,
        wait: 'user',
        answer: countOf(step.state.answers, node.id),
      });
  },
  done(step, node, token, outcome) {
    finish(step, node, token, outcome.writes);
  },
};
