/**
 * A random valid process and a random path through it, twice: once without interruption, and once saved after every step
 * and taken up again from what a store in a file holds, by another connection each time, in whatever order rows come back.
 * Both must have done the same.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { graphOf, JobUnderTest, type JobOptions } from './job-under-test.ts';
import { blocks, processOf, type Block } from './random-process.ts';
import { drive, shuffled } from './random-run.ts';
import type { StoredRows } from './stored-rows.ts';

export interface RandomRun {
  readonly xml: string;
  /** Element types of the process. */
  readonly types: readonly string[];
  readonly steps: number;
  /** How the two differ; null: not at all. */
  readonly difference: string | null;
}

/** What a run has done, without the order of rows. */
export function resultOf(job: JobUnderTest): unknown {
  return {
    status: job.state.status,
    variables: job.variables,
    executions: job
      .happened('element-left')
      .map(({ instance, attempt, outcome }) => `${instance} ${attempt} ${outcome}`),
    checkpoints: job.checkpoints.map((points) => points.map(({ reason, element }) => `${reason} ${element}`)),
  };
}

/** The run of a seed and a number, always the same. `stored`: where it is saved, beside other runs. */
export async function randomRun(seed: number, number: number, stored: StoredRows): Promise<RandomRun> {
  const [given] = fc.sample(
    fc.tuple(
      fc.array(blocks(true), { minLength: 2, maxLength: 5 }),
      fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 40 }),
      fc.nat(),
    ),
    { seed: (seed * 1_000_003 + number) | 0, numRuns: 1 },
  ) as [[Block[], number[], number]];
  const [parts, picks, order] = given;
  const { xml, variables } = processOf({ kind: 'sequence', blocks: parts });
  const graph = await graphOf(xml);
  const started = (options: JobOptions): JobUnderTest => {
    const job = new JobUnderTest(graph, options);
    job.start(variables);
    return job;
  };
  const whole = started({ checked: false });
  drive(whole, picks);
  let steps = 0;
  let difference: string | null = null;
  const cut = started({ id: `job-${number}`, shuffle: shuffled(order), stored });
  drive(cut, picks, () => {
    steps += 1;
    const decoded = cut.decoded();
    if (!isDeepStrictEqual(decoded, cut.state)) difference ??= `after step ${steps} the store says something else`;
    cut.state = decoded;
  });
  if (!isDeepStrictEqual(resultOf(cut), resultOf(whole))) difference ??= 'the end is another one';
  const types = [...new Set([...graph.nodes.values()].map(({ type }) => type))];
  return { xml, types, steps, difference };
}
