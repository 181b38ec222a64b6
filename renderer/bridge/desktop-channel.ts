/** The channel to Electron's main process: what the preload script puts into the page, and nothing else. */
import type { Connect } from './window-client.ts';

/** `window.cairn`, made by `electron/preload.ts`. */
export interface DesktopBridge {
  /** Opens the channel; the answer closes it. */
  readonly connect: (frame: (text: string) => void) => {
    readonly send: (text: string) => void;
    readonly close: () => void;
  };
}

export function desktopChannel(bridge: DesktopBridge): Connect {
  return ({ opened, frame }) => {
    const channel = bridge.connect(frame);
    queueMicrotask(opened);
    return channel;
  };
}
