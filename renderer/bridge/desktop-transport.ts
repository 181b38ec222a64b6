/** The desktop's channel: what the preload script puts into the page, and nothing else. */
import type { Channel, ChannelListener, Transport } from './transport.ts';

/** `window.cairn`, made by `electron/preload.ts`. */
export interface DesktopBridge {
  /** Opens a channel to the main process. */
  readonly connect: (received: (frame: string) => void) => {
    readonly send: (frame: string) => void;
    readonly close: () => void;
  };
}

export function desktopTransport(bridge: DesktopBridge): Transport {
  return (listener: ChannelListener): Channel => {
    const channel = bridge.connect(listener.received);
    // The main process is there as long as the page is; the caller has its channel in hand before this is heard.
    queueMicrotask(() => listener.opened());
    return channel;
  };
}
