import { Button } from '@mantine/core';
import { Copy, FilePlus2, FolderOpen, Upload, Zap } from 'lucide-react';
import { Suspense, lazy, useEffect, useState } from 'react';
import type { FileView } from '../../engine/protocol/window-views.ts';
import { useAnswer, useClient, useNotifications } from '../bridge/client-context.ts';
import { useHostState } from '../bridge/host-state.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { runCommand, runInPlace } from '../workbench/command-registry.ts';
import { useLayout } from '../workbench/layout-store.ts';
import { preference, setPreference, usePreferencesLoaded } from '../workbench/preferences.ts';
import { storySentence } from '../workbench/story-sentence.ts';
import { DesignToolbar } from './DesignToolbar.tsx';
import { DiagramEditor } from './DiagramEditor.tsx';
import { DiskBanner } from './DiskBanner.tsx';
import { useFileDrop } from './file-drop.ts';
import { ElsewhereBanner } from './ElsewhereBanner.tsx';
import { elsewhereText } from '../workbench/elsewhere-text.ts';
import { useFileCommands } from './file-commands.ts';
import { takeIn } from './file-intake.ts';
import { FileDialog } from './FileDialog.tsx';
import { fitTools } from './toolbar-room.ts';
import { FileTabs } from './FileTabs.tsx';
import { NewFileDialog } from './NewFileDialog.tsx';
import { keptFiles, readKept } from './kept-paths.ts';
import { lookAgain } from './look-again.ts';
import { nameOf, orderFiles, useOpenFiles, type OpenFile } from './open-files.ts';
import { samplePath } from './sample-files.ts';
import { TextFileEditor } from './TextFileEditor.tsx';
import { useDesignCommands } from './design-commands.ts';
import { useFileActions } from './use-file-actions.ts';
import './editor.css';

const DecisionEditor = lazy(async () => ({ default: (await import('./DecisionEditor.tsx')).DecisionEditor }));

/** The design place: files in tabs, the one in view in the editor that fits it. */
export function DesignCentre() {
  const { files, active } = useOpenFiles();
  const actions = useFileActions();
  const client = useClient();
  const listed = useAnswer('files.list', {});
  useFileCommands();
  useDesignCommands(listed.data?.files ?? []);
  useOpenedAgain();
  useNotifications('files-changed', (changed) => {
    void actions.changedOnDisk(changed.files);
    listed.again();
    if (changed.files.some(({ path }) => /\.(?:bpmn|dmn|json)$/.test(path))) lookAgain();
  });

  const dragged = useFileDrop((dropped) => {
    // Their tabs are here.
    useLayout.getState().openPlace('design');
    void takeIn(dropped, client, actions);
  });
  return (
    <div className="editor">
      <div ref={fitTools} className="editor-head">
        <FileTabs listed={listed.data?.files ?? []} elsewhere={listed.data?.elsewhere ?? []} />
        <DesignToolbar />
      </div>
      <DiskBanner />
      <ElsewhereBanner />
      <div className="editor-body">
        {files.map((file) => (
          <section key={file.path} className="editor-file" hidden={file.path !== active} aria-label={nameOf(file.path)}>
            <FileBody file={file} />
          </section>
        ))}
        {files.length === 0 && (
          <NothingOpen listed={listed.data?.files ?? []} elsewhere={listed.data?.elsewhere ?? []} />
        )}
        {dragged && (
          <div className="editor-drop">
            <p>Drop files to take them into the workspace</p>
          </div>
        )}
      </div>
      <NewFileDialog />
      <FileDialog listed={listed.data?.files ?? []} />
    </div>
  );
}

function FileBody({ file }: { readonly file: OpenFile }) {
  if (file.kind === 'process') return <DiagramEditor file={file} />;
  if (file.kind === 'rules') {
    return (
      <Suspense fallback={<p className="ui-quiet">Loading the table editor …</p>}>
        <DecisionEditor file={file} />
      </Suspense>
    );
  }
  return <TextFileEditor file={file} />;
}

const mostOffered = 5;

