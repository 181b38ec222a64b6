/** How wide a panel beside the centre is: less in a narrow window, on loading and whenever it becomes one. */
import { useEffect, useRef } from 'react';
import { usePanelRef } from 'react-resizable-panels';

/** Below this width panels beside the centre begin narrower. */
const widePx = 1200;

export interface PanelWidths {
  readonly narrow: number;
  readonly wide: number;
}

export const widthIn = ({ narrow, wide }: PanelWidths, windowPx: number): number => (windowPx < widePx ? narrow : wide);

/** What its panel is given, and what its group calls: a width that a person dragged stays. */
export function useWindowWidth({ narrow, wide }: PanelWidths): {
  readonly panelRef: ReturnType<typeof usePanelRef>;
  readonly defaultSize: number;
  readonly changed: (byPerson: boolean) => void;
} {
  const panelRef = usePanelRef();
  const dragged = useRef(false);
  useEffect(() => {
    let before = window.innerWidth;
    const fit = (): void => {
      const now = window.innerWidth;
      const wasWide = before >= widePx;
      before = now;
      if (wasWide === now >= widePx || dragged.current) return;
      // The group hears of its own new width before its panels are given theirs.
      requestAnimationFrame(() => panelRef.current?.resize(widthIn({ narrow, wide }, now)));
    };
    window.addEventListener('resize', fit);
    return () => window.removeEventListener('resize', fit);
  }, [narrow, wide, panelRef]);
  return {
    panelRef,
    defaultSize: widthIn({ narrow, wide }, window.innerWidth),
    changed: (byPerson) => {
      dragged.current ||= byPerson;
    },
  };
}
