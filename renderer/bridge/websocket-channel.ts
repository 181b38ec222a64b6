/** The channel to the service: a WebSocket of the same origin. */
import type { Connect } from './window-client.ts';

/** The host closes with this code when it knows no such session: a new one must be asked for. */
const UNAUTHORIZED = 4401;

/** @param url like `ws://127.0.0.1:4400/window` */
export function webSocketChannel(url: string): Connect {
  return ({ opened, frame, closed }) => {
    const socket = new WebSocket(url);
    let over = false;
    const end = (why: 'lost' | 'refused'): void => {
      if (!over) closed(why);
      over = true;
    };
    socket.addEventListener('open', () => opened());
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (typeof event.data === 'string') frame(event.data);
    });
    socket.addEventListener('close', (event) => end(event.code === UNAUTHORIZED ? 'refused' : 'lost'));
    return {
      send: (text) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      close: () => {
        over = true;
        socket.close();
      },
    };
  };
}
