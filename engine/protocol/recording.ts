/**
 * Lines of a recorder file: what an engine did, in its own words, surviving its death. One JSON object a line; a torn
 * last line is ignored. One file per start of an engine: `<store>/recorder/<epoch, 10 digits>-<agent>.jsonl`.
 */
import { z } from 'zod';

/** ms */
const t = z.number();
const job = z.string();
const instance = z.string();
const attempt = z.number();
const element = z.string();

export const recording = z.discriminatedUnion('e', [
  z.object({ e: z.literal('engine-started'), t, agent: z.string(), epoch: z.number(), pid: z.number() }).readonly(),
  z.object({ e: z.literal('engine-stopped'), t }).readonly(),
  /** Every job that was active has been taken up. */
  z.object({ e: z.literal('engine-recovered'), t, jobs: z.number() }).readonly(),
  /** Written before the work starts, with a synchronous write. `target`: what the effect reaches. `seq`: checkpoint before. */
  z
    .object({
      e: z.literal('work-began'),
      t,
      job,
      instance,
      attempt,
      element,
      kind: z.string(),
      effect: z.boolean(),
      key: z.string(),
      target: z.string(),
      seq: z.number(),
    })
    .readonly(),
  /** Written after it, synchronously for effects. */
  z
    .object({ e: z.literal('work-ended'), t, job, instance, attempt, effect: z.boolean(), outcome: z.string() })
    .readonly(),
  /** Elements without work of their own (gateways, events, plain tasks): done in memory, appended once per turn. */
  z.object({ e: z.literal('element-done'), t, job, instance, element, attempt: z.number() }).readonly(),
  z.object({ e: z.literal('checkpoint-durable'), t, job, seq: z.number() }).readonly(),
  /** Written synchronously by an armed crash point, right before it kills its process. */
  z.object({ e: z.literal('crash-point'), t, element, point: z.string(), visit: z.number() }).readonly(),
]);
export type Recording = z.infer<typeof recording>;
