import { Button, Checkbox, Modal, NumberInput, Progress, Select, TextInput } from '@mantine/core';
import { Archive } from 'lucide-react';
import { useRef, useState } from 'react';
import type { CallResult } from '../../engine/protocol/window-calls.ts';
import type { WorkProgress } from '../../engine/protocol/window-link.ts';
import { useAnswer, useClient } from '../bridge/client-context.ts';
import { useHostState } from '../bridge/host-state.ts';
import { useEngineNeeded } from '../jobs/dead-engine.ts';
import { isGone, reasonIn } from '../jobs/failure-text.ts';
import { businessKeyOf, shortId } from '../jobs/job-ids.ts';
import { standingWord } from '../jobs/standing-words.ts';
import { useStillOf } from '../jobs/still.ts';
import { useProcessNames } from '../jobs/process-names.ts';
import { useJob } from '../jobs/job-store.ts';
import { tell } from '../workbench/notice.ts';
import { nothingToSave } from './nothing-to-save.ts';
import { refreshSaves } from './saves-feed.ts';
import { useSaves } from './saves-store.ts';

type Taken = CallResult<'savepoints.create'>;

const everyJob = 'every running job';
const close = (): void => useSaves.setState({ creating: false });

/** Told apart from every other; `randomUUID` is not there for pages of other machines. */
function newTriggerId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `savepoint-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** Takes savepoints: of one job or of all, with or without ending them. */
export function CreateDialog() {
  const open = useSaves((state) => state.creating);
  return (
    <Modal opened={open} onClose={close} title="Take a savepoint" size="lg">
      {open && <CreateForm />}
    </Modal>
  );
}

function CreateForm() {
  const client = useClient();
  const needsEngine = useEngineNeeded();
  const nothing = useHostState(({ engine }) => nothingToSave(engine));
  const [job, setJob] = useState<string>(() => useJob.getState().job ?? everyJob);
  const [cancel, setCancel] = useState(false);
  const [grace, setGrace] = useState(10);
  const [triggerId, setTriggerId] = useState(newTriggerId);
  const [progress, setProgress] = useState<WorkProgress | null>(null);
  const [taken, setTaken] = useState<Taken | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const aborter = useRef<AbortController | null>(null);
  const take = async (): Promise<void> => {
    aborter.current = new AbortController();
    setProblem(null);
    setTaken(null);
    setProgress({ done: 0, total: null, what: 'savepoints' });
    try {
      const answer = await client.call(
        'savepoints.create',
        { job: job === everyJob ? null : job, cancel, graceMs: Math.round(grace * 1000), triggerId },
        { signal: aborter.current.signal, onProgress: setProgress },
      );
      setTaken(answer);
      const [first] = answer.savepoints;
      if (first !== undefined) useSaves.setState({ selected: first.location });
      if (answer.failed.length === 0) {
        close();
        tell(
          answer.savepoints.length === 1 ? 'Savepoint taken' : `${answer.savepoints.length} savepoints taken`,
          answer.savepoints.length === 0 ? 'No job is running.' : '',
        );
      }
    } catch (failure) {
      if (isGone(failure))
        setProblem('It goes on without this window waiting. Ask again under the same name to hear what came of it.');
      else setProblem(reasonIn(failure));
    } finally {
      setProgress(null);
      refreshSaves(client);
    }
  };
  const busy = progress !== null;
  return (
    <form
      className="saves-create"
      onSubmit={(event) => {
        event.preventDefault();
        void take();
      }}
    >
      <JobChoice job={job} onChange={setJob} disabled={busy} />
      <Checkbox
        label={
          job === everyJob
            ? 'Cancel the jobs once their savepoints are safe'
            : 'Cancel the job once its savepoint is safe'
        }
        description={`No new work starts from now on; running tasks get a grace period (${grace} s) to finish, then the savepoint is made durable, and the job ends. Where that fails, the job goes on.`}
        checked={cancel}
        disabled={busy}
        onChange={(event) => setCancel(event.currentTarget.checked)}
      />
      {cancel && (
        <NumberInput
          label="Grace for running tasks, in seconds"
          value={grace}
          min={0}
          max={86_400}
          disabled={busy}
          onChange={(value) => setGrace(typeof value === 'number' ? value : 10)}
        />
      )}
      <TextInput
        label="Name of this request"
        description="Change it only to repeat an earlier request: the same name returns what was taken then, and nothing is saved anew."
        value={triggerId}
        maxLength={256}
        required
        disabled={busy}
        onChange={(event) => setTriggerId(event.currentTarget.value)}
      />
      {problem !== null && (
        <p className="job-problem" role="alert">
          {problem}
        </p>
      )}
      {taken !== null && taken.failed.length > 0 && <Failed taken={taken} />}
      {nothing !== null && <p className="job-problem">{nothing}.</p>}
      {needsEngine.disabled && <p className="job-problem">{needsEngine.title}.</p>}
      {progress !== null && <HowFar progress={progress} />}
      <div className="saves-actions saves-actions-end">
        {busy ? (
          <Button onClick={() => aborter.current?.abort()}>Stop waiting</Button>
        ) : (
          <Button onClick={close}>{taken === null ? 'Cancel' : 'Close'}</Button>
        )}
        <Button
          type="submit"
          variant="filled"
          leftSection={<Archive size={14} aria-hidden />}
          loading={busy}
          disabled={needsEngine.disabled || nothing !== null || triggerId === ''}
        >
          {cancel ? 'Save and cancel' : 'Save'}
        </Button>
      </div>
    </form>
  );
}

function JobChoice(props: { job: string; onChange: (job: string) => void; disabled: boolean }) {
  const [active, passive] = [
    useAnswer('jobs.list', { status: 'active', roots: true, limit: 200 }),
    useAnswer('jobs.list', { status: 'passive', roots: true, limit: 200 }),
  ];
  const named = useProcessNames();
  const stillOf = useStillOf();
  const jobs = [...(active.data?.jobs ?? []), ...(passive.data?.jobs ?? [])];
  const data = [
    { value: everyJob, label: `Every running job that nobody called` },
    ...jobs.map((job) => ({
      value: job.id,
      label: `${named(job.definition.key, job.definition.version)} · ${businessKeyOf(job) ?? shortId(job.id)} · ${standingWord(job, stillOf(job))}`,
    })),
  ];
  const known = data.some(({ value }) => value === props.job);
  return (
    <Select
      label="Of which job"
      data={data}
      value={known ? props.job : everyJob}
      searchable
      allowDeselect={false}
      disabled={props.disabled}
      onChange={(value) => props.onChange(value ?? everyJob)}
      nothingFoundMessage="No running job is like that."
    />
  );
}

function HowFar({ progress: { done, total } }: { readonly progress: WorkProgress }) {
  const share = total === null || total === 0 ? 0 : Math.min(100, (100 * done) / total);
  return (
    <div className="saves-progress">
      <Progress value={share} animated aria-label="Savepoints taken" />
      <span aria-live="polite">{total === null ? 'Asked for …' : `${done} of ${total}`}</span>
    </div>
  );
}

/** The jobs that failed, each with its reason; the others are saved. */
function Failed({ taken }: { readonly taken: Taken }) {
  return (
    <div role="alert">
      <p>
        {taken.savepoints.length} taken, {taken.failed.length} could not be:
      </p>
      <ul className="saves-uses">
        {taken.failed.map(({ job, name, reason }) => (
          <li key={job}>
            <strong>{name}</strong> <span className="job-id">{job}</span>: {reason}
          </li>
        ))}
      </ul>
    </div>
  );
}
