/** Plays a scenario on the interpreter alone: stands in for services, people and messages, and moves a virtual clock. */
import { addDuration, parseDate, parseDuration } from '../../engine/core/calendar.ts';
import { choicesIn } from '../../engine/core/choices.ts';
import type { CallResult, Command } from '../../engine/core/commands.ts';
import { mayTake } from '../../engine/core/correlation.ts';
import { hasEnded } from '../../engine/core/decide.ts';
import type { Token } from '../../engine/core/job-state.ts';
import { changedVariables, digests, resultOf } from '../../engine/core/given.ts';
import { encodeValue, toValue, type Variables } from '../../engine/core/value.ts';
import type { Outcome, Work } from '../../engine/core/work.ts';
import { evaluate } from '../../engine/expressions/evaluate.ts';
import type { Scenario } from '../../engine/protocol/scenario.ts';
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import { startsOf } from '../../engine/model/starts.ts';
import { JobUnderTest, MIDNIGHT, reportOf } from '../engine/core/job-under-test.ts';

export interface Played {
  readonly job: JobUnderTest;
  /** What was done to the job, with the number of events that there were before it. */
  readonly acts: readonly { readonly text: string; readonly at: number; readonly events: number }[];
}

const TURNS = 1_000;

/** `graphs`: what can be called, by key. A called job is played to its end at once; its own trace is not told. */
export function play(
  graph: ProcessGraph,
  scenario: Scenario,
  graphs: ReadonlyMap<string, ProcessGraph> = new Map(),
  variables: Variables = valuesOf(scenario.variables),
): Played {
  const job = new JobUnderTest(graph, {
    simulated: true,
    clock: 'virtual',
    stubbed: (node) => Object.hasOwn(scenario.services, node),
  });
  const acts: { text: string; at: number; events: number }[] = [];
  const act = (text: string, command: Command): void => {
    acts.push({ text, at: job.state.now, events: job.events.length });
    job.send(command);
  };
  const start = parseDate(scenario.start ?? '') ?? MIDNIGHT;
  job.state.now = start;
  const sent = new Set<string>();
  begin(graph, scenario, variables, sent, act);
  for (let turn = 0; !hasEnded(job.state) && turn < TURNS; turn += 1) {
    if (!call(job, scenario, graphs, act) && !next(job, scenario, start, sent, act)) break;
  }
  return { job, acts };
}

/** Plays the oldest called job. False: there is none. */
function call(job: JobUnderTest, scenario: Scenario, graphs: ReadonlyMap<string, ProcessGraph>, act: Act): boolean {
  const caller = waiting(job).find((token) => token.wait === 'call');
  if (caller === undefined || caller.child === null) return false;
  const asked = job.happened('call-requested').findLast((event) => event.job === caller.child);
  const graph = graphs.get(asked?.key ?? '');
  if (asked === undefined || graph === undefined) throw new Error(`${asked?.key ?? caller.node} cannot be called`);
  const called = play(graph, { ...scenario, messages: [], signals: [] }, graphs, asked.variables).job;
  const { state } = called;
  if (!hasEnded(state)) throw new Error(`called ${asked.key} does not end`);
  const { error } = state;
  state.given = digests(asked.variables);
  const result: CallResult = error === null ? resultOf(state) : { kind: 'failed', ...error };
  const escalations = called
    .happened('escalation-thrown')
    .filter(({ caughtBy }) => caughtBy === null)
    .map(({ escalation }) => escalation);
  const told =
    result.kind === 'completed' ? `returns ${encodeValue(changedVariables(state))}` : `fails with ${error?.code}`;
  const token = caller.id;
  act(`${caller.node}: ${asked.key} ${told}`, { type: 'return-call', token, job: caller.child, result, escalations });
  return true;
}

/** Starts the process: where it begins with a message or signal, the first of the scenario that it waits for. */
function begin(graph: ProcessGraph, scenario: Scenario, variables: Variables, sent: Set<string>, act: Act): void {
  const starts = (graph.scopes.get(graph.processId)?.initial.length ?? 0) > 0 ? [] : startsOf(graph);
  for (const kind of ['message', 'signal'] as const) {
    for (const [index, { name, variables: brought }] of scenario[`${kind}s`].entries()) {
      const start = starts.find((each) => each.kind === kind && each.name === name);
      if (start === undefined) continue;
      sent.add(`${kind} ${index}`);
      act(`${kind} ${name} starts ${start.node}`, {
        type: 'start',
        node: start.node,
        variables: { ...variables, ...valuesOf(brought) },
        messageId: kind === 'message' ? `message-${index + 1}` : null,
        by: { kind, name },
      });
      return;
    }
  }
  act(`start ${encodeValue(variables)}`, { type: 'start', node: null, variables, messageId: null });
}

type Act = (text: string, command: Command) => void;

