/** A job in memory: its state, what waits for its turn, and what is under way for it. */
import type { CheckpointPoint } from '../core/checkpoint-policy.ts';
import type { Command, Refusal } from '../core/commands.ts';
import type { Escalation } from '../core/events.ts';
import type { JobState, Subscription } from '../core/job-state.ts';
import type { LocalWork, Work } from '../core/work.ts';
import type { ProcessGraph } from '../model/graph/process.ts';
import type { Scenario } from '../protocol/scenario.ts';
import type { CheckpointPart, MessageRow, Records, RequestRow, ScenarioRow, StartTimerRow } from '../store/rows.ts';
import { Journal } from './capture.ts';

/** Rows that commit together with what a command did. */
export interface Extras {
  readonly requests?: readonly RequestRow[];
  readonly messages?: readonly MessageRow[];
  readonly scenarios?: readonly ScenarioRow[];
  readonly created?: readonly string[];
  readonly startTimers?: readonly StartTimerRow[];
  readonly records?: Records;
}

/** A command in the queue of its job, and who wants to know how it went. */
export interface Ticket {
  /** Called when its turn comes: the state is then the one it applies to. */
  readonly command: (state: JobState) => Command | Refusal;
  /** It was obeyed: what else belongs into the same transaction. */
  readonly obeyed?: (state: JobState) => Extras | undefined;
  readonly refused?: (refusal: Refusal) => void;
  /** What it did is durable. */
  readonly durable?: () => void;
  /** Its transaction failed; the job is back at its last durable state. */
  readonly failed?: (reason: string) => void;
  /** Jobs that ended and return into this one, in the same transaction. */
  readonly returning?: readonly Returning[];
  /** It sets the job aside: where even that cannot be saved, the job is left alone. */
  readonly setsAside?: true;
}

/** A called job at its end, or with something to tell its caller, before its capture. */
export interface Returning {
  readonly job: RunningJob;
  readonly points: readonly CheckpointPoint[];
  /** Escalations that nobody caught in the job itself. */
  readonly told: readonly Escalation[];
  /** It has ended, and its caller ends with it. */
  readonly terminates: boolean;
  readonly tickets: readonly Ticket[];
  readonly extras: readonly Extras[];
  /** Other jobs that the same transaction is about, and their parts. */
  readonly jobs: readonly RunningJob[];
  readonly parts: readonly CheckpointPart[];
  /** It has gone into its caller's transaction already. */
  taken: boolean;
}

export interface Definition {
  readonly graph: ProcessGraph;
  /** Text of a file that the process needs, like a DMN file. */
  readonly resource: (file: string) => string | null;
}

export class RunningJob {
  readonly state: JobState;
  readonly definition: Definition;
  /** Of the root job that it belongs to. */
  readonly scenario: Scenario | null;
  readonly journal = new Journal();
  readonly queue: Ticket[] = [];
  /** From the capture of a checkpoint until it is durable: no new work starts, nothing is answered. */
  barrier = false;
  /** Its turn is on the stack already. */
  pumping = false;
  /** Work that may start as soon as there is no barrier. */
  readonly held: Work[] = [];
  readonly local: LocalWork[] = [];
  localBusy = false;
  /** Its tokens could go on, but others have their turn first: what waits in the queue, and work. */
  yielded = false;
  /** Steps in a row that only went on where the one before had stopped. */
  goneOn = 0;
  /** Effects under way. */
  effects = 0;
  /** Somebody else keeps it in memory. */
  pins = 0;
  /** Opened since the latest durable checkpoint: messages may wait for them. */
  readonly opened: Subscription[] = [];
  /** Elements completed since the latest capture; kept only while crash points are armed. */
  readonly completed: string[] = [];
  /** Outgoing messages under dispatch. */
  readonly dispatching = new Set<string>();
  /** Dropped from memory; whoever still holds it must not use it. */
  gone = false;
  /** Ended, and waiting for its caller's turn. */
  returning: Returning | null = null;
  /** A command that lets its due timers fire is in the queue. */
  firing = false;
  readonly #free: (() => void)[] = [];

  /** Id of the job at the top of the calls; its own for a job that nobody called. */
  readonly root: string;

  constructor(state: JobState, definition: Definition, scenario: Scenario | null, root: string = state.id) {
    this.state = state;
    this.root = root;
    this.definition = definition;
    this.scenario = scenario;
  }

  get id(): string {
    return this.state.id;
  }

  /** Its tokens let others have their turn, who have had it. */
  get mayGoOn(): boolean {
    return this.yielded && !this.localBusy && this.local.length === 0 && this.held.length === 0;
  }

  /** Nothing is under way and nothing waits for a turn. */
  get quiet(): boolean {
    return (
      !this.barrier &&
      !this.pumping &&
      this.queue.length === 0 &&
      this.held.length === 0 &&
      this.local.length === 0 &&
      !this.localBusy &&
      this.effects === 0 &&
      this.dispatching.size === 0
    );
  }

  /** Resolves when there is no barrier. */
  async free(): Promise<void> {
    while (this.barrier && this.returning === null && !this.gone) {
      await new Promise<void>((resolve) => {
        this.#free.push(resolve);
      });
    }
  }

  lift(): void {
    this.barrier = false;
    for (const resolve of this.#free.splice(0)) resolve();
  }
}
