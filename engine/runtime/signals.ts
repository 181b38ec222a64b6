/**
 * Signals: heard by everybody who waited for them when they were thrown, in whatever job, and by the processes that they start
 * (BPMN 2.0.2, 10.5.5, table 10.100). Who that is, is part of the thrower's checkpoint; each hears it in a transaction of its own
 * that notes so: after a crash nobody hears it twice.
 */
import { longId } from '../core/hash.ts';
import { awaitedName } from '../core/job-codec.ts';
import type { Audience, OutgoingMessage } from '../core/job-state.ts';
import { decodeValue, encodeValue, type Value, type Variables } from '../core/value.ts';
import type { ProcessGraph } from '../model/graph/process.ts';
import { startsOf } from '../model/starts.ts';
import type { EngineAnswer } from '../protocol/requests.ts';
import type { MessageRow, RequestRow } from '../store/rows.ts';
import type { Engine } from './engine.ts';
import type { Definition } from './running-job.ts';
import type { World } from './worlds.ts';

/** Jobs that hear one signal, at the most. */
const EVERYBODY = 1_000_000;

export interface Signal {
  readonly id: string;
  readonly name: string;
  readonly variables: Variables;
}

/** A start event that a signal triggers; `who`: as what it is noted. */
interface Begun {
  readonly row: Audience['definitions'][number];
  readonly definition: Definition;
  readonly node: string;
  readonly who: string;
}

/** Events behind one instantiating gateway are one way to begin. */
function wayOf(graph: ProcessGraph, id: string): string {
  const node = graph.nodes.get(id);
  return node?.type === 'bpmn:StartEvent' ? id : (node?.incoming[0]?.source ?? id);
}

export class Signals {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Who hears a signal that is thrown now in a world, but for the thrower itself; undefined: from outside, in every world. */
  audience(name: string, world: World | undefined, thrower: string | null): Audience {
    const { store } = this.#engine.parts;
    const { worlds } = this.#engine;
    const row = awaitedName({ trigger: 'signal', message: name });
    const jobs = new Set(store.subscribers(row, null, EVERYBODY).map(({ job }) => job));
    if (thrower !== null) jobs.delete(thrower);
    const starts = store.startedBy(row).filter((definition) => worlds.mayStart(world ?? null, definition));
    return {
      jobs: [...jobs].filter((job) => world === undefined || worlds.of(job) === world),
      definitions: starts.map(({ key, version }) => ({ key, version })),
    };
  }

  /** Lets everybody of the audience hear it who has not yet. */
  async spread(signal: Signal, { jobs, definitions }: Audience, world: World): Promise<void> {
    for (const job of jobs) {
      const note = this.#note(signal, job);
      if (note !== null) await this.#tell(signal, job, note);
    }
    for (const begun of await this.#begunBy(signal, definitions)) {
      const note = this.#note(signal, begun.who);
      if (note !== null) await this.#start(signal, begun, world, note);
    }
  }

  /** Spreads what a job threw. */
  spreadFrom(job: string, { id, name, variables, audience }: OutgoingMessage): Promise<void> {
    return audience === null
      ? Promise.resolve()
      : this.spread({ id, name, variables }, audience, this.#engine.worlds.of(job));
  }

  /** Throws a signal that comes from outside: who hears it is settled durably first, then told, then answered. */
  async broadcast(signal: Signal, request: RequestRow): Promise<void> {
    const { store } = this.#engine.parts;
    const settled = store.message(signal.id);
    const audience = settled === null ? this.audience(signal.name, undefined, null) : audienceIn(settled.data);
    if (settled === null) await this.#engine.units.commitRows({ messages: [this.#thrown(signal, audience)] });
    await this.spread(signal, audience, null);
    const begun = await this.#begunBy(signal, audience.definitions);
    const all = [...audience.jobs, ...begun.map(({ who }) => who)];
    const heard = all.filter((who) => store.message(longId(signal.id, who)) !== null).length;
    const answer: EngineAnswer = { ok: true, job: null, heard };
    await this.#engine.units.commitRows({ requests: [{ ...request, answer: JSON.stringify(answer) }] });
  }

  /** The row that says who hears it. */
  #thrown({ id, name, variables }: Signal, audience: Audience): MessageRow {
    const { now } = this.#engine;
    return {
      id,
      name: awaitedName({ trigger: 'signal', message: name }),
      key: null,
      data: encodeValue({ variables, audience: audience as unknown as Value }),
      acceptedAt: now,
      expiresAt: now,
      state: 'consumed',
      consumedBy: null,
      sender: null,
    };
  }

  /** The row that says that somebody has heard it; null: it is there already. */
  #note(signal: Signal, who: string): MessageRow | null {
    const { parts, now } = this.#engine;
    const id = longId(signal.id, who);
    if (parts.store.message(id) !== null) return null;
    const name = awaitedName({ trigger: 'signal', message: signal.name });
    const data = encodeValue(signal.variables);
    return {
      id,
      name,
      key: null,
      data,
      acceptedAt: now,
      expiresAt: now,
      state: 'consumed',
      consumedBy: who,
      sender: null,
    };
  }

  async #tell({ name, variables }: Signal, id: string, note: MessageRow): Promise<void> {
    const engine = this.#engine;
    await new Promise<void>((resolve, reject) => {
      const found = engine.cache.reach(id, (job) => {
        engine.submit(job, {
          command: () => ({ type: 'hear-signal', signal: name, variables }),
          obeyed: () => ({ messages: [note] }),
          // It does not wait for it any more.
          refused: () => {
            resolve();
          },
          durable: resolve,
          failed: () => {
            resolve();
          },
        });
      });
      found.then((there) => {
        if (!there) resolve();
      }, reject);
    });
  }

  /** Each start event that it triggers starts a job of its own (BPMN 2.0.2, 10.5.2). */
  async #begunBy({ name: signal }: Signal, definitions: Audience['definitions']): Promise<readonly Begun[]> {
    const begun: Begun[] = [];
    for (const row of definitions) {
      const definition = await this.#engine.definitions.get(row.key, row.version);
      const ways = new Map<string, string>();
      for (const { kind, name, node } of startsOf(definition.graph)) {
        const way = wayOf(definition.graph, node);
        if (kind === 'signal' && name === signal && !ways.has(way)) ways.set(way, node);
      }
      for (const node of ways.values()) {
        const other = ways.values().next().value === node ? '' : `/${node}`;
        begun.push({ row, definition, node, who: `${row.key}/${row.version}${other}` });
      }
    }
    return begun;
  }

  async #start(signal: Signal, { row, definition, node }: Begun, world: World, note: MessageRow): Promise<void> {
    const engine = this.#engine;
    const job = engine.worlds.create(world, row, definition, note.id);
    await new Promise<void>((resolve) => {
      engine.submit(job, {
        command: () => ({
          type: 'start',
          node,
          variables: signal.variables,
          messageId: null,
          by: { kind: 'signal', name: signal.name },
        }),
        obeyed: () => ({ created: [job.id], messages: [{ ...note, consumedBy: job.id }] }),
        refused: () => {
          engine.cache.forget(job);
          resolve();
        },
        durable: resolve,
        failed: () => {
          resolve();
        },
      });
    });
  }
}

function audienceIn(data: string): Audience {
  return (decodeValue(data) as unknown as { readonly audience: Audience }).audience;
}
