/**
 * Who may come in. Three keys open the service: the token (in the address that the command printed, or as a bearer token),
 * the cookie that a window got for it, and a user with a password where the command was given one. Used by the window's
 * socket and by REST alike.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Enough that nobody guesses it. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export class Access {
  readonly token: string;
  /** Null: there is no user with a password. */
  readonly credentials: Credentials | null;
  readonly #cookie: string;
  readonly #port: () => number;
  readonly #encrypted: boolean;

  constructor(token: string, credentials: Credentials | null, port: () => number, encrypted = false) {
    this.token = token;
    this.credentials = credentials;
    this.#port = port;
    this.#encrypted = encrypted;
    // Not the token itself: whoever reads a browser's cookies has no key for programs.
    this.#cookie = createHmac('sha256', token).update('window').digest('base64url');
  }

  /** Cookies know no ports: other services on this machine must not overwrite ours. */
  get cookieName(): string {
    return `cairn_${this.#port()}`;
  }

  /** Value of a `Set-Cookie` header. */
  get cookie(): string {
    const only = this.#encrypted ? '; Secure' : '';
    return `${this.cookieName}=${this.#cookie}; Path=/; HttpOnly; SameSite=Strict${only}`;
  }

  /** Whether the request carries any of the keys. */
  admits(headers: IncomingHttpHeaders): boolean {
    return this.#hasCookie(headers.cookie) || this.knows(headers.authorization);
  }

  /** Whether an `Authorization` header is the token, or user and password. */
  knows(authorization: string | undefined): boolean {
    const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(authorization ?? '') ?? [];
    if (scheme.toLowerCase() === 'bearer') return same(value, this.token);
    if (scheme.toLowerCase() !== 'basic' || this.credentials === null) return false;
    const { user, password } = this.credentials;
    return same(Buffer.from(value, 'base64').toString('utf8'), `${user}:${password}`);
  }

  #hasCookie(header: string | undefined): boolean {
    const cookies = (header ?? '').split(';').map((each) => each.trim());
    const mine = cookies.filter((each) => each.startsWith(`${this.cookieName}=`));
    return mine.some((each) => same(each.slice(this.cookieName.length + 1), this.#cookie));
  }
}

/** Takes as long for a wrong text as for the right one. */
function same(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
