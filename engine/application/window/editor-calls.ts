/** What editors ask while somebody draws: checks, trials, previews. Nothing here touches the store. */
import { resolve } from 'node:path';
import { occurrencesOf } from '../../core/timer-cycle.ts';
import type { Moment } from '../../core/evaluation.ts';
import { printJson } from '../../core/json.ts';
import { Temporal, type Value, type Variables } from '../../core/value.ts';
import { schedule } from '../../core/waits.ts';
import { evaluate, parses, parsesUnaryTest } from '../../expressions/evaluate.ts';
import { readFeel, readValue } from '../../model/expression.ts';
import { layoutDiagram } from '../../model/layout/layout-diagram.ts';
import { MAX_ANSWER, exchange, ExchangeFailed } from '../../tasks/http-exchange.ts';
import { resolveHttpRequest } from '../../tasks/http-request.ts';
import { checkDecisions } from '../../tasks/decision.ts';
import { outlineOf } from '../../tasks/decision-outline.ts';
import { isLoopbackHost } from '../../tasks/loopback.ts';
import type { CallInput } from '../../protocol/window-calls.ts';
import type { HttpTrial, TimerPreview } from '../../protocol/window-views.ts';
import { checkDiagram } from '../check-file.ts';
import { scriptError } from '../contents-check.ts';
import { withCalledBy } from '../deployments.ts';
import { readDiagramText } from '../diagram-file.ts';
import { oneLine } from '../failure.ts';
import { instantOf, plainOf } from '../plain.ts';
import { parseVariables } from '../text-input.ts';
import { tryDecision } from '../try-decision.ts';
import { CallFailed } from './call-failed.ts';
import { beginningOf } from './cut-values.ts';
import type { Handlers, Studio } from './studio-parts.ts';
import { kindOf } from './workspace-files.ts';

/** Of a service's answer, in bytes of JSON: what somebody who tries it out wants to see. */
const SHOWN = 512 * 1024;

export function editorCalls(
  studio: Studio,
): Pick<
  Handlers,
  | 'diagram.check'
  | 'diagram.called'
  | 'diagram.layout'
  | 'decision.check'
  | 'decision.outline'
  | 'decision.evaluate'
  | 'http.try'
  | 'timer.preview'
  | 'expression.check'
> {
  const moment = (): Moment => ({ now: studio.now(), seed: 0 });
  return {
    'diagram.check': async ({ path, text, unsaved }) => {
      kindOf(path);
      const context = studio.context();
      const texts = new Map(unsaved.map((each) => [resolve(context.workspace.dir, each.path), each.text]));
      return checkDiagram(context, await readDiagramText(context, path, text, texts));
    },
    'diagram.called': async ({ path }) => {
      const context = studio.context();
      const first = await readDiagramText(context, path, studio.files.read(path).text);
      if (first.processes.length === 0) return { files: [] };
      const [, ...called] = await withCalledBy(context, first);
      return { files: called.map(({ name, xml }) => ({ path: name, text: xml })) };
    },
    'diagram.layout': async ({ text }) => {
      const layout = await layoutDiagram(text);
      if (!layout.ok) throw new CallFailed('refused', oneLine(layout.reason));
      return { text: layout.xml };
    },
    'decision.check': async ({ path, text }) => {
      kindOf(path);
      return { problems: await checkDecisions(text, path) };
    },
    'decision.outline': async ({ text }) => {
      const outline = await outlineOf(text);
      if (typeof outline === 'string') return { decisions: [], problem: outline };
      return {
        decisions: outline.map((decision) => ({
          ...decision,
          inputs: decision.inputs.map((input) => ({ ...input })),
          computed: [...decision.computed],
        })),
        problem: null,
      };
    },
    'decision.evaluate': ({ text, decision, variables }) =>
      tryDecision({ xml: text, decision, variables: parseVariables('the inputs', variables), now: studio.now() }),
    'http.try': (input) => tryHttp(studio, input, moment()),
    'timer.preview': (input) => preview(input, moment()),
    'expression.check': ({ language, text }) => {
      const message =
        language === 'javascript'
          ? scriptError(text)
          : language === 'unary'
            ? text.trim() === '' || text.trim() === '-'
              ? null
              : parsesUnaryTest(text)
            : parses({ language, text });
      return { problems: message === null ? [] : [{ message: oneLine(message), from: null, to: null }] };
    },
  };
}

