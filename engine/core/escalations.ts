/**
 * Escalations: told outwards from scope to scope until somebody catches them (BPMN 2.0.2, 10.5.5, table 10.97; 10.5.6). Who
 * throws one goes on, unless what catches it interrupts. Uncaught, it is told to the caller of the job, and else has no effect.
 */
import type { NodeData } from '../model/graph/data.ts';
import type { BoundaryEvent, StartEvent } from '../model/graph/event.ts';
import type { EscalationTrigger, EventTrigger } from '../model/graph/trigger.ts';
import { isActivity } from './activity.ts';
import { branch } from './boundary.ts';
import { interrupt } from './errors.ts';
import { bring, catcherIn, trigger } from './event-subprocess.ts';
import type { Escalation } from './events.ts';
import type { Token } from './job-state.ts';
import { outwards } from './scope-walk.ts';
import type { Step } from './step.ts';
import type { Variables } from './value.ts';
import { partsOf } from './waits.ts';

function escalationIn(caught: EventTrigger, code: string | null): EscalationTrigger | null {
  const found = partsOf(caught).find((part) => part.kind === 'escalation' && part.code === code);
  return found?.kind === 'escalation' ? found : null;
}

function best<E extends BoundaryEvent | StartEvent>(
  find: (matches: (event: E) => boolean) => E | null,
  code: string,
): { readonly event: E; readonly caught: EscalationTrigger } | null {
  for (const wanted of [code, null]) {
    const event = find((candidate) => escalationIn(candidate.trigger, wanted) !== null);
    const caught = event === null ? null : escalationIn(event.trigger, wanted);
    if (event !== null && caught !== null) return { event, caught };
  }
  return null;
}

function broughtBy({ codeVariable }: EscalationTrigger, { code }: Escalation, data: NodeData | null): Variables {
  if ((data?.outputs.length ?? 0) > 0) return { code, ...(codeVariable === null ? {} : { [codeVariable]: code }) };
  return codeVariable === null ? {} : { [codeVariable]: code };
}

/** Escalates from inside a scope. */
export function escalate(step: Step, from: string, escalation: Escalation): void {
  for (const { scope, owner, from: out } of outwards(step, from)) {
    const inside = best<StartEvent>((matches) => catcherIn(step, scope, out, matches), escalation.code);
    if (inside !== null) {
      step.emit({ type: 'escalation-thrown', escalation, caughtBy: inside.event.id });
      trigger(
        step,
        scope.id,
        inside.event,
        escalation.occurrence,
        broughtBy(inside.caught, escalation, inside.event.data),
      );
      return;
    }
    if (owner !== null && escalateTo(step, owner, escalation)) return;
  }
  step.emit({ type: 'escalation-thrown', escalation, caughtBy: null });
}

/** Escalates from an activity whose content is another job: its boundary events first, then what lies around it. */
export function escalateFrom(step: Step, token: Token, escalation: Escalation): void {
  if (!escalateTo(step, token, escalation)) escalate(step, token.scope, escalation);
}

/** Whether a boundary event of the activity catches it. */
function escalateTo(step: Step, token: Token, escalation: Escalation): boolean {
  const node = step.node(token.node);
  // What is attached to a repeated activity belongs to all its instances together.
  if (!isActivity(node) || token.index !== null) return false;
  const events = node.boundary.map((id) => step.node(id)).filter((event) => event.type === 'bpmn:BoundaryEvent');
  const found = best<BoundaryEvent>((matches) => events.find(matches) ?? null, escalation.code);
  if (found === null) return false;
  const { event, caught } = found;
  step.emit({ type: 'escalation-thrown', escalation, caughtBy: event.id });
  const created = event.interrupting
    ? interrupt(step, token, event, 'interrupted')
    : branch(step, event, token, escalation.occurrence);
  bring(step, created, broughtBy(caught, escalation, event.data));
  return true;
}
