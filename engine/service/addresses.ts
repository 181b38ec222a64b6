/**
 * Under which names the service may be asked for. A page of another site can make a browser send requests here, and can
 * let its own name lead here; what it cannot do is to forge `Host` and `Origin`.
 */
import { hostname, networkInterfaces } from 'node:os';

const loopback = ['127.0.0.1', 'localhost', '[::1]'];

export class Addresses {
  readonly #names: ReadonlySet<string>;
  readonly #port: () => number;
  readonly #protocol: 'http:' | 'https:';

  /** @param host that the service listens on */
  constructor(host: string, port: () => number, protocol: 'http:' | 'https:' = 'http:') {
    const own = host.includes(':') ? `[${host}]` : host;
    const everywhere = host === '0.0.0.0' || host === '::';
    this.#names = new Set([...loopback, own, ...(everywhere ? machineNames() : [])].map((name) => name.toLowerCase()));
    this.#port = port;
    this.#protocol = protocol;
  }

  /** Whether a `Host` header names this service. */
  isHost(header: string | undefined): boolean {
    const usual = this.#protocol === 'http:' ? '80' : '443';
    const [, name, port = usual] = /^(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d+))?$/i.exec(header ?? '') ?? [];
    return name !== undefined && this.#names.has(name.toLowerCase()) && Number(port) === this.#port();
  }

  /** Whether an `Origin` header is of this service's own pages; programs send none. */
  isOrigin(header: string | undefined): boolean {
    if (header === undefined) return true;
    const url = URL.parse(header);
    return url !== null && url.protocol === this.#protocol && url.origin === header && this.isHost(url.host);
  }
}

function machineNames(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return [
    hostname(),
    ...addresses.map(({ address }) => (address.includes(':') ? `[${address.split('%')[0]}]` : address)),
  ];
}

/** Whether only this machine can reach it. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
