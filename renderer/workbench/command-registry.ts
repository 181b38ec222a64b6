/**
 * Every action has a name, here. The palette (Ctrl+K) lists them, `?` shows those with a key, and the shell's one key
 * listener runs them. A feature registers its commands with `useCommands`; they live as long as the component does.
 */
import { useEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import { create } from 'zustand';
import { useLayout } from './layout-store.ts';
import { tellRefusal } from './notice.ts';

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
  /** Why it cannot be done now, as a sentence without its full stop; null: it can. */
  readonly refusal?: () => string | null;
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

/** Registers commands while the component is mounted. `run` and `refusal` may close over the latest rendering. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  const ids = commands.map(({ id, title, keys, place }) => [id, title, keys, place].join('\n')).join('\n\n');
  useEffect(() => {
    const current = (id: string): Command | undefined => latest.current.find((each) => each.id === id);
    const stable = latest.current.map((command): Command => ({
      ...command,
      refusal: () => current(command.id)?.refusal?.() ?? null,
      run: () => current(command.id)?.run(),
    }));
    useCommandRegistry.getState().add(stable);
    return () => useCommandRegistry.getState().remove(stable.map(({ id }) => id));
  }, [ids]);
}

/**
 * Goes to the place of a command and runs it there. What cannot be done now is told why, and leads nowhere; a place that
 * nobody has seen yet gets its commands by being shown.
 */
export function runInPlace(place: string, id: string): void {
  const known = (): Command | undefined => useCommandRegistry.getState().commands.get(id);
  const isAllowed = known() === undefined || refusalOf(known()) === null;
  if (isAllowed && useLayout.getState().place !== place) flushSync(() => useLayout.getState().openPlace(place));
  runOrTell(known());
}

/** Runs a command by its id, if it exists; one that cannot be done now says why. */
export function runCommand(id: string): void {
  runOrTell(useCommandRegistry.getState().commands.get(id));
}

/** Why a command cannot be done now; null: it can. */
export function refusalOf(command: Command | undefined): string | null {
  return command?.refusal?.() ?? null;
}

/** Runs a command, or says why it cannot be done now. */
export function runOrTell(command: Command | undefined): void {
  if (command === undefined) return;
  const refusal = refusalOf(command);
  if (refusal === null) void command.run();
  else tellRefusal(command.title, refusal);
}
