/** At every death: what the engine said, and what it built on, was durable. */
import type { CrashRun } from '../crash-run.ts';
import type { Death } from '../death.ts';
import { jobOf } from '../tale.ts';

export function durableFirst({ deaths }: CrashRun): string[] {
  return deaths.flatMap((death) => [...saidTooEarly(death), ...begunTooEarly(death), ...sentTooEarly(death)]);
}

function durableSeq(death: Death, job: string): number {
  return jobOf(death.tale, job)?.row.seq ?? 0;
}

/** A checkpoint is acknowledged, to the supervisor and in the recorder, only when it is in the store. */
function saidTooEarly(death: Death): string[] {
  const recorded = death.recordings.flatMap((line) =>
    line.e === 'checkpoint-durable' ? [[line.job, line.seq] as const] : [],
  );
  return [...death.said, ...recorded]
    .filter(([job, seq]) => seq > durableSeq(death, job))
    .map(([job, seq]) => `checkpoint ${seq} was acknowledged, and the store has ${durableSeq(death, job)}`);
}

/** Work begins only when the checkpoint before it is in the store. */
function begunTooEarly(death: Death): string[] {
  return death.recordings.flatMap((line) => {
    if (line.e !== 'work-began' || line.seq <= durableSeq(death, line.job)) return [];
    return [`${line.instance} began on checkpoint ${line.seq}, and the store has ${durableSeq(death, line.job)}`];
  });
}

/** A message that a job sent is on its way only when the checkpoint that lets it go is in the store. */
function sentTooEarly(death: Death): string[] {
  const { jobs, messages } = death.tale;
  const sent = new Set(
    jobs.flatMap(({ ledger }) => ledger.filter(({ kind }) => kind === 'message').map((row) => row.idempotencyKey)),
  );
  return messages
    .filter(({ id }) => isOutgoing(id) && !sent.has(id))
    .map(({ name }) => `message ${name} left, and no checkpoint records that it was sent`);
}

/** Ids of messages that jobs send are digests; people and scenarios give theirs other shapes. */
function isOutgoing(id: string): boolean {
  return /^[0-9a-f]{32}$/.test(id);
}
