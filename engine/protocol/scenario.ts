/**
 * The scenario file: everything that a run needs from outside, so that it is repeatable. Unknown fields are refused by
 * name. Values are whatever the JSON says; integers beyond 2^53 arrive as bigint.
 */
import { z } from 'zod';
import { givenVariables as variables } from './given-variables.ts';

const elementId = z.string().min(1);
const duration = z
  .string()
  .regex(
    /^P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/,
    'is not an ISO 8601 duration like PT1H',
  );

const serviceAnswer = z.union(
  [
    z.strictObject({ respond: z.unknown(), status: z.number().int().min(100).max(599).optional() }),
    z.strictObject({ fail: z.string() }),
    z.strictObject({ bpmnError: z.string() }),
  ],
  { error: 'is none of {"respond", "status"}, {"fail"}, {"bpmnError"}' },
);
export type ServiceAnswer = z.infer<typeof serviceAnswer>;

const when = z.union([z.strictObject({ waiting: elementId }), z.strictObject({ at: duration })], {
  error: 'is neither {"waiting": element id} nor {"at": duration}',
});

/** Heard by everybody in the run who waits for it at that moment. */
const scenarioSignal = z.strictObject({
  name: z.string().min(1),
  variables: variables.default({}),
  /** Absent: as soon as somebody waits for it. */
  when: when.optional(),
});

const scenarioMessage = z.strictObject({
  name: z.string().min(1),
  key: z.union([z.string(), z.number(), z.bigint()]).nullish(),
  variables: variables.default({}),
  id: z.string().min(1).optional(),
  /** Absent: as soon as somebody waits for it. */
  when: when.optional(),
});

/** What must be true when the run is over. */
export const expectation = z.strictObject({
  status: z.enum(['active', 'passive', 'completed', 'failed', 'cancelled']).optional(),
  /** A subset. */
  variables: variables.optional(),
  /** Elements that must have completed, each as often as it is listed; in any order, others may have too. */
  executed: z.array(elementId).optional(),
  /** FEEL over the variables of the root scope; each must be true. */
  invariants: z.array(z.string().min(1)).optional(),
});
export type Expectation = z.infer<typeof expectation>;

export const scenario = z.strictObject({
  start: z.iso.datetime({ offset: true, error: 'is not a date and time like 2026-01-01T00:00:00Z' }).optional(),
  seed: z.number().int().optional(),
  variables: variables.default({}),
  /** Taken in order; the last one repeats. */
  services: z.record(elementId, z.array(serviceAnswer).min(1)).default({}),
  userTasks: z.record(elementId, z.array(z.strictObject({ variables: variables.default({}) })).min(1)).default({}),
  /** By ad-hoc subprocess where people choose: the activities that they begin, in order; then nothing more. */
  choices: z.record(elementId, z.array(elementId)).default({}),
  messages: z.array(scenarioMessage).default([]),
  signals: z.array(scenarioSignal).default([]),
  expect: expectation.optional(),
});
export type Scenario = z.infer<typeof scenario>;

/** Id that the job sees as `messageid`. */
export function scenarioMessageId(message: Scenario['messages'][number], index: number): string {
  return message.id ?? `message-${index + 1}`;
}

/** Names the row that says that a scenario's message was delivered in its run. */
export function messageRowId(root: string, message: Scenario['messages'][number], index: number): string {
  return `${root}/${scenarioMessageId(message, index)}`;
}

/** Names a scenario's signal in its run. */
export function signalRowId(root: string, index: number): string {
  return `${root}/signal-${index + 1}`;
}
