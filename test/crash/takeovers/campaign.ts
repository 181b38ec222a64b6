/**
 * Agents on one store take over from each other while they are killed and frozen (checkpoint-semantics, section 9). The
 * frozen ones are thawed when another has taken over, wherever they stood: in the middle of a commit, too.
 */
import { join } from 'node:path';
import { EngineHandle, type Announcement } from '../../../engine/supervisor/engine-handle.ts';
import { readRecordings, recorderFiles } from '../../../engine/supervisor/recorder-reader.ts';
import type { Recording } from '../../../engine/protocol/recording.ts';
import type { TenureRow } from '../../../engine/store/rows.ts';
import { engineProgram } from '../engine-program.ts';
import { historyWhole } from '../promises/history-whole.ts';
import type { SeededChoice } from '../seeded-choice.ts';
import { StoreFolder } from '../store-folder.ts';
import { readTale, type Tale } from '../tale.ts';
import { WordServer } from '../word-server.ts';
import { fencingFaults } from './faults.ts';
import { placeWitness, witnessed } from './witness.ts';

const AGENTS = ['alpha', 'beta', 'gamma'];
/** Short, so that the frozen are found soon. */
const LEASE_SECONDS = 0.6;
const ROUNDS = 6;
const JOBS = 4;
/** An active agent is let go on for so many announcements of progress at the most. */
const MOST_PROGRESS = 8;

export interface CampaignReport {
  readonly takeovers: number;
  readonly kills: number;
  readonly freezes: number;
  /** Agents that noticed that they had lost the lease. */
  readonly fenced: number;
  /** By their ends, of all tenures but the last. */
  readonly ends: Readonly<Record<string, number>>;
  readonly jobs: number;
  /** How often a job that had been set aside was given another try. */
  readonly retries: number;
  readonly calls: number;
  readonly faults: readonly string[];
}

interface Agent {
  readonly name: string;
  readonly handle: EngineHandle;
  /** Epoch that it serves under; null: it does not. */
  epoch: number | null;
  frozen: number | null;
}

export class TakeoverCampaign {
  readonly #folder: StoreFolder;
  readonly #server: WordServer;
  readonly #chance: SeededChoice;
  readonly #agents: Agent[] = [];
  readonly #recordings = new Map<string, readonly Recording[]>();
  readonly #tenures = new Map<number, TenureRow>();
  #epoch = 0;
  #progress = 0;
  readonly #seqs = new Map<string, number>();
  /** Jobs with a new checkpoint in this tenure. */
  readonly #moved = new Set<string>();
  #fenced = 0;
  #feeding = true;
  #started = 0;
  #retries = 0;
  #changed: () => void = () => undefined;

  private constructor(folder: StoreFolder, server: WordServer, chance: SeededChoice) {
    this.#folder = folder;
    this.#server = server;
    this.#chance = chance;
  }

  static async run(takeovers: number, chance: SeededChoice, told?: (done: number) => void): Promise<CampaignReport> {
    const server = await WordServer.start(() => 'over');
    const folder = new StoreFolder(join(import.meta.dirname, '../processes'));
    const campaign = new TakeoverCampaign(folder, server, chance);
    try {
      await folder.deploy('relay.bpmn');
      placeWitness(folder.dir);
      return await campaign.#run(takeovers, told);
    } finally {
      await campaign.#close();
      await server.stop();
      folder.remove();
    }
  }