async function tryHttp(
  studio: Studio,
  { request, variables: json }: CallInput<'http.try'>,
  moment: Moment,
): Promise<HttpTrial> {
  const variables = parseVariables('the variables', json);
  const template = {
    method: readValue(request.method),
    url: readValue(request.url),
    timeout: readValue(request.timeout),
    headers: request.headers.map(({ name, value }) => ({ name, value: readValue(value) })),
    body: request.body === null || request.body.trim() === '' ? null : readFeel(request.body),
    results: [],
  };
  const resolved = resolveHttpRequest(template, variables, moment, evaluate);
  if (!resolved.ok) return { ok: false, at: 'resolve', message: resolved.message };
  const { trusted } = studio.context();
  const { hostname } = new URL(resolved.request.url);
  if (!trusted && !isLoopbackHost(hostname)) {
    return {
      ok: false,
      at: 'untrusted',
      message: `the workspace is not trusted: only this machine itself is reached, not ${hostname}`,
    };
  }
  const began = performance.now();
  let answer;
  try {
    answer = await exchange(resolved.request, { idempotencyKey: `trial-${studio.newId()}`, trusted });
  } catch (error) {
    if (error instanceof ExchangeFailed) return { ok: false, at: 'exchange', message: error.message };
    throw error;
  }
  const milliseconds = performance.now() - began;
  const { status, headers, body } = answer;
  const known = { ...variables, response: { status, headers, body } };
  const shown = beginningOf(plainOf(body), Math.min(SHOWN, MAX_ANSWER));
  return {
    ok: true,
    sent: {
      method: resolved.request.method,
      url: resolved.request.url,
      headers: { ...resolved.request.headers },
      body: resolved.request.body === null ? null : plainOf(resolved.request.body),
    },
    status,
    headers: { ...headers },
    body: shown.value,
    cut: shown.cut !== null,
    milliseconds,
    results: request.results.map(({ variable, value }) => resultOf(variable, value, known, moment)),
  };
}

function resultOf(
  variable: string,
  text: string,
  known: Variables,
  moment: Moment,
): Extract<HttpTrial, { ok: true }>['results'][number] {
  const mapped = evaluate(readValue(text), known, moment);
  if (!mapped.ok) return { variable, value: null, problem: mapped.message };
  return { variable, value: beginningOf(plainOf(mapped.value), SHOWN).value, problem: null };
}

function preview(input: CallInput<'timer.preview'>, moment: Moment): TimerPreview {
  const nothing = (problem: string): TimerPreview => ({ due: [], more: false, times: null, problem });
  const answer = evaluate(readValue(input.text.trim()), parseVariables('the variables', input.variables), moment);
  if (!answer.ok) return nothing(answer.message);
  const text = answer.value instanceof Temporal ? answer.value.iso : answer.value;
  if (typeof text !== 'string') return nothing(`it is ${show(answer.value)}, neither text nor a date or duration`);
  const from = input.from === undefined ? moment.now : Date.parse(input.from);
  const kind = input.kind === 'cycle' ? { kind: input.kind, cron: input.cron } : { kind: input.kind };
  const plan = schedule(kind, text, from);
  if (typeof plan === 'string') return nothing(plan);
  const { cycle } = plan;
  if (cycle === null) return { due: [instantOf(plan.due)], more: false, times: 1, problem: null };
  const times = cycle.remaining === null ? null : cycle.remaining + 1;
  const dues = occurrencesOf(plan, input.count + 1);
  return { due: dues.slice(0, input.count).map(instantOf), more: dues.length > input.count, times, problem: null };
}

function show(value: Value): string {
  return printJson(value).slice(0, 100);
}
