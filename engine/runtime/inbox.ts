/**
 * Requests: accepted rows of the store, taken up in order, answered once. An answer commits in the same transaction as
 * what it says.
 */
import type { Refusal, StartTrigger } from '../core/commands.ts';
import { hasEnded } from '../core/decide.ts';
import { parseJson } from '../core/json.ts';
import type { JobState, Timer, Token } from '../core/job-state.ts';
import { sameValue, type Value, type Variables } from '../core/value.ts';
import { startsOf } from '../model/starts.ts';
import { engineRequest, type EngineAnswer, type EngineRequest } from '../protocol/requests.ts';
import type { MessageRow, RequestRow } from '../store/rows.ts';
import { Fenced, StoreUnusable } from '../store/store.ts';
import { TIME_TO_LIVE } from './correlation.ts';
import type { Engine } from './engine.ts';
import { Forks } from './forks.ts';
import type { Definition, RunningJob, Ticket } from './running-job.ts';
import { Savepoints } from './savepoints.ts';
import { messageRowId, scenarioMessageId, signalRowId } from '../protocol/scenario.ts';
import { deliveredRow, namedKey, thrownRow } from './scenario-driver.ts';
import { createJob } from './starting.ts';

/** Requests taken up in one look. */
const LOOK = 200;

type RequestOf<K extends EngineRequest['kind']> = Extract<EngineRequest, { kind: K }>;

class BadRequest extends Error {}

