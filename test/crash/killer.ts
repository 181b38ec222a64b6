/** When the supervisor pulls the plug from outside. */
import type { Moment } from './crash-run.ts';

export type Killer = (moment: Moment) => boolean;

/** As soon as the recorder file of this engine has so many bytes. */
export function atBytes(engine: number, bytes: number): Killer {
  return (moment) => moment.kind === 'recorded' && moment.engine === engine && moment.bytes >= bytes;
}

/** As soon as this engine has announced so many new checkpoints. */
export function atCheckpoints(engine: number, times: number): Killer {
  return everyEngine((which) => (which === engine ? times : Infinity));
}

/** Every engine, as soon as it has announced as many new checkpoints as its budget allows. */
export function everyEngine(budget: (engine: number) => number): Killer {
  const seqs = new Map<string, number>();
  let current = 0;
  let heard = 0;
  return (moment) => {
    if (moment.engine !== current) heard = 0;
    current = moment.engine;
    if (moment.kind !== 'said' || moment.announcement.type !== 'progress') return false;
    for (const { id, seq } of moment.announcement.jobs) {
      if (seq <= (seqs.get(id) ?? 0)) continue;
      seqs.set(id, seq);
      heard += 1;
    }
    return heard >= budget(moment.engine);
  };
}

/** The first sign of life of this engine's successor: it is in the middle of its recovery. */
export function inRecovery(engine: number): Killer {
  return (moment) => moment.kind === 'recorded' && moment.engine === engine && moment.bytes > 0;
}

export function anyOf(...killers: readonly Killer[]): Killer {
  return (moment) => killers.some((killer) => killer(moment));
}
