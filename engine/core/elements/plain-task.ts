import type { PlainTask } from '../../model/graph/activity.ts';
import { begin, finish } from '../activity.ts';
import type { Behaviour } from './behaviour.ts';

/** Task and manual task: the engine has nothing to do for them, so they complete at once (BPMN 2.0.2, 13.3.3). */
export const plainTask: Behaviour<PlainTask> = {
  enter(step, node, token) {
    if (begin(step, node, token, true) !== null) finish(step, node, token, {});
  },
};
