/**
 * Opens the studio: on the workspace that is named, else on the last one of this clone, else on a copy of the samples. In
 * Electron where its binary can be had; else one line says why not, and the service is opened in the installed browser as
 * an application window; where there is no browser or no display, its address is printed.
 *
 *     npm start [-- [--browser] [--samples | FOLDER]]
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { openSampleWorkspace, sampleWorkspace } from '../engine/application/sample-workspace.ts';
import { UserFolder, userFolder } from '../engine/application/user-folder.ts';
import { startDemoServer, type DemoServer } from '../engine/cli/demo-server.ts';
import { profileReleased } from './browser-profile.ts';
import { installedBrowser } from './browser.ts';
import { chooseWorkspace, rememberWorkspace, type WorkspaceWish } from './studio-workspace.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'out');
/** Where the samples expect the card service. */
const DEMO_PORT = 4747;

interface Asked extends WorkspaceWish {
  readonly browser: boolean;
}

function asked(): Asked {
  const { values, positionals } = parseArgs({
    options: { browser: { type: 'boolean' }, samples: { type: 'boolean' } },
    allowPositionals: true,
  });
  return { browser: values.browser === true, samples: values.samples === true, folder: positionals[0] };
}

/** The card service that the first sample charges; null: the port is taken, perhaps by another studio's. */
async function demoServer(): Promise<DemoServer | null> {
  try {
    return await startDemoServer({ port: DEMO_PORT });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    return null;
  }
}

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']].some((name) => name !== undefined && name !== '');
}

/** Electron's program, fetched if it is not there; a text is why it cannot be had, on one line. */
function electron(): { readonly program: string } | string {
  if (!hasDisplay()) return 'there is no display';
  const folder = join(root, 'node_modules', 'electron');
  if (!existsSync(join(folder, 'install.js'))) return 'the package electron is not installed';
  const found = electronProgram(folder);
  if (found !== null) return { program: found };
  console.error('fetching Electron, once …');
  const { status, stderr, error } = spawnSync(process.execPath, [join(folder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: 180_000,
  });
  const program = electronProgram(folder);
  if (status === 0 && program !== null) return { program };
  const reason = error?.message ?? stderr.split('\n').find((line) => line.trim() !== '') ?? 'no reason was given';
  return `its binary could not be fetched (${reason.trim()})`;
}

function electronProgram(folder: string): string | null {
  const file = join(folder, 'path.txt');
  if (!existsSync(file)) return null;
  const program = join(folder, 'dist', readFileSync(file, 'utf8'));
  return existsSync(program) ? program : null;
}

/** The service, when it has said where it is. */
function serve(dir: string): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, [join(out, 'cli.js'), 'serve', dir, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Its own group: Ctrl-C is for this process, which ends it in order.
    detached: process.platform !== 'win32',
  });
  return new Promise((found, failed) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
      if (said.endsWith('}\n')) found({ child, address: (JSON.parse(said) as { address: string }).address });
    });
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`the service ended with code ${code}`)));
  });
}

interface OpenedBrowser {
  readonly browser: ChildProcess;
  readonly profile: string;
  readonly forget: () => void;
}

/**
 * The installed browser as an application window, with a profile of its own, so that it ends when the window is closed.
 * The token is not among its arguments, which every user of the machine may read, but in a file that only this one may.
 */
function openBrowser(address: string, user: UserFolder): OpenedBrowser | string {
  if (!hasDisplay()) return 'there is no display';
  const program = installedBrowser();
  if (program === null) return 'no browser of the Chromium family is installed';
  if (process.platform === 'linux' && process.getuid?.() === 0) return 'browsers do not run as root';
  const page = join(user.dir, `open-${process.pid}.html`);
  mkdirSync(user.dir, { recursive: true, mode: 0o700 });
  writeFileSync(page, `<!doctype html><meta http-equiv="refresh" content="0; url=${address}">\n`, { mode: 0o600 });
  const profile = join(user.dir, 'browser');
  const args = [
    `--app=${pathToFileURL(page).href}`,
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--window-size=1440,900',
  ];
  return {
    browser: spawn(program, args, { stdio: 'ignore', detached: process.platform !== 'win32' }),
    profile,
    forget: () => rmSync(page, { force: true }),
  };
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });

/** Resolves when a person wants it all to end. */
function interrupt(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
}

/** Its own, or those of a browser that had the profile already, such as of a studio whose service has died. */
async function windowClosed({ browser, profile }: OpenedBrowser): Promise<void> {
  await ended(browser);
  await profileReleased(profile);
}

async function inBrowser(dir: string, user: UserFolder, interrupted: Promise<void>): Promise<void> {
  const { child, address } = await serve(dir);
  const opened = openBrowser(address, user);
  console.log(`Cairn is at ${address}${typeof opened === 'string' ? ` (open it in a browser: ${opened})` : ''}`);
  try {
    const closed = typeof opened === 'string' ? Promise.withResolvers<undefined>().promise : windowClosed(opened);
    const died = ended(child).then(() => 'died' as const);
    if ((await Promise.race([interrupted, closed, died])) === 'died') {
      const how = child.signalCode === null ? `with code ${child.exitCode}` : `of ${child.signalCode}`;
      console.error(
        `Cairn's service ended ${how}. Start it again with npm start: what was saved is there, and open windows go on.`,
      );
      process.exitCode = 1;
    }
  } finally {
    if (typeof opened !== 'string') opened.forget();
    child.kill('SIGTERM');
    await ended(child);
  }
}

async function inElectron(program: string, dir: string, interrupted: Promise<void>): Promise<void> {
  const child = spawn(program, [join(out, 'electron-main.js'), dir], { stdio: 'inherit' });
  await Promise.race([ended(child), interrupted]);
  child.kill('SIGTERM');
  await ended(child);
}

async function main(): Promise<void> {
  const interrupted = interrupt();
  const built = spawnSync(process.execPath, [join(root, 'build', 'bundle.ts'), '--if-stale'], { stdio: 'inherit' });
  if (built.status !== 0) throw new Error('the build failed');
  const wanted = asked();
  const user = new UserFolder(userFolder());
  const chosen = chooseWorkspace(wanted, user, root, process.env['INIT_CWD'] ?? process.cwd());
  const dir = chosen.dir ?? openSampleWorkspace(user.dir, join(root, 'samples'), (line) => console.log(line));
  console.log(`Workspace: ${dir} (${chosen.because})`);
  rememberWorkspace(user, root, dir);
  const [before] = user.recent();
  const demo = dir === sampleWorkspace(user.dir) ? await demoServer() : null;
  try {
    const desktop = wanted.browser ? 'a browser was asked for' : electron();
    if (typeof desktop !== 'string') await inElectron(desktop.program, dir, interrupted);
    else {
      console.log(`The window opens in a browser, not in Electron: ${desktop}.`);
      await inBrowser(dir, user, interrupted);
    }
  } finally {
    await demo?.close();
    // The desktop's menu opens folders too: the one that came last is where the person goes on.
    const [after] = user.recent();
    if (after !== undefined && after !== before) rememberWorkspace(user, root, after);
  }
}

main().catch((error: unknown) => {
  console.error(`Cairn could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
