/**
 * BPMN errors: thrown, carried outwards through scopes, caught by the nearest event subprocess or boundary event (BPMN 2.0.2,
 * 10.5.6, 13.5.4). Uncaught, they fail the job; its caller goes on with them.
 */
import type { NodeData } from '../model/graph/data.ts';
import type { BoundaryEvent, StartEvent } from '../model/graph/event.ts';
import type { ErrorTrigger, EventTrigger } from '../model/graph/trigger.ts';
import { isActivity } from './activity.ts';
import { cancelAll, emptyToken } from './cancellation.ts';
import { bring, catcherIn, trigger } from './event-subprocess.ts';
import { left } from './executions.ts';
import { createToken } from './flow.ts';
import type { Token } from './job-state.ts';
import { outwards } from './scope-walk.ts';
import type { Step } from './step.ts';
import type { Value, Variables } from './value.ts';
import { partsOf, isOpen } from './waits.ts';

export interface ThrownError {
  readonly code: string;
  readonly message: string;
  /** Element that threw it. */
  readonly node: string;
}

/** The error definition of a trigger that catches a code. */
function errorIn(caught: EventTrigger, code: string | null): ErrorTrigger | null {
  const found = partsOf(caught).find((part) => part.kind === 'error' && part.error.code === code);
  return found?.kind === 'error' ? found : null;
}

/** An exact match first, else one that names none. */
function best<E extends BoundaryEvent | StartEvent>(
  find: (matches: (event: E) => boolean) => E | null,
  code: string,
): { readonly event: E; readonly caught: ErrorTrigger } | null {
  for (const wanted of [code, null]) {
    const event = find((candidate) => errorIn(candidate.trigger, wanted) !== null);
    const caught = event === null ? null : errorIn(event.trigger, wanted);
    if (event !== null && caught !== null) return { event, caught };
  }
  return null;
}

function boundaryFor(step: Step, token: Token, code: string) {
  const node = step.node(token.node);
  // What is attached to a repeated activity belongs to all its instances together.
  if (!isActivity(node) || token.index !== null) return null;
  const events = node.boundary.map((id) => step.node(id)).filter((event) => event.type === 'bpmn:BoundaryEvent');
  return best<BoundaryEvent>((matches) => events.find(matches) ?? null, code);
}

function broughtBy(
  { codeVariable, messageVariable }: ErrorTrigger,
  error: ThrownError,
  data: NodeData | null,
): Variables {
  const brought: Record<string, Value> = {};
  if ((data?.outputs.length ?? 0) > 0) Object.assign(brought, { code: error.code, message: error.message });
  if (codeVariable !== null) brought[codeVariable] = error.code;
  if (messageVariable !== null) brought[messageVariable] = error.message;
  return brought;
}

/** Throws from inside an activity that its token still stands on. */
export function throwFromActivity(step: Step, token: Token, error: ThrownError): void {
  if (takenBy(step, token, error)) return;
  // Nobody catches it here: the activity itself has failed, what lies around it is interrupted.
  const { scope } = token;
  emptyToken(step, token);
  if (isOpen(token)) left(step, token.node, token, 'failed');
  step.emit({ type: 'token-consumed', token: token.id, node: token.node });
  throwFromScope(step, scope, error);
}

/** Throws from a scope (an error end event): first its own event subprocesses may catch it, then its activity. */
export function throwFromScope(step: Step, from: string, error: ThrownError): void {
  for (const { scope, owner: activity, from: out } of outwards(step, from)) {
    const inside = best<StartEvent>((matches) => catcherIn(step, scope, out, matches), error.code);
    if (inside !== null) {
      trigger(step, scope.id, inside.event, error.node, broughtBy(inside.caught, error, inside.event.data));
      return;
    }
    if (activity !== null && takenBy(step, activity, error)) return;
  }
  failJob(step, error);
}

function failJob(step: Step, error: ThrownError): void {
  cancelAll(step);
  step.emit({ type: 'job-failed', code: error.code, message: error.message, node: error.node, at: step.env.now });
}

/** Whether a boundary event of the activity catches it; it has then taken the activity's place. */
function takenBy(step: Step, token: Token, error: ThrownError): boolean {
  const found = boundaryFor(step, token, error.code);
  if (found === null) return false;
  const created = interrupt(step, token, found.event, token.node === error.node ? 'failed' : 'interrupted');
  bring(step, created, broughtBy(found.caught, error, found.event.data));
  return true;
}

/** An interrupting boundary event takes the activity's place. Answers its token. */
export function interrupt(
  step: Step,
  token: Token,
  boundary: BoundaryEvent,
  outcome: 'interrupted' | 'failed',
): string {
  const { id, scope, instance, node } = token;
  const open = isOpen(token);
  emptyToken(step, token);
  if (open) left(step, node, token, outcome);
  step.emit({ type: 'token-consumed', token: id, node });
  return createToken(step, scope, boundary.id, null, [id], instance ?? '');
}
