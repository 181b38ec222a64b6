/** The page's end of the channel: what the preload script shows to the page. */
import { CLOSE, FRAME, OPEN } from './channel-names.ts';

/** What is used of Electron's `ipcRenderer`. */
export interface RendererIpc {
  send(channel: string, ...values: unknown[]): void;
  on(channel: string, listener: (event: unknown, ...values: unknown[]) => void): unknown;
  removeListener(channel: string, listener: (event: unknown, ...values: unknown[]) => void): unknown;
}

export interface PageBridge {
  readonly connect: (received: (frame: string) => void) => {
    readonly send: (frame: string) => void;
    readonly close: () => void;
  };
}

/** Text frames both ways; each connection has a number of its own. */
export function pageBridge(ipc: RendererIpc): PageBridge {
  let connections = 0;
  return {
    connect: (received) => {
      const id = (connections += 1);
      const hear = (_event: unknown, connection: unknown, frame: unknown): void => {
        if (connection === id && typeof frame === 'string') received(frame);
      };
      ipc.on(FRAME, hear);
      ipc.send(OPEN, id);
      return {
        send: (frame) => {
          if (typeof frame === 'string') ipc.send(FRAME, id, frame);
        },
        close: () => {
          ipc.removeListener(FRAME, hear);
          ipc.send(CLOSE, id);
        },
      };
    },
  };
}
