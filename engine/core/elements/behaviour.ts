/** The shape that every element's file has. */
import type { FlowNode } from '../../model/graph.ts';
import type { Step } from '../step.ts';
import type { CallResult } from '../commands.ts';
import type { Subscription, Timer, Token } from '../job-state.ts';
import type { Variables } from '../value.ts';
import type { Outcome } from '../work.ts';

/** How one BPMN element behaves. Methods that an element does not have can never be called for it. */
export interface Behaviour<N extends FlowNode> {
  /** A token has come to the element. */
  enter(step: Step, node: N, token: Token): void;
  /** Asks for the element's work: again after a crash, or as a further try. */
  work?(step: Step, node: N, token: Token, as: 'first' | 'retry' | 'again'): void;
  /** Begins its wait once more after an incident; elements with `work` ask for that instead. */
  again?(step: Step, node: N, token: Token): void;
  /** Its work completed (failures and BPMN errors are the same for all: see decide.ts). */
  done?(step: Step, node: N, token: Token, outcome: Extract<Outcome, { kind: 'completed' }>): void;
  /** A timer of its own fired. */
  timer?(step: Step, node: N, token: Token, timer: Timer): void;
  /** A subscription of its own was matched. */
  message?(step: Step, node: N, token: Token, subscription: Subscription, variables: Variables): void;
  /** The scope that it opened has no tokens left. */
  emptied?(step: Step, node: N, token: Token): void;
  /** The job that it called came back. */
  returned?(step: Step, node: N, token: Token, result: Extract<CallResult, { kind: 'completed' }>): void;
}
