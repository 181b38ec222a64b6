import { ChevronDown, ChevronRight, CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { countOfNotes, foldVendorNotes, noteBelow, type VendorNotes } from '../../engine/protocol/vendor-notes.ts';
import { useAnalyses } from './analysis.ts';
import type { DiagramProblem } from './diagram-problem.ts';
import { goTo, hasPlace, useProblems } from './problem-in-view.ts';
import { useOpenFiles } from './open-files.ts';
import './editor.css';

const SIGNS = { error: CircleAlert, warning: TriangleAlert, note: Info } as const;
const WORDS = { error: 'Error', warning: 'Warning', note: 'Note' } as const;
const SOURCES: Readonly<Record<DiagramProblem['source'], string>> = {
  engine: 'engine',
  lint: 'style',
  checkpoint: 'checkpoints',
  text: 'text',
};
const most = 500;

/** Number of what is listed, for the tab. */
export function useProblemCount(): number {
  const problems = useProblems();
  return useMemo(() => {
    const { others, folded } = foldVendorNotes(problems);
    return others.length + folded.length;
  }, [problems]);
}

/** What the engine refuses, what style asks for, what a crash would do twice. A click goes to the element. */
export function ProblemsPanel() {
  const problems = useProblems();
  const active = useOpenFiles((state) => state.active);
  const { others, folded } = useMemo(() => foldVendorNotes(problems), [problems]);
  const isJudged = useAnalyses((all) => active !== null && all[active] !== undefined);
  if (problems.length === 0) {
    if (active === null) return <p className="ui-quiet">No file is open.</p>;
    return <p className="ui-quiet">{nothingFound(active, isJudged)}</p>;
  }
  return (
    <ul className="problems">
      <Lines problems={others} />
      {folded.map((notes) => (
        <li key={notes.prefix}>
          <Folded notes={notes} />
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

/** One line for all that is kept for another engine; opened, what it is and where. */
function Folded({ notes }: { readonly notes: VendorNotes<DiagramProblem> }) {
  const [open, setOpen] = useState(false);
  const Sign = open ? ChevronDown : ChevronRight;
  return (
    <>
      <button type="button" className="problem" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="problem-sign problem-note" role="img" aria-label={WORDS.note}>
          <Sign size={14} />
        </span>
        <span className="problem-message">
          {countOfNotes(notes)} {notes.count === 1 ? 'is' : 'are'} kept in the file, not executed.
        </span>
        <span className="problem-source">{SOURCES.engine}</span>
      </button>
      {open && (
        <ul className="problems problems-below">
          <Lines
            problems={notes.notes.map(({ problem, names }) => ({ ...problem, message: noteBelow(problem, names) }))}
          />
        </ul>
      )}
    </>
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
  const Sign = SIGNS[problem.severity];
  return (
    <button
      type="button"
      className="problem"
      disabled={!hasPlace(problem)}
      title={problem.cited ?? undefined}
      onClick={() => goTo(problem)}
    >
      <span className={`problem-sign problem-${problem.severity}`} role="img" aria-label={WORDS[problem.severity]}>
        <Sign size={14} />
      </span>
      <span className="problem-message">{problem.message}</span>
      <span className="problem-source">{SOURCES[problem.source]}</span>
    </button>
  );
}
