/** `cairn serve`: the window, in a browser. */
import { givenCertificate, ownCertificate, type Certificate } from '../../application/certificate.ts';
import { BadRequest } from '../../application/failure.ts';
import { UserFolder, userFolder } from '../../application/user-folder.ts';
import type { Call, Command } from '../command.ts';
import { version } from '../package-file.ts';

/** Where it is looked for first; anything else is said. */
const usualPort = 4400;
const tokens = 'service-tokens.json';

export const serve: Command = {
  name: 'serve',
  summary: 'Serves the window of a workspace to a browser on this machine, until it is interrupted.',
  takes: ['FOLDER'],
  optional: 1,
  options: {
    port: {
      type: 'string',
      takes: 'N',
      help: `${usualPort} by default, or a free one where that is taken; 0 picks one`,
    },
    host: { type: 'string', takes: 'ADDRESS', help: '127.0.0.1 by default; others need a user and a password' },
    user: { type: 'string', takes: 'NAME', help: 'asks for a user and a password, too' },
    password: { type: 'string', takes: 'TEXT', help: 'of that user' },
    tls: { type: 'boolean', help: 'HTTPS, with a certificate of its own that is made once' },
    'tls-key': { type: 'string', takes: 'FILE', help: 'HTTPS with a given key (PEM); needs --tls-cert' },
    'tls-cert': { type: 'string', takes: 'FILE', help: 'HTTPS with a given certificate (PEM); needs --tls-key' },
    trust: { type: 'boolean', help: 'let network tasks reach beyond this machine' },
  },
  notes: [
    'Prints one line when it is ready: the address, with the token that opens it.',
    'Programs find REST below /api/v1, described at /api/v1/openapi.json.',
  ],
  run: async (call) => {
    const { values, context } = call;
    const user = values.text('user');
    const password = values.text('password');
    if ((user === undefined) !== (password === undefined)) {
      throw new BadRequest('serve: --user and --password belong together');
    }
    // Only this command needs a server: the others start quicker without.
    const { startService } = await import('../../service/service.ts');
    const { WindowHost } = await import('../../application/window/window-host.ts');
    const folder = values.optionalArgument(0);
    const windows = new WindowHost({
      dir: folder ?? context.cwd,
      storeDir: values.text('store'),
      host: 'service',
      version: version(),
      trusted: values.flag('trust'),
      report: (error) =>
        call.terminal.remark(
          `internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        ),
      now: context.now,
      newId: context.newId,
    });
    const port = values.integer('port', 0);
    const host = values.text('host') ?? '127.0.0.1';
    const options = {
      windows,
      host,
      version: version(),
      tls: await certificateOf(call, windows.context.storeDir, host).catch(async (error: unknown) => {
        await windows.close();
        throw error;
      }),
      token: keptToken(windows.dir),
      credentials: user === undefined || password === undefined ? null : { user, password },
    };
    try {
      const service = await startService({ ...options, port: port ?? usualPort }).catch((error: unknown) => {
        if (port === undefined && error instanceof BadRequest) return startService({ ...options, port: 0 });
        throw error;
      });
      keepToken(windows.dir, service.token);
      announce(call, { ...service, workspace: windows.dir });
      await interrupted(call);
      await service.close();
    } catch (error) {
      await windows.close();
      throw error;
    }
    return 0;
  },
};

/** Null: plain HTTP. @throws BadRequest */
function certificateOf({ values, context }: Call, storeDir: string, host: string): Promise<Certificate | null> {
  const key = values.text('tls-key');
  const cert = values.text('tls-cert');
  if ((key === undefined) !== (cert === undefined)) {
    return Promise.reject(new BadRequest('serve: --tls-key and --tls-cert belong together'));
  }
  if (key !== undefined && cert !== undefined) {
    return Promise.resolve().then(() => givenCertificate(context.cwd, key, cert));
  }
  return values.flag('tls') ? ownCertificate(storeDir, host, context.now()) : Promise.resolve(null);
}

function announce(
  { answer }: Call,
  {
    address,
    url,
    port,
    token,
    workspace,
  }: { address: string; url: string; port: number; token: string; workspace: string },
): void {
  answer({ address, url, port, token, pid: process.pid, workspace }, () => [`cairn serves ${workspace} at ${address}`]);
}

function interrupted({ context }: Call): Promise<void> {
  const { signal } = context;
  return new Promise((resolve) => {
    if (signal === null) return;
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });
}

/** A window that is open while the service ends finds in again when it is back, on the same port. */
function keptToken(dir: string): string | undefined {
  const kept = new UserFolder(userFolder()).read(tokens);
  if (typeof kept !== 'object' || kept === null || !Object.hasOwn(kept, dir)) return undefined;
  const token = (kept as Record<string, unknown>)[dir];
  return typeof token === 'string' && token.length >= 32 ? token : undefined;
}

function keepToken(dir: string, token: string): void {
  const user = new UserFolder(userFolder());
  const kept = user.read(tokens);
  try {
    user.write(tokens, { ...(typeof kept === 'object' ? kept : {}), [dir]: token });
  } catch (error) {
    // A home that cannot be written: the next start has a new token.
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}
