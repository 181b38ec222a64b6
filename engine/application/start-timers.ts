/** When the timer start events of a process fire first. */
import { Temporal } from '../core/value.ts';
import { isOver } from '../core/timer-cycle.ts';
import { endedBy, schedule } from '../core/waits.ts';
import { evaluate } from '../expressions/evaluate.ts';
import type { ProcessGraph } from '../model/graph/process.ts';
import type { TimerDefinition } from '../model/graph/trigger.ts';
import { timedStartsOf } from '../model/starts.ts';
import type { StartTimerRow } from '../store/rows.ts';
import { BadRequest } from './failure.ts';

/**
 * A row for each; `data` holds what the engine needs for the next occurrence, of each timer where there are several.
 * @throws BadRequest when the time cannot be computed; no variables exist yet.
 */
export function startTimersOf(graph: ProcessGraph, now: number): Omit<StartTimerRow, 'definitionVersion'>[] {
  return timedStartsOf(graph).flatMap(({ node: id, timers }) => {
    const plans = timers
      .map((timer) => ({ ...planOf(timer, `${graph.processId}: ${id}`, now), fired: 0 }))
      .filter((plan) => !isOver(plan));
    if (plans.length === 0) return [];
    const due = Math.min(...plans.map((plan) => plan.due));
    const data = JSON.stringify(plans.length === 1 ? plans[0] : { parts: plans });
    return [{ definitionKey: graph.processId, node: id, due, data }];
  });
}

function planOf(timer: TimerDefinition, where: string, now: number): Exclude<ReturnType<typeof schedule>, string> {
  const answer = evaluate(timer.value, {}, { now, seed: 0 });
  if (!answer.ok) throw new BadRequest(`${where}: its timer cannot be computed: ${answer.message}`);
  const text = answer.value instanceof Temporal ? answer.value.iso : answer.value;
  if (typeof text !== 'string') throw new BadRequest(`${where}: its timer is neither text nor a date or duration`);
  const plan = schedule(timer, text, now);
  if (typeof plan === 'string') throw new BadRequest(`${where}: its timer: ${plan}`);
  if (timer.until === undefined) return plan;
  const end = evaluate(timer.until, {}, { now, seed: 0 });
  if (!end.ok) throw new BadRequest(`${where}: the end of its timer cannot be computed: ${end.message}`);
  const ended = endedBy(plan, end.value);
  if (typeof ended === 'string') throw new BadRequest(`${where}: its timer: ${ended}`);
  return ended;
}
