/**
 * What a supervisor and its engine process say to each other. Requests do not travel here: they are rows in the inbox
 * (requests.ts), and `look` only says that there may be a new one.
 */
import { z } from 'zod';
import { settings } from './settings.ts';

export const crashPointName = z.enum(['before-task', 'after-effect', 'in-transaction', 'after-commit']);
export type CrashPointName = z.infer<typeof crashPointName>;

/** Kills the engine process with SIGKILL at this point, from inside; numbered 1 to 4 in this order. */
export const crashPoint = z.object({
  element: z.string(),
  point: crashPointName,
  visit: z.number().int().positive().default(1),
});
export type CrashPoint = z.infer<typeof crashPoint>;

/** First message to a new engine process. */
export const engineOptions = z.object({
  /** Holds `store.sqlite`, `recorder/`, `savepoints/`. */
  storeDir: z.string(),
  /** Holds `rules/` and `processes/`. */
  workspaceDir: z.string(),
  settings,
  trusted: z.boolean(),
  crashPoints: z.array(crashPoint).default([]),
  /** Whether it waits, as a standby, while another agent holds the lease; else it refuses at once. */
  standby: z.boolean().default(false),
});
export type EngineOptions = z.infer<typeof engineOptions>;

/** Where the tokens of a job are. `now` is the job's logical time, ms. */
export const positions = z.object({
  job: z.string(),
  status: z.string(),
  now: z.number(),
  seq: z.number(),
  tokens: z.array(
    z.object({ token: z.string(), element: z.string(), state: z.string(), instance: z.string().nullable() }),
  ),
});
export type Positions = z.infer<typeof positions>;

export const toEngine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), options: engineOptions }),
  z.object({ type: z.literal('look') }),
  /** Finish the commit under way, release the lease, exit 0. */
  z.object({ type: z.literal('stop') }),
  /** Ask for `{type: 'idle'}` once every accepted request is answered and no job is active. */
  z.object({ type: z.literal('tell-when-idle') }),
  /** These crash points and no others are armed from now on; visits of new ones are counted from now. */
  z.object({ type: z.literal('arm'), points: z.array(crashPoint) }),
  /** Tell where the tokens of these jobs and no others are, whenever they move. */
  z.object({ type: z.literal('watch'), jobs: z.array(z.string()) }),
]);
export type ToEngine = z.infer<typeof toEngine>;

export const fromEngine = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ready'),
    epoch: z.number(),
    pid: z.number(),
    recorder: z.string(),
    recovered: z.number(),
  }),
  /** Another agent holds the lease; this one waits for it. */
  z.object({ type: z.literal('standby'), agent: z.string(), pid: z.number(), epoch: z.number() }),
  /**
   * `held-by`: another agent holds the lease. `unusable`: the store is. `fenced`: the lease was lost. `handed-over`: it
   * was given to an agent of a higher priority.
   */
  z.object({
    type: z.literal('refused'),
    reason: z.enum(['held-by', 'unusable', 'settings', 'fenced', 'handed-over']),
    message: z.string(),
  }),
  z.object({ type: z.literal('idle') }),
  /** A checkpoint became durable, or a job ended: views are stale. */
  z.object({
    type: z.literal('progress'),
    jobs: z.array(z.object({ id: z.string(), seq: z.number(), status: z.string() })),
  }),
  /** The engine pauses (no room on the disk) or goes on. */
  z.object({ type: z.literal('paused'), reason: z.string() }),
  z.object({ type: z.literal('resumed') }),
  /** Something that a person should read: a recovery path that was used before, jobs that wait for a decision. */
  z.object({ type: z.literal('notice'), message: z.string() }),
  /** Answer to `arm`. */
  z.object({ type: z.literal('armed'), points: z.array(crashPoint) }),
  /** Of watched jobs: where they are in memory, ahead of what is durable; at most some twenty times a second. */
  z.object({ type: z.literal('positions'), jobs: z.array(positions) }),
]);
export type FromEngine = z.infer<typeof fromEngine>;
