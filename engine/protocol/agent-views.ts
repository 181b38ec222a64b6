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
  /** Of one that was found dead or silent: when it last renewed the lease. Null: it lasts, or nobody knows. */
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

/** An agent that a host of windows has started: it lives and dies with that host. */
export const ownAgent = z.object({
  name: z.string(),
  priority: z.number(),
  /** The one that windows start as they need it; the others were started beside it. */
  main: z.boolean(),
  /** Of its process; null: it has none now. */
  pid: z.number().nullable(),
  /** `dead`: its plug was pulled, and nobody has brought it back. `stopped`: it ended in order. */
  state: z.enum(['starting', 'standby', 'active', 'restarting', 'stopped', 'dead', 'refused']),
  message: z.string().nullable(),
});
export type OwnAgent = z.infer<typeof ownAgent>;

export const agentsView = z.object({
  ...agentList.shape,
  /** Those of this host, the main one first. */
  own: z.array(ownAgent),
  /** Why none can be frozen here; null: they can. */
  noFreezing: z.string().nullable(),
});
export type AgentsView = z.infer<typeof agentsView>;