/** The one thing that comes next: work, then messages, then people, then time. False: nothing is left to come. */
function next(job: JobUnderTest, scenario: Scenario, start: number, sent: Set<string>, act: Act): boolean {
  job.work = job.work.filter((work) => job.isCurrent(work));
  const [work] = job.work;
  if (work !== undefined) {
    const outcome = job.outcomeOf(work) ?? answerOf(scenario, work);
    job.work.shift();
    act(`${work.node} ${told(outcome)}`, reportOf(work, outcome));
    return true;
  }
  for (const [index, message] of scenario.messages.entries()) {
    if (sent.has(`message ${index}`) || dueOf(message.when, start, job) > job.state.now) continue;
    const carried = {
      variables: valuesOf(message.variables),
      key: message.key === undefined || message.key === null ? null : String(message.key),
    };
    const moment = { now: job.state.now, seed: 0 };
    const messageId = message.id ?? `message-${index + 1}`;
    const commandOf = ({ id }: { readonly id: string }) =>
      ({ type: 'take-message', subscription: id, messageId, ...carried }) as const;
    const command = [...job.state.subscriptions.values()]
      .filter(({ trigger, message: name }) => trigger === 'message' && name === message.name)
      .filter((each) => mayTake(job.graph, each, carried, (it) => evaluate(it, carried.variables, moment)))
      .toSorted((left, right) => left.number - right.number)
      .map(commandOf)
      .find((each) => job.refusalOf(each) === null);
    if (command === undefined) continue;
    sent.add(`message ${index}`);
    act(`message ${message.name} for ${job.state.subscriptions.get(command.subscription)?.node ?? ''}`, command);
    return true;
  }
  for (const [index, signal] of scenario.signals.entries()) {
    const heard = [...job.state.subscriptions.values()].some(
      ({ trigger, message }) => trigger === 'signal' && message === signal.name,
    );
    if (sent.has(`signal ${index}`) || dueOf(signal.when, start, job) > job.state.now) continue;
    // One that names its time is thrown then, whether or not anybody hears it.
    if (!heard && signal.when === undefined) continue;
    sent.add(`signal ${index}`);
    if (heard)
      act(`signal ${signal.name}`, {
        type: 'hear-signal',
        signal: signal.name,
        variables: valuesOf(signal.variables),
      });
    return true;
  }
  const person = waiting(job).find((token) => token.wait === 'user' && Object.hasOwn(scenario.userTasks, token.node));
  if (person !== undefined) {
    const answers = scenario.userTasks[person.node] ?? [];
    const answer = answers[Math.min(person.answer, answers.length - 1)];
    const given = answer?.variables ?? {};
    const instance = person.instance ?? '';
    const variables = valuesOf(given);
    act(`${person.node} done by a person ${JSON.stringify(given)}`, {
      type: 'complete-user-task',
      instance,
      variables,
    });
    return true;
  }
  for (const { instance, activity } of choicesIn(job.state, scenario.choices)) {
    const command: Command = { type: 'choose', instance, activity };
    if (job.refusalOf(command) !== null) continue;
    act(activity === null ? 'nothing more is chosen' : `a person chooses ${activity}`, command);
    return true;
  }
  const [timer] = job.timers;
  const times = (['message', 'signal'] as const).flatMap((kind) =>
    scenario[`${kind}s`]
      .filter((_each, index) => !sent.has(`${kind} ${index}`))
      .map(({ when }) => dueOf(when, start, job))
      .filter((due) => due > job.state.now),
  );
  const due = Math.min(timer?.due ?? Infinity, ...times);
  if (due === Infinity) return false;
  if (due > job.state.now) job.send({ type: 'move-clock', to: due });
  if (timer?.due === due) act(`timer ${timer.node}`, { type: 'fire-timer', timer: timer.id });
  return true;
}

function waiting(job: JobUnderTest): Token[] {
  return [...job.state.tokens.values()]
    .filter(({ state }) => state === 'waiting')
    .toSorted((left, right) => left.arrival - right.arrival);
}

/** When a message may come at the earliest; -Infinity: now. */
function dueOf(when: Scenario['messages'][number]['when'], start: number, job: JobUnderTest): number {
  if (when === undefined) return -Infinity;
  if ('waiting' in when) {
    const waits = [...waiting(job), ...job.state.subscriptions.values(), ...job.state.timers.values()];
    return waits.some(({ node }) => node === when.waiting) ? -Infinity : Infinity;
  }
  const after = parseDuration(when.at);
  return after === null ? Infinity : addDuration(start, after);
}

function answerOf(scenario: Scenario, work: Work): Outcome {
  const answers = scenario.services[work.node] ?? [];
  const answer = answers[Math.min(work.answer, answers.length - 1)];
  if (answer === undefined) return { kind: 'failed', message: `the scenario has no answer for ${work.node}` };
  if ('fail' in answer) return { kind: 'failed', message: answer.fail };
  if ('bpmnError' in answer) {
    return {
      kind: 'bpmn-error',
      code: answer.bpmnError,
      message: `${work.node} threw ${answer.bpmnError}`,
      writes: {},
    };
  }
  return { kind: 'completed', result: toValue(answer.respond, work.node), writes: {} };
}

function told(outcome: Outcome): string {
  if (outcome.kind === 'completed') return `answers ${JSON.stringify(outcome.result)}`;
  return outcome.kind === 'failed' ? `fails: ${outcome.message}` : `throws ${outcome.code}`;
}

function valuesOf(variables: Scenario['variables']): Variables {
  return toValue(variables, 'variables') as Variables;
}
