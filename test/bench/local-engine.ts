/** A whole engine in this process: store, lease, recorder, sandbox, run loop; only the supervisor is left out. */
import { join } from 'node:path';
import { EngineHost, type HostParts } from '../../engine/runtime/host.ts';
import { settings } from '../../engine/protocol/settings.ts';
import { engineRequest, type EngineRequest } from '../../engine/protocol/requests.ts';
import { STORE_FILE } from '../../engine/store/sqlite-reader.ts';
import { openStore, type StoreOptions } from '../../engine/store/sqlite-store.ts';
import type { RequestRow } from '../../engine/store/rows.ts';
import type { Durability, Store } from '../../engine/store/store.ts';
import { PROCESS } from './diagram.ts';

export const DURABILITY: Durability = 'power-loss';

export function storeFile(folder: string): string {
  return join(folder, STORE_FILE);
}

/** Longer than any benchmark: a script that does not end keeps its task in progress. */
const SCRIPT_MS = 3_600_000;

/** A store with one diagram deployed. */
export function openWith(folder: string, xml: string, options: Partial<StoreOptions> = {}): Store {
  const store = openStore(folder, { durability: DURABILITY, ...options });
  store.deploy(
    { key: PROCESS, name: null, file: 'bench.bpmn', xml, resources: {}, deployedAt: 0, startMessages: [] },
    [],
  );
  return store;
}

/** What the engine committed. */
export interface Commits {
  groups: number;
  units: number;
}

/** Jobs by the status of their latest commit. */
class DurableJobs {
  readonly #statuses = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  #wanted: { readonly status: string; readonly jobs: number; readonly resolve: () => void } | null = null;

  set(id: string, status: string): void {
    const before = this.#statuses.get(id);
    if (before === status) return;
    this.#statuses.set(id, status);
    if (before !== undefined) this.#counts.set(before, this.#count(before) - 1);
    this.#counts.set(status, this.#count(status) + 1);
    this.#look();
  }

  until(status: string, jobs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#wanted = { status, jobs, resolve };
      this.#look();
    });
  }

  #count(status: string): number {
    return this.#counts.get(status) ?? 0;
  }

  #look(): void {
    const wanted = this.#wanted;
    if (wanted === null || this.#count(wanted.status) < wanted.jobs) return;
    this.#wanted = null;
    wanted.resolve();
  }
}

export class LocalEngine {
  readonly host: EngineHost;
  readonly store: Store;
  readonly commits: Commits;
  readonly #durable: DurableJobs;
  #requests = 0;

  private constructor(host: EngineHost, store: Store, commits: Commits, durable: DurableJobs) {
    this.host = host;
    this.store = store;
    this.commits = commits;
    this.#durable = durable;
  }

  /** Starts an engine on a store that nobody else has open. */
  static async start(folder: string, store: Store, parts: Pick<HostParts, 'perform'> = {}): Promise<LocalEngine> {
    const commits: Commits = { groups: 0, units: 0 };
    const commit = store.commit.bind(store);
    store.commit = (units) => {
      commits.groups += 1;
      commits.units += units.length;
      return commit(units);
    };
    const commitBeside = store.commitBeside.bind(store);
    store.commitBeside = (units, done) => {
      const given = commitBeside(units, done);
      if (given) {
        commits.groups += 1;
        commits.units += units.length;
      }
      return given;
    };
    const durable = new DurableJobs();
    const fail = (error: Error): void => {
      process.stderr.write(`${error.stack ?? error.message}\n`);
      process.exit(1);
    };
    const host = await EngineHost.start(
      {
        storeDir: folder,
        workspaceDir: folder,
        settings: settings.parse({ durability: DURABILITY, script: { timeoutMs: SCRIPT_MS } }),
        trusted: false,
        crashPoints: [],
        standby: false,
      },
      {
        progress: (jobs) => {
          for (const { id, status } of jobs) durable.set(id, status);
        },
        broken: fail,
        paused: (reason) => {
          if (reason !== null) fail(new Error(reason));
        },
        kill: () => undefined,
      },
      { ...parts, store },
    );
    return new LocalEngine(host, store, commits, durable);
  }

  /** Resolves once so many jobs have this status durably. */
  until(status: string, jobs: number): Promise<void> {
    return this.#durable.until(status, jobs);
  }

  /** Accepts the start of a job: durable when it returns. The engine learns of it by `look`. */
  accept(variables: object): void {
    this.store.accept(this.#request(variables));
  }

  /** Accepts a message, the same way. A key has one, whichever engine it comes to: ids that start anew would name those of before. */
  publish(name: string, key: string): void {
    const id = `${name}-${key}`;
    const request: EngineRequest = engineRequest.parse({ kind: 'message', name, key, messageId: id, variables: '{}' });
    const accepted = this.store.accept({
      id: `message:${id}`,
      kind: request.kind,
      job: null,
      instance: null,
      data: JSON.stringify(request),
      acceptedAt: Date.now(),
      answer: null,
    });
    if (accepted.answer !== null) throw new Error(`The message ${id} was there before: nobody would hear of it again.`);
  }

  /** Accepts the starts of several jobs in one transaction. */
  acceptAll(jobs: number, variables: object): void {
    const requests = Array.from({ length: jobs }, () => this.#request(variables));
    this.store.commit([{ parts: [], messages: [], requests, created: [], scenarios: [], startTimers: [] }]);
  }

  #request(variables: object): RequestRow {
    this.#requests += 1;
    const request: EngineRequest = {
      kind: 'start',
      definition: PROCESS,
      version: 'latest',
      variables: JSON.stringify(variables),
      clock: 'wall',
      paused: false,
      breakpoints: [],
    };
    return {
      id: `request-${this.#requests}`,
      kind: request.kind,
      job: null,
      instance: null,
      data: JSON.stringify(request),
      acceptedAt: Date.now(),
      answer: null,
    };
  }

  look(): void {
    this.host.inbox.look();
  }

  stop(): Promise<void> {
    return this.host.stop();
  }
}
