/** Agents of a store: who they are, who holds the lease and who held it, and what a person may do to one. */
import type { AgentList, AgentView } from '../protocol/agent-views.ts';
import { holderLives, processTable, type Processes } from '../store/liveness.ts';
import { openReader } from '../store/sqlite-reader.ts';
import type { AgentRow, LeaseRow, TenureRow } from '../store/rows.ts';
import type { StoreReader } from '../store/store.ts';
import type { Context } from './context.ts';
import { BadRequest, Refused } from './failure.ts';
import { instantOf } from './plain.ts';
import { mustExist } from './store-place.ts';

/** Tenures that are shown. */
const TENURES = 200;

/** Who serves a store, who waits to, and who held the lease when. Asking starts nothing. */
export function listAgents(context: Context, processes: Processes = processTable): AgentList {
  mustExist(context.storeDir);
  const reader = openReader(context.storeDir);
  try {
    return agentsOf(reader, context.now(), processes);
  } finally {
    reader.close();
  }
}

/** The same of a store that is open. */
export function agentsOf(reader: StoreReader, now: number, processes: Processes = processTable): AgentList {
  const lease = reader.lease();
  const holder = lease === null || lease.released ? null : lease;
  return {
    agents: reader.agents().map((agent) => viewOf(agent, holder, processes)),
    lease:
      holder === null
        ? null
        : {
            agent: holder.agent,
            pid: holder.pid,
            epoch: holder.epoch,
            renewedAt: instantOf(holder.renewedAt),
            ageMs: Math.max(0, now - holder.renewedAt),
            renewals: holder.renewals,
          },
    tenures: reader.tenures(TENURES).map((tenure) => tenureOf(tenure, holder, processes)),
  };
}

/** One whose holder is gone ended when that was last heard of, whether or not somebody has taken over. */
function tenureOf({ beganAt, endedAt, ...rest }: TenureRow, holder: LeaseRow | null, processes: Processes) {
  const gone = rest.epoch === holder?.epoch && !holderLives(holder, processes);
  const ended = endedAt ?? (gone ? holder.renewedAt : null);
  return { ...rest, beganAt: instantOf(beganAt), endedAt: ended === null ? null : instantOf(ended) };
}

function viewOf(agent: AgentRow, holder: LeaseRow | null, processes: Processes): AgentView {
  const { id, name, pid, priority, startedAt, heartbeatAt, leaseSeconds } = agent;
  const holds = holder?.pid === pid && holder.processStart === agent.processStart;
  return {
    id,
    name,
    pid,
    priority,
    role: holds ? 'active' : 'standby',
    state: !holderLives(agent, processes) ? 'gone' : processes.isFrozen(pid) === true ? 'frozen' : 'running',
    startedAt: instantOf(startedAt),
    heartbeatAt: instantOf(heartbeatAt),
    leaseSeconds,
  };
}

/** What a person may do to an agent's process. */
export type AgentAct = 'kill' | 'freeze' | 'thaw';

const signals: Readonly<Record<AgentAct, NodeJS.Signals>> = { kill: 'SIGKILL', freeze: 'SIGSTOP', thaw: 'SIGCONT' };

/**
 * Kills, freezes or thaws an agent's engine process; its supervisor, if it has one, does with that what it does with any
 * death.
 * @throws BadRequest when there is no such agent, Refused when it is gone or the system cannot do that.
 */
export function actOnAgent(
  context: Context,
  agent: string,
  act: AgentAct,
  system: {
    readonly platform: NodeJS.Platform;
    readonly processes: Processes;
    readonly send: (pid: number, signal: NodeJS.Signals) => void;
  } = { platform: process.platform, processes: processTable, send: (pid, signal) => process.kill(pid, signal) },
): AgentView {
  const { agents } = listAgents(context, system.processes);
  const found = agentCalled(agents, agent);
  if (system.platform === 'win32' && act !== 'kill') {
    throw new Refused('unsupported', `${act} ${found.name}: this system (${system.platform}) has no ${signals[act]}`);
  }
  if (found.state === 'gone') {
    throw new Refused('too-late', `${act} ${found.name}: its process ${found.pid} is gone`);
  }
  system.send(found.pid, signals[act]);
  return found;
}

/** By id, by pid, or by a name that only one living agent has. */
function agentCalled(agents: readonly AgentView[], wanted: string): AgentView {
  const exact = agents.find(({ id, pid }) => id === wanted || String(pid) === wanted);
  if (exact !== undefined) return exact;
  const named = agents.filter(({ name }) => name === wanted);
  const living = named.filter(({ state }) => state !== 'gone');
  const [only, ...others] = living.length > 0 ? living : named;
  if (only === undefined) {
    const known = agents.map(({ name, pid }) => `${name} (process ${pid})`).join(', ');
    throw new BadRequest(`there is no agent ${wanted}; there ${known === '' ? 'are none' : `is ${known}`}`);
  }
  if (others.length > 0) {
    throw new BadRequest(
      `several agents are called ${wanted}: name one by its process, ${living.map(({ pid }) => pid).join(' or ')}`,
    );
  }
  return only;
}
