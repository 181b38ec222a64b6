/**
 * The interpreter's front door: `decide(graph, state, command)` obeys a command and runs one step, or refuses it as a
 * value. Deterministic; no I/O, no clock, no chance of its own.
 *
 * Neighbours: step.ts (the context), elements/ (what each element does), apply.ts (the only writer of state).
 *
 *  1. A refused command has emitted nothing.
 *  2. One command is one step: all checkpoint points that it meets are one checkpoint.
 *  3. Commands for something that is gone (a won race, a cancelled task) are refused as too late, never applied.
 */
import type { FlowNode, ProcessGraph } from '../model/graph/process.ts';
import { adapt } from './adaptation.ts';
import { isActivity, setVariables, outputsLeftOut } from './activity.ts';
import { addDuration, parseDuration } from './calendar.ts';
import { cancelAll, emptyScope } from './cancellation.ts';
import { refuse, type Command, type Refusal } from './commands.ts';
import { hear } from './consequences.ts';
import { awaitedBy, learn, strange } from './correlation.ts';
import { chooseActivity } from './elements/ad-hoc-sub-process.ts';
import { behaviourOf } from './elements/index.ts';
import { throwFromActivity } from './errors.ts';
import type { JobEvent } from './events.ts';
import { left, tokenOf } from './executions.ts';
import { leave } from './flow.ts';
import { escalateFrom } from './escalations.ts';
import { shortId } from './hash.ts';
import { raiseIncident } from './incidents.ts';
import type { JobState, Token } from './job-state.ts';
import { mergeable } from './joins.ts';
import { fillForm } from './forms.ts';
import { hasEnded, isSetAside } from './lifecycle.ts';
import { run, settleAtRest } from './running.ts';
import { recover, retry } from './taking-up.ts';
import { occur } from './occurrences.ts';
import { start } from './starting.ts';
import { Step, type Surroundings } from './step.ts';
import { waitId } from './wait-id.ts';
import { isErrorInstead } from './answer-errors.ts';
import { type Outcome, type Work } from './work.ts';

export type Decision =
  | {
      readonly ok: true;
      readonly events: readonly JobEvent[];
      readonly work: readonly Work[];
      /** Another step can follow at once. */ readonly more: boolean;
      /** And it should follow only when the work that waits has had its turn. */ readonly yields: boolean;
    }
  | { readonly ok: false; readonly refusal: Refusal };

export { hasEnded } from './lifecycle.ts';

export function decide(graph: ProcessGraph, state: JobState, command: Command, env: Surroundings): Decision {
  const step = new Step(graph, state, env);
  const wasActive = state.status === 'active';
  const refusal = obey(step, command);
  if (refusal !== null) return { ok: false, refusal };
  // A recovery moves no token: what it changes is durable before the job goes on.
  if (command.type === 'recover' || command.type === 'adapt') settleAtRest(step, wasActive || command.type === 'adapt');
  else if (!isBookkeeping(command)) run(step, command.type === 'continue');
  // Work of a job that is set aside is asked for again when it is taken up.
  const work = isSetAside(state) ? [] : step.work;
  const more = !hasEnded(state) && canGoOn(step);
  return { ok: true, events: step.events, work, more, yields: more && step.yields };
}

/** Changes rows, moves no token. */
function isBookkeeping(command: Command): boolean {
  return command.type === 'confirm-dispatch' || command.type === 'move-clock';
}

function canGoOn(step: Step): boolean {
  const { state } = step;
  return !isSetAside(state) && (state.ready.length > 0 || mergeable(step) !== null);
}

