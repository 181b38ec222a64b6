import { Button, Menu, VisuallyHidden } from '@mantine/core';
import { Check, ChevronDown, Copy, FilePlus2, FolderOpen, MapPin, PencilLine, Trash2, Upload, X } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { FileKind, FileView } from '../../engine/protocol/window-views.ts';
import { fadeEdges } from '../ui/edge-fade.ts';
import { runCommand } from '../workbench/command-registry.ts';
import { elsewhereText } from '../workbench/elsewhere-text.ts';
import { nameOf, showFile, useOpenFiles } from './open-files.ts';
import { useFileActions } from './use-file-actions.ts';

const HEADINGS: readonly (readonly [FileKind, string])[] = [
  ['process', 'Processes'],
  ['rules', 'Decisions'],
  ['scenario', 'Scenarios'],
  ['settings', 'Settings'],
];

/** What can be done with the file in view. */
const OWN_ITEMS = [
  { id: 'design.rename', title: 'Rename …', Icon: PencilLine, settingsToo: false },
  { id: 'design.duplicate-file', title: 'Duplicate …', Icon: Copy, settingsToo: false },
  { id: 'design.where', title: 'Show where it is …', Icon: MapPin, settingsToo: true },
  { id: 'design.delete', title: 'Delete …', Icon: Trash2, settingsToo: true },
] as const;

/** The open files, and the way to the others. A tab's cross is for the mouse: keys close with Alt+W, or Delete on the tab; F2 there renames. */
export function FileTabs(props: { readonly listed: readonly FileView[]; readonly elsewhere: readonly string[] }) {
  const { listed, elsewhere } = props;
  const { files, active } = useOpenFiles();
  const actions = useFileActions();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const tabs = list.current;
    if (tabs === null) return undefined;
    const show = (): void =>
      tabs.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    show();
    // The tools beside the tabs come and go with the kind of file, and take room from them.
    const observer = new ResizeObserver(show);
    observer.observe(tabs);
    return () => observer.disconnect();
  }, [active, files]);
  const move = (event: KeyboardEvent): void => {
    const index = files.findIndex(({ path }) => path === active);
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = files[(index + step + files.length) % files.length];
    if (event.key === 'F2') runCommand('design.rename');
    if (event.key === 'Delete' && active !== null) void actions.close(active);
    if (step === 0 || next === undefined) return;
    showFile(next.path);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[files.indexOf(next)]?.focus();
  };
  return (
    <div className="editor-tabs">
      <div ref={list} role="tablist" className="shell-tabs" aria-label="Open files" onKeyDown={move}>
        {files.map(({ path, unsaved }) => (
          <button
            key={path}
            type="button"
            role="tab"
            className="shell-tab editor-tab"
            aria-selected={path === active}
            tabIndex={path === active ? 0 : -1}
            title={`${path}${unsaved ? ' – not saved yet' : ''}`}
            onClick={() => showFile(path)}
            onAuxClick={(event) => event.button === 1 && void actions.close(path)}
          >
            <span>{nameOf(path)}</span>
            {unsaved && (
              <>
                <span className="editor-tab-unsaved" aria-hidden>
                  ●
                </span>
                <VisuallyHidden>, not saved</VisuallyHidden>
              </>
            )}
            <span
              className="editor-tab-close"
              aria-hidden
              title="Close (Alt+W)"
              onClick={(event) => {
                event.stopPropagation();
                void actions.close(path);
              }}
            >
              <X size={13} />
            </span>
          </button>
        ))}
      </div>
      <OpenMenu listed={listed} elsewhere={elsewhere} />
    </div>
  );
}

function OpenMenu(props: { readonly listed: readonly FileView[]; readonly elsewhere: readonly string[] }) {
  const { listed, elsewhere } = props;
  const actions = useFileActions();
  const active = useOpenFiles((state) => state.files.find(({ path }) => path === state.active));
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          className="editor-open"
          aria-label="Files"
          variant="subtle"
          title="Open a file of the workspace, or make one (Ctrl+O lists them too)"
          leftSection={<FolderOpen size={14} aria-hidden />}
          rightSection={<ChevronDown size={12} aria-hidden />}
        >
          Files
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <div ref={fadeEdges} className="editor-open-list ui-fade">
          <Menu.Item leftSection={<FilePlus2 size={14} />} onClick={() => runCommand('design.new')}>
            New file …
          </Menu.Item>
          <Menu.Item leftSection={<Upload size={14} />} onClick={() => runCommand('design.take-in')}>
            Open from this computer …
          </Menu.Item>
          <Menu.Label>{active === undefined ? 'No file is in view' : nameOf(active.path)}</Menu.Label>
          {OWN_ITEMS.map(({ id, title, Icon, settingsToo }) => (
            <Menu.Item
              key={id}
              leftSection={<Icon size={14} />}
              disabled={active === undefined || (active.kind === 'settings' && !settingsToo)}
              onClick={() => runCommand(id)}
            >
              {title}
            </Menu.Item>
          ))}
          {HEADINGS.map(([kind, title]) => {
            const files = listed.filter((file) => file.kind === kind);
            return files.length === 0 ? null : (
              <div key={kind}>
                <Menu.Label>{title}</Menu.Label>
                {files.map(({ path }) => (
                  <Menu.Item
                    key={path}
                    className="editor-open-file"
                    aria-current={path === active?.path ? 'page' : undefined}
                    leftSection={path === active?.path ? <Check size={14} aria-hidden /> : <span />}
                    onClick={() => void actions.open(path)}
                  >
                    {nameOf(path)}
                    {path === active?.path && <VisuallyHidden>, in view</VisuallyHidden>}
                  </Menu.Item>
                ))}
              </div>
            );
          })}
          {elsewhere.length > 0 && (
            <>
              <Menu.Label>Elsewhere in the folder</Menu.Label>
              <p className="editor-elsewhere">{elsewhereText(elsewhere)}</p>
            </>
          )}
        </div>
      </Menu.Dropdown>
    </Menu>
  );
}
