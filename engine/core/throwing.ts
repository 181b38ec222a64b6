/** What throwing events do: intermediate ones and end events alike (BPMN 2.0.2, 13.5.2 and 13.5.6). */
import type { FlowNode } from '../model/graph/process.ts';
import type { EventTrigger, SingleTrigger } from '../model/graph/trigger.ts';
import { assignments } from './activity.ts';
import { compensate } from './compensation.ts';
import { thrownName } from './computed-name.ts';
import { takeAlong } from './event-data.ts';
import { raiseIncident } from './incidents.ts';
import type { Token } from './job-state.ts';
import type { Prepared } from './release.ts';
import { send } from './sending.ts';
import type { Step } from './step.ts';
import { partsOf } from './waits.ts';

/**
 * Sends messages and gathers what else is thrown, in the order of the definitions. Null: an incident was raised instead. What
 * was gathered is thrown when the event has completed: {@link release}.
 */
export function gather(step: Step, node: FlowNode, token: Token, trigger: EventTrigger): readonly Prepared[] | null {
  const taken = takeAlong(step, node, token);
  if (taken === null) return null;
  const prepared: Prepared[] = [];
  for (const [part, single] of partsOf(trigger).entries()) {
    if (single.kind === 'message') {
      if (!send(step, token, node.id, single.message, single.payload, part, taken)) return null;
    } else if (single.kind === 'signal') {
      const payload = assignments(step, token, single.payload, taken);
      const called = thrownName(step, token, single);
      if (typeof payload === 'string' || typeof called === 'string') {
        raiseIncident(step, token, typeof payload === 'string' ? `payload ${payload}` : (called as string));
        return null;
      }
      prepared.push({ kind: 'signal', part, signal: called.name, variables: { ...taken, ...payload } });
    } else if (single.kind === 'escalation' || single.kind === 'error') {
      const called = thrownName(step, token, single);
      if (typeof called === 'string') {
        raiseIncident(step, token, called);
        return null;
      }
      if (single.kind === 'escalation') prepared.push({ kind: 'escalation', part, code: called.name });
    }
  }
  return prepared;
}

/** The definition of a kind among those of an event. */
export function partOf<K extends SingleTrigger['kind']>(
  trigger: EventTrigger,
  kind: K,
): Extract<SingleTrigger, { kind: K }> | null {
  const found = partsOf(trigger).find((part) => part.kind === kind);
  return found === undefined ? null : (found as Extract<SingleTrigger, { kind: K }>);
}

/** Begins compensation that the event throws. True: its token waits for the end of it. */
export function compensates(step: Step, node: FlowNode, token: Token, trigger: EventTrigger): boolean {
  const compensation = partOf(trigger, 'compensation');
  if (compensation === null) return false;
  const thrower = compensation.wait ? token.id : null;
  const begun = compensate(step, token.scope, node.id, compensation.activity, thrower, token.instance ?? token.id);
  if (!begun || !compensation.wait) return false;
  step.emit({ type: 'wait-started', token: token.id, node: node.id, wait: 'compensation', answer: 0 });
  return true;
}
