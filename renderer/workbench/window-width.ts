/** How wide a panel beside the centre is: less in a narrow window, on loading and whenever it becomes one. */
import { useCallback, useEffect, useRef } from 'react';

/** Below this width panels beside the centre begin narrower. */
const widePx = 1200;

interface Resizable {
  readonly resize: (pixels: number) => void;
}

interface PanelWidths {
  readonly narrow: number;
  readonly wide: number;
}

const widthIn = ({ narrow, wide }: PanelWidths, windowPx: number): number => (windowPx < widePx ? narrow : wide);

/** What its panel is given, and what its group calls: a width that a person dragged stays. */
export function useWindowWidth({ narrow, wide }: PanelWidths): {
  readonly panelRef: (panel: Resizable | null) => void;
  readonly defaultSize: number;
  readonly changed: (byPerson: boolean) => void;
} {
  const panel = useRef<Resizable | null>(null);
  const panelRef = useCallback((given: Resizable | null) => {
    panel.current = given;
  }, []);
  const dragged = useRef(false);
  useEffect(() => {
    let before = window.innerWidth;
    const fit = (): void => {
      const now = window.innerWidth;
      const wasWide = before >= widePx;
      before = now;
      if (wasWide === now >= widePx || dragged.current) return;
      // The group hears of its own new width before its panels are given theirs.
      requestAnimationFrame(() => panel.current?.resize(widthIn({ narrow, wide }, now)));
    };
    window.addEventListener('resize', fit);
    return () => window.removeEventListener('resize', fit);
  }, [narrow, wide]);
  return {
    panelRef,
    defaultSize: widthIn({ narrow, wide }, window.innerWidth),
    changed: (byPerson) => {
      dragged.current ||= byPerson;
    },
  };
}
