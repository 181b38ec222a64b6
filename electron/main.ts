/**
 * The desktop, put together: one application, a window for each workspace, a host behind each. Everything that can be
 * checked without Electron's binary lies in the files beside this one.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, session, shell } from 'electron';
import { openSampleWorkspace, sampleWorkspace } from '../engine/application/sample-workspace.ts';
import { UserFolder, userFolder } from '../engine/application/user-folder.ts';
import { WindowHost } from '../engine/application/window/window-host.ts';
import { workspaceDir } from '../engine/application/workspace.ts';
import { windowFolder } from '../engine/service/page.ts';
import { appScheme } from './app-scheme.ts';
import { ORIGIN, SCHEME } from './channel-names.ts';
import { guardContents, guardSession } from './guards.ts';
import { menuTemplate } from './menu.ts';
import { WindowChannels } from './window-channel.ts';
import { windowOptions } from './window-options.ts';

/** This file is bundled into `out/`, flat. */
const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

interface Open {
  readonly window: BrowserWindow;
  readonly host: WindowHost;
}

class Desktop {
  /** By workspace. */
  readonly #open = new Map<string, Open>();
  readonly #user = new UserFolder(userFolder());
  readonly #channels: WindowChannels;

  constructor() {
    this.#channels = new WindowChannels(ipcMain, (contents) => {
      return [...this.#open.values()].find(({ window }) => window.webContents.id === contents)?.host ?? null;
    });
  }

  /** The folder that is named, else the last one, else the samples. */
  start(args: readonly string[]): void {
    const named = args.find((arg) => !arg.startsWith('-') && existsSync(arg));
    const dir = named ?? this.#user.recent().find((recent) => existsSync(recent));
    if (dir === undefined || dir === sampleWorkspace(this.#user.dir)) this.openSamples();
    else this.openFolder(dir);
  }

  openSamples(): void {
    this.openFolder(
      openSampleWorkspace(this.#user.dir, beside('../samples'), (line) => process.stdout.write(`${line}\n`)),
    );
  }

  /** Shows the window of a workspace that is open already. */
  openFolder(folder: string): void {
    const dir = workspaceDir(folder);
    const known = this.#open.get(dir);
    if (known !== undefined) {
      known.window.focus();
      return;
    }
    const host = new WindowHost({
      dir,
      host: 'desktop',
      version: versionOf(),
      report: (error) =>
        process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
      now: Date.now,
      newId: randomUUID,
    });
    const window = new BrowserWindow(windowOptions(beside('./electron-preload.cjs'), nativeTheme.shouldUseDarkColors));
    this.#open.set(dir, { window, host });
    const contents = window.webContents;
    const { id } = contents;
    // A browser asks by itself.
    contents.on('will-prevent-unload', (event) => {
      const choice = dialog.showMessageBoxSync(window, {
        type: 'question',
        message: 'Leave this window?',
        detail: 'The latest edits are neither saved nor in a draft yet.',
        buttons: ['Leave', 'Stay'],
        defaultId: 1,
        cancelId: 1,
      });
      if (choice === 0) event.preventDefault();
    });
    contents.on('did-navigate', () => this.#channels.left(id));
    contents.on('render-process-gone', () => this.#channels.left(id));
    window.once('ready-to-show', () => window.show());
    window.once('closed', () => {
      this.#channels.left(id);
      this.#open.delete(dir);
      void host.close();
    });
    void window.loadURL(`${ORIGIN}/`);
    this.showMenu();
  }

  showMenu(): void {
    const acts = {
      openFolder: () => void this.#choose(),
      openSamples: () => this.openSamples(),
      openRecent: (dir: string) => this.openFolder(dir),
    };
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, this.#user.recent(), acts)));
  }

  /** Ends every engine in order. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ host }) => host.close()));
    this.#open.clear();
  }

  async #choose(): Promise<void> {
    const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory', 'createDirectory'] });
    const [dir] = filePaths;
    if (dir !== undefined) this.openFolder(dir);
  }
}

function versionOf(): string {
  const read: unknown = JSON.parse(readFileSync(beside('../package.json'), 'utf8'));
  return typeof read === 'object' && read !== null && 'version' in read ? String(read.version) : 'unknown';
}

protocol.registerSchemesAsPrivileged([
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
app.enableSandbox();
const args = process.argv.slice(app.isPackaged ? 1 : 2);
if (!app.requestSingleInstanceLock({ args })) app.quit();
else {
  const desktop = new Desktop();
  app.on('web-contents-created', (_event, contents) => {
    guardContents(contents, (url) => void shell.openExternal(url));
  });
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    const given = typeof data === 'object' && data !== null && 'args' in data ? data.args : [];
    desktop.start(Array.isArray(given) ? given.filter((arg) => typeof arg === 'string') : []);
  });
  app.on('window-all-closed', () => app.quit());
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void desktop.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
  void app.whenReady().then(() => {
    guardSession(session.defaultSession);
    protocol.handle(SCHEME, appScheme(windowFolder()));
    desktop.start(args);
  });
}
