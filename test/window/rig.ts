/** A host of windows on a workspace of the test's own, and clients of it over each of the channels. */
import { EventEmitter } from 'node:events';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { pageBridge } from '../../electron/page-bridge.ts';
import { WindowChannels, type Contents, type MainEvent } from '../../electron/window-channel.ts';
import { WindowHost } from '../../engine/application/window/window-host.ts';
import { startService, type Service } from '../../engine/service/service.ts';
import { BridgeClient } from '../../renderer/bridge/client.ts';
import { desktopTransport } from '../../renderer/bridge/desktop-transport.ts';
import type { Transport } from '../../renderer/bridge/transport.ts';
import { engineProgram } from '../crash/engine-program.ts';

const samples = fileURLToPath(new URL('../../samples', import.meta.url));

export class WindowRig {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'cairn-window-')));
  readonly dir = join(this.folder, 'workspace');
  readonly home = join(this.folder, 'home');
  /** What the host reported as nobody's fault but its own. */
  readonly reported: unknown[] = [];
  readonly #clients: BridgeClient[] = [];
  #host: WindowHost | null = null;
  #ids = 0;

  constructor() {
    cpSync(samples, this.dir, { recursive: true, filter: (path) => !path.endsWith('.cairn') });
  }

  get host(): WindowHost {
    this.#host ??= new WindowHost({
      dir: this.dir,
      host: 'service',
      version: '0.0.0-test',
      userDir: this.home,
      entry: engineProgram(),
      report: (error) => this.reported.push(error),
      now: Date.now,
      newId: () => `test-${process.pid}-${(this.#ids += 1)}`,
    });
    return this.#host;
  }

  client(transport: Transport, name = ''): BridgeClient {
    const client = new BridgeClient(transport, name);
    this.#clients.push(client);
    return client;
  }

  /** Over the channel that is no channel. */
  direct(name?: string): BridgeClient {
    return this.client(inProcess(this.host), name);
  }

  /** Another host on the same folder, as after a restart. */
  async restart(): Promise<void> {
    await this.#host?.close();
    this.#host = null;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.#host?.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    if (this.reported.length > 0) throw new Error(`the host reported ${this.reported.map(String).join('; ')}`);
  }
}

export function inProcess(host: WindowHost): Transport {
  return (listener) => {
    const session = host.open((frame) => {
      setImmediate(() => listener.received(frame));
    });
    setImmediate(() => listener.opened());
    return {
      send: (frame) => session.receive(frame),
      close: () => {
        host.left(session);
        listener.closed({ refused: false, reason: 'closed' });
      },
    };
  };
}

/** As a browser does it, with the cookie that the token brought. */
export function overWebSocket(url: string, headers: Record<string, string>): Transport {
  return (listener) => {
    const socket = new WebSocket(new URL('window', url.replace('http', 'ws')), { headers });
    socket.on('open', () => listener.opened());
    socket.on('message', (data: Buffer) => listener.received(data.toString('utf8')));
    socket.on('error', () => undefined); // `close` follows
    socket.on('close', (code) => listener.closed({ refused: code === 4401, reason: `code ${code}` }));
    return { send: (frame) => socket.send(frame), close: () => socket.close() };
  };
}

export async function serviceOn(host: WindowHost, options: { port?: number; token?: string } = {}): Promise<Service> {
  return startService({
    windows: host,
    host: '127.0.0.1',
    credentials: null,
    port: options.port ?? 0,
    token: options.token,
  });
}

export async function cookieOf({ url, token }: Pick<Service, 'url' | 'token'>): Promise<string> {
  const answer = await fetch(new URL('session', url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

/** Electron's two ends, joined: what one sends, the other hears, a turn later. */
export class IpcPair {
  readonly main = new EventEmitter();
  readonly page = new EventEmitter();
  senderFrame: MainEvent['senderFrame'] = { url: 'app://window/', parent: null };
  destroyed = false;

  readonly contents: Contents = {
    id: 7,
    isDestroyed: () => this.destroyed,
    send: (channel, ...values) => {
      setImmediate(() => this.page.emit(channel, {}, ...values));
    },
  };

  readonly renderer = {
    send: (channel: string, ...values: unknown[]): void => {
      const event = { sender: this.contents, senderFrame: this.senderFrame };
      setImmediate(() => this.main.emit(channel, event, ...values));
    },
    on: (channel: string, listener: (event: unknown, ...values: unknown[]) => void) => this.page.on(channel, listener),
    removeListener: (channel: string, listener: (event: unknown, ...values: unknown[]) => void) =>
      this.page.removeListener(channel, listener),
  };

  channels(host: WindowHost): WindowChannels {
    return new WindowChannels(this.main, (contents) => (contents === this.contents.id ? host : null));
  }

  transport(): Transport {
    return desktopTransport(pageBridge(this.renderer));
  }
}
