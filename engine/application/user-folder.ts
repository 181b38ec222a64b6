/** What Cairn remembers of a person, outside of any workspace: preferences, recent and trusted folders, tokens of services. */
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { keptWorkspaces, type KeptWorkspaces } from '../protocol/kept.ts';

/** Where the operating system wants it. */
export function userFolder(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const own = env['CAIRN_HOME'];
  if (own !== undefined && own !== '') return own;
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Cairn');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Cairn');
  const config = env['XDG_CONFIG_HOME'];
  return join(config === undefined || config === '' ? join(home, '.config') : config, 'cairn');
}

const mostRecent = 20;

export class UserFolder {
  readonly dir: string;

  constructor(dir: string) {
    this.dir = dir;
  }

  /** A file of JSON; undefined where there is none, or none that can be read: nothing in here is worth a failure. */
  read(name: string): unknown {
    try {
      return JSON.parse(readFileSync(join(this.dir, name), 'utf8')) as unknown;
    } catch (error) {
      if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return undefined;
      throw error;
    }
  }

  /** Whole or not at all, and for nobody else's eyes. */
  write(name: string, content: unknown): void {
    mkdirSync(this.dir, { recursive: true, mode: 0o700 });
    const file = join(this.dir, name);
    const fresh = `${file}.${process.pid}`;
    writeFileSync(fresh, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
    chmodSync(fresh, 0o600);
    renameSync(fresh, file);
  }

  isTrusted(dir: string): boolean {
    return this.#workspaces().trusted.includes(dir);
  }

  trust(dir: string, trusted: boolean): void {
    const known = this.#workspaces();
    const others = known.trusted.filter((each) => each !== dir);
    this.write('workspaces.json', { ...known, trusted: trusted ? [...others, dir] : others });
  }

  /** Folders that were opened in a window, latest first. */
  recent(): string[] {
    return this.#workspaces().recent;
  }

  /** Answers whether it was opened before. */
  opened(dir: string): boolean {
    const known = this.#workspaces();
    const recent = [dir, ...known.recent.filter((each) => each !== dir)].slice(0, mostRecent);
    this.write('workspaces.json', { ...known, recent });
    return known.recent.includes(dir);
  }

  #workspaces(): KeptWorkspaces {
    const read = keptWorkspaces.safeParse(this.read('workspaces.json'));
    return read.success ? read.data : { recent: [], trusted: [] };
  }
}