function obey(step: Step, command: Command): Refusal | null {
  const { state } = step;
  if (hasEnded(state) && command.type !== 'confirm-dispatch') {
    return refuse('too-late', `job ${state.id} is ${state.status}`);
  }
  switch (command.type) {
    case 'start':
      return start(step, command);
    case 'report-outcome':
      return reportOutcome(step, command);
    case 'complete-user-task':
      return completeUserTask(step, command);
    case 'choose':
      return chooseActivity(step, command.instance, command.activity);
    case 'fire-timer':
      return fireTimer(step, command.timer);
    case 'take-message':
      return takeMessage(step, command);
    case 'hear-signal':
      return hear(step, command.signal, command.variables) > 0
        ? null
        : refuse('too-late', `nothing waits for the signal ${command.signal} any more`);
    case 'return-call':
      return returnCall(step, command);
    case 'retry':
      return retry(step, command);
    case 'look-again':
      if (state.census.conditions.size === 0) return refuse('too-late', `job ${state.id} waits for no data`);
      step.conditionsStale = true;
      return null;
    case 'cancel':
      cancelAll(step);
      step.emit({ type: 'job-cancelled', at: step.env.now });
      return null;
    case 'release': {
      const held = [...state.tokens.values()].filter(
        (token) => token.state === 'held' && (command.token === null || token.id === command.token),
      );
      if (held.length === 0) return refuse('illegal', `no token of job ${state.id} is held`);
      for (const token of held.toSorted((left, right) => left.arrival - right.arrival))
        step.emit({ type: 'token-released', token: token.id });
      return null;
    }
    case 'raise-incident': {
      const token = command.token === null ? null : state.tokens.get(command.token);
      if (token === undefined) return refuse('too-late', `no token ${command.token}`);
      if (token !== null && token.state !== 'running' && token.state !== 'ready' && token.state !== 'held') {
        return refuse('illegal', `token ${token.id} at ${token.node} is ${token.state}: nothing goes on there`);
      }
      if (token !== null) {
        raiseIncident(step, token, command.message);
        return null;
      }
      step.emit({
        type: 'incident-raised',
        node: null,
        incident: {
          id: shortId('incident', state.id, String(state.seq), String(state.numbers), command.message),
          token: null,
          element: null,
          instance: null,
          message: command.message,
          attempts: state.incarnation,
          at: step.env.now,
        },
      });
      return null;
    }
    case 'confirm-dispatch':
      for (const message of command.messages)
        if (state.outgoing.has(message)) step.emit({ type: 'message-dispatched', message });
      return null;
    case 'move-clock':
      if (state.clock !== 'virtual')
        return refuse('illegal', `job ${state.id} runs on the wall clock, which nobody can move`);
      if (command.to < state.now) return refuse('illegal', `the clock of job ${state.id} cannot go back`);
      step.emit({ type: 'clock-moved', to: command.to });
      // What is due now fires in steps of their own. Until then the job is active, so that whoever takes it up goes on
      // with them; under a scenario that is the scenario's business.
      if (!state.simulated && !isSetAside(state) && [...state.timers.values()].some(({ due }) => due <= command.to))
        step.emit({ type: 'job-settled', status: 'active', held: state.census.held > 0 });
      return null;
    case 'recover':
      recover(step, command);
      return null;
    case 'adapt': {
      const unfit = adapt(step, command.changes);
      return unfit === null ? null : refuse('illegal', unfit);
    }
    case 'continue':
      return canGoOn(step) ? null : refuse('too-late', `job ${state.id} waits`);
    default:
      return command satisfies never;
  }
}

function reportOutcome(step: Step, command: Extract<Command, { type: 'report-outcome' }>): Refusal | null {
  const token = step.state.tokens.get(command.token);
  if (
    token === undefined ||
    token.instance !== command.instance ||
    token.attempt !== command.attempt ||
    token.state !== 'running' ||
    token.work === null
  ) {
    return refuse('too-late', `the outcome of ${command.instance}, attempt ${command.attempt}, comes too late`);
  }
  const node = step.node(token.node);
  const { outcome } = command;
  step.emit({
    type: 'outcome-reported',
    token: token.id,
    node: node.id,
    instance: command.instance,
    attempt: command.attempt,
    kind: outcome.kind,
  });
  if (token.work === 'conditions') {
    conditionsAnswered(step, node, token, outcome);
    return null;
  }
  if (isErrorInstead(step, node, token, outcome)) return null;
  switch (outcome.kind) {
    case 'completed':
      behaviourOf(node).done?.(step, node, token, outcome);
      return null;
    case 'bpmn-error':
      setVariables(step, token, outcome.writes);
      throwFromActivity(step, token, { code: outcome.code, message: outcome.message, node: node.id });
      return null;
    case 'failed':
      fail(step, node, token, outcome.message);
      return null;
    default:
      return outcome satisfies never;
  }
}

function conditionsAnswered(step: Step, node: FlowNode, token: Token, outcome: Outcome): void {
  if (outcome.kind !== 'completed') {
    raiseIncident(step, token, outcome.message);
    return;
  }
  const answers = Array.isArray(outcome.result) ? outcome.result.map((answer) => answer === true) : [];
  leave(step, node, token, answers);
}

function fail(step: Step, node: FlowNode, token: Token, message: string): void {
  if (!isActivity(node) || token.try > node.retries || token.instance === null) {
    raiseIncident(step, token, message);
    return;
  }
  const backoff = parseDuration(node.backoff);
  const due = backoff === null ? step.env.now : addDuration(step.env.now, backoff);
  left(step, node.id, token, 'failed');
  step.emit({ type: 'retry-scheduled', token: token.id, node: node.id, due, message });
  step.emit({
    type: 'timer-armed',
    timer: {
      id: waitId(token.id, node.id),
      token: token.id,
      scope: null,
      node: node.id,
      part: 0,
      kind: 'retry',
      due,
      number: step.nextNumber(),
      cycle: null,
      fired: 0,
    },
  });
}

