/** What was gathered to be thrown is let go: signals and escalations (BPMN 2.0.2, 10.5.6). */
import type { FlowNode } from '../model/graph/process.ts';
import type { Token } from './job-state.ts';
import { outgoingId } from './outgoing-id.ts';
import type { Step } from './step.ts';
import type { Variables } from './value.ts';

export type Prepared =
  | { readonly kind: 'signal'; readonly part: number; readonly signal: string; readonly variables: Variables }
  | { readonly kind: 'escalation'; readonly part: number; readonly code: string };

/** Throws what was gathered: it is caught as soon as the element is done with its turn. */
export function release(step: Step, node: FlowNode, token: Token, prepared: readonly Prepared[]): void {
  const { scope, instance, edit } = token;
  for (const each of prepared) {
    if (each.kind === 'signal') {
      const { signal, variables } = each;
      step.emit({ type: 'signal-thrown', node: node.id, signal, variables });
      const audience = step.env.audience(signal);
      if (audience.jobs.length > 0 || audience.definitions.length > 0) {
        step.emit({
          type: 'message-sent',
          message: {
            id: outgoingId('signal', step, instance ?? token.id, edit, each.part),
            audience,
            name: signal,
            key: null,
            variables,
            element: node.id,
            instance: instance ?? token.id,
          },
        });
      }
      step.thrown.push({ kind: 'signal', signal, variables });
    } else {
      const occurrence = `${instance ?? token.id}${each.part === 0 ? '' : `.${each.part}`}`;
      step.thrown.push({ kind: 'escalation', scope, escalation: { code: each.code, node: node.id, occurrence } });
    }
  }
}
