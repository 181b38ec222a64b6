/** What a message, signal, error or escalation is called whose file computes its name. */
import type { Expression } from '../model/graph/expression.ts';
import type { SingleTrigger } from '../model/graph/trigger.ts';
import type { Evaluation } from './evaluation.ts';
import type { Token } from './job-state.ts';
import type { Step } from './step.ts';

/** A name, or why there is none. */
export type Called = { readonly name: string } | string;

/** The name as it stands, or as it is computed. `what`: whose name it is, for messages. */
export function calledHere(
  what: string,
  { name, computed }: { readonly name: string; readonly computed?: Expression | undefined },
  evaluateOne: (expression: Expression) => Evaluation,
): Called {
  if (computed === undefined) return { name };
  const answer = evaluateOne(computed);
  if (!answer.ok) return `${what} cannot be computed: ${answer.message}`;
  if (typeof answer.value === 'string' && answer.value.trim() !== '') return { name: answer.value };
  return `${what} cannot be computed: "${computed.text}" is no text`;
}

/** The name of a signal, or the code of an error or escalation, as it is when it is thrown; or why there is none. */
export function thrownName(
  step: Step,
  token: Token,
  thrown: Extract<SingleTrigger, { kind: 'signal' | 'error' | 'escalation' }>,
): Called {
  const evaluateOne = (expression: Expression): Evaluation => step.evaluate(expression, token);
  if (thrown.kind === 'signal') {
    const { signal, computed } = thrown;
    return calledHere(`the name of signal ${signal}`, { name: signal, computed }, evaluateOne);
  }
  const { code, computed } = thrown.kind === 'error' ? thrown.error : thrown;
  return calledHere(`the code of its ${thrown.kind}`, { name: code ?? '', computed }, evaluateOne);
}
