/** What every act and every question needs to know of the place that it is asked in. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import type { EngineOptions } from '../protocol/engine-link.ts';
import type { Announcement } from '../supervisor/engine-handle.ts';
import { findWorkspace, type Workspace } from './workspace.ts';

/** What happens while a request is on its way. */
export type News = Announcement;

export interface Context {
  /** File names are relative to it. */
  readonly cwd: string;
  readonly workspace: Workspace;
  readonly storeDir: string;
  /** Network tasks may reach beyond loopback. */
  readonly trusted: boolean;
  readonly tell: (news: News) => void;
  /** Aborts when a person asks to stop. */
  readonly signal: AbortSignal | null;
  /** ms */
  readonly now: () => number;
  readonly newId: () => string;
}

export interface ContextOptions {
  readonly cwd: string;
  /** Found from `cwd` by default. */
  readonly workspace?: Workspace | undefined;
  /** `<workspace>/.cairn` by default. */
  readonly storeDir?: string | undefined;
  readonly trusted?: boolean | undefined;
  readonly tell?: ((news: News) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly now?: (() => number) | undefined;
  readonly newId?: (() => string) | undefined;
}

/** @throws BadRequest when the workspace's settings cannot be used. */
export function contextOf(options: ContextOptions): Context {
  const workspace = options.workspace ?? findWorkspace(options.cwd);
  const { storeDir, trusted, tell, signal, now, newId } = options;
  return {
    cwd: options.cwd,
    workspace,
    storeDir: storeDir === undefined ? join(workspace.dir, '.cairn') : resolve(options.cwd, storeDir),
    trusted: trusted === true || workspace.settings.trusted,
    tell: tell ?? (() => undefined),
    signal: signal ?? null,
    now: now ?? Date.now,
    newId: newId ?? randomUUID,
  };
}

/** For an engine that serves this place. An agent without a name is called after its host. */
export function engineOptionsOf(context: Context, crashPoints: EngineOptions['crashPoints'] = []): EngineOptions {
  const { storeDir, workspace, trusted } = context;
  const { settings } = workspace;
  const agent = { ...settings.agent, name: settings.agent.name ?? hostAgent(hostname()) };
  return {
    storeDir,
    workspaceDir: workspace.dir,
    settings: { ...settings, agent },
    trusted,
    crashPoints,
    standby: false,
  };
}

/** Host names may hold what names of agents may not. */
function hostAgent(host: string): string {
  return host.replaceAll(/[^\w.-]/g, '-').slice(0, 128) || 'agent';
}
