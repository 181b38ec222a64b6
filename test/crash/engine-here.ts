/**
 * The engine that comes after a kill, in this process: the death is a real one, and what comes after it needs no process of
 * its own to be real. Starting one costs ten times what it then does.
 */
import { Sandbox } from '../../engine/expressions/sandbox.ts';
import { EngineHost } from '../../engine/runtime/host.ts';
import type { StoreFolder } from './store-folder.ts';

/** Far more than any machine needs. */
const PATIENCE_MS = 180_000;

export class EngineHere {
  /** One thread for all of them, warm. */
  readonly #sandbox = new Sandbox();

  /** Recovers the store and runs it until nothing is left to do; false: that did not come in time. */
  async restart(folder: StoreFolder, withinMs = PATIENCE_MS): Promise<boolean> {
    const broken = Promise.withResolvers<never>();
    const host = await EngineHost.start(
      folder.engineOptions(),
      {
        progress: () => undefined,
        broken: broken.reject,
        paused: (reason) => {
          if (reason !== null) broken.reject(new Error(`paused: ${reason}`));
        },
        kill: (point) => {
          throw new Error(`${point.point} at ${point.element} was not armed in this engine`);
        },
      },
      { sandbox: this.#sandbox },
    );
    const patience = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => {
      patience.resolve(false);
    }, withinMs);
    try {
      const idle = new Promise<boolean>((resolve) => {
        host.engine.whenIdle(() => {
          resolve(true);
        });
      });
      return await Promise.race([idle, patience.promise, broken.promise]);
    } finally {
      clearTimeout(timer);
      await host.stop();
    }
  }

  async close(): Promise<void> {
    await this.#sandbox.close();
  }
}
