import { Autocomplete, Button, Progress, SegmentedControl, TextInput } from '@mantine/core';
import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { CallResult } from '../../engine/protocol/window-calls.ts';
import type { WorkProgress } from '../../engine/protocol/window-link.ts';
import type { VariableHistory } from '../../engine/protocol/window-views.ts';
import { useAnswer, useClient } from '../bridge/client-context.ts';
import { elementName } from '../jobs/element-names.ts';
import { isGone, reasonIn } from '../jobs/failure-text.ts';
import { DifferingCode } from '../jobs/DifferingCode.tsx';
import { differingTexts } from '../jobs/differing-texts.ts';
import { shortText } from '../jobs/plain-json.ts';
import { useJob } from '../jobs/job-store.ts';
import { JobTime } from '../jobs/JobTime.tsx';
import { moveTo, useHistory } from './history-store.ts';
import { indexOfSeq } from './timeline-columns.ts';
import { questionOf, type SearchKind } from './value-search.ts';

/** The history of one variable, and the search for the instant at which it became something. */
export function VariableTab() {
  const { moment, timeline, variable } = useHistory();
  const [typed, setTyped] = useState('');
  const name = variable ?? '';
  useEffect(() => setTyped(name), [name]);
  if (timeline === null) return <p className="job-quiet">How a variable of the chosen job changed is shown here.</p>;
  const names = Object.keys(moment?.document.variables ?? {}).toSorted();
  const choose = (text: string): void => useHistory.setState({ variable: text.trim() === '' ? null : text.trim() });
  return (
    <div className="history-variable">
      <form
        className="history-search"
        onSubmit={(event) => {
          event.preventDefault();
          choose(typed);
        }}
      >
        <Autocomplete
          label="Variable"
          placeholder="Its name"
          data={names}
          value={typed}
          onChange={setTyped}
          onOptionSubmit={choose}
          onBlur={() => choose(typed)}
        />
      </form>
      {variable === null ? (
        <p className="job-quiet">
          Name a variable: every change of it is listed here, with the checkpoint that saved it.
        </p>
      ) : (
        <div className="history-variable-parts">
          {/* First: below a long history nobody would look for it, nor see what it finds. */}
          <Finder key={`find ${timeline.job.id} ${variable}`} job={timeline.job.id} name={variable} />
          <Steps key={`${timeline.job.id} ${variable}`} job={timeline.job.id} name={variable} />
        </div>
      )}
    </div>
  );
}

function goTo(seq: number): void {
  const { timeline } = useHistory.getState();
  if (timeline !== null) moveTo(indexOfSeq(timeline, seq));
}

function Steps({ job, name }: { readonly job: string; readonly name: string }) {
  const newest = useHistory(({ timeline }) => timeline?.seq.at(-1) ?? 0);
  const { data, failure, again } = useAnswer('jobs.variable-history', { job, name });
  const asked = useRef(newest);
  useEffect(() => {
    if (asked.current === newest) return;
    asked.current = newest;
    again();
  }, [newest, again]);
  if (failure !== null) return <p className="job-problem">{failure.message}</p>;
  if (data === null) return <p className="job-quiet">Looking through the history …</p>;
  if (data.steps.length === 0) return <p className="job-quiet">No variable {name} was ever set.</p>;
  return <StepTable history={data} />;
}

