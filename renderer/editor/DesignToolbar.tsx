import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  AlignHorizontalJustifyCenter,
  CircleQuestionMark,
  Ellipsis,
  Map as MapIcon,
  Maximize,
  Play,
  Redo2,
  Save,
  Undo2,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import { useConnection } from '../bridge/client-context.ts';
import { awayReason, readOnlyReason, storeReadOnlyReason, useHostState } from '../bridge/host-state.ts';
import { KeyHint } from '../ui/KeyHint.tsx';
import { toolLabel } from '../ui/tool-label.ts';
import { runCommand, useCommandRegistry } from '../workbench/command-registry.ts';
import { useAnalyses } from './analysis.ts';
import { refusals } from './design-commands.ts';
import { useActiveDecisions } from './decision-session.ts';
import { useSession, type DiagramSession } from './diagram-session.ts';
import { useOpenFiles } from './open-files.ts';
import { useActiveSession } from './sessions.ts';
import { unreadableIn } from './unreadable.ts';

/** What is done most with the file in view; everything else is in the palette. */
export function DesignToolbar() {
  const file = useOpenFiles(({ files, active }) => files.find(({ path }) => path === active));
  const session = useActiveSession();
  const decisions = useActiveDecisions();
  const unreadable = useAnalyses((all) => (file === undefined ? null : unreadableIn(all[file.path]?.problems)));
  const readOnly = useHostState(readOnlyReason);
  const noStore = useHostState(storeReadOnlyReason);
  const away = awayReason(useConnection().state);
  if (file === undefined) return null;
  const notRun = unreadable ?? away ?? (file.unsaved ? readOnly : null) ?? noStore;
  return (
    <div className="editor-toolbar" role="toolbar" aria-label="Tools of the file in view">
      {session !== null && <DiagramTools key={session.path} session={session} />}
      {decisions !== null && (
        <>
          <Tool id="design.undo" refusal={decisions.canUndo ? null : refusals.undo}>
            <Undo2 size={16} />
          </Tool>
          <Tool id="design.redo" refusal={decisions.canRedo ? null : refusals.redo}>
            <Redo2 size={16} />
          </Tool>
        </>
      )}
      <Button
        variant={file.unsaved ? 'filled' : 'default'}
        leftSection={<Save size={14} aria-hidden />}
        disabled={!file.unsaved || readOnly !== null}
        title={readOnly ?? (file.unsaved ? 'Save (Ctrl+S)' : toolLabel('Save', refusals.save))}
        onClick={() => runCommand('design.save')}
      >
        Save
      </Button>
      {file.kind === 'rules' && (
        <Button
          variant={file.unsaved ? 'default' : 'filled'}
          leftSection={<Play size={14} aria-hidden />}
          title="Decide with values that you give: what comes of it, and which rules hit (F5)"
          onClick={() => runCommand('design.try')}
        >
          Try it
        </Button>
      )}
      {file.kind === 'process' && (
        <Button
          variant={file.unsaved ? 'default' : 'filled'}
          leftSection={<Play size={14} aria-hidden />}
          disabled={notRun !== null}
          title={notRun ?? `${file.unsaved ? 'Save it, and start' : 'Start'} a job of it (F5)`}
          onClick={() => runCommand('design.run')}
        >
          Run
        </Button>
      )}
    </div>
  );
}

function DiagramTools({ session }: { readonly session: DiagramSession }) {
  useSession(session);
  return (
    <>
      <Tool id="design.undo" refusal={session.commands.canUndo() ? null : refusals.undo}>
        <Undo2 size={16} />
      </Tool>
      <Tool id="design.redo" refusal={session.commands.canRedo() ? null : refusals.redo}>
        <Redo2 size={16} />
      </Tool>
      <span className="editor-toolbar-line" />
      <Tool id="design.zoom-out" wide>
        <ZoomOut size={16} />
      </Tool>
      <Tool id="design.zoom-fit">
        <Maximize size={16} />
      </Tool>
      <Tool id="design.zoom-in" wide>
        <ZoomIn size={16} />
      </Tool>
      <Tool id="design.minimap" wide>
        <MapIcon size={16} />
      </Tool>
      <Tool id="signs.show">
        <CircleQuestionMark size={16} />
      </Tool>
      <span className="editor-toolbar-line" />
      <CommandMenu
        label="Align and distribute"
        prefix="design.align"
        refusal={session.selection.get().length < 2 ? refusals.align : null}
      >
        <AlignHorizontalJustifyCenter size={16} />
      </CommandMenu>
      <CommandMenu label="More: layout, export" prefix="design.more" leftOut>
        <Ellipsis size={16} />
      </CommandMenu>
    </>
  );
}

interface ToolProps {
  readonly id: string;
  /** Why it cannot be used now; null: it can. */
  readonly refusal?: string | null;
  /** Only where there is room. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

function Tool({ id, refusal = null, wide = false, children }: ToolProps) {
  const command = useCommandRegistry((state) => state.commands.get(id));
  const title = toolLabel(command?.title ?? id, refusal);
  return (
    <ActionIcon
      data-command={id}
      className={wide ? 'editor-toolbar-wide' : ''}
      aria-label={title}
      title={title}
      disabled={refusal !== null}
      onClick={() => runCommand(id)}
    >
      {children}
    </ActionIcon>
  );
}

interface CommandMenuProps {
  readonly label: string;
  readonly prefix: string;
  /** Why it cannot be used now; null: it can. */
  readonly refusal?: string | null;
  /** Whether what the toolbar has no room for is here, too. */
  readonly leftOut?: boolean;
  readonly children: ReactNode;
}

/** All commands whose id begins so, as a menu. */
function CommandMenu(props: CommandMenuProps) {
  const commands = useCommandRegistry((state) => state.commands);
  const { prefix, refusal = null, leftOut = false } = props;
  const label = toolLabel(props.label, refusal);
  const button = useRef<HTMLButtonElement>(null);
  const [first, setFirst] = useState<readonly string[]>([]);
  return (
    <Menu position="bottom-end" onOpen={() => leftOut && setFirst(withoutRoom(button.current))}>
      <Menu.Target>
        <ActionIcon ref={button} aria-label={label} title={label} disabled={refusal !== null}>
          {props.children}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {[
          ...first.flatMap((id) => commands.get(id) ?? []),
          ...[...commands.values()].filter(({ id }) => id.startsWith(prefix)),
        ].map(({ id, title, keys }) => (
          <Menu.Item
            key={id}
            onClick={() => runCommand(id)}
            {...(keys === undefined ? {} : { rightSection: <KeyHint keys={keys} /> })}
          >
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The commands of the tools that are not shown in the toolbar of this button (editor.css). */
function withoutRoom(button: HTMLElement | null): readonly string[] {
  const tools = button?.closest('.editor-toolbar')?.querySelectorAll<HTMLElement>('.editor-toolbar-wide') ?? [];
  return [...tools]
    .filter((tool) => tool.getClientRects().length === 0)
    .flatMap((tool) => tool.dataset['command'] ?? []);
}
