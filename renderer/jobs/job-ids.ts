/** What the ids of jobs tell. */
import type { ResultDocument } from '../../engine/protocol/views.ts';

/** When the job was made, by the wall's clock: the id says so (RFC 9562, version 7). Null: it does not. */
export function madeAt(id: string): number | null {
  const [, high, low] = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-/.exec(id) ?? [];
  return high === undefined || low === undefined ? null : Number.parseInt(high + low, 16);
}

/** What a person called the job; null: nothing. A restored job keeps the first one's key, which may be that one's id. */
export function businessKeyOf(job: {
  readonly id: string;
  readonly extId: string;
  readonly lineage: string;
}): string | null {
  return job.extId === job.id || job.extId === job.lineage ? null : job.extId;
}

/** The process, and what tells this job from its others: the key that a person gave it, else the end of its id. */
export function jobLabel(
  job: {
    readonly id: string;
    readonly extId: string;
    readonly lineage: string;
    readonly definition: { readonly key: string; readonly version: number };
  },
  named: (key: string, version: number) => string,
): string {
  return `${named(job.definition.key, job.definition.version)} · ${businessKeyOf(job) ?? shortId(job.id)}`;
}

/** Ids begin with the time: what tells them apart is their end. */
export function shortId(id: string): string {
  return id.length > 14 ? `…${id.slice(-8)}` : id;
}

/** `Fork of 3f9a at checkpoint 4`. */
export function originWords({ how, job, seq }: NonNullable<ResultDocument['origin']>): string {
  return `${how === 'fork' ? 'Fork' : 'Restored'} ${how === 'fork' ? 'of' : 'from'} ${shortId(job)} at checkpoint ${seq}`;
}
