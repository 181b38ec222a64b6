/** Bugs to plant: small changes to the engine's sources, each of which breaks one promise. */
import type { CrashPoint, CrashPointName } from '../../engine/protocol/engine-link.ts';

export interface Edit {
  /** Below `engine/`. */
  readonly file: string;
  /** Must be there exactly once. */
  readonly from: string;
  readonly to: string;
}

/** A kill that lays the bug open. */
export interface PlantMoment {
  readonly sample: string;
  readonly at: CrashPoint;
}

export interface Plant {
  readonly name: string;
  readonly moments: readonly PlantMoment[];
  readonly edits: readonly Edit[];
  /** What the crash checks must say, at least once. */
  readonly found: RegExp;
}

const at = (sample: string, element: string, point: CrashPointName): PlantMoment => ({
  sample,
  at: { element, point, visit: 1 },
});

/** Work is about to begin on a checkpoint that is being written. */
const fork = at('order-fulfilment', 'goods-and-money', 'in-transaction');
const effect = at('order-fulfilment', 'charge-card', 'after-effect');
/** Elements without work, done in memory. */
const between = at('order-fulfilment', 'urgent', 'after-effect');
const end = at('order-fulfilment', 'order-fulfilled', 'after-commit');
const call = at('batch-settlement', 'all-branches', 'in-transaction');

/** Every group goes to the writer's thread, however small. */
export const everythingBeside: Edit = {
  file: 'runtime/commit-path.ts',
  from: 'const LARGE = 64;',
  to: 'const LARGE = 1;',
};

export const plants: readonly Plant[] = [
  {
    name: "a group is acknowledged before the writer's thread has it",
    moments: [end],
    edits: [
      everythingBeside,
      { file: 'store/commit.ts', from: '|| !writer.ready()', to: '' },
      {
        file: 'store/commit.ts',
        from: 'writer.send(batch, epoch, (outcome) => {',
        to: "((now: (outcome: { kind: 'written' }) => void) => setImmediate(() => now({ kind: 'written' })))((outcome) => {",
      },
    ],
    // On a slow machine the engine itself meets what it has acknowledged too early, before it gets to where it is killed.
    found:
      /checkpoint \d+ was acknowledged, and the store has \d+|did not come to rest|is not in the store|\d+ does not follow on the stored checkpoint \d+/,
  },
  {
    name: 'a checkpoint is acknowledged before its commit',
    moments: [fork],
    edits: [
      {
        file: 'runtime/commit-path.ts',
        from: `    const results = this.#store.commit(group.map(({ unit }) => unit));\n`,
        to: `    for (const { done } of group) done({ ok: true });\n    const results = this.#store.commit(group.map(({ unit }) => unit));\n`,
      },
      {
        file: 'runtime/commit-path.ts',
        from: `    this.#answer(group, (index) => results[index] ?? { ok: false, reason: 'the store gave no answer for it' });\n`,
        to: `    group.forEach(({ done }, index) => { if (results[index]?.ok === false) done(results[index]); });\n`,
      },
    ],
    found: /checkpoint \d+ was acknowledged, and the store has \d+/,
  },
  {
    name: 'work starts before its checkpoint is durable',
    moments: [fork],
    edits: [{ file: 'runtime/engine.ts', from: 'turn = 0; !job.barrier && !job.gone', to: 'turn = 0; !job.gone' }],
    found: /began on checkpoint \d+, and the store has \d+/,
  },
  {
    name: 'rows that are gone stay in the store',
    moments: [effect],
    edits: [
      {
        file: 'store/state.ts',
        from: `if (data === null) to.put(remove[entity], jobKey, id);`,
        to: `if (data === null) return;`,
      },
    ],
    found: /is the newest, and is not the latest state|tokens: is/,
  },
  {
    name: 'what a task wrote is left out of its checkpoint',
    moments: [effect],
    edits: [
      {
        file: 'core/job-codec.ts',
        from: `    for (const name of names) rows.push(rowOf('variable', variableId(scope, name), variables?.get(name), encodeValue));\n`,
        to: `    if (state.seq === 1) for (const name of names) rows.push(rowOf('variable', variableId(scope, name), variables?.get(name), encodeValue));\n`,
      },
    ],
    found: /variables: is|status: is/,
  },
  {
    name: 'attempts that were lost are forgotten',
    moments: [between],
    edits: [
      {
        file: 'runtime/recovery.ts',
        from: 'begun: Object.fromEntries(highest(begun, trace?.done)),',
        to: 'begun: {},',
      },
    ],
    found: /was lost with attempt \d+, and its highest is/,
  },
  {
    name: 'a repetition has another idempotency key',
    moments: [effect],
    edits: [
      {
        file: 'core/step.ts',
        from: 'token.instance ?? token.id, String(token.edit));',
        to: 'token.instance ?? token.id, String(token.attempt));',
      },
    ],
    found: /its idempotency key changed/,
  },
  {
    name: 'a message that has to leave is forgotten in a crash',
    moments: [end],
    edits: [
      { file: 'runtime/host.ts', from: `engine.background(() => this.#sendOn());`, to: `` },
      {
        file: 'runtime/correlation.ts',
        from: `  dispatch(job: RunningJob): void {\n`,
        to: `  dispatch(job: RunningJob): void {\n    if (job.state.incarnation > 1) return;\n`,
      },
    ],
    found: /a message has not left|messages: is/,
  },
  {
    name: 'an effect that was cut off is not in the ledger',
    moments: [effect],
    edits: [
      {
        file: 'runtime/recovery.ts',
        from: `  for (const row of lostEffects(begun)) job.journal.lost(row);\n`,
        to: ``,
      },
    ],
    found: /in the ledger/,
  },
  {
    name: 'a checkpoint is left out of history',
    moments: [effect],
    edits: [
      {
        file: 'store/commit.ts',
        from: `if (link !== null) appendLink(to, jobKey, job.seq, link);`,
        to: `if (link !== null && job.seq !== 3) appendLink(to, jobKey, job.seq, link);`,
      },
    ],
    found: /cannot be rebuilt/,
  },
  {
    name: 'a called job and its caller commit apart',
    moments: [call],
    edits: [
      {
        file: 'store/commit.ts',
        from: `    for (const [index, part] of unit.parts.entries()) {\n`,
        to: `    for (const [index, part] of unit.parts.entries()) {\n      if (index === 1) { db.run('COMMIT'); db.run('BEGIN IMMEDIATE'); }\n`,
      },
    ],
    found: /cannot be rebuilt|jobs instead of|did not come to rest|status: is/,
  },
];
