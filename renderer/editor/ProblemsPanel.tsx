import { ChevronDown, ChevronRight } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useAnalyses } from './analysis.ts';
import type { DiagramProblem } from './diagram-problem.ts';
import { groupProblems, type ProblemGroup } from './problem-groups.ts';
import { goTo, hasPlace, useProblems } from './problem-in-view.ts';
import { useOpenFiles } from './open-files.ts';
import { ProblemSign } from './ProblemSign.tsx';
import './editor.css';

/** What each problem is about, and who says so. */
const SOURCES: Readonly<Record<DiagramProblem['source'], { readonly word: string; readonly title: string }>> = {
  engine: { word: 'execution', title: 'Whether and how the engine runs it: what `cairn check` says, too' },
  lint: { word: 'style', title: 'How it is drawn and named: it runs all the same' },
  checkpoint: { word: 'crash safety', title: 'What a crash would do twice, for want of a checkpoint' },
  text: { word: 'file', title: 'What the file itself is: its text cannot be read as a diagram' },
};
const most = 500;

/** How many problems there are, for the tab: what is folded into one line counts in full. */
export function useProblemCount(): number {
  return useProblems().length;
}

/** What the engine refuses, what style asks for, what a crash would do twice. A click goes to the element. */
export function ProblemsPanel() {
  const problems = useProblems();
  const active = useOpenFiles((state) => state.active);
  const { single, groups } = useMemo(() => groupProblems(problems), [problems]);
  const isJudged = useAnalyses((all) => active !== null && all[active] !== undefined);
  if (problems.length === 0) {
    if (active === null) return <p className="ui-quiet">No file is open.</p>;
    return <p className="ui-quiet">{nothingFound(active, isJudged)}</p>;
  }
  return (
    <ul className="problems">
      <Lines problems={single} />
      {groups.map((group) => (
        <li key={group.key}>
          <Folded group={group} />
        </li>
      ))}
    </ul>
  );
}

function Lines({ problems }: { readonly problems: readonly DiagramProblem[] }) {
  return (
    <>
      {withKeys(problems.slice(0, most)).map(({ problem, key }) => (
        <li key={key}>
          <Line problem={problem} />
        </li>
      ))}
      {problems.length > most && <li className="ui-quiet">… and {problems.length - most} more.</li>}
    </>
  );
}

/** One line for many remarks of a kind; opened, what they are and where. */
function Folded({ group }: { readonly group: ProblemGroup }) {
  const [open, setOpen] = useState(false);
  const Sign = open ? ChevronDown : ChevronRight;
  // What was asked for is seen, also where it begins at the lower edge.
  const intoView = useCallback((list: HTMLElement | null) => list?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <>
      <button type="button" className="problem" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="problem-sign problem-note" role="img" aria-label="Note">
          <Sign size={14} />
        </span>
        <span className="problem-message">{group.message}</span>
        <Source of={group.source} />
      </button>
      {open && (
        <ul ref={intoView} className="problems problems-below">
          <Lines problems={group.problems} />
        </ul>
      )}
    </>
  );
}

function Source({ of }: { readonly of: DiagramProblem['source'] }) {
  const { word, title } = SOURCES[of];
  return (
    <span className="problem-source" title={title}>
      {word}
    </span>
  );
}

function nothingFound(path: string, isJudged: boolean): string {
  if (path.endsWith('.json')) return 'Mistakes in this file are underlined where they stand.';
  if (!isJudged) return 'Looking …';
  return path.endsWith('.dmn') ? 'No problems: the engine can read this.' : 'No problems: the engine can run this.';
}

/** The same rule may say the same of an element twice, and each is a line. */
function withKeys(problems: readonly DiagramProblem[]): readonly { problem: DiagramProblem; key: string }[] {
  const times = new Map<string, number>();
  return problems.map((problem) => {
    const words = `${problem.rule} ${problem.element ?? ''} ${problem.message}`;
    times.set(words, (times.get(words) ?? 0) + 1);
    return { problem, key: `${words} ${times.get(words) ?? 0}` };
  });
}

function Line({ problem }: { readonly problem: DiagramProblem }) {
  return (
    <button
      type="button"
      className="problem"
      disabled={!hasPlace(problem)}
      title={problem.cited ?? undefined}
      onClick={() => goTo(problem)}
    >
      <ProblemSign severity={problem.severity} />
      <span className="problem-message">{problem.message}</span>
      <Source of={problem.source} />
    </button>
  );
}
