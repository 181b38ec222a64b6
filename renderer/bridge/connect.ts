/** Finds the host that this page belongs to, and connects. */
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import { desktopChannel, type DesktopBridge } from './desktop-channel.ts';
import { webSocketChannel } from './websocket-channel.ts';
import { createWindowClient, type ClientOptions } from './window-client.ts';

/** What is used of the page. */
export interface Page {
  readonly cairn?: DesktopBridge;
  readonly location: { readonly protocol: string; readonly host: string; readonly pathname: string; hash: string };
  readonly history: { replaceState(data: unknown, unused: string, url: string): void };
}

const after: ClientOptions['after'] = (ms, callback) => {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
};

/** The client of this page. In a browser the token of the address is exchanged for a cookie first, and taken out of the address. */
export async function connectWindow(page: Page): Promise<WindowClient> {
  if (page.cairn !== undefined) return createWindowClient(desktopChannel(page.cairn), { after });
  const { protocol, host, pathname, hash } = page.location;
  const token = new URLSearchParams(hash.slice(1)).get('token');
  if (token !== null) {
    page.history.replaceState(null, '', pathname);
    await fetch('/session', { method: 'POST', headers: { authorization: `Bearer ${token}` } });
  }
  return createWindowClient(webSocketChannel(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/window`), { after });
}
