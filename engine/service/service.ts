/**
 * The local service: the window's files, the window's socket, and the place for REST. Loopback unless told otherwise;
 * whoever comes must name this service (`Host`, `Origin`) and have a key (access.ts).
 */
import fastifyStatic from '@fastify/static';
import fastifyWebsocket from '@fastify/websocket';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { BadRequest } from '../application/failure.ts';
import type { WindowHost } from '../application/window/window-host.ts';
import { Access, newToken, type Credentials } from './access.ts';
import { Addresses, isLoopback } from './addresses.ts';
import { isBuilt, notBuilt, securityHeaders, windowFolder } from './page.ts';
import { problemOf } from './rest/problem.ts';
import { API, registerRest } from './rest/rest.ts';
import { UNAUTHORIZED, WindowSockets } from './window-socket.ts';

export interface ServiceOptions {
  readonly windows: WindowHost;
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Kept from an earlier start, so that its windows find in again; absent: a new one. */
  readonly token?: string | undefined;
  readonly credentials: Credentials | null;
  /** Of Cairn, for the description of the REST service. */
  readonly version?: string | undefined;
  /** PEM; null or absent: plain HTTP. */
  readonly tls?: { readonly key: string; readonly cert: string } | null | undefined;
  /** The window's files; those of this build by default. */
  readonly folder?: string | undefined;
}

export interface Service {
  /** With the token: for people, and for the browser that is opened for them. */
  readonly address: string;
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** Ends it, its windows, and the engine behind them. */
  close(): Promise<void>;
}

/** Of requests; files of a workspace travel in the socket. */
const MOST_BYTES = 1024 * 1024;
/** A frame may hold a file, and the text form of one is longer than the file. */
const MOST_FRAME = 160 * 1024 * 1024;

/** @throws BadRequest when the address cannot be had. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { windows, host, credentials } = options;
  const tls = options.tls ?? null;
  if (!isLoopback(host) && credentials === null) {
    throw new BadRequest(`serve: --host ${host} can be reached from other machines: it needs --user and --password`);
  }
  let port = options.port;
  const access = new Access(options.token ?? newToken(), credentials, () => port, tls !== null);
  const addresses = new Addresses(host, () => port, tls === null ? 'http:' : 'https:');
  const sockets = new WindowSockets(windows);
  const app = fastify({
    ...(tls === null ? {} : { https: { ...tls, minVersion: 'TLSv1.2' as const } }),
    logger: false,
    bodyLimit: MOST_BYTES,
    routerOptions: { maxParamLength: 512 },
    // For the request to come in; its answer may take longer: savepoints of all jobs do.
    requestTimeout: 60_000,
    forceCloseConnections: true,
    frameworkErrors: (error, request, reply) => {
      refuseAddress(error, request.url, reply);
    },
  });
  guard(app, access, addresses);
  await app.register(fastifyWebsocket, { options: { maxPayload: MOST_FRAME, perMessageDeflate: false } });
  app.post('/session', (request, reply) => openSession(request, reply, access));
  app.register(async (scope) => {
    scope.get('/window', { websocket: true }, (socket, request) => {
      if (access.admits(request.headers)) sockets.take(socket);
      else socket.close(UNAUTHORIZED, 'This window has no key.');
    });
  });
  await registerRest(app, access, windows, options.version ?? '0');
  await servePage(app, options.folder ?? windowFolder());
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw unavailable(host, port, error);
  }
  const taken = app.server.address();
  if (typeof taken === 'object' && taken !== null) port = taken.port;
  const name = host.includes(':') ? `[${host}]` : host;
  const url = `${tls === null ? 'http' : 'https'}://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : name}:${port}/`;
  return {
    url,
    address: `${url}#token=${access.token}`,
    port,
    token: access.token,
    close: async () => {
      sockets.close();
      await app.close();
      await windows.close();
    },
  };
}

/** Before anything else is looked at. */
function guard(app: FastifyInstance, access: Access, addresses: Addresses): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(securityHeaders);
    if (!addresses.isHost(request.headers.host) || !addresses.isOrigin(request.headers.origin)) {
      return reply.code(403).type('text/plain; charset=utf-8').send('This service is not meant by that name.\n');
    }
    // Programs are asked by REST itself, and answered in its form.
    if (access.credentials !== null && !request.url.startsWith(`${API}/`) && !access.admits(request.headers)) {
      return reply
        .code(401)
        .header('www-authenticate', 'Basic realm="Cairn", charset="UTF-8"')
        .type('text/plain; charset=utf-8')
        .send('User and password, please.\n');
    }
    return undefined;
  });
  app.setNotFoundHandler((_request, reply) => {
    return reply.code(404).type('text/plain; charset=utf-8').send('There is nothing here.\n');
  });
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    const code = error.statusCode ?? 500;
    return reply
      .code(code)
      .type('text/plain; charset=utf-8')
      .send(code < 500 ? 'The request cannot be understood.\n' : 'Something went wrong in the service.\n');
  });
}

/** One that no path can be made of. */
function refuseAddress(error: Error, url: string, reply: FastifyReply): void {
  const isRest = url.startsWith(`${API}/`);
  void reply
    .code(400)
    .headers(securityHeaders)
    .type(isRest ? 'application/problem+json' : 'text/plain; charset=utf-8')
    .send(isRest ? JSON.stringify(problemOf(400, error.message)) : 'The request cannot be understood.\n');
}

/** The token of the address for a cookie that scripts cannot read. */
function openSession(request: FastifyRequest, reply: FastifyReply, access: Access): FastifyReply {
  if (!access.admits(request.headers)) {
    return reply.code(401).type('text/plain; charset=utf-8').send('That token is not known here.\n');
  }
  return reply.code(204).header('set-cookie', access.cookie).send();
}

async function servePage(app: FastifyInstance, folder: string): Promise<void> {
  if (!isBuilt(folder)) {
    app.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(notBuilt));
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    dotfiles: 'deny',
    index: ['index.html'],
    setHeaders: (response, path) => {
      // Built files carry a hash of their content in their names; the page itself does not.
      void response.header(
        'cache-control',
        /-[\w-]{8,}\.\w+$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
}

function unavailable(host: string, port: number, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'EADDRINUSE':
      return new BadRequest(`serve: port ${port} of ${host} is in use; --port 0 picks a free one`);
    case 'ERR_SOCKET_BAD_PORT':
      return new BadRequest(`serve: ${port} is no port: they go from 0, which picks a free one, to 65535`);
    case 'EACCES':
      return new BadRequest(`serve: port ${port} of ${host} may not be used`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new BadRequest(`serve: ${host} is no address of this machine`);
    default:
      return error;
  }
}
