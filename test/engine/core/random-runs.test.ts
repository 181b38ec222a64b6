/**
 * Random processes with random interleavings (checkpoint-semantics, sections 1 to 5). The job under test checks at every
 * step that no invariant is broken and that its rows, in whatever order, are its state.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pointsOf } from '../../../engine/core/checkpoint-policy.ts';
import { graphOf, JobUnderTest, type JobOptions } from './job-under-test.ts';
import { blocks, processOf, type Block } from './random-process.ts';
import { randomRun } from './random-campaign.ts';
import { drive, shuffled } from './random-run.ts';
import { StoredRows } from './stored-rows.ts';

const picks = fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 40 });
const seed = fc.nat();

async function started(block: Block, options: JobOptions): Promise<JobUnderTest> {
  const { xml, variables } = processOf(block);
  const job = new JobUnderTest(await graphOf(xml), options);
  job.start(variables);
  return job;
}

/** What the recording of a dead engine says: the highest attempt of everything that was ever asked for. */
function begunBy(job: JobUnderTest): Record<string, number> {
  const begun: Record<string, number> = {};
  for (const { instance, attempt } of job.requests) begun[instance] = Math.max(begun[instance] ?? 0, attempt);
  return begun;
}

test('200 random processes, saved and taken up again after every step, end as if nothing had happened', async () => {
  const seed = Number(process.env['CAIRN_SEED'] ?? Date.now() % 1_000_000);
  process.stdout.write(`random processes: CAIRN_SEED=${seed}\n`);
  const types = new Set<string>();
  let texts = '';
  const stored = new StoredRows();
  try {
    for (let number = 0; number < 200; number += 1) {
      const run = await randomRun(seed, number, stored);
      if (run.difference !== null) throw new Error(`seed ${seed}, process ${number}: ${run.difference}\n${run.xml}`);
      for (const type of run.types) types.add(type);
      texts += run.xml;
    }
  } finally {
    stored.remove();
  }
  for (const gateway of ['Exclusive', 'Parallel', 'Inclusive', 'Complex', 'EventBased'])
    expect(types).toContain(`bpmn:${gateway}Gateway`);
  expect(types).toContain('bpmn:Transaction');
  for (const part of ['triggeredByEvent', 'isForCompensation', 'dataObjectReference', 'cancelEventDefinition'])
    expect(texts).toContain(part);
}, 240_000);

test('ends with the same variables whether it was killed zero times or a hundred, wherever the kills fell', async () => {
  await fc.assert(
    fc.asyncProperty(blocks(false), picks, picks, picks, seed, async (block, choices, others, kills, order) => {
      const calm = await started(block, {});
      drive(calm, choices);
      const killed = await started(block, { shuffle: shuffled(order) });
      let deaths = 0;
      drive(killed, others, (turn) => {
        if ((kills[turn % kills.length] as number) % 3 !== 0 || deaths >= 40) return;
        deaths += 1;
        killed.recover(begunBy(killed));
      });
      expect(killed.variables).toEqual(calm.variables);
      const instances = (job: JobUnderTest): string[] =>
        [
          ...new Set(
            job
              .happened('element-left')
              .filter(({ outcome }) => outcome === 'completed')
              .map(({ instance }) => instance),
          ),
        ].toSorted();
      expect(instances(killed)).toEqual(instances(calm));
    }),
    { numRuns: 80 },
  );
}, 60_000);

test('no task whose completion a durable checkpoint records is ever executed again; attempts never repeat', async () => {
  await fc.assert(
    fc.asyncProperty(blocks(true), picks, picks, async (block, choices, kills) => {
      const job = await started(block, {});
      const asked = new Set<string>();
      const saved = new Set<string>();
      const seen = { requests: 0, events: 0 };
      const look = (): void => {
        for (const { instance, attempt } of job.requests.slice(seen.requests)) {
          expect(asked.has(`${instance} ${attempt}`)).toBe(false);
          expect(saved.has(instance)).toBe(false);
          asked.add(`${instance} ${attempt}`);
        }
        const completed: string[] = [];
        for (const event of job.events.slice(seen.events)) {
          if (event.type === 'element-left' && event.outcome === 'completed') completed.push(event.instance);
          else if (event.type === 'checkpoint-captured')
            for (const instance of completed.splice(0)) saved.add(instance);
        }
        Object.assign(seen, { requests: job.requests.length, events: job.events.length });
      };
      drive(job, choices, (turn) => {
        look();
        if ((kills[turn % kills.length] as number) % 4 !== 0 || turn > 60) return;
        job.recover(begunBy(job));
      });
      look();
    }),
    { numRuns: 80 },
  );
}, 60_000);

test('ids are the same whatever the order in which branches go on', async () => {
  await fc.assert(
    fc.asyncProperty(blocks(false), picks, picks, async (block, one, other) => {
      const ids = async (choices: readonly number[]): Promise<string[]> => {
        const job = await started(block, {});
        drive(job, choices);
        const entered = job.happened('element-entered').map(({ instance }) => instance);
        return [...entered, ...job.happened('token-created').map(({ token }) => token)].toSorted();
      };
      const first = await ids(one);
      expect(await ids(other)).toEqual(first);
      expect(new Set(first).size).toBe(first.length);
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('the policy is one function of graph and events, in one file: every checkpoint of an element is one that the designer draws', async () => {
  await fc.assert(
    fc.asyncProperty(blocks(true), picks, async (block, choices) => {
      const job = await started(block, {});
      drive(job, choices);
      for (const { reason, element, kind } of job.checkpoints.flat()) {
        // Retries, incidents and waits for data may come or not, and are not drawn.
        if (element === null || reason === 'incident' || reason === 'retry-scheduled') continue;
        const node = job.node(element);
        if (reason === 'wait-ended' && 'data' in node && (node.data?.inputs.length ?? 0) > 0) continue;
        if (
          reason === 'wait-ended' &&
          'retries' in node &&
          job.happened('retry-scheduled').some((each) => each.node === element)
        )
          continue;
        expect(pointsOf(job.graph, node)).toContainEqual({ reason, element, kind });
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);