function StepTable({ history }: { readonly history: VariableHistory }) {
  const graph = useJob(({ diagram }) => diagram?.graph ?? null);
  const shown = useHistory(({ moment }) => moment?.seq);
  const clock = useJob(({ document }) => document?.clock ?? 'wall');
  return (
    <section className="history-steps" aria-label={`History of ${history.name}`}>
      {history.more && <p className="runs-note">Only the latest {history.steps.length} changes are listed.</p>}
      <table>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">Saved at</th>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {history.steps.toReversed().map(({ seq, at, element, attempt, scope, from, to, cut }) => {
            const [was, is] = differingTexts(from, to, { limit: 80, keep: 60 });
            return (
              <tr key={`${seq} ${scope}`} aria-current={seq === shown ? 'true' : undefined}>
                <td>
                  <button
                    type="button"
                    className="job-link"
                    onClick={() => goTo(seq)}
                    aria-label={`Go to checkpoint ${seq}`}
                  >
                    {seq}
                  </button>
                </td>
                <td>
                  {element === null ? 'the job' : elementName(graph, element)}
                  {attempt !== null && attempt > 1 && <span className="runs-card-note"> attempt {attempt}</span>}
                  {scope !== graph?.processId && (
                    <span className="runs-card-note"> in {elementName(graph, scope)}</span>
                  )}
                </td>
                <td>
                  <DifferingCode text={was} title={from === undefined ? '' : shortText(from, 2_000)} />
                </td>
                <td>
                  <DifferingCode text={is} title={to === undefined ? '' : shortText(to, 2_000)} />
                  {cut && <span className="runs-card-note"> beginning</span>}
                </td>
                <td>
                  <JobTime at={at} clock={clock} exact />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

type Found = CallResult<'jobs.find-value'>;

function Finder({ job, name }: { readonly job: string; readonly name: string }) {
  const client = useClient();
  const clock = useJob(({ document }) => document?.clock ?? 'wall');
  const [kind, setKind] = useState<SearchKind>('value');
  const [text, setText] = useState('');
  const [found, setFound] = useState<Found | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [progress, setProgress] = useState<WorkProgress | null>(null);
  const work = useRef<AbortController | null>(null);
  const [searching, setSearching] = useState(false);
  useEffect(() => () => work.current?.abort(), []);
  const search = async (): Promise<void> => {
    const look = questionOf(kind, text);
    if (look === null) return;
    work.current?.abort();
    const own = (work.current = new AbortController());
    setSearching(true);
    setProblem(null);
    setProgress(null);
    try {
      setFound(
        await client.call('jobs.find-value', { job, name, look }, { signal: own.signal, onProgress: setProgress }),
      );
    } catch (failure) {
      if (!isGone(failure)) setProblem(reasonIn(failure));
    } finally {
      if (work.current === own) setSearching(false);
    }
  };
  return (
    <section className="history-finder" aria-label={`When did ${name} become so?`}>
      <h3>{kind === 'value' ? `When did ${name} become …` : 'When did this become true?'}</h3>
      <form
        className="history-search"
        onSubmit={(event) => {
          event.preventDefault();
          void search();
        }}
      >
        <SegmentedControl
          aria-label="How to search"
          value={kind}
          onChange={(value) => setKind(value === 'condition' ? 'condition' : 'value')}
          data={[
            { value: 'value', label: 'Value' },
            { value: 'condition', label: 'FEEL' },
          ]}
        />
        <TextInput
          aria-label={kind === 'value' ? `When did ${name} become this value` : `When did this become true`}
          placeholder={kind === 'value' ? '0, true, paid …' : `${name} > 100`}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {searching ? (
          <Button leftSection={<X size={14} aria-hidden />} onClick={() => work.current?.abort()}>
            Stop
          </Button>
        ) : (
          <Button type="submit" leftSection={<Search size={14} aria-hidden />} disabled={text.trim() === ''}>
            When?
          </Button>
        )}
      </form>
      {searching && progress !== null && (
        <Progress
          aria-label={progress.what}
          value={progress.total === null ? 100 : (100 * progress.done) / progress.total}
          animated={progress.total === null}
        />
      )}
      {problem !== null && <p className="job-problem">{problem}</p>}
      {found !== null && !searching && (
        <>
          <p className="runs-note" role="status">
            {found.matches.length === 0
              ? 'Never'
              : found.matches.length === 1
                ? 'Once'
                : `${found.matches.length} times`}
            {found.more && ', and more'}, in {found.searched.toLocaleString('en')} checkpoints.
          </p>
          <ul className="history-matches">
            {found.matches.map(({ seq, at, scope, value }) => (
              <li key={`${seq} ${scope}`}>
                <button type="button" className="job-link" onClick={() => goTo(seq)}>
                  Checkpoint {seq}
                </button>
                <JobTime at={at} clock={clock} exact />
                <code>{shortText(value, 60)}</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
