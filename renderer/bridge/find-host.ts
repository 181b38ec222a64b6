/** Which host this page belongs to, and the channel to it. */
import { desktopTransport, type DesktopBridge } from './desktop-transport.ts';
import type { Transport } from './transport.ts';
import { webSocketTransport } from './web-socket-transport.ts';

/** What is used of the page. */
export interface Page {
  readonly cairn?: DesktopBridge;
  readonly location: { readonly href: string; readonly hash: string };
  readonly history: { replaceState(data: unknown, unused: string, url: string): void };
  readonly fetch: (
    url: string,
    request: { method: string; headers: Readonly<Record<string, string>> },
  ) => Promise<unknown>;
}

/**
 * In a browser the token of the address is exchanged for a cookie first, and taken out of the address, where people would
 * copy it along. Whether it was right shows when the channel opens.
 */
export async function transportOf(page: Page): Promise<Transport> {
  if (page.cairn !== undefined) return desktopTransport(page.cairn);
  const here = new URL(page.location.href);
  const token = new URLSearchParams(page.location.hash.slice(1)).get('token');
  if (token !== null) {
    here.hash = '';
    page.history.replaceState(null, '', here.href);
    await page.fetch(new URL('session', here).href, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
  }
  const socket = new URL('window', here);
  socket.protocol = here.protocol === 'https:' ? 'wss:' : 'ws:';
  return webSocketTransport(socket.href);
}