/** The way to what is there: the workspace's processes, and the story where the workspace has what it is told on. */
function NothingOpen(props: { readonly listed: readonly FileView[]; readonly elsewhere: readonly string[] }) {
  const { listed, elsewhere } = props;
  const actions = useFileActions();
  const processes = listed.filter(({ kind }) => kind === 'process');
  // The sample that all else here speaks of comes first.
  const offered = [
    ...processes.filter(({ path }) => path === samplePath),
    ...processes.filter(({ path }) => path !== samplePath),
  ].slice(0, mostOffered);
  const hasStory = processes.some(({ path }) => path === samplePath);
  return (
    <EmptyState
      icon={FolderOpen}
      title="No file is open"
      actions={
        <>
          <Button leftSection={<FilePlus2 size={14} />} variant="filled" onClick={() => runCommand('design.new')}>
            New file …
          </Button>
          <Button leftSection={<FolderOpen size={14} />} onClick={() => runCommand('design.open')}>
            Open a file of the workspace …
          </Button>
          <Button leftSection={<Upload size={14} />} onClick={() => runCommand('design.take-in')}>
            Open from this computer …
          </Button>
          {hasStory ? (
            <Button leftSection={<Zap size={14} />} onClick={() => runInPlace('runs', 'runs.story')}>
              Show me the whole story
            </Button>
          ) : (
            <Button leftSection={<Copy size={14} />} onClick={() => runCommand('design.sample')}>
              Copy the order sample here
            </Button>
          )}
        </>
      }
    >
      <p>Draw a process, or open one. You can also drag .bpmn, .dmn and .json files in here.</p>
      {processes.length > 0 && (
        <p className="editor-offered">
          <span>Processes of this workspace:</span>
          {offered.map(({ path }) => (
            <button key={path} type="button" className="ui-link" onClick={() => void actions.open(path)}>
              {nameOf(path)}
            </button>
          ))}
          {processes.length > offered.length && <span>and {processes.length - offered.length} more under Files</span>}
        </p>
      )}
      {hasStory && <p>{storySentence}</p>}
      {elsewhere.length > 0 && <p>{elsewhereText(elsewhere)}</p>}
      {!hasStory && (
        <p>
          New here? The sample is an order that is run, killed and recovered: three files, copied into this workspace.
          All samples are a workspace of their own: <code>npm start -- --samples</code> opens it.
        </p>
      )}
    </EmptyState>
  );
}

/** Opens what was open last time in this workspace; at the first start, a process of the workspace. */
function useOpenedAgain(): void {
  const actions = useFileActions();
  const loaded = usePreferencesLoaded();
  const dir = useHostState((state) => state.workspace?.dir);
  const [begun, setBegun] = useState(false);
  const listed = useAnswer('files.list', {});
  const [waiting, setWaiting] = useState<readonly string[]>([]);
  const { files, active } = useOpenFiles();
  useEffect(() => {
    if (begun || !loaded || dir === undefined || listed.data === null) return;
    setBegun(true);
    const there = new Set(listed.data.files.map(({ path }) => path));
    const { paths, front } = readKept(preference(`design.open:${dir}`), (path) => there.has(path));
    const processes = listed.data.files.filter(({ kind }) => kind === 'process').map(({ path }) => path);
    const first = processes.find((path) => path.includes('order')) ?? processes[0];
    const wanted = [...(paths.length > 0 ? paths : first === undefined ? [] : [first])];
    setWaiting(wanted);
    void (async () => {
      // Edits that were left in a draft, whatever another window keeps open, and whether their file is there or not.
      const left = (await actions.drafted()).filter((path) => !wanted.includes(path));
      setWaiting((now) => [...now, ...left]);
      wanted.push(...left);
      for (const path of wanted.toSorted((left, right) => Number(right === front) - Number(left === front))) {
        // Whose draft nobody has decided on is asked for again next time.
        if ((await actions.open(path, true)) !== 'later') setWaiting((now) => now.filter((each) => each !== path));
        orderFiles(wanted);
      }
    })();
  }, [begun, loaded, dir, listed.data, actions]);
  const open = JSON.stringify(
    keptFiles(
      files.map(({ path }) => path),
      active,
      waiting,
    ),
  );
  useEffect(() => {
    if (begun && dir !== undefined && files.length + waiting.length > 0) setPreference(`design.open:${dir}`, open);
  }, [begun, dir, open]);
}
