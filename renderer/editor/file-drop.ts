/** Files that are dragged into the window, wherever they are dropped. */
import { useEffect, useRef, useState } from 'react';

/**
 * Hands over the files that are dropped anywhere in the window; true while some are dragged over it. Nobody below gets
 * to act on them: an editor of text would write what they hold into the text that is open, and the browser would leave
 * the page for them.
 */
export function useFileDrop(take: (files: readonly File[]) => void): boolean {
  const [dragged, setDragged] = useState(false);
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setDragged(true);
    };
    const leave = (): void => setDragged(false);
    const drop = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      setDragged(false);
      latest.current([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragover', over, true);
    window.addEventListener('dragleave', leave, true);
    window.addEventListener('drop', drop, true);
    return () => {
      window.removeEventListener('dragover', over, true);
      window.removeEventListener('dragleave', leave, true);
      window.removeEventListener('drop', drop, true);
    };
  }, []);
  return dragged;
}

/** A text or an element that is dragged within the page is no file. */
function holdsFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') === true;
}
