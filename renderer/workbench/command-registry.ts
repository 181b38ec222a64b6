/**
 * Every action has a name, here. The palette (Ctrl+K) lists them, `?` shows those with a key, and the shell's one key
 * listener runs them. A feature registers its commands with `useCommands`; they live as long as the component does.
 */
import { useEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import { create } from 'zustand';
import { useLayout } from './layout-store.ts';

export interface Command {
  /** Unique, such as `design.save`. */
  readonly id: string;
  readonly title: string;
  /** Heading in the palette: File, Edit, View, Run … */
  readonly group: string;
  /** Such as `mod+s`, `mod+shift+z`, `k`, `?`. `mod` is Ctrl, and ⌘ on a Mac. Single letters work outside text fields. */
  readonly keys?: string;
  /** Further words that the palette finds it by. */
  readonly words?: string;
  /** Place in which it can be used; absent: everywhere. */
  readonly place?: string;
  /** Keys are handled by somebody else (the canvas); the palette and the list of keys show them all the same. */
  readonly keysElsewhere?: boolean;
  readonly enabled?: () => boolean;
  readonly run: () => void | Promise<void>;
}

interface Registry {
  readonly commands: ReadonlyMap<string, Command>;
  readonly add: (commands: readonly Command[]) => void;
  readonly remove: (ids: readonly string[]) => void;
}

export const useCommandRegistry = create<Registry>()((set) => ({
  commands: new Map(),
  add: (commands) =>
    set((state) => ({ commands: new Map([...state.commands, ...commands.map((each) => [each.id, each] as const)]) })),
  remove: (ids) => set((state) => ({ commands: new Map([...state.commands].filter(([id]) => !ids.includes(id))) })),
}));

/** Registers commands while the component is mounted. `run` and `enabled` may close over the latest rendering. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  const ids = commands.map(({ id, title, keys, place }) => [id, title, keys, place].join('\n')).join('\n\n');
  useEffect(() => {
    const current = (id: string): Command | undefined => latest.current.find((each) => each.id === id);
    const stable = latest.current.map((command): Command => ({
      ...command,
      enabled: () => current(command.id)?.enabled?.() ?? true,
      run: () => current(command.id)?.run(),
    }));
    useCommandRegistry.getState().add(stable);
    return () => useCommandRegistry.getState().remove(stable.map(({ id }) => id));
  }, [ids]);
}

/**
 * Goes to the place of a command and runs it there. False: it cannot be done now. A place that nobody has seen yet gets
 * its commands by being shown.
 */
export function runInPlace(place: string, id: string): boolean {
  if (useLayout.getState().place !== place) flushSync(() => useLayout.getState().openPlace(place));
  const command = useCommandRegistry.getState().commands.get(id);
  if (command === undefined || !(command.enabled?.() ?? true)) return false;
  void command.run();
  return true;
}

/** Runs a command by its id, if it exists and is enabled. */
export function runCommand(id: string): void {
  const command = useCommandRegistry.getState().commands.get(id);
  if (command !== undefined && (command.enabled?.() ?? true)) void command.run();
}
