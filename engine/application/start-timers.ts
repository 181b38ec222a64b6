/** When the timer start events of a process fire first. */
import { Temporal } from '../core/value.ts';
import { schedule } from '../core/waits.ts';
import { evaluate } from '../expressions/evaluate.ts';
import type { ProcessGraph, StartEvent } from '../model/graph.ts';
import type { StartTimerRow } from '../store/rows.ts';
import { BadRequest } from './failure.ts';

/**
 * A row for each; `data` holds what the engine needs for the next occurrence.
 * @throws BadRequest when the time cannot be computed; no variables exist yet.
 */
export function startTimersOf(graph: ProcessGraph, now: number): Omit<StartTimerRow, 'definitionVersion'>[] {
  const starts = [...graph.nodes.values()].filter((node): node is StartEvent => node.type === 'bpmn:StartEvent');
  return starts.flatMap(({ id, scope, trigger: whole }) => {
    const parts = whole.kind === 'multiple' ? whole.triggers : [whole];
    const trigger = parts.find(({ kind }) => kind === 'timer');
    if (trigger?.kind !== 'timer' || scope !== graph.processId) return [];
    const answer = evaluate(trigger.timer.value, {}, { now, seed: 0 });
    if (!answer.ok) throw new BadRequest(`${graph.processId}: ${id}: its timer cannot be computed: ${answer.message}`);
    const text = answer.value instanceof Temporal ? answer.value.iso : answer.value;
    if (typeof text !== 'string')
      throw new BadRequest(`${graph.processId}: ${id}: its timer is neither text nor a date or duration`);
    const plan = schedule(trigger.timer.kind, text, now);
    if (typeof plan === 'string') throw new BadRequest(`${graph.processId}: ${id}: its timer: ${plan}`);
    return [{ definitionKey: graph.processId, node: id, due: plan.due, data: JSON.stringify({ ...plan, fired: 0 }) }];
  });
}
