/** Agents as people see them: what the store knows of each, with what this host knows of those that it started. */
import type { AgentsView, AgentView, OwnAgent } from '../../engine/protocol/agent-views.ts';

export interface AgentLine {
  readonly key: string;
  /** Of the store's list; null: it has not announced itself yet, or any more. */
  readonly id: string | null;
  readonly name: string;
  readonly pid: number | null;
  readonly priority: number;
  readonly role: 'active' | 'standby' | null;
  readonly state: AgentView['state'] | 'starting' | 'restarting' | 'stopped' | 'dead' | 'refused';
  readonly heartbeatAt: string | null;
  /** Started by this host: it can be stopped cleanly, and brought back. */
  readonly own: boolean;
  readonly message: string | null;
}

export function linesOf({ agents, own }: Pick<AgentsView, 'agents' | 'own'>): AgentLine[] {
  const left = new Set(own);
  const lines = agents.flatMap((agent): AgentLine[] => {
    const known = own.find(({ pid }) => pid === agent.pid);
    if (known !== undefined) {
      left.delete(known);
      return [lineOf(agent, known)];
    }
    // What is left of one of ours is told by what this host knows.
    if (agent.state === 'gone' && own.some(({ name }) => name === agent.name)) return [];
    return [lineOf(agent, null)];
  });
  // The main one of a workspace in which nothing runs is not worth a line.
  const others = [...left].filter(({ main, state }) => !main || state !== 'stopped' || agents.length > 0).map(ownLine);
  return [
    ...others.filter(({ key }) => key.startsWith('main')),
    ...lines,
    ...others.filter(({ key }) => !key.startsWith('main')),
  ];
}

function lineOf(agent: AgentView, own: OwnAgent | null): AgentLine {
  const { id, name, pid, priority, role, state, heartbeatAt } = agent;
  return {
    key: id,
    id,
    name,
    pid,
    priority,
    role: state === 'gone' ? null : role,
    state,
    heartbeatAt,
    own: own !== null,
    message: own?.message ?? null,
  };
}

function ownLine({ name, pid, priority, main, state, message }: OwnAgent): AgentLine {
  return {
    key: `${main ? 'main' : 'own'} ${name}`,
    id: null,
    name,
    pid,
    priority,
    role: state === 'active' || state === 'standby' ? state : null,
    state: state === 'active' || state === 'standby' ? 'running' : state,
    heartbeatAt: null,
    own: true,
    message,
  };
}

/** Whether it has no process any more and this host can give it a new one. */
export function canBeBroughtBack({ own, state }: AgentLine): boolean {
  return own && (state === 'dead' || state === 'stopped' || state === 'refused');
}

/** A name that no agent has: `second`, `third` … */
export function freeName(lines: readonly Pick<AgentLine, 'name'>[]): string {
  const ordinals = ['second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'];
  return ordinals.find((each) => lines.every(({ name }) => name !== each)) ?? `agent-${lines.length + 1}`;
}
