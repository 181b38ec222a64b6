/** What a job's part of a commit must be to be written: the guards of every store. */
import type { CheckpointPart, MessageRow, RequestRow } from './rows.ts';

/** A unit cannot be written; the sentence says why. Fails that unit alone. */
export class UnitRefused extends Error {}

/** Where the stored job stands, as far as a part must agree with it. */
export interface StoredPosition {
  readonly seq: number;
}

/** @throws UnitRefused when the part does not follow on what is stored. */
export function requireFollows(part: CheckpointPart, stored: StoredPosition | null, created: boolean): void {
  const { id, seq } = part.job;
  if (part.checkpoint !== null && part.checkpoint.seq !== seq) {
    throw new UnitRefused(`job ${id}: checkpoint ${part.checkpoint.seq} belongs to a row at ${seq}`);
  }
  if (created) {
    if (stored !== null) throw new UnitRefused(`job ${id} exists already`);
    return;
  }
  if (stored === null) throw new UnitRefused(`job ${id} is not in the store`);
  const expected = part.checkpoint === null ? stored.seq : stored.seq + 1;
  if (seq !== expected)
    throw new UnitRefused(`job ${id}: ${seq} does not follow on the stored checkpoint ${stored.seq}`);
}

/** SQLite keeps UTF-8, which has no unpaired surrogates: half a character would silently become another. */
export function requireText(part: CheckpointPart): void {
  const { job } = part;
  const whole =
    job.data.isWellFormed() &&
    job.extId.isWellFormed() &&
    part.changes.every(
      (change) =>
        change.id.isWellFormed() &&
        (change.data?.isWellFormed() ?? true) &&
        (change.key?.isWellFormed() ?? true) &&
        (change.message?.isWellFormed() ?? true),
    ) &&
    (part.stored ?? []).every(({ name, value }) => name.isWellFormed() && value.isWellFormed());
  if (!whole) throw new UnitRefused(`job ${job.id}: half of a surrogate pair stands alone in a stored text`);
}

/** An extId names one job, and its later restores: those share its lineage, and never live at the same time. */
export function extIdTaken(extId: string, by: string): UnitRefused {
  return new UnitRefused(`extId ${JSON.stringify(extId)} exists already: job ${by}`);
}

/** Row data that the part writes, in bytes of UTF-8. */
export function bytesOf(part: CheckpointPart): number {
  let bytes = Buffer.byteLength(part.job.data);
  for (const change of part.changes) if (change.data !== null) bytes += Buffer.byteLength(change.data);
  return bytes;
}

/** @throws UnitRefused unless the stored message still waits, or stands there already. */
export function requireMessageChange(stored: MessageRow, next: MessageRow): void {
  if (stored.state === 'waiting' || (stored.state === next.state && stored.consumedBy === next.consumedBy)) return;
  const by = stored.consumedBy === null ? '' : ` by job ${stored.consumedBy}`;
  throw new UnitRefused(`message ${next.id} is ${stored.state} already${by}`);
}

/** @throws UnitRefused when a second, different answer is given. */
export function requireAnswer(stored: RequestRow, next: RequestRow): void {
  if (stored.answer === null || next.answer === null || stored.answer === next.answer) return;
  throw new UnitRefused(`request ${next.id} is answered already`);
}
