/** Answers of a scenario, which stand in for work with an effect outside, or that only another engine could do. */
import type { FlowNode } from '../model/graph/process.ts';
import { setOwn, Temporal, toValue, type Value, type Variables } from '../core/value.ts';
import type { Outcome } from '../core/work.ts';

/** One answer under `services` of a scenario file. */
export type ServiceAnswer =
  | { readonly respond?: unknown; readonly status?: number | undefined }
  | { readonly fail: string }
  | { readonly bpmnError: string };

/** What an answer other than a response comes to; null for a response. */
export function unanswered(answer: ServiceAnswer): Outcome | null {
  if ('fail' in answer) return { kind: 'failed', message: answer.fail };
  if ('bpmnError' in answer) {
    return {
      kind: 'bpmn-error',
      code: answer.bpmnError,
      message: `the scenario answers with error ${answer.bpmnError}`,
      writes: {},
    };
  }
  return null;
}

/** The response of an answer, null where it has none. */
export function responseOf(answer: ServiceAnswer, element: string): Value {
  return 'respond' in answer ? toValue(answer.respond, `the answer for ${element}`) : null;
}

/** A response as the outcome of a task: the result; where the task names no variable for it, its fields are variables. */
export function respond(answer: ServiceAnswer, node: FlowNode): Outcome {
  const other = unanswered(answer);
  if (other !== null) return other;
  const status = 'status' in answer ? (answer.status ?? 200) : 200;
  if (status >= 300) return { kind: 'failed', message: `${node.id}: the service answered ${status}` };
  const result = responseOf(answer, node.id);
  const named = 'resultVariable' in node && node.resultVariable !== null;
  return { kind: 'completed', result, writes: named ? {} : fieldsOf(result) };
}

function fieldsOf(result: Value): Variables {
  if (result === null || typeof result !== 'object' || Array.isArray(result) || result instanceof Temporal) return {};
  const fields: { [name: string]: Value } = {};
  for (const [name, value] of Object.entries(result as Variables)) setOwn(fields, name, value);
  return fields;
}
