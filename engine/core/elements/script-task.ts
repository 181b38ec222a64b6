import type { ScriptTask } from '../../model/graph/activity.ts';
import { begin, finish, requestWork } from '../activity.ts';
import { resultsOf } from '../results.ts';
import type { Behaviour } from './behaviour.ts';

/** Script task: local work, or, in a language of another engine, a scenario's answer. */
export const scriptTask: Behaviour<ScriptTask> = {
  enter(step, node, token) {
    if (begin(step, node, token, true) !== null) scriptTask.work?.(step, node, token, 'first');
  },
  work(step, node, token, as) {
    requestWork(step, node, token, node.language === 'external' ? 'external' : 'script', null, as);
  },
  done(step, node, token, outcome) {
    finish(step, node, token, resultsOf(node, outcome));
  },
};