/** Variables out of JSON text. @throws BadRequest when it is no JSON object. */
function variablesOf(text: string): Variables {
  let value: Value;
  try {
    value = parseJson(text);
  } catch (error) {
    throw new BadRequest(`the variables are no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new BadRequest('the variables are no JSON object');
  return value as Variables;
}

export class Inbox {
  readonly #engine: Engine;
  readonly #forks: Forks;
  readonly #savepoints: Savepoints;
  readonly #underWay = new Set<string>();
  #full = false;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#forks = new Forks(engine);
    this.#savepoints = new Savepoints(engine);
  }

  /** Takes up every request that is not under way. */
  look(): void {
    const engine = this.#engine;
    if (engine.stopped) return;
    for (const row of engine.parts.store.pendingRequests(LOOK + this.#underWay.size)) {
      if (this.#underWay.has(row.id)) continue;
      // Back-pressure: what does not fit in memory waits where it is durable. What concerns a job in memory may go on.
      if (!this.#hasRoom() && (row.job === null || engine.cache.job(row.job) === undefined)) {
        this.#lookAgain();
        continue;
      }
      this.#underWay.add(row.id);
      engine.background(async () => {
        try {
          await this.#take(row);
        } finally {
          this.#underWay.delete(row.id);
        }
        // There may be more than one look could take.
        if (this.#underWay.size < LOOK / 2) this.look();
      });
    }
  }

  /** Each request under way may bring a job into memory. */
  #hasRoom(): boolean {
    return this.#engine.cache.size + this.#underWay.size < this.#engine.parts.cacheJobs;
  }

  /** Once there is room in memory. */
  #lookAgain(): void {
    if (this.#full || this.#engine.cache.size < this.#engine.parts.cacheJobs) return;
    this.#full = true;
    this.#engine.background(async () => {
      await this.#engine.cache.room();
      this.#full = false;
      this.look();
    });
  }

  async #take(row: RequestRow): Promise<void> {
    try {
      const parsed = engineRequest.safeParse(JSON.parse(row.data));
      if (!parsed.success)
        throw new BadRequest(
          parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
        );
      await this.#obey(row, parsed.data);
    } catch (error) {
      if (error instanceof StoreUnusable || error instanceof Fenced) throw error;
      const message = error instanceof Error ? error.message : String(error);
      // One request that cannot be carried out must not bring the engine down, now and at every start.
      const bad = error instanceof BadRequest || error instanceof SyntaxError;
      await this.#answer(row, { ok: false, code: bad ? 'bad-request' : 'illegal', message });
    }
  }

  async #answer(row: RequestRow, answer: EngineAnswer): Promise<void> {
    // Only what was done is remembered as the completion of an instance.
    const instance = answer.ok ? row.instance : null;
    await this.#engine.units.commitRows({ requests: [{ ...row, instance, answer: JSON.stringify(answer) }] });
  }

  #refuse(row: RequestRow, refusal: Refusal): Promise<void> {
    return this.#answer(row, { ok: false, code: refusal.code, message: refusal.message });
  }

  async #obey(row: RequestRow, request: EngineRequest): Promise<void> {
    switch (request.kind) {
      case 'start':
        return this.#start(row, request);
      case 'message':
        await this.#engine.correlation.publish(
          {
            id: request.messageId,
            name: request.name,
            key: request.key,
            variables: variablesOf(request.variables),
            ttlMs: request.ttlMs ?? TIME_TO_LIVE,
          },
          row,
        );
        return;
      case 'signal':
        return this.#engine.signals.broadcast(
          { id: request.signalId, name: request.name, variables: variablesOf(request.variables) },
          row,
        );
      case 'complete':
        return this.#complete(row, request);
      case 'choose':
        return this.#choose(row, request);
      case 'retry':
        return this.#retry(row, request);
      case 'cancel':
        return this.#toJob(row, request.job, () => ({ command: () => ({ type: 'cancel' }) }));
      case 'fork': {
        const forked = await this.#forks.fork(request.job, request.seq, variablesOf(request.variables), row);
        if (forked !== null) await this.#refuse(row, forked);
        return;
      }
      case 'hold':
        return this.#hold(row, request);
      case 'move-clock':
        return this.#moveClock(row, request);
      case 'fire-timer':
        return this.#fireTimer(row, request);
      case 'savepoint':
        return this.#answer(row, await this.#savepoints.take(row, request));
      case 'restore': {
        const refused = await this.#engine.restores.restore(request, row);
        return refused === null ? undefined : this.#answer(row, refused);
      }
      case 'unmark':
        return this.#answer(row, (await this.#engine.restores.unmark(request.path)) ?? { ok: true, job: null });
      case 'decide':
        return this.#answer(row, await this.#engine.undecided.decide(request.job, request.decision));
      default:
        return request satisfies never;
    }
  }

  /** Submits to a job and answers with it; resolves when the answer is durable. */
  async #toJob(
    row: RequestRow,
    idOrExtId: string,
    ticketFor: (job: RunningJob) => Ticket,
    refused?: (refusal: Refusal, job: string) => Promise<boolean>,
  ): Promise<void> {
    const engine = this.#engine;
    const id = engine.parts.store.job(idOrExtId)?.id;
    if (id === undefined) return this.#refuse(row, { code: 'unknown', message: `there is no job ${idOrExtId}` });
    if (engine.undecided.concerns(id))
      return this.#refuse(row, {
        code: 'illegal',
        message: `job ${id} waits for a decision after a restart: restart, keep or remove it first`,
      });
    const outcome = await new Promise<Refusal | null>((resolve, reject) => {
      const submitTo = (job: RunningJob): void => {
        const ticket = ticketFor(job);
        engine.submit(job, {
          command: ticket.command,
          obeyed: (state) => {
            const extras = ticket.obeyed?.(state);
            const answer: EngineAnswer = { ok: true, job: id };
            const instance = ticketInstance(ticket);
            return {
              ...extras,
              requests: [{ ...row, job: id, instance: instance ?? row.instance, answer: JSON.stringify(answer) }],
            };
          },
          durable: () => {
            resolve(null);
          },
          refused: resolve,
          failed: (reason) => {
            resolve({ code: 'illegal', message: reason });
          },
        });
      };
      engine.cache.reach(id, submitTo).then((found) => {
        if (!found) resolve({ code: 'illegal', message: `job ${id} could not be loaded` });
      }, reject);
    });
    if (outcome === null) return;
    if (refused !== undefined && (await refused(outcome, id))) return;
    await this.#refuse(row, outcome);
  }

  async #start(row: RequestRow, request: RequestOf<'start'>): Promise<void> {
    const engine = this.#engine;
    if (request.extId !== undefined) {
      const known = engine.parts.store.job(request.extId);
      if (known !== null) return this.#answer({ ...row, job: known.id }, { ok: true, job: known.id });
    }
    const variables = variablesOf(request.variables);
    let found: { version: number; definition: Definition } | null;
    let scenario;
    try {
      found = await engine.definitions.find(request.definition, request.version);
      scenario = request.scenario === undefined ? null : engine.parts.readScenario(request.scenario);
    } catch (error) {
      throw new BadRequest(error instanceof Error ? error.message : String(error));
    }
    if (found === null) {
      const version = request.version === 'latest' ? '' : ` version ${request.version}`;
      return this.#refuse(row, {
        code: 'unknown',
        message: `definition ${request.definition}${version} is not deployed`,
      });
    }
    const job = createJob(engine, {
      key: request.definition,
      version: found.version,
      definition: found.definition,
      extId: request.extId ?? null,
      scenario,
      clock: request.clock,
    });
    if (request.paused) engine.holds.pause(job.id);
    if (request.breakpoints.length > 0) engine.holds.breakAt(job.id, request.breakpoints);
    const opening = scenario === null ? null : openingOf(found.definition, request.node ?? null, scenario);
    const given: Variables = { ...(scenario?.variables as Variables | undefined), ...variables, ...opening?.variables };
    const refusal = await new Promise<Refusal | null>((resolve) => {
      const answer: EngineAnswer = { ok: true, job: job.id };
      const messages: MessageRow[] = opening === null ? [] : [opening.row(job.id, engine.now)];
      engine.submit(job, {
        command: () => ({
          type: 'start',
          node: opening?.node ?? request.node ?? null,
          variables: given,
          messageId: opening?.messageId ?? null,
          ...(opening === null ? {} : { by: opening.by }),
        }),
        obeyed: () => ({
          created: [job.id],
          messages,
          requests: [{ ...row, job: job.id, answer: JSON.stringify(answer) }],
          scenarios: request.scenario === undefined ? [] : [{ job: job.id, text: request.scenario }],
        }),
        durable: () => {
          resolve(null);
        },
        refused: resolve,
        failed: (reason) => {
          resolve({ code: 'conflict', message: reason });
        },
      });
    });
    if (refusal === null) return;
    engine.cache.forget(job);
    engine.holds.forget(job.id);
    // Two starts with one extId at once: the one that lost answers with the winner's job.
    const winner = request.extId === undefined ? null : engine.parts.store.job(request.extId);
    if (winner === null) await this.#refuse(row, refusal);
    else await this.#answer({ ...row, job: winner.id }, { ok: true, job: winner.id });
  }

  #complete(row: RequestRow, request: RequestOf<'complete'>): Promise<void> {
    const variables = variablesOf(request.variables);
    let instance: string | null = request.instance ?? null;
    return this.#toJob(
      row,
      request.job,
      () => {
        const ticket: Ticket & { instance: () => string | null } = {
          instance: () => instance,
          command: (state) => {
            const waiting = waitingUserTasks(state, request.element);
            if (instance === null) {
              if (waiting.length > 1) {
                return {
                  code: 'illegal',
                  message: `${request.element} waits ${waiting.length} times: name the instance (${waiting.map((token) => token.instance).join(', ')})`,
                };
              }
              instance = waiting[0]?.instance ?? null;
            }
            if (instance === null)
              return { code: 'unknown', message: `no user task ${request.element} waits in job ${state.id}` };
            return { type: 'complete-user-task', instance, variables };
          },
        };
        return ticket;
      },
      (refusal, job) => this.#completedBefore(row, request, refusal, job, instance, variables),
    );
  }

  /** A repeated completion: the same values are answered as the first time, others are a conflict. */
  async #completedBefore(
    row: RequestRow,
    request: RequestOf<'complete'>,
    refusal: Refusal,
    job: string,
    instance: string | null,
    variables: Variables,
  ): Promise<boolean> {
    if (refusal.code !== 'unknown' && refusal.code !== 'too-late') return false;
    const { store } = this.#engine.parts;
    const last =
      instance ??
      store.executions(job).findLast(({ element, outcome }) => element === request.element && outcome === 'completed')
        ?.instance;
    const before = last === undefined ? null : store.completionOf(job, last);
    if (before === null) return false;
    const first = engineRequest.parse(JSON.parse(before.data)) as RequestOf<'complete'>;
    if (sameValue(variablesOf(first.variables), variables)) {
      await this.#answer({ ...row, job, instance: last ?? null }, { ok: true, job });
    } else {
      await this.#refuse(row, {
        code: 'conflict',
        message: `${request.element} was completed before, with other values`,
      });
    }
    return true;
  }

  #choose(row: RequestRow, request: RequestOf<'choose'>): Promise<void> {
    const { element, activity } = request;
    return this.#toJob(row, request.job, () => ({
      command: (state) => {
        const waiting = [...state.tokens.values()].filter(({ node, wait }) => node === element && wait === 'choice');
        const instance = request.instance ?? (waiting.length === 1 ? waiting[0]?.instance : undefined) ?? null;
        if (instance !== null) return { type: 'choose', instance, activity };
        return waiting.length === 0
          ? { code: 'unknown', message: `nobody is asked to choose in ${element} of job ${state.id}` }
          : {
              code: 'illegal',
              message: `${element} waits ${waiting.length} times: name the instance (${waiting.map((token) => token.instance).join(', ')})`,
            };
      },
    }));
  }

  #retry(row: RequestRow, request: RequestOf<'retry'>): Promise<void> {
    const variables = request.variables === undefined ? null : variablesOf(request.variables);
    return this.#toJob(row, request.job, () => ({
      command: (state) => {
        if (request.element === undefined) return { type: 'retry', instance: null, variables };
        const incident = [...state.incidents.values()].find(({ element }) => element === request.element);
        if (incident === undefined)
          return { code: 'illegal', message: `${request.element} of job ${state.id} is no incident` };
        return { type: 'retry', instance: incident.instance, variables };
      },
    }));
  }

  #hold(row: RequestRow, request: RequestOf<'hold'>): Promise<void> {
    const { holds } = this.#engine;
    return this.#toJob(row, request.job, (job) => {
      if (request.action === 'breakpoints') holds.breakAt(job.id, request.elements);
      else if (request.action === 'resume') holds.resume(job.id);
      else holds.pause(job.id);
      const releases = request.action === 'resume' || request.action === 'step';
      return {
        command: (state) => {
          if (hasEnded(state)) return { code: 'too-late', message: `job ${state.id} is ${state.status}` };
          return releases && state.held ? { type: 'release', token: null } : { type: 'confirm-dispatch', messages: [] };
        },
      };
    });
  }

  /** Whatever the clock says: the time that the timer was set to has come. */
  #fireTimer(row: RequestRow, request: RequestOf<'fire-timer'>): Promise<void> {
    return this.#toJob(row, request.job, () => ({
      command: (state) => {
        const { element, instance } = request;
        // Of an event subprocess's timer, the instance is that of the scope that waits.
        const waiting = ({ token, scope }: Timer): string =>
          token === null ? (scope ?? '') : (state.tokens.get(token)?.instance ?? token);
        const timers = [...state.timers.values()].filter(
          (timer) => timer.node === element && (instance === undefined || waiting(timer) === instance),
        );
        const [timer] = timers;
        if (timer === undefined)
          return { code: 'unknown', message: `no timer of ${element} is waiting in job ${state.id}` };
        if (timers.length > 1) {
          const instances = timers.map(waiting);
          return {
            code: 'illegal',
            message: `${element} has ${timers.length} timers: name the instance (${instances.join(', ')})`,
          };
        }
        return { type: 'fire-timer', timer: timer.id };
      },
    }));
  }

  #moveClock(row: RequestRow, request: RequestOf<'move-clock'>): Promise<void> {
    return this.#toJob(row, request.job, () => ({
      command: (state) => {
        const timers = [...state.timers.values()].toSorted(
          (left, right) => left.due - right.due || left.number - right.number,
        );
        const [first] = timers;
        if (request.by === 'next-timer') {
          return first === undefined
            ? { code: 'illegal', message: `job ${state.id} waits for no timer` }
            : { type: 'move-clock', to: Math.max(state.now, first.due) };
        }
        return { type: 'move-clock', to: state.now + request.by };
      },
      obeyed: (state) => {
        const job = this.#engine.cache.job(state.id);
        if (job !== undefined) this.#engine.timers.overdue(job);
        return undefined;
      },
    }));
  }
}

/** The instance that a completion's ticket settled on. */
function ticketInstance(ticket: Ticket): string | null {
  return 'instance' in ticket && typeof ticket.instance === 'function'
    ? (ticket.instance as () => string | null)()
    : null;
}

function waitingUserTasks(state: JobState, element: string): Token[] {
  return [...state.tokens.values()].filter(
    (token) => token.node === element && token.wait === 'user' && token.state === 'waiting',
  );
}

interface Opening {
  readonly node: string;
  readonly by: StartTrigger;
  /** Id of the message as the job sees it; null for a signal. */
  readonly messageId: string | null;
  readonly row: (job: string, now: number) => MessageRow;
  readonly variables: Variables;
}

/** The scenario's message, else signal, that starts a process which begins with one. */
function openingOf(
  { graph }: Definition,
  node: string | null,
  scenario: NonNullable<RunningJob['scenario']>,
): Opening | null {
  const begins = (graph.scopes.get(graph.processId)?.initial.length ?? 0) > 0;
  if (begins && node === null) return null;
  const starts = startsOf(graph).filter((start) => node === null || start.node === node);
  for (const [index, message] of scenario.messages.entries()) {
    const start = starts.find(({ kind, name }) => kind === 'message' && name === message.name);
    if (start === undefined) continue;
    const messageId = scenarioMessageId(message, index);
    return {
      node: start.node,
      by: { kind: 'message', name: message.name, key: namedKey(message) },
      messageId,
      row: (job, now) => deliveredRow(messageRowId(job, message, index), message, job, now),
      variables: message.variables as Variables,
    };
  }
  for (const [index, { name, variables }] of scenario.signals.entries()) {
    const start = starts.find((each) => each.kind === 'signal' && each.name === name);
    if (start === undefined) continue;
    return {
      node: start.node,
      by: { kind: 'signal', name },
      messageId: null,
      row: (job, now) => thrownRow(signalRowId(job, index), name, job, now),
      variables: variables as Variables,
    };
  }
  return null;
}
