/** The shape that every element's file has. */
import type { FlowNode } from '../../model/graph/process.ts';
import type { Step } from '../step.ts';
import type { CallResult, StartTrigger } from '../commands.ts';
import type { Token, Waiting } from '../job-state.ts';
import type { Variables } from '../value.ts';
import type { Outcome } from '../work.ts';

/** What started a process: at which event, and what came with it. */
export interface Came {
  readonly event: string;
  readonly by: StartTrigger;
  readonly variables: Variables;
}

/** How one BPMN element behaves. Methods that an element does not have can never be called for it. */
export interface Behaviour<N extends FlowNode> {
  /** A token has come to the element. */
  enter(step: Step, node: N, token: Token): void;
  /** It starts the process, by something that has come: what it would wait for has happened in part or in whole. */
  begun?(step: Step, node: N, token: Token, came: Came): void;
  /** Asks for the element's work: again after a crash, or as a further try. */
  work?(step: Step, node: N, token: Token, as: 'first' | 'retry' | 'again'): void;
  /** Begins its wait once more after an incident; elements with `work` ask for that instead. */
  again?(step: Step, node: N, token: Token): void;
  /** Its work completed (failures and BPMN errors are the same for all: see decide.ts). */
  done?(step: Step, node: N, token: Token, outcome: Extract<Outcome, { kind: 'completed' }>): void;
  /** What its token waited for has come: a time, a message, a signal, a condition. */
  occurred?(step: Step, node: N, token: Token, wait: Waiting, variables: Variables): void;
  /** The compensation that it threw is done. */
  compensated?(step: Step, node: N, token: Token): void;
  /** The scope that it opened has no tokens left. */
  emptied?(step: Step, node: N, token: Token): void;
  /** The job that it called came back. */
  returned?(step: Step, node: N, token: Token, result: Extract<CallResult, { kind: 'completed' }>): void;
}
