/**
 * What lies between window and host: something that carries text both ways, in order, until it closes. The client knows
 * nothing more, so that a WebSocket, Electron's channel and a test's pair of functions are the same to it.
 */
export interface ChannelListener {
  readonly opened: () => void;
  readonly received: (frame: string) => void;
  /** Comes once, also when it never opened. `refused`: trying again is no use, and `reason` says why. */
  readonly closed: (end: { readonly refused: boolean; readonly reason: string }) => void;
}

export interface Channel {
  send(frame: string): void;
  close(): void;
}

/** Opens a channel; called again for each attempt to come back. */
export type Transport = (listener: ChannelListener) => Channel;
