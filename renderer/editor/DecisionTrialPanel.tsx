import { Button } from '@mantine/core';
import { Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { DecisionView } from '../../engine/protocol/views.ts';
import type { DecisionOutline } from '../../engine/protocol/window-views.ts';
import { useClient } from '../bridge/client-context.ts';
import { VariablesForm } from '../jobs/VariablesForm.tsx';
import { JsonTree } from '../ui/JsonTree.tsx';
import { runCommand } from '../workbench/command-registry.ts';
import { reasonOf } from '../workbench/notice.ts';
import { useAnalyses } from './analysis.ts';
import { useDecisionSessions } from './decision-session.ts';
import { changeTrial, decisionInView, fieldsOf, outlineOf, trialOf, useDecisionTrials } from './decision-trial.ts';
import './properties/properties.css';

const pauseMs = 300;

/** The decision in view, tried with values that somebody types: what it answers, and which rules hit. */
export function DecisionTrialPanel({ path }: { readonly path: string }) {
  const client = useClient();
  const element = useDecisionSessions((all) => all[path]?.element ?? null);
  const edition = useDecisionSessions((all) => all[path]?.edition ?? 0);
  const [decisions, setDecisions] = useState<readonly DecisionOutline[] | string | null>(null);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      outlineOf(path, client).then(
        (found) => {
          if (current) setDecisions(found);
        },
        (failure: unknown) => {
          if (current) setDecisions(reasonOf(failure));
        },
      );
    }, pauseMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [path, client, edition, element]);
  const decision = decisions === null || typeof decisions === 'string' ? null : decisionInView(path, decisions);
  return (
    <div className="prop">
      <header className="prop-head">
        <h2>{decision?.name ?? 'Decisions'}</h2>
        {(element === null || decision !== null) && <p>{howEdited(decision?.logic, element)}</p>}
      </header>
      {decision === null ? (
        <div className="prop-section">
          <p className="prop-hint">{noteFor(decisions)}</p>
        </div>
      ) : (
        <Trial key={decision.id} path={path} decision={decision} edition={edition} />
      )}
    </div>
  );
}

/** `shown`: the decision that is open; null: the diagram of all of them is. */
function howEdited(logic: DecisionOutline['logic'] | undefined, shown: string | null): string {
  if (shown === null) return 'How decisions need each other. The blue mark on a decision opens what it holds.';
  if (logic === 'table') return 'Edited where it is shown: click a cell.';
  return 'Edited where it is shown: click the expression.';
}

/** Where no decision is in view. A text is why none can be read; null: it is not known yet which there are. */
function noteFor(decisions: readonly DecisionOutline[] | string | null): string {
  if (decisions === null) return 'Looking …';
  if (typeof decisions === 'string') return decisions;
  return 'To try a decision, open it: by its tab above, or by its blue mark in the diagram.';
}

interface TrialProps {
  readonly path: string;
  readonly decision: DecisionOutline;
  readonly edition: number;
}

function Trial({ path, decision, edition }: TrialProps) {
  const trial = useDecisionTrials((all) => trialOf(all, path, decision.id));
  const fields = fieldsOf(decision);
  const outcome = trial.edition === edition ? trial.outcome : null;
  return (
    <section className="prop-section" aria-label="Try it">
      <h3>Try it</h3>
      <Unread path={path} decision={decision} />
      {fields.length === 0 && <p className="prop-hint">No input is declared: what it reads is given as JSON.</p>}
      <VariablesForm
        fields={fields}
        draft={trial.draft}
        onChange={(draft) => changeTrial(path, decision.id, { draft, outcome: null })}
        showProblems={trial.tried}
        label="Inputs"
      />
      <div>
        <Button
          leftSection={<Play size={13} aria-hidden />}
          title="Decide (F5)"
          onClick={() => runCommand('design.try')}
        >
          Try it
        </Button>
      </div>
      <div role="status">{outcome !== null && <Outcome outcome={outcome} decision={decision} />}</div>
    </section>
  );
}

/** Columns that nothing is asked for, because nobody can tell what they read. */
function Unread({ path, decision }: Omit<TrialProps, 'edition'>) {
  const problems = useAnalyses((all) => all[path]?.problems);
  const wrong = new Set(problems?.flatMap(({ element, severity }) => (severity === 'error' ? (element ?? []) : [])));
  return decision.computed
    .filter(({ id }) => wrong.has(id))
    .map(({ id, label }) => (
      <p key={id} className="prop-problem">
        There is no field for “{label}”: the expression of that column is not valid FEEL.
      </p>
    ));
}

function Outcome(props: { readonly outcome: DecisionView | string; readonly decision: DecisionOutline }) {
  const { outcome, decision } = props;
  if (typeof outcome === 'string') return <p className="prop-problem">{outcome}</p>;
  if (outcome.message !== null) return <p className="prop-problem">{outcome.message}</p>;
  const names = new Map(outcome.decided.map((each) => [each.decision, each.name]));
  return (
    <>
      <JsonTree name={decision.variable} value={outcome.outputs} open={2} label="What it decides" />
      {outcome.rulesHit.map(({ decision: id, rules }, index) => (
        <p key={index} className="prop-hint">
          {id === decision.id ? '' : `${names.get(id) ?? id}: `}
          {rules.length === 0 ? 'No rule hit.' : `${rules.length === 1 ? 'Rule' : 'Rules'} ${rules.join(', ')} hit.`}
        </p>
      ))}
    </>
  );
}
