/** Checkpoint-semantics, section 9: agents on one store, in one process, on a clock of the test's. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { CandidateLeft, comeToLease, HeldByAnother, type AgentIdentity } from '../../../engine/runtime/candidacy.ts';
import { Tenure } from '../../../engine/runtime/tenure.ts';
import type { Processes } from '../../../engine/store/liveness.ts';
import { openMemoryStore } from '../../../engine/store/memory-store.ts';
import { MemoryTables } from '../../../engine/store/memory-tables.ts';
import type { TakenLease } from '../../../engine/store/lease.ts';
import type { LeaseRow } from '../../../engine/store/rows.ts';
import { openStore } from '../../../engine/store/sqlite-store.ts';
import { Fenced, StoreUnusable, type Store } from '../../../engine/store/store.ts';
import { ManualClock } from './manual-clock.ts';

const LEASE_SECONDS = 3;

let clock: ManualClock;
let tables: MemoryTables;
let dead: Set<number>;
let frozen: Set<number>;
let killed: number[];
let processes: Processes;

beforeEach(() => {
  clock = new ManualClock();
  tables = new MemoryTables();
  dead = new Set();
  frozen = new Set();
  killed = [];
  processes = {
    exists: (pid) => !dead.has(pid),
    startOf: String,
    boot: () => 'boot',
    isFrozen: (pid) => frozen.has(pid),
    kill: (pid) => {
      killed.push(pid);
      dead.add(pid);
    },
  };
});

interface Waiting {
  readonly lease: Promise<TakenLease>;
  readonly waitedFor: LeaseRow[];
  readonly leave: () => void;
  taken: TakenLease | null;
}

function identity(pid: number, priority = 100): AgentIdentity {
  const processStart = String(pid);
  const common = { boot: 'boot', startedAt: clock.now(), leaseSeconds: LEASE_SECONDS };
  return { id: `boot/${pid}/${processStart}`, name: `agent-${pid}`, pid, processStart, priority, ...common };
}

/** An agent on its way to the lease. */
function candidate(self: AgentIdentity, store: Store = openMemoryStore(tables), standby = true): Waiting {
  const leaving = new AbortController();
  const waitedFor: LeaseRow[] = [];
  const waiting: Waiting = {
    lease: comeToLease({
      store,
      clock,
      processes,
      self,
      standby,
      waits: (holder) => waitedFor.push(holder),
      leaving: leaving.signal,
    }),
    waitedFor,
    leave: () => {
      leaving.abort();
    },
    taken: null,
  };
  waiting.lease.then(
    (taken) => {
      waiting.taken = taken;
    },
    () => undefined,
  );
  return waiting;
}

async function pass(ms: number, step = 50): Promise<void> {
  for (let passed = 0; passed < ms; passed += step) {
    clock.advance(step);
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}

async function holder(self: AgentIdentity, store: Store = openMemoryStore(tables)): Promise<Tenure> {
  await candidate(self, store).lease;
  const tenure = new Tenure(store, clock, processes, self);
  tenure.begin();
  return tenure;
}

/** A holder that lives renews its lease now and then. */
async function passWith(tenure: Tenure, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 1000) {
    tenure.renew();
    await pass(1000);
  }
}

describe('several engines may share one store; each has a name and a priority', () => {
  it('one that does not stand by is refused while another holds the lease', async () => {
    await holder(identity(1));
    await expect(candidate(identity(2), openMemoryStore(tables), false).lease).rejects.toThrow(HeldByAnother);
  });

  it('a standby waits, says so once, and is listed with the active one', async () => {
    const tenure = await holder(identity(1));
    const standby = candidate(identity(2, 50));
    await passWith(tenure, 10_000);
    expect(standby.taken).toBeNull();
    expect(standby.waitedFor).toMatchObject([{ agent: 'agent-1', epoch: 1 }]);
    expect(openMemoryStore(tables).agents()).toMatchObject([
      { name: 'agent-1', role: 'active', priority: 100 },
      { name: 'agent-2', role: 'standby', priority: 50 },
    ]);
  });

  it('a standby that is told to leave withdraws', async () => {
    await holder(identity(1));
    const standby = candidate(identity(2));
    await pass(500);
    standby.leave();
    await expect(standby.lease).rejects.toThrow(CandidateLeft);
    expect(openMemoryStore(tables).agents()).toMatchObject([{ name: 'agent-1' }]);
  });
});

