/** History rebuilds exactly: random changes, random groups, random trimming, every sequence number. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entity, StateChange } from '../../../engine/store/rows.ts';
import type { StoreData } from './contract/rig.ts';
import { claim, commit, jobRow, part, tidyUp, unit } from './samples.ts';

const entities: Entity[] = ['token', 'scope', 'variable', 'timer', 'subscription', 'incident', 'message'];

/** Few ids, so that rows are replaced and deleted; some data large enough to be deflated, some that is not. */
const change: fc.Arbitrary<StateChange> = fc
  .record({
    entity: fc.constantFrom(...entities),
    id: fc.constantFrom('a', 'b', 'ä', '𝄞', '["root","x"]'),
    data: fc.oneof(
      { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
      { weight: 1, arbitrary: fc.integer({ min: 2000, max: 6000 }).map((length) => 'text '.repeat(length / 5)) },
      { weight: 2, arbitrary: fc.constant(null) },
    ),
    due: fc.option(fc.integer({ min: 0, max: 9 })),
    key: fc.option(fc.constantFrom('', 'k')),
  })
  .map(({ entity, id, data, due, key }) => {
    if (entity === 'timer') return { entity, id, data, due };
    if (entity === 'subscription') return { entity, id, data, message: 'paid', key };
    return { entity, id, data };
  });

const step = fc.record({
  job: fc.constantFrom('j1', 'j2'),
  changes: fc.array(change, { maxLength: 6 }),
  /** A part without a checkpoint, a part with one, one in a unit that fails, or tidying. */
  kind: fc.constantFrom('checkpoint', 'checkpoint', 'checkpoint', 'between', 'failing', 'tidy'),
  keep: fc.integer({ min: 1, max: 20 }),
});

export function historyProperty(name: string, create: () => StoreData): void {
  describe(`history of ${name}`, () => {
    it('rebuilds the latest state of each checkpoint that is kept', () => {
      fc.assert(
        fc.property(fc.array(step, { minLength: 1, maxLength: 120 }), (steps) => {
          const data = create();
          const store = data.open();
          try {
            store.acquireLease(claim, () => false);
            const states = new Map<string, ReturnType<typeof store.latest>>();
            const seqs = new Map<string, number>();
            for (const { job, changes, kind, keep } of steps) {
              const seq = seqs.get(job) ?? 0;
              if (kind === 'tidy') {
                tidyUp(store, 0, { last: keep });
                continue;
              }
              if (kind === 'between' && seq > 0) {
                const row = jobRow(job, { seq, incarnation: seq + 1 });
                commit(store, unit({ parts: [part(row, changes, { checkpoint: null })] }));
                continue;
              }
              const next = unit({
                parts: [part(jobRow(job, { seq: seq + 1 }), changes)],
                created: seq === 0 ? [job] : [],
              });
              const wrong = unit({ parts: [...next.parts, part(jobRow('nobody'), changes)], created: next.created });
              const results = store.commit(kind === 'failing' ? [wrong, next] : [next]);
              expect(results.at(-1)).toEqual({ ok: true });
              seqs.set(job, seq + 1);
              states.set(`${job} ${seq + 1}`, store.latest(job));
            }
            let checked = 0;
            for (const [job, last] of seqs) {
              for (const { seq } of store.checkpoints(job, { limit: 1000 })) {
                const { checkpoint, ...state } = store.stateAt(job, seq);
                expect(checkpoint.seq).toBe(seq);
                expect(state).toEqual(states.get(`${job} ${seq}`));
                checked++;
              }
              expect(store.latestCheckpoint(job)?.seq).toBe(last);
            }
            expect(checked).toBeGreaterThanOrEqual(seqs.size);
          } finally {
            store.close();
            data.dispose();
          }
        }),
        { seed: 20_261_122, numRuns: 60 },
      );
      // Several thousand synced commits: a disk that is busy with others takes its time.
    }, 120_000);
  });
}
