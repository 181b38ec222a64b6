/** How fast the interpreter steps when nothing is saved. */
import { Engine, type BpmnEngineOptions } from 'bpmn-engine';
import { decide, hasEnded } from '../../engine/core/decide.ts';
import { newJob } from '../../engine/core/job-codec.ts';
import type { JobState } from '../../engine/core/job-state.ts';
import type { Surroundings } from '../../engine/core/step.ts';
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import { readBpmn } from '../../engine/model/read-bpmn.ts';
import type { Benchmark } from './benchmark.ts';
import { plainTasks } from './diagram.ts';
import { measure, mustBe, secondsOf } from './measurement.ts';

const TASKS = 10;
const OUR_JOBS = 20_000;
const THEIR_JOBS = 150;

type SourceContext = NonNullable<BpmnEngineOptions['sourceContext']>;

const surroundings: Surroundings = {
  now: 1_000_000,
  evaluate: () => ({ ok: false, message: 'there is nothing to evaluate' }),
  resolveRequest: () => ({ ok: false, message: 'there is nothing to request' }),
  newJobId: () => 'child',
  holds: () => false,
  stubbed: () => false,
  audience: () => ({ jobs: [], definitions: [] }),
  stored: () => null,
};

/** Runs one job to its end; answers how many tasks it completed. */
function runJob(graph: ProcessGraph, number: number): number {
  const id = `job-${number}`;
  const state: JobState = newJob({
    id,
    extId: id,
    lineage: id,
    definition: { key: graph.processId, version: 1 },
    parent: null,
    simulated: false,
    seed: number,
    clock: 'wall',
    startedAt: surroundings.now,
  });
  let decision = decide(graph, state, { type: 'start', node: null, variables: {}, messageId: null }, surroundings);
  let completed = 0;
  for (;;) {
    if (!decision.ok) throw new Error(decision.refusal.message);
    for (const event of decision.events) {
      if (event.type === 'element-left' && event.outcome === 'completed' && event.node.startsWith('t')) completed += 1;
    }
    if (!decision.more) break;
    decision = decide(graph, state, { type: 'continue' }, surroundings);
  }
  mustBe('the job has ended', hasEnded(state), true);
  return completed;
}

/** Runs one job of bpmn-engine; answers how many tasks it completed. The diagram was read before. */
async function runTheirs(sourceContext: SourceContext): Promise<number> {
  const engine = new Engine({ name: 'bench', sourceContext });
  const ended = engine.waitFor('end');
  await engine.execute();
  await ended;
  const [definition] = await engine.getDefinitions();
  let completed = 0;
  for (let number = 1; number <= TASKS; number += 1) {
    completed += definition?.getActivityById(`t${number}`)?.counters.taken ?? 0;
  }
  return completed;
}

/** The diagram as bpmn-engine keeps it once it has read it. */
async function readTheirs(xml: string): Promise<SourceContext> {
  const engine = new Engine({ name: 'reader', source: xml });
  const [definition] = await engine.getDefinitions();
  if (definition === undefined) throw new Error('bpmn-engine found no definition');
  return definition.environment.options['source'] as SourceContext;
}

export const steps: Benchmark = {
  name: 'steps',
  title: `${TASKS} tasks in a row, in memory`,
  async run() {
    const xml = plainTasks(TASKS);
    const { processes } = await readBpmn(xml, 'bench.bpmn');
    const [graph] = processes;
    if (graph === undefined) throw new Error('the diagram cannot run');
    const sourceContext = await readTheirs(xml);
    const values = await measure({
      ours: async () => {
        let completed = 0;
        const seconds = await secondsOf(() => {
          for (let number = 0; number < OUR_JOBS; number += 1) completed += runJob(graph, number);
        });
        mustBe('tasks completed', completed, OUR_JOBS * TASKS);
        return completed / seconds;
      },
      theirs: async () => {
        let completed = 0;
        const seconds = await secondsOf(async () => {
          for (let number = 0; number < THEIR_JOBS; number += 1) completed += await runTheirs(sourceContext);
        });
        mustBe('tasks completed by bpmn-engine', completed, THEIR_JOBS * TASKS);
        return completed / seconds;
      },
    });
    return [
      {
        unit: 'tasks/s',
        aim: { of: 'ratio', at: 'least', value: 200 },
        ours: { what: 'Cairn, core', values: values.ours },
        baseline: { what: 'bpmn-engine', values: values.theirs },
        conditions: [
          `${OUR_JOBS} jobs of ours and ${THEIR_JOBS} of bpmn-engine a round, each from its start to its end; no variables`,
          'the diagram is read before, by both; ours decides and applies, without checkpoint policy, capture or store',
        ],
      },
    ];
  },
};