  async #run(takeovers: number, told?: (done: number) => void): Promise<CampaignReport> {
    for (let job = 0; job < JOBS; job += 1) this.#startJob();
    for (const name of AGENTS) this.#agents.push(this.#agent(name));
    let kills = 0;
    let freezes = 0;
    await this.#until(() => this.#epoch > 0);
    const first = this.#epoch;
    while (this.#epoch - first < takeovers) {
      const epoch = this.#epoch;
      const active = this.#agents.find((agent) => agent.epoch === epoch);
      this.#progress = 0;
      const enough = this.#chance.below(MOST_PROGRESS);
      // Three deaths over one activity set it aside: every other tenure lets each job come further.
      const gentle = epoch % 2 === 0;
      const lived = (): boolean => this.#progress >= enough && (!gentle || this.#allMoved());
      await this.#until(() => this.#epoch > epoch || lived());
      // Somebody else may have been quicker: a starved holder is taken over from like a frozen one.
      if (this.#epoch === epoch && active !== undefined) {
        if (this.#chance.below(2) === 0) {
          kills += 1;
          active.handle.kill();
        } else {
          freezes += 1;
          this.#freeze(active);
        }
        await this.#until(() => this.#epoch > epoch);
        if (this.#chance.below(3) > 0) this.#thaw();
      }
      this.#keep();
      for (let job = this.#living(); job < JOBS; job += 1) this.#startJob();
      told?.(this.#epoch - first);
    }
    this.#feeding = false;
    this.#thaw();
    await this.#until(() => this.#living() === 0);
    await this.#stop();
    this.#keep();
    return this.#report(this.#epoch - first, kills, freezes);
  }

  #agent(name: string): Agent {
    const options = this.#folder.engineOptions();
    const settings = { ...options.settings, agent: { ...options.settings.agent, name, leaseSeconds: LEASE_SECONDS } };
    const handle = new EngineHandle(
      {
        engine: { ...options, settings, standby: true },
        restart: { pauseAfter: () => 0, most: Infinity },
        pause: () => Promise.resolve(),
        entry: engineProgram(),
      },
      (said) => {
        this.#hear(agent, said);
      },
    );
    const agent: Agent = { name, handle, epoch: null, frozen: null };
    return agent;
  }

  #hear(agent: Agent, said: Announcement): void {
    switch (said.type) {
      case 'ready':
        agent.epoch = said.epoch;
        this.#moved.clear();
        this.#epoch = Math.max(this.#epoch, said.epoch);
        for (const { id } of this.#folder.read((reader) => reader.jobs({ status: 'passive' }, { limit: 1000 })))
          this.#retry(id);
        break;
      case 'progress':
        this.#progress += 1;
        for (const { id, seq } of said.jobs) {
          if (seq > (this.#seqs.get(id) ?? 0)) this.#moved.add(id);
          this.#seqs.set(id, seq);
        }
        for (const { id, status } of said.jobs) if (status === 'passive') this.#retry(id);
        // There is always something to do, and to lose.
        if (this.#feeding) for (const { status } of said.jobs) if (status === 'completed') this.#startJob();
        break;
      case 'refused':
        if (said.reason === 'fenced') this.#fenced += 1;
        agent.epoch = null;
        break;
      case 'crashed':
        agent.epoch = null;
        agent.frozen = null;
        break;
      default:
    }
    this.#changed();
  }

  #freeze(agent: Agent): void {
    // One of three stays at work and one stands by.
    this.#thaw();
    const { pid } = agent.handle;
    if (pid === null) return;
    process.kill(pid, 'SIGSTOP');
    agent.frozen = pid;
  }

  #thaw(): void {
    for (const agent of this.#agents) {
      if (agent.frozen === null) continue;
      if (agent.handle.pid === agent.frozen) process.kill(agent.frozen, 'SIGCONT');
      agent.frozen = null;
    }
  }

  #startJob(): void {
    this.#started += 1;
    this.#folder.accept(`start-${this.#started}`, {
      kind: 'start',
      definition: 'relay',
      variables: JSON.stringify({ counted: 0, limit: ROUNDS, url: this.#server.url }),
    });
  }

  /** On a busy machine holders starve, and are taken over from: the third such death sets what they were doing aside. */
  #retry(job: string): void {
    this.#retries += 1;
    this.#folder.accept(`retry-${this.#retries}`, { kind: 'retry', job });
  }

  /** Started, and not ended yet. */
  #living(): number {
    return this.#folder.read((reader) => {
      const { completed, failed, cancelled } = reader.counts();
      return this.#started - completed - failed - cancelled;
    });
  }

  #allMoved(): boolean {
    const active = this.#folder.read((reader) => reader.jobs({ status: 'active' }, { limit: 1000 }));
    return active.every(({ id }) => this.#moved.has(id));
  }

  /** Until something holds, at every announcement. */
  async #until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  /** Recorder files and tenures are kept for a while only. */
  #keep(): void {
    for (const name of recorderFiles(this.#folder.dir)) {
      this.#recordings.set(name, [...readRecordings(this.#folder.dir, name)]);
    }
    for (const tenure of this.#folder.read((reader) => reader.tenures(1000))) this.#tenures.set(tenure.epoch, tenure);
  }

  async #stop(): Promise<void> {
    await Promise.all(this.#agents.map(({ handle }) => handle.stop()));
  }

  async #close(): Promise<void> {
    this.#thaw();
    await this.#stop();
  }

  #report(takeovers: number, kills: number, freezes: number): CampaignReport {
    const tale = this.#folder.read(readTale);
    const tenures = [...this.#tenures.values()].toSorted((left, right) => left.epoch - right.epoch);
    const ends = Object.fromEntries(
      [...Map.groupBy(tenures, ({ end }) => end ?? 'open')].map(([end, those]) => [end, those.length]),
    );
    const files = [...this.#recordings].map(([name, recordings]) => ({ name, recordings }));
    return {
      takeovers,
      kills,
      freezes,
      fenced: this.#fenced,
      ends,
      jobs: this.#started,
      retries: this.#retries,
      calls: this.#server.calls.length,
      faults: [
        ...fencingFaults(witnessed(this.#folder.dir), files, tenures),
        ...endFaults(tale),
        ...this.#folder.read((reader) => historyWhole(reader, tale)),
      ],
    };
  }
}

/** Every job has ended as one that nobody disturbed. */
function endFaults(tale: Tale): string[] {
  return tale.jobs.flatMap(({ row, executions }) => {
    const counted = executions.filter(({ element, outcome }) => element === 'count' && outcome === 'completed').length;
    const called = executions.filter(({ element, outcome }) => element === 'call' && outcome === 'completed').length;
    const good = row.status === 'completed' && counted === ROUNDS && called === ROUNDS;
    return good ? [] : [`job ${row.id} is ${row.status}, counted ${counted} and called ${called} times`];
  });
}
