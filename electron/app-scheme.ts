/** `app://window/…`: the files of the window, with the rules under which they run. Nothing else has that origin. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { securityHeaders } from '../engine/service/page.ts';
import { isOwnPage } from './window-channel.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};

/** For `protocol.handle`. */
export function appScheme(folder: string): (request: { readonly url: string; readonly method: string }) => Response {
  return ({ url, method }) => {
    if (method !== 'GET' && method !== 'HEAD') return refusal(405);
    const file = isOwnPage(url) ? fileOf(folder, url) : null;
    if (file === null) return refusal(404);
    const type = types[extname(file).toLowerCase()] ?? 'application/octet-stream';
    return new Response(readFileSync(file), { headers: { ...securityHeaders, 'content-type': type } });
  };
}

/** Null: there is none, or it lies outside. */
function fileOf(folder: string, url: string): string | null {
  try {
    const { pathname } = new URL(url);
    const asked = join(folder, decodeURIComponent(pathname === '/' || pathname === '' ? '/index.html' : pathname));
    const file = realpathSync(asked);
    return file.startsWith(realpathSync(folder) + sep) && statSync(file).isFile() ? file : null;
  } catch (error) {
    // Not there, or an address that cannot be read.
    if (error instanceof URIError || error instanceof TypeError || (error instanceof Error && 'code' in error))
      return null;
    throw error;
  }
}

function refusal(status: number): Response {
  return new Response('There is nothing here.\n', {
    status,
    headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' },
  });
}
