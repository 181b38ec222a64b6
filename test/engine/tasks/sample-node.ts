/** Nodes and work for tests of single tasks, as small as the types allow. */
import type { ScriptTask, ServiceTask } from '../../../engine/model/graph/activity.ts';
import type { Expression } from '../../../engine/model/graph/expression.ts';
import type { HttpRequestTemplate, InferenceRule } from '../../../engine/model/graph/implementation.ts';
import type { HttpRequest, Work } from '../../../engine/core/work.ts';

const base = {
  id: 'Task_1',
  name: null,
  scope: 'Process_1',
  index: 0,
  incoming: [],
  outgoing: [],
  cyclic: false,
  checkpoint: 'none',
  defaultFlow: null,
  loop: null,
  startQuantity: 1,
  completionQuantity: 1,
  mapping: null,
  data: null,
  resultOutput: null,
  boundary: [],
  compensation: null,
  retries: 0,
  backoff: 'PT0S',
} as const;

export const feel = (text: string): Expression => ({ language: 'feel', text });
export const literal = (text: string): Expression => ({ language: 'literal', text });

export function scriptTask(more: Partial<ScriptTask> = {}): ScriptTask {
  return {
    ...base,
    type: 'bpmn:ScriptTask',
    language: 'javascript',
    format: 'javascript',
    script: '1',
    resultVariable: null,
    ...more,
  };
}

export function serviceTask(
  implementation: ServiceTask['implementation'],
  more: Partial<ServiceTask> = {},
): ServiceTask {
  return { ...base, type: 'bpmn:ServiceTask', implementation, resultVariable: null, ...more };
}

export function template(more: Partial<HttpRequestTemplate> = {}): HttpRequestTemplate {
  return {
    method: literal('POST'),
    url: literal('http://127.0.0.1:1/'),
    timeout: literal('PT30S'),
    headers: [],
    body: null,
    results: [],
    ...more,
  };
}

export function rule(name: string, when: string, then: Readonly<Record<string, string>>, salience = 0): InferenceRule {
  return {
    name,
    salience,
    when: feel(when),
    then: Object.entries(then).map(([variable, text]) => ({ name: variable, value: feel(text) })),
  };
}

export function work(kind: 'script' | 'decision' | 'inference' | 'conditions' | 'external'): Work;
export function work(kind: 'http', request: HttpRequest): Work;
export function work(kind: Work['kind'], request: HttpRequest | null = null): Work {
  const common = {
    token: 't1',
    node: 'Task_1',
    instance: 'i1',
    visit: 1,
    attempt: 1,
    try: 1,
    answer: 0,
    idempotencyKey: 'key-1',
    seed: 7,
  };
  if (kind === 'http' || kind === 'external') return { ...common, kind, request };
  return { ...common, kind };
}
