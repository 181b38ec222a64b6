/**
 * Messages: accepted when they are in the inbox; given to the oldest matching subscription, else they start a job, else
 * they wait (checkpoint-semantics, section 6). A repeated id gets the first one's answer.
 */
import { soughtIn, together, type EvaluateOne } from '../core/correlation.ts';
import { decodeValue, encodeValue, type Variables } from '../core/value.ts';
import type { Expression } from '../model/graph/expression.ts';
import { messagesOf } from '../model/messages.ts';
import { startsOf } from '../model/starts.ts';
import type { EngineAnswer } from '../protocol/requests.ts';
import type { MessageRow, RequestRow } from '../store/rows.ts';
import type { Engine } from './engine.ts';
import type { RunningJob } from './running-job.ts';
import type { World } from './worlds.ts';

/** Seven days. */
export const TIME_TO_LIVE = 7 * 24 * 60 * 60 * 1000;
/** Waiting messages of one name that are looked at in one round. */
const WAITING = 10_000;
/** Reasons that are told why nobody takes a message. */
const REASONS = 3;

export interface Message {
  readonly id: string;
  readonly name: string;
  readonly key: string | null;
  readonly variables: Variables;
  readonly ttlMs: number;
}

/** `sender`: the job that sent it; null: it comes from outside. */
interface Sent extends Message {
  readonly sender: string | null;
}

export class Correlation {
  readonly #engine: Engine;
  /** Ids under way: the same message, sent twice at once, is one. */
  readonly #underWay = new Map<string, Promise<EngineAnswer>>();
  /** Names whose waiting messages are being given away, and whether somebody came meanwhile. */
  readonly #giving = new Map<string, boolean>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Resolves when the answer is durable. `request`: the row that asked, which is answered in the same transaction. */
  async publish(message: Message, request: RequestRow | null, sender: string | null = null): Promise<EngineAnswer> {
    const before = this.#underWay.get(message.id);
    if (before !== undefined) {
      const answer = await before;
      await this.#answerRow(request, answer);
      return answer;
    }
    const known = this.#engine.parts.store.message(message.id);
    if (known !== null) {
      const answer = answerOf(known);
      await this.#answerRow(request, answer);
      return answer;
    }
    const publishing = this.#publish({ ...message, sender }, request);
    this.#underWay.set(message.id, publishing);
    try {
      return await publishing;
    } finally {
      this.#underWay.delete(message.id);
    }
  }

  async #publish(message: Sent, request: RequestRow | null): Promise<EngineAnswer> {
    const refusals = new Set<string>();
    const taken = (await this.#give(message, request, refusals)) ?? (await this.#start(message, request, refusals));
    if (taken !== null) return taken;
    if (message.ttlMs === 0) {
      const { keys, reasons } = await this.#keysOf(message);
      const found = keys[0] ?? null;
      const all = [...new Set([...reasons, ...refusals])].slice(0, REASONS);
      const why = all.length === 0 ? '' : `; ${all.join('; ')}`;
      const answer: EngineAnswer = {
        ok: false,
        code: 'not-correlated',
        message: `nobody waits for message ${message.name}${keyText(found)}${why}`,
      };
      await this.#commit(rowOf(message, this.#engine.now, 'refused', null), request, answer);
      return answer;
    }
    const answer: EngineAnswer = { ok: true, job: null, correlated: 'waiting' };
    await this.#commit(rowOf(message, this.#engine.now, 'waiting', null), request, answer);
    // A subscription may have opened while the row was on its way.
    await this.#giveWaiting(message.name);
    return answer;
  }

