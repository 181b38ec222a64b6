/** From a job's state and what happened since its latest capture to what one transaction writes about it. */
import type { CheckpointPoint } from '../core/checkpoint-policy.ts';
import { apply } from '../core/apply.ts';
import type { JobEvent } from '../core/events.ts';
import { encodeHeader, takeChanges } from '../core/job-codec.ts';
import type { JobState } from '../core/job-state.ts';
import { encodeValue } from '../core/value.ts';
import type { ProcessGraph } from '../model/graph/process.ts';
import type { CheckpointPart, ExecutionRow, LedgerRow } from '../store/rows.ts';

/** Rows that gather between two captures of one job. */
export class Journal {
  readonly #executions = new Map<string, ExecutionRow>();
  readonly #entered = new Map<string, Extract<JobEvent, { type: 'element-entered' }>>();
  readonly #ledger = new Map<string, LedgerRow>();
  /** Ended and written, but not with a checkpoint: the next one is the first to record them. */
  #unrecorded: LedgerRow[] = [];

  /** Effects whose outcome died with an engine: no checkpoint will record them. */
  readonly #lost: LedgerRow[] = [];

  get empty(): boolean {
    return this.#executions.size === 0 && this.#ledger.size === 0 && this.#lost.length === 0;
  }

  /** Turns one event into rows. */
  record(graph: ProcessGraph, state: JobState, event: JobEvent): void {
    switch (event.type) {
      case 'element-entered':
        this.#entered.set(event.token, event);
        this.#put(graph, event.node, event.instance, event.attempt, {
          outcome: 'running',
          startedAt: event.at,
          endedAt: null,
        });
        return;
      case 'work-requested': {
        const instance = this.#inside(state, event)?.instance ?? null;
        if (instance === null || event.kind === 'conditions') return;
        this.#put(graph, event.node, instance, event.attempt, {
          outcome: 'running',
          startedAt: event.at,
          endedAt: null,
        });
        return;
      }
      case 'wait-started': {
        const inside = this.#inside(state, event);
        if (inside === null) return;
        this.#put(graph, event.node, inside.instance, inside.attempt, {
          outcome: 'waiting',
          startedAt: inside.at,
          endedAt: null,
        });
        return;
      }
      case 'element-left':
        this.#put(graph, event.node, event.instance, event.attempt, {
          outcome: event.outcome,
          startedAt: event.startedAt,
          endedAt: event.at,
        });
        return;
      case 'message-sent': {
        const { message } = event;
        this.effect({
          instance: message.instance,
          attempt: 1,
          element: message.element,
          kind: 'message',
          target: message.name,
          idempotencyKey: message.id,
          before: state.seq,
          after: state.seq + 1,
          beganAt: state.now,
          endedAt: state.now,
          state: 'happened',
        });
        return;
      }
      default:
    }
  }

  /** The execution that an event of a token is about: by the end of a step the token itself may be further. */
  #inside(
    state: JobState,
    event: { token: string; node: string },
  ): { instance: string; attempt: number; at: number } | null {
    const entered = this.#entered.get(event.token);
    if (entered?.node === event.node) return entered;
    const token = state.tokens.get(event.token);
    if (token === undefined || token.instance === null || token.node !== event.node) return null;
    return { instance: token.instance, attempt: token.attempt, at: token.enteredAt };
  }

  /** A try that a crash cut off. */
  cutOff(graph: ProcessGraph, node: string, instance: string, attempt: number, startedAt: number, at: number): void {
    this.#put(graph, node, instance, attempt, { outcome: 'interrupted', startedAt, endedAt: at });
  }

  /** A row of the side-effect ledger: begun, or ended. */
  effect(row: LedgerRow): void {
    this.#ledger.set(`${row.instance} ${row.attempt} ${row.kind}`, row);
  }

  /** A row of an effect that an engine took with it. */
  lost(row: LedgerRow): void {
    this.#lost.push(row);
  }

  #put(
    graph: ProcessGraph,
    node: string,
    instance: string,
    attempt: number,
    rest: Pick<ExecutionRow, 'outcome' | 'startedAt' | 'endedAt'>,
  ): void {
    const type = graph.nodes.get(node)?.type ?? 'bpmn:FlowNode';
    const key = `${instance} ${attempt}`;
    const before = this.#executions.get(key);
    this.#executions.set(key, {
      instance,
      attempt,
      element: node,
      type,
      ...rest,
      startedAt: before?.startedAt ?? rest.startedAt,
    });
  }

  /** All rows; what has ended is recorded by checkpoint `seq`, where there is one. */
  take(seq: number | null): { executions: ExecutionRow[]; ledger: LedgerRow[] } {
    const isOpen = (row: LedgerRow): boolean => row.endedAt !== null && row.after === null;
    const rows = [...this.#ledger.values()];
    const recorded = (row: LedgerRow): LedgerRow => (isOpen(row) ? { ...row, after: seq } : row);
    const ledger = [...this.#lost.splice(0), ...(seq === null ? rows : [...this.#unrecorded, ...rows].map(recorded))];
    this.#unrecorded = seq === null ? [...this.#unrecorded, ...rows.filter(isOpen)] : [];
    const taken = { executions: [...this.#executions.values()], ledger };
    this.#executions.clear();
    this.#entered.clear();
    this.#ledger.clear();
    return taken;
  }
}

export interface Capture {
  readonly points: readonly CheckpointPoint[];
  /** For a savepoint: then its points are no policy's. */
  readonly kind?: 'savepoint' | undefined;
  /** Logical time that the checkpoint carries, ms. */
  readonly at: number;
  /** Monotonic clock at capture, ms. */
  readonly capturedAt: number;
  /** Sequence numbers of called jobs. */
  readonly children: Readonly<Record<string, number>>;
  /** Where its data stores are (data-stores.ts). */
  readonly world: string;
}

/** Captures a checkpoint: the sequence number rises, logical time moves, changes are taken. */
export function captureCheckpoint(state: JobState, journal: Journal, capture: Capture): CheckpointPart {
  const { points } = capture;
  const stored = [...state.stored].map(([name, value]) => ({ name, value: encodeValue(value) }));
  apply(state, { type: 'checkpoint-captured', seq: state.seq + 1, at: capture.at });
  const explicit = points.find((point) => point.kind === 'explicit');
  const named = explicit ?? points.find((point) => point.element !== null);
  return {
    job: encodeHeader(state),
    checkpoint: {
      seq: state.seq,
      kind: capture.kind ?? (explicit === undefined ? 'implicit' : 'explicit'),
      reasons: [...new Set(points.map((point) => point.reason))],
      element: named?.element ?? null,
      at: capture.at,
      incarnation: state.incarnation,
      children: capture.children,
    },
    changes: takeChanges(state),
    ...journal.take(state.seq),
    ...(stored.length === 0
      ? {}
      : {
          stored: stored.map((row) => ({
            world: capture.world,
            ...row,
            job: state.id,
            seq: state.seq,
            at: capture.at,
          })),
        }),
    capturedAt: capture.capturedAt,
  };
}

/** Rows that change without a checkpoint of their own: a higher incarnation, a moved clock, a message that has left. */
export function captureRows(state: JobState, journal: Journal, capturedAt: number): CheckpointPart {
  return { job: encodeHeader(state), checkpoint: null, changes: takeChanges(state), ...journal.take(null), capturedAt };
}
