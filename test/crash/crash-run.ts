/** Runs a store's engine in a real child process until everything is at rest, through whatever kills fall on it. */
import { mkdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { CrashPoint } from '../../engine/protocol/engine-link.ts';
import type { Recording } from '../../engine/protocol/recording.ts';
import type { EngineEntry } from '../../engine/supervisor/engine-entry.ts';
import { EngineHandle, type Announcement, type EngineEnd } from '../../engine/supervisor/engine-handle.ts';
import { readRecordings, recorderFiles } from '../../engine/supervisor/recorder-reader.ts';
import { wouldBeSetAside } from './blame.ts';
import { deathOf, type Death } from './death.ts';
import { engineProgram } from './engine-program.ts';
import type { StoreFolder } from './store-folder.ts';
import { readTale, type Tale } from './tale.ts';

/** Something that a killer can take as the moment. `engine`: how many engines died before this one. */
export type Moment =
  | { readonly kind: 'said'; readonly engine: number; readonly announcement: Announcement }
  | { readonly kind: 'recorded'; readonly engine: number; readonly bytes: number };

export interface CrashRunOptions {
  readonly entry?: EngineEntry | undefined;
  readonly crashPoints?: readonly CrashPoint[];
  /** True: the supervisor pulls the plug, now; unless that would be the third death over one activity instance. */
  readonly killAt?: (moment: Moment) => boolean;
  /** Told how to pull the plug of the engine that lives, for those who find their moments elsewhere. */
  readonly plug?: (pull: () => void) => void;
  /** Restarts it, in place of a new process; false: it did not come to rest. */
  readonly restart?: (folder: StoreFolder, withinMs: number) => Promise<boolean>;
  /** Deaths in a row, without progress and not at crash points, that end it. */
  readonly mostDeaths?: number;
  /** So long an engine may take for its start, its next checkpoint or its end. */
  readonly withinMs?: number;
}

export interface CrashRun {
  readonly deaths: readonly Death[];
  readonly end: EngineEnd;
  /** Came to rest in time. */
  readonly rested: boolean;
  readonly tale: Tale;
  /** Of all engines, those that died included, in their order. */
  readonly recordings: readonly (readonly Recording[])[];
}

/** Far more than any machine needs: only a run that stands still gets this far. */
const PATIENCE_MS = 180_000;
/** With each of these something has become of it. */
const SIGNS_OF_LIFE: ReadonlySet<Announcement['type']> = new Set(['ready', 'progress', 'crashed']);

export async function crashRun(folder: StoreFolder, options: CrashRunOptions = {}): Promise<CrashRun> {
  const { crashPoints = [], killAt, mostDeaths = 5, withinMs = PATIENCE_MS } = options;
  const recorderDir = join(folder.dir, 'recorder');
  mkdirSync(recorderDir, { recursive: true });
  /** Recorder file of the latest engine that is gone: names begin with the epoch, those that come are greater. */
  let gone = recorderFiles(folder.dir).at(-1) ?? '';
  const deaths: Death[] = [];
  let said = new Map<string, number>();
  let killed = false;

  const hear = (announcement: Announcement): void => {
    if (SIGNS_OF_LIFE.has(announcement.type)) patience.refresh();
    if (announcement.type === 'progress') {
      for (const { id, seq } of announcement.jobs) said.set(id, Math.max(said.get(id) ?? 0, seq));
    } else if (announcement.type === 'crashed') {
      const death = deathOf(folder, announcement, gone, said);
      gone = death.recorder ?? gone;
      deaths.push(death);
      said = new Map();
      killed = false;
    }
    consider({ kind: 'said', engine: deaths.length, announcement });
  };
  const consider = (moment: Moment): void => {
    if (killed || killAt?.(moment) !== true || wouldBeSetAside(deaths, folder)) return;
    killed = true;
    handle.kill();
  };

  const patience = setTimeout(() => void handle.stop(), withinMs);
  const handle = new EngineHandle(
    {
      engine: { ...folder.engineOptions(), crashPoints: [...crashPoints] },
      restart: options.restart === undefined ? { pauseAfter: () => 0, most: mostDeaths } : null,
      pause: () => Promise.resolve(),
      entry: options.entry ?? engineProgram(),
    },
    hear,
  );
  const watcher = watch(recorderDir, (_event, name) => {
    if (name === null || name <= gone) return;
    const bytes = statSync(join(recorderDir, name), { throwIfNoEntry: false })?.size ?? 0;
    consider({ kind: 'recorded', engine: deaths.length, bytes });
  });

  options.plug?.(() => handle.kill());

  let rested = false;
  try {
    rested = await handle.idle();
  } finally {
    clearTimeout(patience);
    watcher.close();
  }
  const end = await handle.stop();
  if (options.restart !== undefined && end.kind === 'crashed') rested = await options.restart(folder, withinMs);
  const last = recorderFiles(folder.dir).at(-1) ?? '';
  const recordings = [
    ...deaths.map((death) => death.recordings),
    ...(last > gone ? [[...readRecordings(folder.dir, last)]] : []),
  ];
  return { deaths, end, rested, tale: folder.read(readTale), recordings };
}
