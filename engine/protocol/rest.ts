/** What programs send to the management service: parameters, queries and bodies, one schema for each call. */
import { z } from 'zod';
import { givenVariables as variables } from './given-variables.ts';
import { moveOptions } from './requests.ts';
import { jobStatus } from './views.ts';

const id = z
  .string()
  .min(1)
  .max(512)
  .refine((text) => text.isWellFormed(), 'holds half of a surrogate pair');
/** A whole number in a path or a query. */
const number = z
  .string()
  .regex(/^\d{1,15}$/, 'is not a whole number')
  .transform(Number);
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

export const jobParams = z.object({ id });
export const checkpointParams = z.object({ id, seq: number });
export const triggerParams = z.object({ id, triggerId: id });
export const taskParams = z.object({ id, element: id });
export const incidentParams = z.object({ id, incident: id });

export const savepointsQuery = z.strictObject({ cancelJob: flag.default(false) });
export const listQuery = z.strictObject({
  status: jobStatus.optional(),
  definition: id.optional(),
  limit: number.pipe(z.number().min(1).max(1000)).default(100),
});
export const historyQuery = z.strictObject({ limit: number.pipe(z.number().min(1).max(10_000)).default(100) });
export const ledgerQuery = z.strictObject({
  duplicates: flag.default(false),
  limit: number.pipe(z.number().min(1).max(1000)).default(100),
  offset: number.default(0),
});

export const startBody = z.strictObject({
  definition: id,
  extId: id.optional(),
  /** A start event; absent: the process's own beginning. */
  node: id.optional(),
  variables: variables.default({}),
});
export const savepointBody = z
  .strictObject({
    'target-directory': z.string().max(4096).optional(),
    'cancel-job': z.boolean().default(false),
    triggerId: id.optional(),
  })
  .prefault({});
export const completeBody = z.strictObject({ instance: id.optional(), variables: variables.default({}) }).prefault({});
export const retryBody = z.strictObject({ variables: variables.optional() }).prefault({});
export const forkBody = z.strictObject({ seq: z.number().int().positive(), variables: variables.default({}) });
export const restoreBody = z.strictObject({
  path: z.string().min(1).max(4096),
  mode: z.enum(['no-claim', 'claim']).default('no-claim'),
  again: z.boolean().default(false),
  ...moveOptions.shape,
  dryRun: z.boolean().default(false),
});
export const unmarkBody = z.strictObject({ path: z.string().min(1).max(4096) });
/** A file of the workspace; with `xml`, what would be in it. */
export const deployBody = z.strictObject({ file: z.string().min(1).max(1024), xml: z.string().optional() });
/** `activity` null: nothing more is to begin in the ad-hoc subprocess. */
export const chooseBody = z.strictObject({ activity: id.nullable(), instance: id.optional() });
export const messageBody = z.strictObject({
  name: id,
  key: z.string().nullable().default(null),
  id: id.optional(),
  ttlMs: z.number().int().nonnegative().optional(),
  variables: variables.default({}),
});
export const signalBody = z.strictObject({ name: id, id: id.optional(), variables: variables.default({}) });
export const decisionBody = z.strictObject({ decision: z.enum(['restart', 'keep', 'remove']) });

/** RFC 9457. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
});
export type ProblemDocument = z.infer<typeof problem>;