function completeUserTask(step: Step, command: Extract<Command, { type: 'complete-user-task' }>): Refusal | null {
  const token = step.state.tokens.get(tokenOf(command.instance));
  if (
    token === undefined ||
    token.instance !== command.instance ||
    token.wait !== 'user' ||
    token.state !== 'waiting'
  ) {
    return refuse('too-late', `no user task waits as ${command.instance}`);
  }
  const node = step.node(token.node);
  if (node.type !== 'bpmn:UserTask') return refuse('illegal', `${node.id} is no user task`);
  const filled = fillForm(step, token, node, command.variables);
  if (typeof filled === 'string') return refuse('illegal', `${node.id} ${filled}`);
  const left = outputsLeftOut(step, node, token, filled).map((name) => JSON.stringify(name));
  if (left.length > 0)
    return refuse(
      'illegal',
      `${node.id} needs a value for ${left.join(' and ')}: its ${left.length === 1 ? 'data output' : 'data outputs'} (BPMN 2.0.2, 10.4.2)`,
    );
  step.emit({ type: 'wait-ended', token: token.id, node: node.id, by: 'user' });
  behaviourOf(node).done?.(step, node, token, { kind: 'completed', result: null, writes: filled });
  return null;
}

function fireTimer(step: Step, id: string): Refusal | null {
  const { state } = step;
  const timer = state.timers.get(id);
  if (timer === undefined) return refuse('too-late', `timer ${id} is gone`);
  step.emit({ type: 'timer-fired', timer: id, node: timer.node });
  if (timer.kind !== 'retry') {
    occur(step, timer, {});
    return null;
  }
  const token = state.tokens.get(timer.token ?? '');
  if (token === undefined) return refuse('too-late', `timer ${id} is gone`);
  const node = step.node(token.node);
  step.emit({ type: 'timer-removed', timer: id });
  // A checkpoint: while the saved job waits, no attempt of it may begin that nobody would know of.
  step.emit({ type: 'wait-ended', token: token.id, node: node.id, by: 'timer' });
  behaviourOf(node).work?.(step, node, token, 'retry');
  return null;
}

function takeMessage(step: Step, command: Extract<Command, { type: 'take-message' }>): Refusal | null {
  const subscription = step.state.subscriptions.get(command.subscription);
  if (subscription?.trigger !== 'message') return refuse('too-late', `nothing waits for this message any more`);
  const message = awaitedBy(step.graph, subscription);
  const carried = { variables: command.variables, key: command.key ?? null };
  const unrelated = message === null ? null : strange(step, message, carried);
  if (unrelated !== null) return refuse('illegal', unrelated);
  step.emit({ type: 'message-taken', node: subscription.node, messageId: command.messageId });
  if (message !== null) learn(step, subscription.node, message, carried);
  occur(step, subscription, command.variables);
  return null;
}

function returnCall(step: Step, command: Extract<Command, { type: 'return-call' }>): Refusal | null {
  const token = step.state.tokens.get(command.token);
  if (token === undefined || token.child !== command.job)
    return refuse('too-late', `job ${command.job} is not called any more`);
  const node = step.node(token.node);
  for (const escalation of command.escalations ?? []) {
    // One that interrupts takes the call away, and with it whatever else the called job had to say.
    if (token.child === command.job && step.state.tokens.get(token.id) === token) escalateFrom(step, token, escalation);
  }
  const { result } = command;
  if (result.kind === 'goes-on' || token.child !== command.job || step.state.tokens.get(token.id) !== token)
    return null;
  const terminates = result.kind === 'terminated' ? { terminates: true as const } : {};
  step.emit({ type: 'call-returned', token: token.id, node: node.id, job: command.job, ...terminates });
  switch (result.kind) {
    case 'completed':
      behaviourOf(node).returned?.(step, node, token, result);
      return null;
    case 'failed':
      throwFromActivity(step, token, { code: result.code, message: result.message, node: node.id });
      return null;
    case 'cancelled':
      raiseIncident(step, token, `the called job ${command.job} was cancelled`);
      return null;
    case 'terminated':
      emptyScope(step, step.state.root);
      return null;
    case 'refused':
      raiseIncident(step, token, result.message);
      return null;
    default:
      return result satisfies never;
  }
}
