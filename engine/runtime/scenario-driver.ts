/**
 * Plays a scenario: when nothing else can happen in a job and the jobs it called, it answers user tasks, sends messages,
 * and at last moves the virtual clock to the next timer or message. Everything it has done is in the store, so that it
 * goes on after a crash where it was.
 */
import { choicesIn } from '../core/choices.ts';
import { mayTake, type Carried } from '../core/correlation.ts';
import { awaitedName, decodeJob } from '../core/job-codec.ts';
import type { JobState, Timer } from '../core/job-state.ts';
import { addDuration, parseDate, parseDuration } from '../core/calendar.ts';
import { toValue, type Variables } from '../core/value.ts';
import { noneStartsOf } from '../model/starts.ts';
import { messageRowId, scenarioMessageId, signalRowId, type Scenario } from '../protocol/scenario.ts';
import type { MessageRow } from '../store/rows.ts';
import type { Engine } from './engine.ts';
import { captureRows } from './capture.ts';
import type { RunningJob, Ticket } from './running-job.ts';

/** Timers that fire in a row while nothing is answered or delivered, before the driver gives up on a job. */
const TIMERS_IN_A_ROW = 1000;

export class ScenarioDriver {
  readonly #engine: Engine;
  readonly #driving = new Set<string>();
  readonly #again = new Set<string>();
  readonly #timers = new Map<string, number>();
  /** Moves that a job refused, by root: the scenario cannot go that way. */
  readonly #refused = new Map<string, Set<string>>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get busy(): boolean {
    return this.#driving.size > 0;
  }

  /** A simulated job came to rest: something may be due for its tree. */
  wake(id: string): void {
    const root = this.#engine.cache.rootOf(id);
    if (this.#driving.has(root)) {
      this.#again.add(root);
      return;
    }
    this.#driving.add(root);
    this.#engine.background(async () => {
      try {
        do {
          this.#again.delete(root);
          await this.#drive(root);
        } while (this.#again.has(root) && !this.#engine.stopped);
      } finally {
        this.#driving.delete(root);
      }
    });
  }

  /** One thing that comes next, if the whole tree is at rest. */
  async #drive(root: string): Promise<void> {
    const engine = this.#engine;
    const scenario = engine.cache.scenarioOf(root);
    const tree = this.#tree(root);
    if (scenario === null || tree === null) return;
    const refused = this.#refused.get(root) ?? new Set();
    if (await this.#startPartners(root)) return;
    const message = await nextMessage(scenario, tree, engine, root, refused);
    const signal = message === null ? nextSignal(scenario, tree, engine, root) : null;
    if (signal !== null) {
      this.#timers.delete(root);
      await this.#throwSignal(signal, tree, root);
      return;
    }
    const next = message ?? nextUserTask(scenario, tree, refused) ?? nextChoice(scenario, tree, refused);
    if (next !== null) {
      this.#timers.delete(root);
      if (!(await this.#submit(next.job, next.ticket(engine)))) this.#refused.set(root, refused.add(next.move));
      return;
    }
    await this.#moveClock(root, scenario, tree);
  }

  /**
   * Begins the other pools that the process talks to, where nothing but they themselves would begin them. True: one was
   * begun, which moves before anything else comes.
   */
  async #startPartners(root: string): Promise<boolean> {
    const engine = this.#engine;
    const main = engine.parts.store.job(root);
    if (main === null || main.status === 'cancelled') return false;
    const { graph } = await engine.definitions.get(main.definitionKey, main.definitionVersion);
    for (const key of graph.partners) {
      const id = `${root}/partner/${key}`;
      if (engine.parts.store.message(id) !== null) continue;
      const version = engine.parts.store.latestVersion(key);
      if (version === null) continue;
      const definition = await engine.definitions.get(key, version);
      // One that begins with a message or signal is begun by it.
      if ((definition.graph.scopes.get(key)?.initial.length ?? 0) === 0) continue;
      const job = engine.worlds.create(root, { key, version }, definition, id);
      const row = { ...thrownRow(id, key, root, engine.now), consumedBy: job.id };
      // Of several none start events the first one in the file: nobody is there to say which.
      const node = noneStartsOf(definition.graph)[0] ?? null;
      return this.#submit(job.id, {
        command: () => ({ type: 'start', node, variables: {}, messageId: null }),
        obeyed: () => ({ created: [job.id], messages: [row] }),
      });
    }
    return false;
  }

  /** Everybody in the run who waits for it hears it, and what it starts is started. */
  async #throwSignal({ index, name, variables }: NextSignal, tree: readonly JobState[], root: string): Promise<void> {
    const engine = this.#engine;
    const id = signalRowId(root, index);
    const all = engine.signals.audience(name, root, null);
    // After a crash in the middle, whoever has heard it already is left out.
    const jobs = tree.map((state) => state.id).filter((job) => all.jobs.includes(job));
    await engine.signals.spread({ id, name, variables }, { jobs, definitions: all.definitions }, root);
    await engine.units.commitRows({ messages: [thrownRow(id, name, root, engine.now)] });
    this.#again.add(root);
  }

  /** The states of the root job and of all that it called; null while any of them is not at rest. */
  #tree(root: string): JobState[] | null {
    const { store } = this.#engine.parts;
    const states: JobState[] = [];
    const ids = [root];
    for (let id = ids.shift(); id !== undefined; id = ids.shift()) {
      if (this.#engine.cache.job(id) !== undefined) return null;
      const row = store.job(id);
      if (row === null || row.status === 'active' || row.held) return null;
      if (row.status === 'passive') {
        const stored = store.load(id);
        if (stored === null) return null;
        states.push(decodeJob(stored.job, stored.rows));
      }
      ids.push(...store.children(id).map((child) => child.id));
    }
    return states;
  }

  /** False: the job refused. */
  #submit(id: string, ticket: Ticket): Promise<boolean> {
    const engine = this.#engine;
    return new Promise((resolve, reject) => {
      const submitTo = (job: RunningJob): void => {
        engine.submit(job, {
          ...ticket,
          refused: () => {
            resolve(false);
          },
          durable: () => {
            resolve(true);
          },
          failed: () => {
            resolve(true);
          },
        });
      };
      engine.cache.reach(id, submitTo).then((found) => {
        if (!found) resolve(false);
      }, reject);
    });
  }

  /** Moves the clocks of the whole tree to what comes next, and lets the earliest timer fire. */
  async #moveClock(root: string, scenario: Scenario, tree: readonly JobState[]): Promise<void> {
    const engine = this.#engine;
    const timers = tree
      .flatMap((state) => [...state.timers.values()].map((timer) => ({ state, timer })))
      .toSorted((left, right) => inOrder(left.timer, right.timer) || (left.state.id < right.state.id ? -1 : 1));
    const [timer] = timers;
    const message = nextTime(scenario, tree, engine, root);
    const due = Math.min(timer?.timer.due ?? Infinity, message ?? Infinity);
    if (!Number.isFinite(due)) return;
    const fires = timer !== undefined && timer.timer.due === due;
    const count = (this.#timers.get(root) ?? 0) + (fires ? 1 : 0);
    this.#timers.set(root, count);
    if (count > TIMERS_IN_A_ROW) return;
    const now = Math.max(...tree.map((state) => state.now));
    if (due > now) await this.#setClocks(tree, due);
    if (!fires) {
      this.#again.add(root);
      return;
    }
    await this.#submit(timer.state.id, { command: () => ({ type: 'fire-timer', timer: timer.timer.id }) });
  }

  /** Durable for all jobs of the tree at once. */
  async #setClocks(tree: readonly JobState[], to: number): Promise<void> {
    const engine = this.#engine;
    const jobs: RunningJob[] = [];
    for (const { id } of tree) {
      await engine.cache.reach(id, (job) => {
        job.pins += 1;
        jobs.push(job);
      });
    }
    for (const job of jobs) {
      engine.moveClock(job, to);
      job.pins -= 1;
    }
    const parts = jobs.map((job) => captureRows(job.state, job.journal, engine.parts.clock.monotonic()));
    await engine.units.commitParts(jobs, parts, []);
  }
}

