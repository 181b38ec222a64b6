/** Performs a piece of work: the one way from the engine into everything that a task does in the world. */
import type { LookupFunction } from 'node:net';
import type { FlowNode } from '../model/graph/process.ts';
import type { Evaluate, Moment } from '../core/evaluation.ts';
import type { Variables } from '../core/value.ts';
import type { Outcome, Work } from '../core/work.ts';
import type { ConditionsRequest, Sandbox } from '../expressions/sandbox.ts';
import { performDecision } from './decision.ts';
import { infer } from './inference.ts';
import { performConditions, performScript } from './script.ts';
import { respond, responseOf, unanswered, type ServiceAnswer } from './stub.ts';
import { mapAnswer, performHttp } from './web-service.ts';

export type { ServiceAnswer } from './stub.ts';

/** What tasks are performed with. */
export interface Tools {
  readonly sandbox: Sandbox;
  readonly evaluate: Evaluate;
  readonly limits: ConditionsRequest['limits'];
  /** Whether hosts other than this machine may be called. */
  readonly trusted: boolean;
  /** Finds the address of a host; the system's own by default. */
  readonly lookup?: LookupFunction;
}

/** The task that the work is for, as of the start of the work. */
export interface Task {
  readonly node: FlowNode;
  /** All variables in scope. */
  readonly variables: Variables;
  readonly moment: Moment;
  /** The text of a file that the process needs beside it; null when there is none. */
  readonly resources: (file: string) => string | null;
  /** Where a scenario names the element under `services`, the answer that this try takes. */
  readonly answer?: ServiceAnswer;
}

/**
 * Performs work. What goes wrong in it is an outcome; an exception, or a rejection, means that work and node do not
 * belong together.
 */
export function perform(work: Work, task: Task, tools: Tools): Outcome | Promise<Outcome> {
  const { node, variables, moment, answer } = task;
  if (answer !== undefined && work.kind !== 'conditions') {
    if (work.kind !== 'http') return respond(answer, node);
    const other = unanswered(answer);
    if (other !== null) return other;
    const status = 'status' in answer ? (answer.status ?? 200) : 200;
    return mapAnswer(node, { status, headers: {}, body: responseOf(answer, node.id) }, task, tools.evaluate);
  }
  switch (work.kind) {
    case 'script':
      if (node.type !== 'bpmn:ScriptTask') throw mismatch(work, node);
      return performScript(work, node, task, tools);
    case 'conditions':
      return performConditions(work, node, task, tools);
    case 'decision': {
      const implementation = implementationOf(node);
      if (implementation?.kind !== 'decision') throw mismatch(work, node);
      return performDecision(node.id, implementation, {
        ...task,
        spread: implementation.shape === undefined && (!('resultVariable' in node) || node.resultVariable === null),
      });
    }
    case 'inference': {
      const implementation = implementationOf(node);
      if (implementation?.kind !== 'inference') throw mismatch(work, node);
      return infer(node.id, implementation.rules, variables, moment, tools.evaluate);
    }
    case 'http':
      if (work.request === null) throw mismatch(work, node);
      return performHttp(node, work.request, task, tools.evaluate, {
        idempotencyKey: work.idempotencyKey,
        trusted: tools.trusted,
        ...(tools.lookup === undefined ? {} : { lookup: tools.lookup }),
      });
    case 'external':
      return { kind: 'failed', message: unbound(node) };
  }
}

function implementationOf(node: FlowNode): Extract<FlowNode, { implementation: unknown }>['implementation'] | null {
  return 'implementation' in node ? node.implementation : null;
}

function unbound(node: FlowNode): string {
  const implementation = implementationOf(node);
  const what =
    implementation?.kind === 'external'
      ? ofAnotherEngine(implementation.description)
      : node.type === 'bpmn:ScriptTask'
        ? `a script in ${node.format || 'a language without a name'}, which only another engine can run`
        : node.type;
  return `no service is bound to ${node.id}: ${what}; give it an answer in a scenario under services`;
}

function ofAnotherEngine(description: string): string {
  return description.startsWith('no ') ? description : `another engine's ${description}`;
}

function mismatch(work: Work, node: FlowNode): Error {
  return new Error(`${node.id} (${node.type}) has no work of kind ${work.kind}`);
}
