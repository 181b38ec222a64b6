/** The arrow keys of the time machine: they go along the checkpoints wherever nothing nearer has a use for them. */
import { useEffect } from 'react';
import { useLayout } from '../workbench/layout-store.ts';
import { moveBy } from './history-store.ts';

/** What moves in it, or is written in, with the arrow keys. */
const ownArrows =
  'input,textarea,select,[contenteditable],[role="dialog"],[role="tablist"],[role="tree"],[role="grid"],[role="slider"],' +
  '[role="separator"],[role="radiogroup"],[role="listbox"],[role="combobox"],[role="menu"]';

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly defaultPrevented: boolean;
}

/** How many checkpoints a pressed key goes on; null: it is somebody else's. */
export function stepOf(pressed: Pressed, target: Pick<Element, 'closest'> | null): 1 | -1 | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey, defaultPrevented } = pressed;
  if (defaultPrevented || ctrlKey || metaKey || altKey || shiftKey) return null;
  if (target !== null && target.closest(ownArrows) !== null) return null;
  return key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : null;
}

/** Mounted once, by the centre of the place. */
export function useArrowKeys(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (useLayout.getState().place !== 'history') return;
      const step = stepOf(event, event.target instanceof Element ? event.target : null);
      if (step === null) return;
      event.preventDefault();
      moveBy(step);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
