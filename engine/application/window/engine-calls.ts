/** The engine as the window sees and handles it. */
import type { CrashPoint } from '../../protocol/engine-link.ts';
import type { EngineView } from '../../protocol/window-views.ts';
import { CallFailed } from './call-failed.ts';
import type { Handlers, Studio } from './studio-parts.ts';

export function engineCalls(
  studio: Studio,
): Pick<
  Handlers,
  'engine.show' | 'engine.kill' | 'engine.arm' | 'engine.disarm' | 'engine.recover' | 'engine.start' | 'engine.stop'
> {
  const { engine, agents } = studio;
  const view = (): EngineView => {
    engine.look();
    return engine.view();
  };
  return {
    'engine.show': view,
    'engine.kill': async () => {
      const { state, pid } = view();
      // The one that serves the store, whichever of ours that is.
      if (state === 'elsewhere' && pid !== null && agents.has(pid)) {
        engine.noteKill(pid);
        await agents.kill(pid);
      } else if (state === 'elsewhere') throw foreign(engine.view().message);
      else await engine.kill();
      return view();
    },
    'engine.arm': async (point) => {
      await engine.arm([...engine.armed.filter((armed) => !same(armed, point)), point]);
      return view();
    },
    'engine.disarm': async ({ element, point }) => {
      await engine.arm(
        engine.armed.filter(
          (armed) =>
            (element !== undefined && armed.element !== element) || (point !== undefined && armed.point !== point),
        ),
      );
      return view();
    },
    'engine.recover': async () => {
      await engine.start();
      return view();
    },
    'engine.start': async () => {
      await engine.start();
      return view();
    },
    'engine.stop': async () => {
      await engine.stop();
      return view();
    },
  };
}

function foreign(message: string | null): CallFailed {
  return new CallFailed(
    'refused',
    `${message ?? 'another process serves this store'}; it can be killed where it was started, or among the agents`,
  );
}

const same = (left: CrashPoint, right: CrashPoint): boolean =>
  left.element === right.element && left.point === right.point && left.visit === right.visit;
