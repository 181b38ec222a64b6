/** Problems of the file in view, and going from one to the next. */
import { useAnalyses } from './analysis.ts';
import type { DiagramProblem } from './diagram-problem.ts';
import { groupProblems } from './problem-groups.ts';
import { fileEditors, useOpenFiles } from './open-files.ts';

const none: readonly DiagramProblem[] = [];
let last = -1;

export function useProblems(): readonly DiagramProblem[] {
  const active = useOpenFiles((state) => state.active);
  return useAnalyses((all) => (active === null ? none : (all[active]?.problems ?? none)));
}

/** Brings the element of a problem into view and selects it, or the line of the text. */
export function goTo(problem: DiagramProblem): void {
  const { active } = useOpenFiles.getState();
  const editor = active === null ? undefined : fileEditors.get(active);
  if (problem.element !== null) editor?.reveal?.(problem.element);
  else if (problem.line !== undefined) editor?.revealLine?.(problem.line);
}

/** Whether there is a place to go to. */
export function hasPlace({ element, line }: DiagramProblem): boolean {
  return element !== null || line !== undefined;
}

export function nextProblem(): void {
  const { active } = useOpenFiles.getState();
  const found = active === null ? none : (useAnalyses.getState()[active]?.problems ?? none);
  const { single, groups } = groupProblems(found);
  // What is folded is gone to only where nothing else is left.
  const listed = single.length > 0 ? single : groups.flatMap((group) => group.problems);
  const problems = listed.filter(hasPlace);
  if (problems.length === 0) return;
  last = (last + 1) % problems.length;
  const problem = problems[last];
  if (problem !== undefined) goTo(problem);
}
