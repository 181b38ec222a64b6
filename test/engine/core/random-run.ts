/** Drives a job by a list of numbers: each picks one of the things that could happen next. */
import { hasEnded } from '../../../engine/core/decide.ts';
import type { StateRow } from '../../../engine/core/job-codec.ts';
import type { JobOptions, JobUnderTest } from './job-under-test.ts';

/** Whatever can happen to the job now, in an order that does not depend on how it came here. */
export function possibilities(job: JobUnderTest, failures: boolean): (() => void)[] {
  const actions: (() => void)[] = [];
  const wanted = job.work
    .filter((work) => job.isCurrent(work))
    .toSorted((left, right) => (left.token < right.token ? -1 : 1));
  for (const work of wanted) {
    actions.push(() => {
      const kept = job.outcomeOf(work) ?? { kind: 'completed', result: null, writes: {} };
      job.report(work, failures && work.try === 1 && work.kind === 'http' ? { kind: 'failed', message: 'once' } : kept);
    });
  }
  const tokens = [...job.state.tokens.values()].toSorted((left, right) => (left.id < right.id ? -1 : 1));
  for (const token of tokens) {
    if (token.state !== 'waiting') continue;
    if (token.wait === 'user') {
      actions.push(() => job.send({ type: 'complete-user-task', instance: token.instance as string, variables: {} }));
    } else if (token.wait === 'call') {
      const result = { kind: 'completed', variables: {} } as const;
      actions.push(() => job.send({ type: 'return-call', token: token.id, job: token.child as string, result }));
    }
  }
  const subscriptions = [...job.state.subscriptions.values()].filter(({ trigger }) => trigger === 'message');
  for (const subscription of subscriptions.map(({ id }) => id).toSorted()) {
    actions.push(() => job.send({ type: 'take-message', subscription, messageId: 'm', variables: {} }));
  }
  const [timer] = job.timers;
  if (timer !== undefined) actions.push(() => void job.passes(Math.max(0, timer.due - job.now)));
  return actions;
}

/** Runs to the end. `picks` is used round and round; `before`: called before each action. */
export function drive(
  job: JobUnderTest,
  picks: readonly number[],
  before: (turn: number) => void = () => undefined,
): void {
  for (let turn = 0; !hasEnded(job.state); turn += 1) {
    if (turn > 5_000) throw new Error(`the job does not end: ${job.places.join(', ')}`);
    before(turn);
    const actions = possibilities(job, true);
    if (actions.length === 0)
      throw new Error(
        `nothing can happen: ${job.places.join(', ')}, ${JSON.stringify([...job.state.incidents.values()])}`,
      );
    (actions[(picks[turn % picks.length] ?? 0) % actions.length] as () => void)();
  }
}

/** Rows in another order, as a store may give them back. */
export function shuffled(seed: number): NonNullable<JobOptions['shuffle']> {
  return (rows: readonly StateRow[]) => rows.toSorted((left, right) => order(left, seed) - order(right, seed));
}

function order(row: StateRow, seed: number): number {
  let hash = seed;
  for (let index = 0; index < row.id.length; index += 1) hash = Math.imul(hash ^ row.id.charCodeAt(index), 0x01000193);
  return hash;
}
