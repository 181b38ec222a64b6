/** The one key listener of the window. */
import { useEffect } from 'react';
import { useCommandRegistry } from '../workbench/command-registry.ts';
import { isPlain, isTyping, matches } from '../workbench/key-combination.ts';
import { useLayout } from '../workbench/layout-store.ts';

/** Runs the command whose keys are pressed. Behind a dialog nothing but the dialog has keys. */
export function useKeys(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      if (document.querySelector('[role="dialog"]') !== null) return;
      const { place } = useLayout.getState();
      for (const command of useCommandRegistry.getState().commands.values()) {
        if (command.keys === undefined || command.keysElsewhere === true || !matches(event, command.keys)) continue;
        if (command.place !== undefined && command.place !== place) continue;
        if (isPlain(command.keys) && isTyping(event.target)) continue;
        if (!(command.enabled?.() ?? true)) continue;
        event.preventDefault();
        void command.run();
        return;
      }
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
