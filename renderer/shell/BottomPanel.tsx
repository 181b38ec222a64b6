import { ActionIcon } from '@mantine/core';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useRef, type KeyboardEvent } from 'react';
import { fadeEdges } from '../ui/edge-fade.ts';
import { useLayout } from '../workbench/layout-store.ts';
import type { BottomTab } from '../workbench/place.ts';
import { noticesAbove } from './notice-room.ts';
import { PlaceBoundary } from './PlaceBoundary.tsx';

const noCount = () => 0;

interface BottomPanelProps {
  readonly place: string;
  readonly tabs: readonly BottomTab[];
  /** Only the heads of the tabs; a press on one opens the panel. */
  readonly closed?: boolean;
}

/** The tabs below the centre; one is shown. */
export function BottomPanel({ place, tabs, closed = false }: BottomPanelProps) {
  const { bottomTab, openTab, toggleBottom } = useLayout();
  const list = useRef<HTMLDivElement>(null);
  const tab = tabs.find(({ id }) => id === bottomTab[place]) ?? tabs[0];
  if (tab === undefined) return null;
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    if (step === 0 || next === undefined) return;
    openTab(place, next.id);
    list.current?.querySelector<HTMLElement>(`#tab-${place}-${next.id}`)?.focus();
  };
  return (
    <section ref={noticesAbove} className="shell-bottom" data-closed={closed} aria-label="Bottom panel">
      <div className="shell-bottom-head">
        <div ref={list} role="tablist" className="shell-tabs" aria-label="Bottom panel" onKeyDown={move}>
          {tabs.map((each) => (
            <TabHead
              key={`${place}/${each.id}`}
              tab={each}
              place={place}
              chosen={each === tab}
              closed={closed}
              onChoose={() => openTab(place, each.id)}
            />
          ))}
        </div>
        <ActionIcon
          aria-label={closed ? 'Open the bottom panel' : 'Close the bottom panel'}
          title={closed ? 'Open the bottom panel (Ctrl+J)' : 'Close the bottom panel (Ctrl+J)'}
          onClick={() => toggleBottom(closed)}
        >
          {closed ? <ChevronUp size={16} /> : <ChevronDown size={16} />}
        </ActionIcon>
      </div>
      {!closed && (
        <div
          key={`${place}/${tab.id}`}
          ref={fadeEdges}
          role="tabpanel"
          className="shell-bottom-body ui-fade"
          aria-labelledby={`tab-${place}-${tab.id}`}
          tabIndex={0}
        >
          <PlaceBoundary title={tab.title}>
            <tab.Component />
          </PlaceBoundary>
        </div>
      )}
    </section>
  );
}

function TabHead(props: { tab: BottomTab; place: string; chosen: boolean; closed: boolean; onChoose: () => void }) {
  const { tab, place, chosen, closed } = props;
  const useCount = tab.useCount ?? noCount;
  const count = useCount();
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${place}-${tab.id}`}
      aria-selected={chosen && !closed}
      tabIndex={chosen ? 0 : -1}
      className="shell-tab"
      onClick={props.onChoose}
    >
      {tab.title}
      {count > 0 && <span className="shell-count">{tab.countWords?.(count) ?? count}</span>}
    </button>
  );
}
