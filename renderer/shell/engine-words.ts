/** The states of the engine in words, and why something cannot be done to it. */
import type { ConnectionState } from '../../engine/protocol/window-link.ts';
import type { EngineView } from '../../engine/protocol/window-views.ts';

export type EngineState = EngineView['state'];

export const engineWords: Readonly<Record<EngineState, string>> = {
  absent: 'not started',
  starting: 'starting',
  active: 'active',
  paused: 'paused',
  restarting: 'restarting',
  stopping: 'stopping',
  dead: 'dead',
  refused: 'cannot serve the store',
  elsewhere: 'in another process',
};

/** Why nothing can be asked of the host; null: it can. Of an engine whose host is gone nothing is known. */
export function awayRefusal(connection: ConnectionState): string | null {
  return connection === 'lost' || connection === 'refused' ? 'There is no connection to the engine’s host' : null;
}

/** Why the plug cannot be pulled; null: it can. */
export function plugRefusal(state: EngineState): string | null {
  if (state === 'absent') return 'No engine is started: there is nothing to kill';
  if (state === 'refused') return 'The engine cannot serve the store: there is nothing to kill';
  return state === 'dead' ? 'The engine is dead already: recover first' : null;
}

/** Why no engine can be started; null: one can. */
export function startRefusal(state: EngineState): string | null {
  if (state === 'absent') return null;
  if (state === 'dead') return 'The engine is dead: recover it';
  if (state === 'refused') return 'The engine cannot serve the store';
  return state === 'elsewhere' ? 'The engine is in another process' : `The engine is ${engineWords[state]} already`;
}