function inOrder(left: Timer, right: Timer): number {
  return left.due - right.due || left.number - right.number;
}

interface Next {
  readonly job: string;
  /** Names it: what is refused once is not tried again. */
  readonly move: string;
  readonly ticket: (engine: Engine) => Ticket;
}

type ScenarioMessage = Scenario['messages'][number];

/** The key that a scenario's message names. */
export function namedKey(message: ScenarioMessage): string | null {
  return message.key === undefined || message.key === null ? null : String(message.key);
}

function startOf(scenario: Scenario, tree: readonly JobState[]): number {
  const from = scenario.start === undefined ? null : parseDate(scenario.start);
  return from ?? Math.min(...tree.map((state) => state.startedAt));
}

/** When a message may be delivered at the earliest; null: not yet known (nobody waits at its element). */
function timeOf(message: Pick<ScenarioMessage, 'when'>, scenario: Scenario, tree: readonly JobState[]): number | null {
  if (message.when === undefined) return -Infinity;
  if ('at' in message.when) {
    const after = parseDuration(message.when.at);
    return after === null ? null : addDuration(startOf(scenario, tree), after);
  }
  const { waiting } = message.when;
  // An event behind a gateway, on a border or of an event subprocess waits too, though no token stands on it.
  const waits = tree.some(
    (state) =>
      [...state.tokens.values()].some((token) => token.node === waiting && token.state === 'waiting') ||
      [...state.subscriptions.values(), ...state.timers.values()].some(({ node }) => node === waiting),
  );
  return waits ? -Infinity : null;
}

