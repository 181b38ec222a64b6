/** What a completed activity leaves behind so that it can be compensated (BPMN 2.0.2, 10.7). */
import type { Activity } from '../model/graph/activity.ts';
import type { FlowNode } from '../model/graph/process.ts';
import { keptIn } from './census.ts';
import type { Compensable, Scope, Token } from './job-state.ts';
import type { Step } from './step.ts';

export function isActivity(node: FlowNode): node is Activity {
  return 'boundary' in node;
}

/** Whether the content of a subprocess is kept when it ends. */
function isKept(step: Step, node: Activity, scope: Scope): boolean {
  if (scope.kind === 'local' || node.compensation === null) return false;
  if (scope.kind === 'instances') return holdsAny(step, scope);
  if (node.compensation.kind === 'event-subprocess') return true;
  return node.compensation.kind === 'content' && holdsAny(step, scope);
}

function holdsAny(step: Step, scope: Scope): boolean {
  return scope.compensables.length > 0 || keptIn(step.state, scope.id).length > 0;
}

/** Records a completed instance; its scope is kept where it is needed. Answers whether it was kept. */
export function record(step: Step, node: Activity, token: Token): boolean {
  const { instance } = token;
  if (node.compensation === null || instance === null) return false;
  const scope = token.inner === null ? undefined : step.state.scopes.get(token.inner);
  const kept = scope !== undefined && isKept(step, node, scope);
  // Of a repeated activity each instance is compensated, not all of them together.
  const byContent = node.compensation.kind === 'content' || scope?.kind === 'instances';
  if (byContent && !kept) return false;
  if (kept) step.emit({ type: 'scope-kept', scope: scope.id, node: node.id });
  note(step, token.scope, { node: node.id, instance, inner: kept ? scope.id : null, byContent });
  return kept;
}

/** Keeps what was done in a subprocess that is taken away while it is under way. Answers whether anything was. */
export function salvage(step: Step, token: Token): boolean {
  const { instance } = token;
  const scope = token.inner === null ? undefined : step.state.scopes.get(token.inner);
  if (instance === null || scope === undefined || scope.kind === 'local' || !holdsAny(step, scope)) return false;
  step.emit({ type: 'scope-kept', scope: scope.id, node: token.node });
  note(step, token.scope, { node: token.node, instance, inner: scope.id, byContent: true });
  return true;
}

function note(step: Step, scope: string, compensable: Compensable): void {
  step.emit({ type: 'compensation-recorded', scope, compensable });
}
