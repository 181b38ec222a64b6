import type { EventBasedGateway } from '../../model/graph/gateway.ts';
import type { FlowNode } from '../../model/graph/process.ts';
import { complete, enter } from '../executions.ts';
import { follow } from '../flow.ts';
import { raiseIncident } from '../incidents.ts';
import type { Token } from '../job-state.ts';
import { keepingParts } from '../kept-parts.ts';
import type { Step } from '../step.ts';
import type { Variables } from '../value.ts';
import { awaitTrigger, disarm, subscribe } from '../waits.ts';
import type { Behaviour } from './behaviour.ts';
import { goOnWith } from './intermediate-catch-event.ts';
import { beginWith } from './receive-task.ts';

function goThrough(step: Step, node: EventBasedGateway, token: Token, target: FlowNode, variables: Variables): void {
  disarm(step, token);
  complete(step, node, token);
  const flow = node.outgoing.find((candidate) => candidate.target === target.id);
  step.emit({ type: 'leaving-started', token: token.id });
  step.emit({ type: 'token-moved', token: token.id, node: target.id, via: flow?.id ?? null });
  passThrough(step, target, token, variables);
}

/** Goes on from an event or receive task whose message, signal or time is here already. */
function passThrough(step: Step, target: FlowNode, token: Token, variables: Variables): void {
  if (target.type === 'bpmn:ReceiveTask') {
    beginWith(step, target, token, variables);
    return;
  }
  enter(step, target, token);
  if (target.type === 'bpmn:IntermediateCatchEvent') goOnWith(step, target, token, variables);
}

/**
 * Event-based gateway (BPMN 2.0.2, 13.4.4): the first of the events behind it decides the way. One that starts the process may
 * want all of them (10.6.6, parallel).
 */
export const eventBasedGateway: Behaviour<EventBasedGateway> = {
  enter(step, node, token) {
    enter(step, node, token);
    if (node.parallel) {
      // Every event behind it has to come: each is waited for by a token of its own.
      complete(step, node, token);
      follow(step, node, token, node.outgoing);
      return;
    }
    for (const flow of node.outgoing) {
      const target = step.node(flow.target);
      let failure: string | null = null;
      if (target.type === 'bpmn:IntermediateCatchEvent')
        failure = awaitTrigger(step, { token }, target, target.trigger, 'gateway');
      else if (target.type === 'bpmn:ReceiveTask') failure = subscribe(step, token, target, target.message, 'gateway');
      if (failure !== null) {
        keepingParts(step, token, disarm);
        raiseIncident(step, token, failure);
        return;
      }
    }
    step.emit({ type: 'wait-started', token: token.id, node: node.id, wait: 'event-gateway', answer: 0 });
  },
  begun(step, node, token, { event, variables }) {
    const target = step.node(event);
    if (target === node) return;
    enter(step, node, token);
    if (!node.parallel) {
      goThrough(step, node, token, target, variables);
      return;
    }
    complete(step, node, token);
    const before = new Set(step.state.tokens.keys());
    follow(step, node, token, node.outgoing);
    const came = [...step.state.tokens.values()].find(({ id, node: at }) => at === target.id && !before.has(id));
    if (came !== undefined) passThrough(step, target, came, variables);
  },
  occurred(step, node, token, wait, variables) {
    goThrough(step, node, token, step.node(wait.node), variables);
  },
};
