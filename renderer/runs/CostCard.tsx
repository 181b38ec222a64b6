import { ActionIcon } from '@mantine/core';
import { X } from 'lucide-react';
import { useClient, useConnection } from '../bridge/client-context.ts';
import { useHostState } from '../bridge/host-state.ts';
import { EffectTarget } from '../jobs/EffectTarget.tsx';
import { elementName } from '../jobs/element-names.ts';
import {
  bySending,
  fates,
  fateText,
  fateTotals,
  fateWords,
  isOver,
  ranAgain,
  sideEffects,
  type Tense,
} from '../jobs/fates.ts';
import type { CrashCost, JobDiagram } from '../jobs/job-feed.ts';
import { chooseElement, showCost, useJob } from '../jobs/job-store.ts';
import { isUndecided, useStill } from '../jobs/still.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { pointWords } from './crash-words.ts';
import { useRuns } from './runs-store.ts';

/** The crash whose cost is shown: the one that was asked for, else the latest, until it is put away. */
export function useShownCost(): CrashCost | null {
  const cost = useJob((state) => state.cost);
  const dismissed = useRuns((state) => state.dismissed);
  return cost === null || (cost.death.at === dismissed && !cost.asked) ? null : cost;
}

/** Whether what a crash cost is still to come: nobody has recovered the engine since. */
export function useStillDead(cost: CrashCost | null): boolean {
  return useHostState(({ engine }) => engine?.state === 'dead' && cost?.death.epoch === engine.lastDeath?.epoch);
}

/** In which of its words a fate is told: what is to come, what has been, or what hangs on a person's decision. */
export function useTense(cost: CrashCost | null): Tense {
  const document = useJob((state) => state.document);
  const dead = useStillDead(cost);
  const still = useStill(document);
  if (document === null || cost === null) return 'meaning';
  if (isOver(cost.forecast, document, dead)) return 'past';
  return isUndecided(still) ? 'undecided' : 'meaning';
}

const outsideWords = {
  meaning: { title: 'Will be seen twice outside', again: 'will happen again' },
  past: { title: 'Seen twice outside', again: 'happened again' },
  undecided: { title: 'Would be seen twice outside', again: 'would happen again' },
};
/** Of calls that a scenario answers: none of them is sent. */
const playedTitles = {
  meaning: 'Would be seen twice without the scenario',
  past: 'Would have been seen twice without the scenario',
  undecided: 'Would be seen twice without the scenario',
};
const againWords = { lost: 'its first try was lost', twice: 'its effect outside happened twice' };
const noneWords = { saved: 'Nothing was saved.', lost: 'Nothing was lost.', twice: 'Nothing outside is seen twice.' };

/** Saved, lost, twice: the legend of the diagram, with what the world outside will see again. */
export function CostCard({ cost, diagram }: { readonly cost: CrashCost; readonly diagram: JobDiagram | null }) {
  const client = useClient();
  const dead = useStillDead(cost);
  const { state: connection } = useConnection();
  const document = useJob((state) => state.document);
  const graph = diagram?.graph ?? null;
  const { forecast, death } = cost;
  const totals = fateTotals(forecast);
  const [sent, played] = bySending(sideEffects(forecast), document?.answered ?? []);
  const again = dead ? [] : ranAgain(forecast, document?.executions ?? []);
  const { crashPoint } = death;
  const tense = useTense(cost);
  return (
    <section className="runs-cost" aria-label="What the crash cost">
      <header>
        {/* Of an engine whose host is gone nothing is known. */}
        <h3>
          {dead && (connection === 'connected' || connection === 'connecting')
            ? 'The engine is dead'
            : 'What the crash cost'}
        </h3>
        {!dead && (
          <ActionIcon
            aria-label="Put away"
            title="Put away"
            onClick={() => {
              useRuns.setState({ dismissed: death.at });
              if (cost.asked) showCost(client, null);
            }}
          >
            <X size={14} />
          </ActionIcon>
        )}
      </header>
      <p className="runs-card-note">
        The engine{death.pid !== null && ` (process ${death.pid})`} died <RelativeTime at={death.at} />
        {death.signal !== null && ` of ${death.signal}`}
        {crashPoint !== null && `, ${pointWords[crashPoint.point].at} ${elementName(graph, crashPoint.element)}`}.
      </p>
      <dl className="runs-fates">
        {fates.map((fate) => (
          // What did not happen is no warning.
          <div key={fate} data-fate={totals[fate] === 0 ? 'none' : fate}>
            <dt>
              <span className="runs-fate-sign" aria-hidden>
                {fateWords[fate].sign}
              </span>
              {fateWords[fate].word}
              <span className="runs-fate-count">{totals[fate]}</span>
            </dt>
            <dd>
              {totals[fate] === 0 ? noneWords[fate] : fateText(fate, tense, fate === 'twice' && sent.length === 0)}
              {totals[fate] > 0 && fate !== 'saved' && (
                <span className="runs-fate-elements">
                  {forecast[fate].slice(0, 20).map(({ element, instance }) => (
                    <button key={instance} type="button" className="job-link" onClick={() => chooseElement(element)}>
                      {elementName(graph, element)}
                    </button>
                  ))}
                  {totals[fate] > 20 && <span>and {totals[fate] - 20} more</span>}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {sent.length > 0 && (
        <>
          <h4>{outsideWords[tense].title}</h4>
          <ul className="runs-effects">
            {sent.map(({ element, target, certain, key }) => (
              <li key={key}>
                <EffectTarget target={target} idempotencyKey={key} /> {certain ? 'happened' : 'may have happened'}, and{' '}
                {outsideWords[tense].again}.
                <span className="runs-card-note" title={key}>
                  Same idempotency key, from {elementName(graph, element)}.
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {played.length > 0 && (
        <>
          <h4>{playedTitles[tense]}</h4>
          <ul className="runs-effects">
            {played.map(({ element, target, key }) => (
              <li key={key}>
                <EffectTarget target={target} idempotencyKey={key} /> was not sent: the scenario answers it.
                <span className="runs-card-note" title={key}>
                  Same idempotency key, from {elementName(graph, element)}.
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {!dead && (
        <>
          <h4>Ran again</h4>
          {again.length === 0 ? (
            <p className="runs-card-note">Nothing so far.</p>
          ) : (
            <ul className="runs-effects">
              {again.map(({ element, attempt, fate }) => (
                <li key={`${element}-${attempt}`}>
                  <span aria-hidden>↻ </span>
                  {elementName(graph, element)}, attempt {attempt}{' '}
                  <span className="runs-card-note">
                    {fate === 'twice' && document?.answered.includes(element) === true
                      ? 'the scenario answered it twice'
                      : againWords[fate]}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}
