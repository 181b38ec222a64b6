/** What is told of agents, to people and to windows. */
import { z } from 'zod';

/** ISO 8601 */
const instant = z.string();

export const agentView = z.object({
  /** Names the process for as long as anybody remembers it. */
  id: z.string(),
  name: z.string(),
  pid: z.number(),
  /** Higher goes first; equal ones: the holder stays. */
  priority: z.number(),
  role: z.enum(['active', 'standby']),
  /** `frozen`: stopped by a signal, where the system tells. `gone`: left without a word. */
  state: z.enum(['running', 'frozen', 'gone']),
  startedAt: instant,
  heartbeatAt: instant,
  leaseSeconds: z.number(),
});
export type AgentView = z.infer<typeof agentView>;

/** One holding of the lease. The next one's end is in the list before it. */
export const tenureView = z.object({
  epoch: z.number(),
  agent: z.string(),
  pid: z.number(),
  beganAt: instant,
  endedAt: instant.nullable(),
  /** Why it ended; null: it lasts, or its holder is gone and nobody has taken over yet. */
  end: z.enum(['released', 'handed-over', 'dead', 'expired']).nullable(),
});

export const agentList = z.object({
  /** In the order in which they came. */
  agents: z.array(agentView).readonly(),
  /** Null: nobody holds it. */
  lease: z
    .object({
      agent: z.string(),
      pid: z.number(),
      epoch: z.number(),
      renewedAt: instant,
      ageMs: z.number(),
      renewals: z.number(),
    })
    .nullable(),
  /** Newest first. */
  tenures: z.array(tenureView).readonly(),
});
export type AgentList = z.infer<typeof agentList>;
