/**
 * The main process's end of the channel: a session for each connection of a page. Whoever is not the main frame of one of
 * our own pages is not heard.
 */
import type { WindowHost } from '../engine/application/window/window-host.ts';
import type { WindowSession } from '../engine/application/window/session.ts';
import { CLOSE, FRAME, OPEN, ORIGIN } from './channel-names.ts';

/** What is used of the contents of a window. */
export interface Contents {
  readonly id: number;
  isDestroyed(): boolean;
  send(channel: string, ...values: unknown[]): void;
}

/** What is used of Electron's events of `ipcMain`. */
export interface MainEvent {
  readonly sender: Contents;
  /** Null when it is gone already. */
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

/** What is used of `ipcMain`. */
export interface MainIpc {
  on(channel: string, listener: (event: MainEvent, ...values: unknown[]) => void): unknown;
}

/** A page has few connections at a time, even while it loads anew. */
const mostConnections = 4;

export class WindowChannels {
  readonly #hostOf: (contents: number) => WindowHost | null;
  readonly #sessions = new Map<number, Map<number, { host: WindowHost; session: WindowSession }>>();

  /** @param hostOf the host of the workspace that a window shows */
  constructor(ipc: MainIpc, hostOf: (contents: number) => WindowHost | null) {
    this.#hostOf = hostOf;
    const heard = (act: (contents: Contents, id: number, frame: unknown) => void) => {
      return (event: MainEvent, id: unknown, frame: unknown): void => {
        if (isOurs(event) && typeof id === 'number' && Number.isSafeInteger(id)) act(event.sender, id, frame);
      };
    };
    ipc.on(
      OPEN,
      heard((contents, id) => this.#open(contents, id)),
    );
    ipc.on(
      FRAME,
      heard((contents, id, frame) => {
        if (typeof frame === 'string') this.#sessions.get(contents.id)?.get(id)?.session.receive(frame);
      }),
    );
    ipc.on(
      CLOSE,
      heard((contents, id) => this.#close(contents.id, id)),
    );
  }

  /** The page is gone: it was closed, loaded anew, or its process died. */
  left(contents: number): void {
    for (const id of [...(this.#sessions.get(contents)?.keys() ?? [])]) this.#close(contents, id);
    this.#sessions.delete(contents);
  }

  #open(contents: Contents, id: number): void {
    const host = this.#hostOf(contents.id);
    if (host === null) return;
    const sessions = this.#sessions.get(contents.id) ?? new Map<number, { host: WindowHost; session: WindowSession }>();
    this.#sessions.set(contents.id, sessions);
    this.#close(contents.id, id);
    const [oldest] = sessions.keys();
    if (sessions.size >= mostConnections && oldest !== undefined) this.#close(contents.id, oldest);
    const session = host.open((frame) => {
      if (!contents.isDestroyed()) contents.send(FRAME, id, frame);
    });
    sessions.set(id, { host, session });
  }

  #close(contents: number, id: number): void {
    const sessions = this.#sessions.get(contents);
    const known = sessions?.get(id);
    if (known === undefined) return;
    sessions?.delete(id);
    known.host.left(known.session);
  }
}

function isOurs({ senderFrame }: MainEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url);
}

/** Whether an address is one of our own pages. */
export function isOwnPage(url: string): boolean {
  return url === ORIGIN || url.startsWith(`${ORIGIN}/`);
}
