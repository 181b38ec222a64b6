/** Web service tasks: send the request that was resolved, and map the answer back. */
import type { Assignment } from '../model/graph/mapping.ts';
import type { FlowNode } from '../model/graph/process.ts';
import type { Evaluate, Moment } from '../core/evaluation.ts';
import { setOwn, type Value, type Variables } from '../core/value.ts';
import type { HttpRequest, Outcome } from '../core/work.ts';
import { exchange, ExchangeFailed, excerpt, type ExchangeOptions, type HttpAnswer } from './http-exchange.ts';
import { printJson } from '../core/json.ts';

export { resolveHttpRequest } from './http-request.ts';

interface Surroundings {
  readonly variables: Variables;
  readonly moment: Moment;
}

/** Sends the request of a piece of work. Never rejects. */
export async function performHttp(
  node: FlowNode,
  request: HttpRequest,
  surroundings: Surroundings,
  evaluate: Evaluate,
  options: ExchangeOptions,
): Promise<Outcome> {
  let answer: HttpAnswer;
  try {
    answer = await exchange(request, options);
  } catch (reason) {
    if (reason instanceof ExchangeFailed) return { kind: 'failed', message: `${node.id}: ${reason.message}` };
    throw reason;
  }
  return mapAnswer(node, answer, surroundings, evaluate);
}

/** What an answer comes to: the variables of the result mapping; the body is the result. */
export function mapAnswer(
  node: FlowNode,
  answer: HttpAnswer,
  { variables, moment }: Surroundings,
  evaluate: Evaluate,
): Outcome {
  const { status, headers, body } = answer;
  if (status >= 300) {
    const location = headers['location'];
    const redirect =
      status < 400 && location !== undefined ? ` and points to ${excerpt(location)}; redirects are not followed` : '';
    const text = excerpt(typeof body === 'string' ? body : body === null ? '' : printJson(body));
    return {
      kind: 'failed',
      message: `${node.id}: the service answered ${status}${redirect}${text === '' ? '' : `: ${text}`}`,
    };
  }
  const context: { [name: string]: Value } = { ...variables };
  setOwn(context, 'response', { status, headers, body });
  const writes: { [name: string]: Value } = {};
  for (const { name, value } of resultsOf(node)) {
    const mapped = evaluate(value, context, moment);
    if (!mapped.ok) {
      const type = headers['content-type'];
      const kind = typeof body === 'string' && type !== undefined ? ` (it answered ${type}, not JSON)` : '';
      return { kind: 'failed', message: `${node.id}: the answer has nothing for ${name}${kind}: ${mapped.message}` };
    }
    setOwn(writes, name, mapped.value);
  }
  return { kind: 'completed', result: body, writes };
}

function resultsOf(node: FlowNode): readonly Assignment[] {
  return 'implementation' in node && node.implementation.kind === 'http' ? node.implementation.http.results : [];
}
