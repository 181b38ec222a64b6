import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { DiagramProblem } from './diagram-problem.ts';

const SIGNS = { error: CircleAlert, warning: TriangleAlert, note: Info } as const;
const WORDS = { error: 'Error', warning: 'Warning', note: 'Note' } as const;

/** How grave a problem is. */
export function ProblemSign({ severity }: Pick<DiagramProblem, 'severity'>) {
  const Sign = SIGNS[severity];
  return (
    <span
      className={`problem-sign problem-${severity}`}
      role="img"
      aria-label={WORDS[severity]}
      title={WORDS[severity]}
    >
      <Sign size={14} />
    </span>
  );
}
