import { useEffect } from 'react';
import { usePanelRef } from 'react-resizable-panels';
import { usePreferencesLoaded } from '../workbench/preferences.ts';
import { keepHeight, keptHeight, type BottomKind } from './bottom-height.ts';

/** The panel below gets the height that a person gave it, and `changed` keeps what it is given. */
export function useKeptHeight(
  kind: BottomKind,
  isOpen: boolean,
): { readonly panel: ReturnType<typeof usePanelRef>; readonly changed: (byPerson: boolean) => void } {
  const panel = usePanelRef();
  const loaded = usePreferencesLoaded();
  useEffect(() => {
    const kept = loaded && isOpen ? keptHeight(kind) : null;
    if (kept !== null) panel.current?.resize(kept);
  }, [loaded, isOpen, kind, panel]);
  return {
    panel,
    changed: (byPerson) => {
      if (!byPerson) return;
      // The panel is told before it is drawn with its new height.
      requestAnimationFrame(() => {
        if (panel.current !== null) keepHeight(kind, panel.current.getSize().inPixels);
      });
    },
  };
}
