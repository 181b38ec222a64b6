/**
 * The browser that end-to-end tests drive and `npm start` opens: an installed one, else the one that Playwright keeps; for
 * tests it is also installed, by Playwright's download or by the distribution's package where the user may.
 *
 *     node build/browser.ts            finds or installs one, and prints its path
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Names on the path of a Unix, and places elsewhere; all of them understand `--app=`. */
const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
  'brave-browser',
];
const macPlaces = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);
const windowsPlaces = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or not for us
  }
}

/** Path of a browser of the Chromium family; null: none is installed. */
export function installedBrowser(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
): string | null {
  const named = env['CAIRN_BROWSER'];
  if (named !== undefined && named !== '') return isProgram(named) ? named : null;
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const programs = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].flatMap((folder) =>
    folder === undefined ? [] : windowsPlaces.map((place) => join(folder, place)),
  );
  const places = platform === 'win32' ? programs : platform === 'darwin' ? [...macPlaces, ...onPath] : onPath;
  return places.find(isProgram) ?? null;
}

/** The one that Playwright downloaded; null: it has none. */
export function downloadedBrowser(): string | null {
  const file = chromium.executablePath();
  return existsSync(file) ? file : null;
}

function runs(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): boolean {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
    timeout: 600_000,
  });
  return status === 0;
}

/** @throws Error that says what to install. */
export function testBrowser(): string {
  const found = installedBrowser() ?? downloadedBrowser();
  if (found !== null) return found;
  console.error('no Chromium is installed: downloading the one of Playwright');
  const playwright = join(root, 'node_modules', 'playwright', 'cli.js');
  if (runs(process.execPath, [playwright, 'install', 'chromium'])) {
    const file = downloadedBrowser();
    if (file !== null) return file;
  }
  if (process.platform === 'linux' && process.getuid?.() === 0 && isProgram('/usr/bin/apt-get')) {
    console.error('the download failed: installing the package of the distribution');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const packages = ['chromium', 'fonts-dejavu-core'];
    if (runs('apt-get', ['update', '-qq'], env)) {
      runs('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], env);
      const file = installedBrowser();
      if (file !== null) return file;
    }
  }
  throw new Error(
    'end-to-end tests need a browser: install Chromium or Chrome (Debian: apt-get install chromium fonts-dejavu-core), ' +
      'or name one in CAIRN_BROWSER',
  );
}

if (import.meta.main) {
  try {
    console.log(testBrowser());
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