/** The subscriptions in the tree that may take it: those with the very key first, then those without one, the oldest first. */
async function takersOf(
  name: string,
  carried: Carried,
  tree: readonly JobState[],
  engine: Engine,
): Promise<{ state: JobState; subscription: string }[]> {
  const takers: { state: JobState; subscription: string; rank: number }[] = [];
  for (const state of tree) {
    const awaited = [...state.subscriptions.values()].filter(
      ({ trigger, message }) => trigger === 'message' && message === name,
    );
    if (awaited.length === 0) continue;
    const { graph } = await engine.definitions.get(state.definition.key, state.definition.version);
    const moment = { now: state.now, seed: 0 };
    for (const subscription of awaited) {
      if (!mayTake(graph, subscription, carried, (each) => engine.parts.evaluate(each, carried.variables, moment)))
        continue;
      const rank = (subscription.key === null && carried.key !== null ? 1e9 : 0) + subscription.number;
      takers.push({ state, subscription: subscription.id, rank });
    }
  }
  return takers.toSorted((left, right) => left.rank - right.rank);
}

async function nextMessage(
  scenario: Scenario,
  tree: readonly JobState[],
  engine: Engine,
  root: string,
  refused: ReadonlySet<string>,
): Promise<Next | null> {
  const now = Math.max(...tree.map((state) => state.now));
  for (const [index, message] of scenario.messages.entries()) {
    const id = messageRowId(root, message, index);
    if (engine.parts.store.message(id) !== null) continue;
    const time = timeOf(message, scenario, tree);
    if (time === null || time > now) continue;
    const variables = toValue(message.variables, message.name) as Variables;
    const key = namedKey(message);
    const takers = await takersOf(message.name, { variables, key }, tree, engine);
    const moveOf = (each: (typeof takers)[number]): string => `${id} ${each.state.id} ${each.subscription}`;
    const taker = takers.find((each) => !refused.has(moveOf(each)));
    if (taker === undefined) continue;
    return {
      job: taker.state.id,
      move: moveOf(taker),
      ticket: () => ({
        command: () => ({
          type: 'take-message',
          subscription: taker.subscription,
          messageId: scenarioMessageId(message, index),
          key,
          variables,
        }),
        obeyed: (state) => ({ messages: [deliveredRow(id, message, state.id, engine.now)] }),
      }),
    };
  }
  return null;
}

