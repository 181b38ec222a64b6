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
import type { ReactNode } from 'react';
import { readOnlyReason, storeReadOnlyReason, useHostState } from '../bridge/host-state.ts';
import { KeyHint } from '../ui/KeyHint.tsx';
import { runCommand, useCommandRegistry } from '../workbench/command-registry.ts';
import { useAnalyses } from './analysis.ts';
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
  if (file === undefined) return null;
  const notRun = unreadable ?? (file.unsaved ? readOnly : null) ?? noStore;
  return (
    <div className="editor-toolbar" role="toolbar" aria-label="Tools of the file in view">
      {session !== null && <DiagramTools key={session.path} session={session} />}
      {decisions !== null && (
        <>
          <Tool id="design.undo" disabled={!decisions.canUndo}>
            <Undo2 size={16} />
          </Tool>
          <Tool id="design.redo" disabled={!decisions.canRedo}>
            <Redo2 size={16} />
          </Tool>
        </>
      )}
      <Button
        variant={file.unsaved ? 'filled' : 'default'}
        leftSection={<Save size={14} aria-hidden />}
        disabled={!file.unsaved || readOnly !== null}
        title={readOnly ?? 'Save (Ctrl+S)'}
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
      <Tool id="design.undo" disabled={!session.commands.canUndo()}>
        <Undo2 size={16} />
      </Tool>
      <Tool id="design.redo" disabled={!session.commands.canRedo()}>
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
      <CommandMenu label="Align and distribute" prefix="design.align" disabled={session.selection.get().length < 2}>
        <AlignHorizontalJustifyCenter size={16} />
      </CommandMenu>
      <CommandMenu label="More: export, layout" prefix="design.more">
        <Ellipsis size={16} />
      </CommandMenu>
    </>
  );
}

interface ToolProps {
  readonly id: string;
  readonly disabled?: boolean;
  /** Only where there is room. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

function Tool({ id, disabled = false, wide = false, children }: ToolProps) {
  const command = useCommandRegistry((state) => state.commands.get(id));
  const title = command?.title ?? id;
  return (
    <ActionIcon
      className={wide ? 'editor-toolbar-wide' : ''}
      aria-label={title}
      title={title}
      disabled={disabled}
      onClick={() => runCommand(id)}
    >
      {children}
    </ActionIcon>
  );
}

/** All commands whose id begins so, as a menu. */
function CommandMenu(props: { label: string; prefix: string; disabled?: boolean; children: ReactNode }) {
  const commands = useCommandRegistry((state) => state.commands);
  const { label, prefix, disabled = false } = props;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={label} title={label} disabled={disabled}>
          {props.children}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {[...commands.values()]
          .filter(({ id }) => id.startsWith(prefix))
          .map(({ id, title, keys }) => (
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
