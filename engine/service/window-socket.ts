/** The window's channel over a WebSocket: one session for each socket, a heartbeat, and an end for those that fall behind. */
import type { WebSocket } from 'ws';
import type { WindowHost } from '../application/window/window-host.ts';

/** Code with which a socket without a key is closed; a window then asks for a new one. */
export const UNAUTHORIZED = 4401;
const TOO_MANY = 4429;
const HEARTBEAT_MS = 15_000;
/** A window that takes nothing for so long that this much waits for it is not there any more. */
const MOST_WAITING = 256 * 1024 * 1024;
const MOST_WINDOWS = 64;

export class WindowSockets {
  readonly #host: WindowHost;
  readonly #open = new Set<WebSocket>();

  constructor(host: WindowHost) {
    this.#host = host;
  }

  get size(): number {
    return this.#open.size;
  }

  /** A socket of somebody who has a key. */
  take(socket: WebSocket): void {
    if (this.#open.size >= MOST_WINDOWS) {
      socket.close(TOO_MANY, 'too many windows');
      return;
    }
    this.#open.add(socket);
    const session = this.#host.open((frame) => {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > MOST_WAITING) socket.terminate();
      else socket.send(frame);
    });
    let alive = true;
    const heartbeat = setInterval(() => {
      if (!alive) {
        socket.terminate();
        return;
      }
      alive = false;
      socket.ping();
    }, HEARTBEAT_MS);
    heartbeat.unref();
    socket.on('pong', () => {
      alive = true;
    });
    socket.on('message', (data, isBinary) => {
      alive = true;
      if (isBinary) socket.close(1003, 'frames are text');
      else session.receive(textOf(data));
    });
    // What was sent is too long, or no WebSocket at all: the socket closes itself after this.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(heartbeat);
      this.#open.delete(socket);
      this.#host.left(session);
    });
  }

  close(): void {
    for (const socket of this.#open) socket.close(1001, 'the service ends');
  }
}

function textOf(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}
