/** The one key listener of the window. */
import { useEffect } from 'react';
import { refusalOf, runOrTell, useCommandRegistry, type Command } from '../workbench/command-registry.ts';
import { isFunctionKey, isPlain, isTyping, matches } from '../workbench/key-combination.ts';
import { useLayout } from '../workbench/layout-store.ts';

/**
 * Runs the command whose keys are pressed, or says why it cannot be done now. Behind a dialog nothing but the dialog has
 * keys, and in a menu only the menu.
 */
export function useKeys(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      if (document.querySelector('[role="dialog"]') !== null) return;
      // An open menu has the keys, too: what they would open would lie beneath it, or it above that.
      if (event.target instanceof Element && event.target.closest('[role="menu"]') !== null) return;
      const { place } = useLayout.getState();
      let refused: Command | undefined;
      for (const command of useCommandRegistry.getState().commands.values()) {
        if (command.keys === undefined || command.keysElsewhere === true || !matches(event, command.keys)) continue;
        if (command.place !== undefined && command.place !== place) continue;
        if (isPlain(command.keys) && isTyping(event.target)) continue;
        if (refusalOf(command) !== null) {
          refused ??= command;
          continue;
        }
        event.preventDefault();
        void command.run();
        return;
      }
      // In a text its keys may have a meaning of their own.
      if (refused === undefined || (isTyping(event.target) && !isFunctionKey(event.key))) return;
      event.preventDefault();
      runOrTell(refused);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