describe('a standby takes over', () => {
  it('at once when the holder is dead', async () => {
    await holder(identity(1));
    const standby = candidate(identity(2));
    await pass(200);
    dead.add(1);
    await pass(200);
    expect(standby.taken?.now).toMatchObject({ agent: 'agent-2', epoch: 2 });
    expect(openMemoryStore(tables).tenures(5)).toMatchObject([
      { epoch: 2, agent: 'agent-2', end: null },
      { epoch: 1, agent: 'agent-1', end: 'dead' },
    ]);
  });

  it('when it has seen the lease unchanged for T by its own monotonic clock, and not before', async () => {
    const tenure = await holder(identity(1));
    const standby = candidate(identity(2));
    await passWith(tenure, 5000);
    tenure.renew();
    // The wall clock goes back by a year: no matter.
    clock.set(-365 * 86_400_000);
    await pass(LEASE_SECONDS * 1000 - 200);
    expect(standby.taken).toBeNull();
    await pass(600);
    expect(standby.taken?.now.epoch).toBe(2);
    expect(killed).toEqual([]);
    expect(openMemoryStore(tables).tenures(5)[1]).toMatchObject({ epoch: 1, end: 'expired' });
  });

  it('without killing a holder that does not hold the write lock: it is fenced when it wakes up', async () => {
    const store = openMemoryStore(tables);
    const tenure = await holder(identity(1), store);
    const standby = candidate(identity(2));
    await pass(LEASE_SECONDS * 1000 + 500);
    expect(standby.taken).not.toBeNull();
    expect(() => {
      tenure.renew();
    }).toThrow(Fenced);
    expect(() => store.commit([])).toThrow(Fenced);
    expect(() => tenure.fresh()).toThrow(Fenced);
  });

  it('a standby that sees the lease unchanged for T by its own monotonic clock, and cannot get the write lock, kills the holder with SIGKILL and takes over', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cairn-standby-'));
    try {
      const first = openStore(folder, { durability: 'process-crash' });
      (await holder(identity(1), first)).renew();
      const second = openStore(folder, { durability: 'process-crash' });
      const standby = candidate(identity(2), second);
      await pass(500);
      // In the middle of a transaction of the holder's. Its death frees the lock, as the system does for a process.
      const stuck = new Database(path.join(folder, 'store.sqlite'));
      stuck.exec('BEGIN IMMEDIATE');
      const { kill } = processes;
      Object.assign(processes, {
        kill: (pid: number) => {
          kill(pid);
          stuck.close();
        },
      });
      await pass(LEASE_SECONDS * 1000 + 1000);
      expect(killed).toEqual([1]);
      expect(standby.taken?.now).toMatchObject({ agent: 'agent-2', epoch: 2 });
      first.close();
      second.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('priorities', () => {
  it('equal priorities: the holder stays', async () => {
    const tenure = await holder(identity(1));
    candidate(identity(2));
    await passWith(tenure, 5000);
    expect(tenure.successor()).toBeNull();
  });

  it('a higher one that lives is the successor; one that is frozen or gone is not', async () => {
    const tenure = await holder(identity(1));
    const better = candidate(identity(2, 200));
    await pass(1000);
    expect(tenure.successor()).toBeNull(); // one heartbeat may be an old one
    await passWith(tenure, 2000);
    expect(tenure.successor()).toMatchObject({ name: 'agent-2' });
    better.leave();
    await expect(better.lease).rejects.toThrow(CandidateLeft);
    expect(tenure.successor()).toBeNull();
  });

  it('a free lease goes to the highest that waits', async () => {
    const store = openMemoryStore(tables);
    const tenure = await holder(identity(1), store);
    const low = candidate(identity(2, 50));
    const high = candidate(identity(3, 70));
    await passWith(tenure, 3000);
    store.releaseLease(clock.now(), 'handed-over');
    await pass(300);
    expect(high.taken?.now).toMatchObject({ agent: 'agent-3', epoch: 2 });
    expect(low.taken).toBeNull();
    expect(store.tenures(5)[1]).toMatchObject({ end: 'handed-over' });
  });

  it('a free lease goes to the next one where the highest does not take it in time', async () => {
    const store = openMemoryStore(tables);
    const tenure = await holder(identity(1), store);
    const low = candidate(identity(2, 50));
    store.announceAgent({ ...identity(3, 70), role: 'standby', heartbeatAt: 0, heartbeats: 1 });
    await passWith(tenure, 2000);
    store.releaseLease(clock.now());
    await pass(LEASE_SECONDS * 1000 - 200);
    expect(low.taken).toBeNull();
    await pass(600);
    expect(low.taken?.now.epoch).toBe(2);
  });
});

describe('work starts only under a lease renewed within T/2', () => {
  it('an old one is renewed first; where that cannot be, nothing starts', async () => {
    const store = openMemoryStore(tables);
    const tenure = await holder(identity(1), store);
    const before = store.lease()?.renewals ?? 0;
    await pass(LEASE_SECONDS * 500);
    expect(tenure.fresh()).toBe(true);
    expect(store.lease()?.renewals).toBe(before);
    await pass(100);
    expect(tenure.fresh()).toBe(true);
    expect(store.lease()?.renewals).toBe(before + 1);
    await pass(LEASE_SECONDS * 1000);
    store.renewLease = () => {
      throw new StoreUnusable('locked', { retryable: true });
    };
    expect(tenure.fresh()).toBe(false);
  });

  it('one whose holder was stopped within the renewal is none', async () => {
    const store = openMemoryStore(tables);
    const tenure = await holder(identity(1), store);
    const renew = store.renewLease.bind(store);
    let stopped = LEASE_SECONDS * 1000;
    store.renewLease = (at, agent) => {
      renew(at, agent);
      clock.stand(stopped);
    };
    clock.stand(LEASE_SECONDS * 1000);
    expect(tenure.fresh()).toBe(false);
    stopped = 0;
    expect(tenure.fresh()).toBe(true);
  });
});
