/** The service host's channel (`cairn serve`): a WebSocket on the page's own origin. */
import type { Channel, ChannelListener, Transport } from './transport.ts';

/** Close code by which the service says that this window is not let in: its token is of another start of the service. */
const NOT_LET_IN = 4401;

export function webSocketTransport(address: string): Transport {
  return (listener: ChannelListener): Channel => {
    const socket = new WebSocket(address);
    socket.addEventListener('open', () => listener.opened());
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (typeof event.data === 'string') listener.received(event.data);
    });
    socket.addEventListener('close', ({ code, reason }) =>
      listener.closed({ refused: code === NOT_LET_IN, reason: reason === '' ? `closed with code ${code}` : reason }),
    );
    return {
      send: (frame) => socket.send(frame),
      close: () => socket.close(1000),
    };
  };
}
