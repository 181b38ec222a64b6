/** The window's layout, and nothing else: title bar, rail, centre, right and bottom panel, status bar. */
import { useEffect } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { useHostState } from '../bridge/host-state.ts';
import { causeIsOver } from '../workbench/notice.ts';
import { fadeEdges } from '../ui/edge-fade.ts';
import type { Place } from '../workbench/place.ts';
import { useLayout } from '../workbench/layout-store.ts';
import { useWindowWidth } from '../workbench/window-width.ts';
import { bottomHeight } from './bottom-height.ts';
import { BottomPanel } from './BottomPanel.tsx';
import { CommandPalette } from './CommandPalette.tsx';
import { ConfirmHost } from './ConfirmHost.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { CoverageList } from './CoverageList.tsx';
import { KeyList } from './KeyList.tsx';
import { noticesBeside } from './notice-room.ts';
import { PlaceBoundary } from './PlaceBoundary.tsx';
import { Rail } from './Rail.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TitleBar } from './TitleBar.tsx';
import { useKeptHeight } from './use-kept-height.ts';
import { useKeys } from './use-keys.ts';
import { useShellCommands } from './shell-commands.ts';
import './shell.css';

/** Of the panel on the right, while it is there. */
function besideCentre(panel: HTMLElement | null): () => void {
  const stops = [noticesBeside(panel), fadeEdges(panel)];
  return () => stops.forEach((stop) => stop?.());
}

const rightWidths = { narrow: 252, wide: 320 };

export function App({ places }: { readonly places: readonly Place[] }) {
  const { place: id, visited, right, bottom, openPlace } = useLayout();
  const place = places.find((each) => each.id === id) ?? places[0];
  const first = places[0]?.id;
  const kind = place?.bottomSize ?? 'usual';
  const height = useKeptHeight(kind, bottom);
  const width = useWindowWidth(rightWidths);
  useEffect(() => {
    if (id === '' && first !== undefined) openPlace(first);
  }, [id, first, openPlace]);
  useShellCommands(places);
  const engine = useHostState((state) => state.engine?.state);
  useEffect(() => {
    if (engine !== 'dead') causeIsOver('engine-dead');
    if (engine === 'active') causeIsOver('engine-down');
    if (engine === 'dead' || engine === 'absent') causeIsOver('engine-up');
  }, [engine]);
  useKeys();
  if (place === undefined) return null;
  const Right = place.Right;
  const tabs = place.bottom ?? [];
  return (
    <div className="shell">
      <TitleBar place={place} />
      <ConnectionBanner />
      <div className="shell-middle">
        <Rail places={places} current={place.id} />
        <Group
          orientation="horizontal"
          className="shell-panels"
          id="shell-columns"
          onLayoutChanged={(_layout, { isUserInteraction }) => width.changed(isUserInteraction)}
        >
          <Panel id="centre-column" minSize={320}>
            <div className="shell-column">
              <Group
                orientation="vertical"
                id="shell-rows"
                className="shell-rows"
                onLayoutChanged={(_layout, { isUserInteraction }) => height.changed(isUserInteraction)}
              >
                <Panel id="centre" minSize={160}>
                  <main className="shell-centre">
                    {places
                      .filter((each) => each.id === place.id || visited.includes(each.id))
                      .map(({ id: each, title, Centre }) => (
                        <section key={each} className="shell-place" hidden={each !== place.id} aria-label={title}>
                          <PlaceBoundary title={title}>
                            <Centre />
                          </PlaceBoundary>
                        </section>
                      ))}
                  </main>
                </Panel>
                {bottom && tabs.length > 0 && (
                  <>
                    <Separator
                      className="shell-separator shell-separator-row"
                      aria-label="Height of the bottom panel"
                    />
                    <Panel
                      key={kind}
                      id={kind === 'usual' ? 'bottom' : `bottom-${kind}`}
                      panelRef={height.panel}
                      defaultSize={bottomHeight(kind, window.innerHeight)}
                      minSize={90}
                      groupResizeBehavior="preserve-pixel-size"
                    >
                      <BottomPanel place={place.id} tabs={tabs} />
                    </Panel>
                  </>
                )}
              </Group>
              {!bottom && tabs.length > 0 && <BottomPanel place={place.id} tabs={tabs} closed />}
            </div>
          </Panel>
          {right && Right !== undefined && (
            <>
              <Separator className="shell-separator shell-separator-column" aria-label="Width of the right panel" />
              <Panel
                id="right"
                panelRef={width.panelRef}
                defaultSize={width.defaultSize}
                minSize={220}
                maxSize="50%"
                groupResizeBehavior="preserve-pixel-size"
              >
                <aside key={place.id} ref={besideCentre} className="shell-right ui-fade" aria-label="Selection">
                  <PlaceBoundary key={place.id} title={`What is selected in ${place.title}`}>
                    <Right />
                  </PlaceBoundary>
                </aside>
              </Panel>
            </>
          )}
        </Group>
      </div>
      <StatusBar />
      {places.map(({ id: each, Always }) => Always !== undefined && <Always key={each} />)}
      <CommandPalette places={places} />
      <KeyList places={places} />
      <CoverageList />
      <ConfirmHost />
    </div>
  );
}
