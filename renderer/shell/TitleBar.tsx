import { PanelRight, PanelRightClose, Search } from 'lucide-react';
import { ActionIcon } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { useEffect } from 'react';
import { useHostState } from '../bridge/host-state.ts';
import { KeyHint } from '../ui/KeyHint.tsx';
import { useLayout } from '../workbench/layout-store.ts';
import type { Place } from '../workbench/place.ts';

const noTitle = () => null;

/** What is open, whether it is saved, and the way to everything else. */
export function TitleBar({ place }: { readonly place: Place }) {
  return (
    <header className="shell-title">
      {/* A place has a hook of its own: another place is another component. */}
      <Title key={place.id} place={place} />
      <button type="button" className="shell-search" onClick={() => spotlight.open()}>
        <Search size={14} aria-hidden />
        <span>Search or run a command</span>
        <KeyHint keys="mod+k" />
      </button>
      {place.Right !== undefined && <RightPanelSwitch />}
    </header>
  );
}

function RightPanelSwitch() {
  const { right, toggleRight } = useLayout();
  return (
    <ActionIcon
      aria-label={right ? 'Hide the right panel' : 'Show the right panel'}
      title={`${right ? 'Hide' : 'Show'} the right panel (Ctrl+Alt+B)`}
      onClick={() => toggleRight()}
    >
      {right ? <PanelRightClose size={16} /> : <PanelRight size={16} />}
    </ActionIcon>
  );
}

function Title({ place }: { readonly place: Place }) {
  const useTitle = place.useTitle ?? noTitle;
  const title = useTitle();
  const workspace = useHostState((state) => state.workspace);
  const text = title?.text ?? place.title;
  const unsaved = title?.unsaved === true;
  useEffect(() => {
    document.title = `${unsaved ? '● ' : ''}${text} – Cairn`;
  }, [text, unsaved]);
  return (
    <div className="shell-name">
      <Stones />
      <strong>Cairn</strong>
      {workspace !== null && (
        <span className="shell-workspace" title={workspace.dir}>
          {workspace.name}
        </span>
      )}
      {workspace?.writable === false && (
        <span
          className="shell-read-only"
          title="Nothing can be saved or run here: this account may not write the folder"
        >
          read-only
        </span>
      )}
      <span className="shell-file">{text}</span>
      {unsaved && (
        <span className="shell-unsaved" title="Not saved yet">
          ● <span className="shell-unsaved-word">unsaved</span>
        </span>
      )}
    </div>
  );
}

function Stones() {
  return (
    <svg width="18" height="18" viewBox="0 0 32 32" aria-hidden="true" className="shell-stones">
      <ellipse cx="16" cy="25" rx="12" ry="4.5" />
      <ellipse cx="16" cy="16.5" rx="8.5" ry="3.8" />
      <ellipse cx="16" cy="9" rx="5" ry="3.2" />
    </svg>
  );
}
