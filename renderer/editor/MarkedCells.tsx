import { useEffect, type RefObject } from 'react';
import { useAnalyses } from './analysis.ts';
import { useDecisionSessions } from './decision-session.ts';
import { trialOf, useDecisionTrials } from './decision-trial.ts';
import { nameMarks } from './mark-titles.ts';

/** The cells and column heads of decision tables that the engine cannot read, and the rules that hit: dmn-js draws them itself, and knows no marks. */
export function MarkedCells(props: { readonly path: string; readonly paper: RefObject<HTMLElement | null> }) {
  const { path, paper } = props;
  const known = useAnalyses((all) => all[path]?.problems);
  const problems = known ?? [];
  useEffect(
    () => (known === undefined || paper.current === null ? undefined : nameMarks(paper.current, known)),
    [known, paper],
  );
  const wrong = new Set(problems.flatMap(({ element, severity }) => (severity === 'error' ? (element ?? []) : [])));
  const marked = new Set(problems.flatMap(({ element }) => element ?? []));
  const session = useDecisionSessions((all) => all[path]);
  const trial = useDecisionTrials((all) => trialOf(all, path, session?.element ?? ''));
  const isCurrent = trial.edition === session?.edition && trial.outcome !== null && typeof trial.outcome !== 'string';
  const hits = isCurrent ? trial.outcome.rulesHit.flatMap(({ ruleIds }) => ruleIds.flatMap((id) => id ?? [])) : [];
  if (marked.size === 0 && hits.length === 0) return null;
  return (
    <style>
      {[
        ...hits.map((id) => hitLooks(id)),
        ...[...marked].map((id) => looksOf(id, wrong.has(id) ? 'danger' : 'warning')),
      ].join('\n')}
    </style>
  );
}

/** A column's head is named by its column; its small words make room for the frame, as a cell's have it. */
function looksOf(id: string, colour: 'danger' | 'warning'): string {
  const name = CSS.escape(id);
  const [cell, head] = [`.decision-paper td[data-element-id="${name}"]`, `.decision-paper th[data-col-id="${name}"]`];
  return `:is(${cell}, ${head}) { background: var(--${colour}-soft) }
:is(${cell}, ${head}) { box-shadow: inset 0 0 0 2px var(--${colour}) }
${head} .clause { padding-left: 3px }
${head} :is(.input-variable, .output-variable) { right: 7px; bottom: 5px }`;
}

/** The whole row, and a tick before its number, in a place of its own: colour is not the only sign. */
function hitLooks(id: string): string {
  const number = `td.rule-index[data-element-id="${CSS.escape(id)}"]`;
  return `.decision-paper tr:has(> ${number}) > td { background: var(--saved-soft) }
.decision-paper ${number}::before { content: '✓'; float: left; padding-left: 4px; color: var(--saved); font-weight: 600 }`;
}
