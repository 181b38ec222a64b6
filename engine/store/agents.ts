/** Agents as they announce themselves, and who held the lease when: for people, and for agents to find each other. */
import type { Connection } from './connection.ts';
import type { AgentRow, TenureEnd, TenureRow } from './rows.ts';

/** Tenures that are kept for people to look at. */
const KEPT = 1000;

const columns = `id, name, pid, process_start AS processStart, boot, priority, role, started_at AS startedAt,
  heartbeat_at AS heartbeatAt, heartbeats, lease_seconds AS leaseSeconds`;

/** In the order in which they came. */
export function listAgents(db: Connection): AgentRow[] {
  return db.rows<AgentRow>(`SELECT ${columns} FROM agent ORDER BY number`);
}

/** Inside a transaction. */
export function writeAgent(db: Connection, agent: AgentRow): void {
  db.run(
    `INSERT INTO agent (id, name, pid, process_start, boot, priority, role, started_at, heartbeat_at, heartbeats,
        lease_seconds)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET role = excluded.role, heartbeat_at = excluded.heartbeat_at,
        heartbeats = excluded.heartbeats`,
    agent.id,
    agent.name,
    agent.pid,
    agent.processStart,
    agent.boot,
    agent.priority,
    agent.role,
    agent.startedAt,
    agent.heartbeatAt,
    agent.heartbeats,
    agent.leaseSeconds,
  );
}

export function removeAgents(db: Connection, ids: readonly string[]): void {
  for (const id of ids) db.run('DELETE FROM agent WHERE id = ?', id);
}

/** Newest first. */
export function listTenures(db: Connection, limit: number): TenureRow[] {
  return db.rows<TenureRow>(
    `SELECT epoch, agent, pid, began_at AS beganAt, ended_at AS endedAt, ending AS "end" FROM tenure ORDER BY epoch DESC LIMIT ?`,
    limit,
  );
}

/** Inside the transaction that takes the lease. */
export function beginTenure(db: Connection, tenure: Omit<TenureRow, 'endedAt' | 'end'>): void {
  db.run(
    'INSERT INTO tenure (epoch, agent, pid, began_at) VALUES (?, ?, ?, ?)',
    tenure.epoch,
    tenure.agent,
    tenure.pid,
    tenure.beganAt,
  );
  db.run('DELETE FROM tenure WHERE epoch <= ?', tenure.epoch - KEPT);
}

/** The first end counts. */
export function endTenure(db: Connection, epoch: number, at: number, end: TenureEnd): void {
  db.run('UPDATE tenure SET ended_at = ?, ending = ? WHERE epoch = ? AND ending IS NULL', at, end, epoch);
}
