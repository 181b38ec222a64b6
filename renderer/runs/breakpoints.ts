/** Elements before which jobs are held, per process: they outlive the job that they were set on. */
import { create } from 'zustand';

interface Breakpoints {
  readonly byProcess: Readonly<Record<string, ReadonlySet<string>>>;
}

const none: ReadonlySet<string> = new Set();

const useAll = create<Breakpoints>()(() => ({ byProcess: {} }));

export function useBreakpoints(process: string | null): ReadonlySet<string> {
  return useAll(({ byProcess }) => (process === null ? none : (byProcess[process] ?? none)));
}

export const breakpointsOf = (process: string): ReadonlySet<string> => useAll.getState().byProcess[process] ?? none;

/** Sets or removes one; answers all of the process. */
export function toggleBreakpoint(process: string, element: string): ReadonlySet<string> {
  const next = new Set(breakpointsOf(process));
  if (!next.delete(element)) next.add(element);
  useAll.setState(({ byProcess }) => ({ byProcess: { ...byProcess, [process]: next } }));
  return next;
}
