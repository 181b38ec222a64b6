import { ActionIcon } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { useRef, type KeyboardEvent } from 'react';
import { useLayout } from '../workbench/layout-store.ts';
import type { BottomTab } from '../workbench/place.ts';
import { PlaceBoundary } from './PlaceBoundary.tsx';

const noCount = () => 0;

/** The tabs below the centre; one is shown. */
export function BottomPanel({ place, tabs }: { readonly place: string; readonly tabs: readonly BottomTab[] }) {
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
    <section className="shell-bottom" aria-label="Bottom panel">
      <div className="shell-bottom-head">
        <div ref={list} role="tablist" className="shell-tabs" aria-label="Bottom panel" onKeyDown={move}>
          {tabs.map((each) => (
            <TabHead
              key={`${place}/${each.id}`}
              tab={each}
              place={place}
              chosen={each === tab}
              onChoose={() => openTab(place, each.id)}
            />
          ))}
        </div>
        <ActionIcon
          aria-label="Close the bottom panel"
          title="Close the bottom panel"
          onClick={() => toggleBottom(false)}
        >
          <ChevronDown size={16} />
        </ActionIcon>
      </div>
      <div
        key={`${place}/${tab.id}`}
        role="tabpanel"
        className="shell-bottom-body"
        aria-labelledby={`tab-${place}-${tab.id}`}
        tabIndex={0}
      >
        <PlaceBoundary title={tab.title}>
          <tab.Component />
        </PlaceBoundary>
      </div>
    </section>
  );
}

function TabHead(props: { tab: BottomTab; place: string; chosen: boolean; onChoose: () => void }) {
  const { tab, place, chosen } = props;
  const useCount = tab.useCount ?? noCount;
  const count = useCount();
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${place}-${tab.id}`}
      aria-selected={chosen}
      tabIndex={chosen ? 0 : -1}
      className="shell-tab"
      onClick={props.onChoose}
    >
      {tab.title}
      {count > 0 && <span className="shell-count">{count}</span>}
    </button>
  );
}