interface NextSignal {
  readonly index: number;
  readonly name: string;
  readonly variables: Variables;
}

/** The first signal whose time has come; without a time: that somebody in the run waits for. */
function nextSignal(scenario: Scenario, tree: readonly JobState[], engine: Engine, root: string): NextSignal | null {
  const now = Math.max(...tree.map((state) => state.now));
  for (const [index, signal] of scenario.signals.entries()) {
    if (engine.parts.store.message(signalRowId(root, index)) !== null) continue;
    const time = timeOf(signal, scenario, tree);
    if (time === null || time > now) continue;
    const awaited = tree.some((state) =>
      [...state.subscriptions.values()].some((it) => it.trigger === 'signal' && it.message === signal.name),
    );
    if (!awaited && signal.when === undefined) continue;
    return { index, name: signal.name, variables: toValue(signal.variables, signal.name) as Variables };
  }
  return null;
}

/** The row that says that a scenario's signal was thrown. */
export function thrownRow(id: string, name: string, root: string, now: number): MessageRow {
  return {
    id,
    name: awaitedName({ trigger: 'signal', message: name }),
    key: null,
    data: '{}',
    acceptedAt: now,
    expiresAt: now,
    state: 'consumed',
    consumedBy: root,
    sender: null,
  };
}

/** The row that says that a scenario's message was delivered. */
export function deliveredRow(id: string, message: ScenarioMessage, job: string, now: number): MessageRow {
  return {
    id,
    name: message.name,
    key: namedKey(message),
    data: '{}',
    acceptedAt: now,
    expiresAt: now,
    state: 'consumed',
    consumedBy: job,
    sender: null,
  };
}

/** The earliest time of a message or signal that is still to come. */
function nextTime(scenario: Scenario, tree: readonly JobState[], engine: Engine, root: string): number | null {
  const now = Math.max(...tree.map((state) => state.now));
  let next: number | null = null;
  const { store } = engine.parts;
  const messages = scenario.messages.filter((it, index) => store.message(messageRowId(root, it, index)) === null);
  const signals = scenario.signals.filter((_it, index) => store.message(signalRowId(root, index)) === null);
  for (const each of [...messages, ...signals]) {
    const time = timeOf(each, scenario, tree);
    if (time === null || time <= now) continue;
    if (next === null || time < next) next = time;
  }
  return next;
}

/** The user task that has waited longest and has an answer. */
function nextUserTask(scenario: Scenario, tree: readonly JobState[], refused: ReadonlySet<string>): Next | null {
  for (const state of tree) {
    const waiting = [...state.tokens.values()]
      .filter(
        (token) =>
          token.wait === 'user' &&
          token.state === 'waiting' &&
          Object.hasOwn(scenario.userTasks, token.node) &&
          !refused.has(`${state.id} ${token.instance}`),
      )
      .toSorted((left, right) => left.arrival - right.arrival);
    const [token] = waiting;
    const answers = token === undefined ? undefined : scenario.userTasks[token.node];
    const answer = answers?.[Math.min(token?.answer ?? 0, answers.length - 1)];
    const instance = token?.instance ?? null;
    if (answer === undefined || instance === null) continue;
    const variables = toValue(answer.variables, token?.node ?? '') as Variables;
    return {
      job: state.id,
      move: `${state.id} ${instance}`,
      ticket: () => ({ command: () => ({ type: 'complete-user-task', instance, variables }) }),
    };
  }
  return null;
}

/** What the scenario's people begin next in an ad-hoc subprocess; null as its activity: nothing more. */
function nextChoice(scenario: Scenario, tree: readonly JobState[], refused: ReadonlySet<string>): Next | null {
  for (const state of tree) {
    for (const { instance, activity, occasion } of choicesIn(state, scenario.choices)) {
      const move = `${state.id} ${occasion}`;
      if (refused.has(move)) continue;
      return { job: state.id, move, ticket: () => ({ command: () => ({ type: 'choose', instance, activity }) }) };
    }
  }
  return null;
}
