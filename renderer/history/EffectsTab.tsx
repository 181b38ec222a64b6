import { useEffect, useRef } from 'react';
import type { EffectView } from '../../engine/protocol/window-views.ts';
import { useAnswer } from '../bridge/client-context.ts';
import { effectWords, unsentTitle } from '../jobs/effect-words.ts';
import { elementName } from '../jobs/element-names.ts';
import { ordinalText } from '../ui/quantity.ts';
import { EffectTarget } from '../jobs/EffectTarget.tsx';
import { useJob } from '../jobs/job-store.ts';
import { JobTime, OwnClockSign } from '../jobs/JobTime.tsx';
import { moveTo, useHistory } from './history-store.ts';
import { earlierAttempts } from './earlier-attempts.ts';
import { indexOfSeq } from './timeline-columns.ts';

const none: readonly string[] = [];

/** What the job did outside: each send and call, with the checkpoints before and after it. */
export function EffectsTab() {
  const job = useJob((state) => state.job);
  const seq = useJob(({ document }) => document?.seq ?? 0);
  const clock = useJob(({ document }) => document?.clock ?? 'wall');
  const origin = useJob(({ document }) => document?.origin ?? null);
  const answered = useJob(({ document }) => document?.answered ?? none);
  const graph = useJob(({ diagram }) => diagram?.graph ?? null);
  const { data, failure, again } = useAnswer('jobs.effects', job === null ? null : { job });
  const asked = useRef(seq);
  useEffect(() => {
    if (asked.current === seq) return;
    asked.current = seq;
    again();
  }, [seq, again]);
  if (job === null) return <p className="job-quiet">What the chosen job did outside is listed here.</p>;
  if (failure !== null) return <p className="job-problem">{failure.message}</p>;
  if (data === null) return <p className="job-quiet">Reading the ledger …</p>;
  if (data.effects.length === 0)
    return <p className="job-quiet">This job has done nothing outside: no message, no call.</p>;
  const older = data.more && <p className="job-quiet">Older ones are not listed.</p>;
  // Of what is not listed nobody sees a first attempt.
  const counted = data.more ? null : earlierAttempts(origin, data.effects);
  const seen = Map.groupBy(data.effects, ({ key }) => key);
  return (
    <div className="history-changes history-effects">
      {older}
      <table aria-label="Effects outside">
        <thead>
          <tr>
            <th scope="col">Element</th>
            <th scope="col">State</th>
            <th scope="col">What</th>
            <th scope="col">Attempt</th>
            <th scope="col" title="The checkpoints before and after it">
              Checkpoints
            </th>
            <th scope="col" aria-sort="ascending">
              Began{' · '}
              <span className="job-order">in this order</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.effects.map((effect) => (
            <tr key={`${effect.instance} ${effect.attempt}`}>
              <td>{elementName(graph, effect.element)}</td>
              <td>
                <State effect={effect} answered={answered.includes(effect.element)} />
              </td>
              <td>
                <EffectTarget target={effect.target} idempotencyKey={effect.key} />
                <SameKey effect={effect} all={seen.get(effect.key) ?? []} />
              </td>
              <td>{effect.attempt}</td>
              <td>
                <GoTo seq={effect.before} /> – {effect.after === null ? 'not saved' : <GoTo seq={effect.after} />}
              </td>
              <td>
                <JobTime at={effect.beganAt} clock={effectClock(effect, clock)} />
                {effectClock(effect, clock) === 'virtual' && <OwnClockSign />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {counted !== null && <p className="runs-note">{counted}</p>}
      {clock === 'virtual' && (
        <p className="runs-note">
          ◷ by the job’s own clock, as messages are; calls bear the time of the real clock at which they began.
        </p>
      )}
    </div>
  );
}

function State({ effect, answered }: { readonly effect: EffectView; readonly answered: boolean }) {
  const isUnsent = answered && effect.kind !== 'message';
  const { sign, word } = effectWords(effect.state, isUnsent);
  return (
    <span {...(isUnsent ? { title: unsentTitle } : {})}>
      <span aria-hidden>{sign}</span> {word}
    </span>
  );
}

/** Each of those that have one idempotency key says which of them it is. */
function SameKey({ effect, all }: { readonly effect: EffectView; readonly all: readonly EffectView[] }) {
  if (all.length < 2) return null;
  return (
    <span className="runs-card-note">
      {' '}
      {ordinalText(all.indexOf(effect) + 1)} of {all.length}, same key
    </span>
  );
}

/** A message leaves with a checkpoint, at the job's own time; a call is made at some time of the wall's clock. */
function effectClock({ kind }: EffectView, clock: 'wall' | 'virtual'): 'wall' | 'virtual' {
  return kind === 'message' ? clock : 'wall';
}

function GoTo({ seq }: { readonly seq: number }) {
  const go = (): void => {
    const { timeline } = useHistory.getState();
    if (timeline !== null) moveTo(indexOfSeq(timeline, seq));
  };
  if (seq === 0) return <>the start</>;
  return (
    <button type="button" className="job-link" aria-label={`Go to checkpoint ${seq}`} onClick={go}>
      {seq}
    </button>
  );
}
