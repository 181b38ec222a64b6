/** Settings of the person, kept by the host: they survive the window and are the same in every window. */
import { useEffect } from 'react';
import { create } from 'zustand';
import type { PlainValue } from '../../engine/protocol/views.ts';
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import { reasonOf, tellProblem } from './notice.ts';

interface Preferences {
  /** False until the host has answered: what is set before is written afterwards all the same. */
  readonly loaded: boolean;
  readonly values: Readonly<Record<string, PlainValue>>;
}

const useValues = create<Preferences>()(() => ({ loaded: false, values: {} }));

let client: WindowClient | null = null;
/** Changes that wait to be written together. */
let changes: Record<string, PlainValue> = {};
let timer: ReturnType<typeof setTimeout> | null = null;
const pauseMs = 300;

/** Reads them; used once, by the shell. */
export function usePreferencesFrom(host: WindowClient): void {
  useEffect(() => {
    // A window that goes takes nothing along that was just set.
    window.addEventListener('pagehide', writeNow);
    return () => window.removeEventListener('pagehide', writeNow);
  }, []);
  useEffect(() => servePreferences(host), [host]);
}

/** From now on they are kept by this host. @returns Ends that. */
export function servePreferences(host: WindowClient): () => void {
  client = host;
  const stop = host.onConnection((state) => {
    if (state === 'connected' && timer === null && Object.keys(changes).length > 0) write();
  });
  host.call('preferences.read', {}).then(
    ({ preferences }) =>
      useValues.setState((before) => ({ loaded: true, values: { ...preferences, ...before.values } })),
    (failure: unknown) => {
      useValues.setState({ loaded: true });
      tellProblem({ title: 'Your settings could not be read', reason: reasonOf(failure) });
    },
  );
  return stop;
}

/** A setting with its default, and a function that changes it. What is stored in another shape counts as not set. */
export function usePreference<T extends PlainValue>(name: string, preset: T): [value: T, set: (value: T) => void] {
  const value = useValues(({ values }) => values[name]);
  const fits = value !== undefined && value !== null && typeof value === typeof preset;
  return [fits ? (value as T) : preset, (next) => setPreference(name, next)];
}

/** Whether the host has answered. */
export function usePreferencesLoaded(): boolean {
  return useValues(({ loaded }) => loaded);
}

export function setPreference(name: string, value: PlainValue): void {
  useValues.setState(({ values }) => ({ values: { ...values, [name]: value } }));
  changes[name] = value;
  timer ??= setTimeout(write, pauseMs);
}

/** For code outside of components. */
export function preference(name: string): PlainValue | undefined {
  return useValues.getState().values[name];
}

function writeNow(): void {
  if (timer === null) return;
  clearTimeout(timer);
  write();
}

function write(): void {
  timer = null;
  const given = changes;
  changes = {};
  client?.call('preferences.write', { changes: given }).catch((failure: unknown) => {
    // While the host is away the banner says so; they are kept when it is back.
    if (client?.connection === 'lost') {
      changes = { ...given, ...changes };
      return;
    }
    tellProblem({ title: 'Your settings could not be kept', reason: reasonOf(failure) });
  });
}