  /** The oldest subscription that still wants it takes it: first of those that name its very key, who are nearly always enough. */
  async #give(message: Sent, request: RequestRow | null, refusals = new Set<string>()): Promise<EngineAnswer | null> {
    const tried = new Set<string>();
    const taken = message.key === null ? null : await this.#offerTo([message.key], message, request, tried, refusals);
    return taken ?? this.#offerTo((await this.#keysOf(message)).keys, message, request, tried, refusals);
  }

  /** Offers it to subscriptions with these keys that have not been `tried`, until one takes it. */
  async #offerTo(
    keys: readonly (string | null)[],
    message: Sent,
    request: RequestRow | null,
    tried: Set<string>,
    refusals: Set<string>,
  ): Promise<EngineAnswer | null> {
    const engine = this.#engine;
    const world = this.#worldOf(message);
    for (let more = true; more;) {
      more = false;
      const { store } = engine.parts;
      const limit = 20 + tried.size;
      const candidates = keys.flatMap((key) => store.subscribers(message.name, key, limit));
      for (const { job: id, subscription } of candidates) {
        const place = `${id} ${subscription}`;
        if (tried.has(place)) continue;
        tried.add(place);
        more = true;
        if (world !== undefined && engine.worlds.of(id) !== world) continue;
        const answer = await this.#offer(message, request, id, subscription, refusals);
        if (answer !== null) return answer;
      }
    }
    return null;
  }

  /**
   * The keys of subscriptions that may take it, in order. A subscription without a key takes any message of its name, after those
   * that name the very key. The correlation keys of a conversation are found in the content by those who wait; from outside
   * a message may come without a key: then it is what their correlation properties find there (BPMN 2.0.2, 8.4.2).
   * `reasons`: why they find none.
   */
  async #keysOf(message: Sent): Promise<{ keys: readonly (string | null)[]; reasons: readonly string[] }> {
    const { store, evaluate } = this.#engine.parts;
    const moment = { now: this.#engine.now, seed: 0 };
    const keys = new Set(message.key === null ? [] : [message.key]);
    const reasons = new Set<string>();
    for (const { key, version } of store.awaitedWithKey(message.name)) {
      const definition = await this.#engine.definitions.get(key, version).catch(String);
      if (typeof definition === 'string') {
        reasons.add(definition);
        continue;
      }
      for (const awaited of messagesOf(definition.graph, message.name)) {
        // What another process sends has its key already, or none.
        for (const properties of soughtIn(awaited, message.sender === null ? message.key : '')) {
          const found = keyWithin(message, properties, (each) => evaluate(each, message.variables, moment));
          if ('key' in found) keys.add(found.key);
          else reasons.add(found.reason);
        }
      }
      if (keys.size + reasons.size === 0)
        reasons.add('whoever waits wants a key, and no correlation property finds one');
    }
    return { keys: [...keys, null], reasons: keys.size > 0 ? [] : [...reasons] };
  }

  async #offer(
    message: Sent,
    request: RequestRow | null,
    id: string,
    subscription: string,
    refusals: Set<string>,
  ): Promise<EngineAnswer | null> {
    const engine = this.#engine;
    if (engine.undecided.concerns(id)) return null;
    return new Promise((resolve, reject) => {
      const answer: EngineAnswer = { ok: true, job: id, correlated: 'subscription' };
      const submitTo = (job: RunningJob): void => {
        engine.submit(job, {
          command: () => ({
            type: 'take-message',
            subscription,
            messageId: message.id,
            key: message.key,
            variables: message.variables,
          }),
          obeyed: () => ({
            messages: [rowOf(message, engine.now, 'consumed', id)],
            requests: request === null ? [] : [{ ...request, job: id, answer: JSON.stringify(answer) }],
          }),
          refused: (refusal) => {
            // Of another conversation; what comes too late says nothing about the message.
            if (refusal.code === 'illegal') refusals.add(refusal.message);
            resolve(null);
          },
          durable: () => {
            resolve(answer);
          },
          failed: () => {
            resolve(null);
          },
        });
      };
      engine.cache.reach(id, submitTo).then((found) => {
        if (!found) resolve(null);
      }, reject);
    });
  }

  /** The world whose jobs alone may take a message; undefined: it comes from outside, and any may. */
  #worldOf({ sender }: Sent): World | undefined {
    return sender === null ? undefined : this.#engine.worlds.of(sender);
  }

  async #start(message: Sent, request: RequestRow | null, refusals: Set<string>): Promise<EngineAnswer | null> {
    const engine = this.#engine;
    const world = this.#worldOf(message) ?? null;
    const row = engine.parts.store.startedBy(message.name).find((each) => engine.worlds.mayStart(world, each));
    if (row === undefined) return null;
    const definition = await engine.definitions.get(row.key, row.version);
    const start = startsOf(definition.graph).find(({ kind, name }) => kind === 'message' && name === message.name);
    if (start === undefined) return null;
    const job = engine.worlds.create(world, row, definition, message.id);
    return new Promise((resolve) => {
      const answer: EngineAnswer = { ok: true, job: job.id, correlated: 'started' };
      engine.submit(job, {
        command: () => ({
          type: 'start',
          node: start.node,
          variables: message.variables,
          messageId: message.id,
          by: { kind: 'message', name: message.name, key: message.key },
        }),
        obeyed: () => ({
          created: [job.id],
          messages: [rowOf(message, engine.now, 'consumed', job.id)],
          requests: request === null ? [] : [{ ...request, job: job.id, answer: JSON.stringify(answer) }],
        }),
        // A message that could not start its job is not lost: it waits.
        refused: (refusal) => {
          refusals.add(refusal.message);
          engine.cache.forget(job);
          resolve(null);
        },
        durable: () => {
          resolve(answer);
        },
        failed: () => {
          resolve(null);
        },
      });
    });
  }

  async #commit(row: MessageRow, request: RequestRow | null, answer: EngineAnswer): Promise<void> {
    await this.#engine.units.commitRows({
      messages: [row],
      requests: request === null ? [] : [{ ...request, answer: JSON.stringify(answer) }],
    });
  }

  async #answerRow(request: RequestRow | null, answer: EngineAnswer): Promise<void> {
    if (request !== null)
      await this.#engine.units.commitRows({ requests: [{ ...request, answer: JSON.stringify(answer) }] });
  }

  /** Subscriptions of a job became durable: messages may be waiting for them. */
  opened(job: RunningJob): void {
    const opened = job.opened.splice(0).filter(({ trigger }) => trigger === 'message');
    for (const name of new Set(opened.map(({ message }) => message))) {
      if (this.#engine.parts.store.messages({ state: 'waiting', name }, 1).length === 0) continue;
      this.#engine.background(() => this.#giveWaiting(name));
    }
  }

  /** Gives waiting messages that a dead engine had not given yet, though somebody waits for them. */
  resume(): void {
    for (const name of this.#engine.parts.store.awaitedMessages())
      this.#engine.background(() => this.#giveWaiting(name));
  }

  /** Gives waiting messages of a name, oldest first, to whoever waits for them. One round at a time, so that no message is given twice. */
  async #giveWaiting(name: string): Promise<void> {
    if (this.#giving.has(name)) {
      this.#giving.set(name, true);
      return;
    }
    try {
      do {
        this.#giving.set(name, false);
        for (const row of this.#engine.parts.store.messages({ state: 'waiting', name }, WAITING).toReversed()) {
          if (row.expiresAt <= this.#engine.now) continue;
          await this.#give(
            { ...row, variables: decodeValue(row.data) as Variables, ttlMs: row.expiresAt - row.acceptedAt },
            null,
          );
        }
      } while (this.#giving.get(name) === true);
    } finally {
      this.#giving.delete(name);
    }
  }

  /** Sends what a durable checkpoint let go. The message's id makes sending it again harmless. */
  dispatch(job: RunningJob): void {
    const engine = this.#engine;
    for (const message of job.state.outgoing.values()) {
      if (job.dispatching.has(message.id)) continue;
      job.dispatching.add(message.id);
      engine.background(async () => {
        const { id, name, key, variables } = message;
        if (message.audience === null)
          await this.publish({ id, name, key, variables, ttlMs: TIME_TO_LIVE }, null, job.id);
        else await engine.signals.spreadFrom(job.id, message);
        const over = (): undefined => {
          job.dispatching.delete(message.id);
        };
        engine.submit(job, {
          command: () => ({ type: 'confirm-dispatch', messages: [message.id] }),
          obeyed: over,
          refused: over,
        });
      });
    }
  }
}

function keyWithin(
  message: Sent,
  properties: readonly Expression[],
  evaluateOne: EvaluateOne,
): { key: string } | { reason: string } {
  const found = together(message, properties, evaluateOne);
  if (typeof found === 'string') return { reason: found };
  if (found.key !== null) return { key: found.key };
  const texts = properties.map(({ text }) => `"${text}"`).join(' and ');
  return {
    reason: `its variables have no value for the correlation ${properties.length === 1 ? 'property' : 'properties'} ${texts}`,
  };
}

function keyText(key: string | null): string {
  return key === null ? '' : ` with key ${key}`;
}

function answerOf(row: MessageRow): EngineAnswer {
  if (row.state === 'refused')
    return { ok: false, code: 'not-correlated', message: `nobody waited for message ${row.name}${keyText(row.key)}` };
  if (row.state === 'consumed') return { ok: true, job: row.consumedBy, correlated: 'subscription' };
  return { ok: true, job: null, correlated: 'waiting' };
}

function rowOf(message: Sent, now: number, state: MessageRow['state'], consumedBy: string | null): MessageRow {
  return {
    id: message.id,
    name: message.name,
    key: message.key,
    data: encodeValue(message.variables),
    acceptedAt: now,
    expiresAt: now + message.ttlMs,
    state,
    consumedBy,
    sender: message.sender,
  };
}
