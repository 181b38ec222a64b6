/** Answers of another engine's service that are BPMN errors: Camunda's `errorEventDefinition` of an external task. */
import type { FlowNode } from '../model/graph/process.ts';
import { setVariables } from './activity.ts';
import { throwFromActivity } from './errors.ts';
import { raiseIncident } from './incidents.ts';
import type { Token } from './job-state.ts';
import { resultsOf } from './results.ts';
import type { Step } from './step.ts';

import type { Outcome } from './work.ts';

/**
 * Whether an answer was dealt with as an error. As in Camunda, the expressions see what the answer brings, and `externalTask`; one that
 * cannot be evaluated does not hold where the service failed, and stands in the way where it did not. That nobody answers at
 * all is no answer.
 */
export function isErrorInstead(step: Step, node: FlowNode, token: Token, outcome: Outcome): boolean {
  if (!('implementation' in node) || node.implementation.kind !== 'external') return false;
  const { errors } = node.implementation;
  if (errors === undefined || outcome.kind === 'bpmn-error' || !step.env.stubbed(node.id)) return false;
  const failed = outcome.kind === 'failed' ? outcome.message : null;
  const writes = outcome.kind === 'completed' ? resultsOf(node, outcome) : {};
  const externalTask = { activityId: node.id, errorMessage: failed, errorDetails: failed };
  for (const { code, when } of errors) {
    const answer = step.evaluate(when, token, { ...writes, externalTask });
    if (!answer.ok && failed === null) {
      raiseIncident(step, token, answer.message);
      return true;
    }
    if (!answer.ok || answer.value !== true) continue;
    setVariables(step, token, writes);
    const message = failed ?? `the answer for ${node.id} is the error ${code}`;
    throwFromActivity(step, token, { code, message, node: node.id });
    return true;
  }
  return false;
}
