/** What a deployment sets going without being asked: start events with a timer. */
import type { DeploymentView } from '../protocol/views.ts';
import { timeText } from './quantity.ts';

/** A sentence for each, with when next. */
export function timedStartLines(deployed: DeploymentView['deployed']): string[] {
  return deployed.flatMap(({ key, timers }) =>
    timers.map(
      ({ element, due }) =>
        `note: ${key} has a timer start: ${element} starts a job by itself while an engine runs, next at ${timeText(due)}`,
    ),
  );
}
