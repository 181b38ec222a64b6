/** What the groups of calls share: the place that a window looks at, and what is running there. */
import type { CallInput, CallName, CallResult } from '../../protocol/window-calls.ts';
import type { WorkProgress } from '../../protocol/window-link.ts';
import type { WorkspaceView } from '../../protocol/window-views.ts';
import type { Context } from '../context.ts';
import type { UserFolder } from '../user-folder.ts';
import type { Drafts } from './drafts.ts';
import type { EngineKeeper } from './engine-keeper.ts';
import type { News } from './news.ts';
import type { OwnAgents } from './own-agents.ts';
import type { StoreKeeper } from './store-keeper.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

export interface Studio {
  /** As the settings are now. */
  context(): Context;
  view(): WorkspaceView;
  readonly files: WorkspaceFiles;
  readonly drafts: Drafts;
  readonly store: StoreKeeper;
  readonly engine: EngineKeeper;
  readonly agents: OwnAgents;
  readonly user: UserFolder;
  readonly news: News;
  now(): number;
  newId(): string;
  /** The windows that are open, by the names that they gave themselves. */
  windows(): ReadonlySet<string>;
  /** Of the workspace, for windows to trust or not. */
  trust(trusted: boolean): Promise<void>;
  /** Settings, in `cairn.json`. */
  set(changes: CallInput<'workspace.set'>): Promise<void>;
}

/** One call on its way. */
export interface Call {
  /** Aborts when the window cancels it or goes away. */
  readonly signal: { readonly aborted: boolean };
  readonly progress: (progress: WorkProgress) => void;
  readonly watch: (job: string) => void;
  readonly unwatch: (job: string) => void;
}

export type Handlers = {
  readonly [Name in CallName]: (input: CallInput<Name>, call: Call) => CallResult<Name> | Promise<CallResult<Name>>;
};
