/** `cairn.json`: every field optional; unknown or impossible ones are refused by name. */
import { z } from 'zod';

const recoveryPath = z.record(z.string(), z.string().min(1, 'is empty: a savepoint has a path'));

/** A day: no timer of the machine that keeps the deadline can be set much further ahead. */
const longestScript = 86_400_000;
/** What a sandbox can address. */
const mostMemory = 2047;
const [shortestLease, longestLease] = [0.1, 3600];

export const settings = z
  .strictObject({
    /** `power-loss` syncs every commit; `process-crash` survives the kill of a process, not of the machine. */
    durability: z.enum(['power-loss', 'process-crash']).default('power-loss'),
    history: z
      .strictObject({
        keep: z
          .union([z.literal('all'), z.literal('none'), z.strictObject({ last: z.number().int().positive() })])
          .default({ last: 1000 }),
      })
      .prefault({}),
    cache: z.strictObject({ jobs: z.number().int().positive().default(10_000) }).prefault({}),
    preload: z.strictObject({ entities: z.boolean().default(false), handles: z.boolean().default(true) }).prefault({}),
    persistence: z
      .literal('shared-all', { error: 'persistence: only "shared-all" is supported' })
      .default('shared-all'),
    writeOption: z
      .literal('cache-aside', { error: 'writeOption: only "cache-aside" is supported' })
      .default('cache-aside'),
    agent: z
      .strictObject({
        name: z
          .string()
          .min(1)
          .max(128)
          .regex(/^[\w.-]+$/, 'agent.name: letters, digits, dot, dash and underscore only')
          .optional(),
        priority: z.number().int().default(100),
        maxActive: z.literal(1, { error: 'agent.maxActive: only 1 is supported' }).default(1),
        leaseSeconds: z.number().min(shortestLease).max(longestLease).default(5),
      })
      .prefault({}),
    recovery: z.strictObject({ automatic: z.boolean().default(true) }).prefault({}),
    recoveryPath: recoveryPath.default({}),
    script: z
      .strictObject({
        timeoutMs: z.number().int().positive().max(longestScript).default(1000),
        memoryMb: z.number().int().positive().max(mostMemory).default(32),
      })
      .prefault({}),
    trusted: z.boolean().default(false),
  })
  .prefault({});
export type Settings = z.infer<typeof settings>;
