/**
 * A holder of the lease that is frozen around a commit of its, and woken when another has long taken over
 * (checkpoint-semantics, section 9).
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CrashPoint, CrashPointName } from '../../../engine/protocol/engine-link.ts';
import { processTable } from '../../../engine/store/liveness.ts';
import type { EngineEntry } from '../../../engine/supervisor/engine-entry.ts';
import { EngineHandle, type Announcement } from '../../../engine/supervisor/engine-handle.ts';
import { engineProgram } from '../engine-program.ts';
import { PatchedEngine } from '../patched-engine.ts';
import type { Edit } from '../plant.ts';
import { historyWhole } from '../promises/history-whole.ts';
import { START, StoreFolder } from '../store-folder.ts';
import { readTale } from '../tale.ts';
import { fencingFaults } from './faults.ts';
import { placeWitness, witnessed } from './witness.ts';

const LEASE_SECONDS = 1;
const ROUNDS = 5;
const LOOK_MS = 20;

/** Instead of killing itself at an armed crash point, the engine freezes there. */
const freezing: Edit = {
  file: 'runtime/engine-process.ts',
  from: `  process.kill(process.pid, 'SIGKILL');\n  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);\n`,
  to: `  process.kill(process.pid, 'SIGSTOP');\n`,
};

export interface Sleep {
  /** Before the commit of a task's outcome, in its transaction, or right after it. */
  readonly point: CrashPointName;
  /** How long it stays frozen once another has done all that there is to do. */
  readonly seconds: number;
  /** Nobody stands by. */
  readonly alone?: boolean;
}

export interface SleeperReport {
  /** What became of the holder. */
  readonly end: 'killed' | 'fenced' | 'went on';
  readonly frozenMs: number;
  readonly faults: readonly string[];
}

export async function sleeperStory({ point, seconds, alone = false }: Sleep): Promise<SleeperReport> {
  const folder = new StoreFolder(join(import.meta.dirname, '../processes'));
  const patched = await PatchedEngine.of([freezing]);
  const heard: Announcement[] = [];
  const agent = (name: string, entry: EngineEntry, crashPoints: CrashPoint[]): EngineHandle => {
    const options = folder.engineOptions();
    const { settings } = options;
    return new EngineHandle(
      {
        engine: {
          ...options,
          settings: { ...settings, agent: { ...settings.agent, name, leaseSeconds: LEASE_SECONDS } },
          standby: true,
          crashPoints,
        },
        restart: { pauseAfter: () => 0, most: 3 },
        pause: () => Promise.resolve(),
        entry,
      },
      (said) => name === 'sleeper' && heard.push(said),
    );
  };
  let sleeper: EngineHandle | undefined;
  let standby: EngineHandle | undefined;
  try {
    await folder.deploy('counting.bpmn');
    placeWitness(folder.dir);
    const variables = JSON.stringify({ counted: 0, limit: ROUNDS });
    folder.accept(START, { kind: 'start', definition: 'counting', variables });
    sleeper = agent('sleeper', patched.entry, [{ element: 'count', point, visit: 2 }]);
    const pid = (await sleeper.ready())?.pid ?? 0;
    const began = performance.now();
    // It stops at its crash point, and tells nobody.
    if (alone) while (processTable.isFrozen(pid) !== true) await delay(LOOK_MS);
    else {
      standby = agent('standby', engineProgram(), []);
      await standby.ready();
      await standby.idle();
    }
    if (seconds > 0) await delay(seconds * 1000);
    const frozenMs = performance.now() - began;
    if (sleeper.pid === pid) process.kill(pid, 'SIGCONT');
    const end = await fateOf(sleeper, heard, alone);
    const tale = folder.read(readTale);
    return {
      end,
      frozenMs,
      faults: [
        ...fencingFaults(witnessed(folder.dir), [], []),
        ...folder.read((reader) => historyWhole(reader, tale)),
        ...tale.jobs.flatMap(({ row, executions }) => {
          const counted = executions.filter(
            ({ element, outcome }) => element === 'count' && outcome === 'completed',
          ).length;
          return row.status === 'completed' && counted === ROUNDS
            ? []
            : [`job ${row.id} is ${row.status}, and counted ${counted} times`];
        }),
        ...(tale.jobs.length === 1 ? [] : [`there are ${tale.jobs.length} jobs`]),
      ],
    };
  } finally {
    await Promise.all([sleeper?.stop(), standby?.stop()]);
    patched.remove();
    folder.remove();
  }
}

/** Once it is known: it died, was told that it had lost the lease, or made progress. */
async function fateOf(
  sleeper: EngineHandle,
  heard: readonly Announcement[],
  alone: boolean,
): Promise<SleeperReport['end']> {
  for (;;) {
    for (const said of heard) {
      if (said.type === 'crashed') return 'killed';
      if (said.type === 'refused' && said.reason === 'fenced') return 'fenced';
    }
    if (alone && (await sleeper.idle())) return 'went on';
    await new Promise<void>((resolve) => {
      const leave = sleeper.listen(() => {
        leave();
        resolve();
      });
    });
  }
}
