import type { EndEvent } from '../../model/graph/event.ts';
import type { Expression } from '../../model/graph/expression.ts';
import { emptyScope } from '../cancellation.ts';
import { thrownName } from '../computed-name.ts';
import { complete, enter } from '../executions.ts';
import { raiseIncident } from '../incidents.ts';
import type { Token } from '../job-state.ts';
import type { Step } from '../step.ts';
import { release } from '../release.ts';
import { compensates, gather, partOf } from '../throwing.ts';
import type { Behaviour } from './behaviour.ts';

/** End event (BPMN 2.0.2, 13.5.6): all its results are thrown; error, cancel and terminate end more than its own token. */
export const endEvent: Behaviour<EndEvent> = {
  enter(step, node, token) {
    enter(step, node, token);
    const prepared = gather(step, node, token, node.trigger);
    if (prepared === null) return;
    release(step, node, token, prepared);
    if (!compensates(step, node, token, node.trigger)) end(step, node, token);
  },
  compensated(step, node, token) {
    end(step, node, token);
  },
};

function end(step: Step, node: EndEvent, token: Token): void {
  const { scope } = token;
  const error = partOf(node.trigger, 'error');
  const called = error === null ? null : thrownName(step, token, error);
  // It could be computed when the event began; its compensation may have changed that.
  if (typeof called === 'string') {
    raiseIncident(step, token, called);
    return;
  }
  const message = error?.error.message === undefined ? null : sayError(step, token, error.error.message);
  if (message?.ok === false) {
    raiseIncident(step, token, message.why);
    return;
  }
  complete(step, node, token);
  step.emit({ type: 'token-consumed', token: token.id, node: node.id });
  // They close the scope: what was thrown with them is caught first, so that all the results happen (BPMN 2.0.2, 10.5.3).
  if (partOf(node.trigger, 'cancel') !== null) step.thrown.push({ kind: 'cancel', scope, node: node.id });
  else if (called !== null)
    step.thrown.push({ kind: 'error', scope, node: node.id, code: called.name, message: message?.text ?? null });
  else {
    const terminate = partOf(node.trigger, 'terminate');
    if (terminate !== null) emptyScope(step, terminate.all === true ? step.state.root : scope);
  }
}

type Said = { readonly ok: true; readonly text: string | null } | { readonly ok: false; readonly why: string };

/** What a thrown error says, null: no more than that it was thrown; or why nobody can tell. */
function sayError(step: Step, token: Token, expression: Expression): Said {
  const answer = step.evaluate(expression, token);
  if (!answer.ok) return { ok: false, why: `the message of its error cannot be computed: ${answer.message}` };
  if (answer.value === null || typeof answer.value === 'string') return { ok: true, text: answer.value };
  return { ok: false, why: `the message of its error cannot be computed: "${expression.text}" is no text` };
}
