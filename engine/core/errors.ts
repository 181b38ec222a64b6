/** BPMN errors: thrown, carried outwards through scopes, caught by the nearest boundary event (BPMN 2.0.2, 10.5.6, 13.5.4). */
import type { BoundaryEvent } from '../model/graph.ts';
import { isActivity } from './activity.ts';
import { cancelAll, emptyToken } from './cancellation.ts';
import { isOpen, left } from './executions.ts';
import { createToken } from './flow.ts';
import type { Token } from './job-state.ts';
import type { Step } from './step.ts';
import { owner } from './variables.ts';

export interface ThrownError {
  readonly code: string;
  readonly message: string;
  /** Element that threw it. */
  readonly node: string;
}

/** The boundary event that catches a code: an exact match first, else one that names none. */
function catcher(step: Step, token: Token, code: string): BoundaryEvent | null {
  const node = step.node(token.node);
  // What is attached to a repeated activity belongs to all its instances together.
  if (!isActivity(node) || token.index !== null) return null;
  const candidates = node.boundary
    .map((id) => step.node(id))
    .filter(
      (boundary): boundary is BoundaryEvent =>
        boundary.type === 'bpmn:BoundaryEvent' && boundary.trigger.kind === 'error',
    );
  const matches = (wanted: string | null) =>
    candidates.find((boundary) => boundary.trigger.kind === 'error' && boundary.trigger.error.code === wanted);
  return matches(code) ?? matches(null) ?? null;
}

/** Throws from inside an activity that its token still stands on. */
export function throwFromActivity(step: Step, token: Token, error: ThrownError): void {
  const boundary = catcher(step, token, error.code);
  if (boundary !== null) {
    take(step, token, boundary, error);
    return;
  }
  // Nobody catches it here: the activity itself has failed, what lies around it is interrupted.
  const around = ownerOf(step, token);
  emptyToken(step, token);
  if (isOpen(token)) left(step, token.node, token, 'failed');
  step.emit({ type: 'token-consumed', token: token.id, node: token.node });
  throwOutwards(step, around, error);
}

function throwOutwards(step: Step, from: Token | null, error: ThrownError): void {
  for (let at = from; at !== null; at = ownerOf(step, at)) {
    const boundary = catcher(step, at, error.code);
    if (boundary !== null) {
      take(step, at, boundary, error);
      return;
    }
  }
  failJob(step, error);
}

/** Throws from a scope (an error end event): the scope's own activity is the first that may catch it. */
export function throwFromScope(step: Step, scope: string, error: ThrownError): void {
  const opener = step.state.scopes.get(scope)?.token ?? null;
  const token = opener === null ? undefined : step.state.tokens.get(opener);
  throwOutwards(step, token ?? null, error);
}

function ownerOf(step: Step, token: Token): Token | null {
  const opener = step.state.scopes.get(token.scope)?.token ?? null;
  return opener === null ? null : (step.state.tokens.get(opener) ?? null);
}

function failJob(step: Step, error: ThrownError): void {
  cancelAll(step);
  step.emit({ type: 'job-failed', code: error.code, message: error.message, node: error.node, at: step.env.now });
}

function take(step: Step, token: Token, boundary: BoundaryEvent, error: ThrownError): void {
  if (boundary.trigger.kind !== 'error') return;
  const { codeVariable, messageVariable } = boundary.trigger;
  const set = (name: string | null, value: string): void => {
    if (name !== null) step.emit({ type: 'variable-set', scope: owner(step.state, token.scope, name), name, value });
  };
  interrupt(step, token, boundary, token.node === error.node ? 'failed' : 'interrupted');
  set(codeVariable, error.code);
  set(messageVariable, error.message);
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
