import { ActionIcon, Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { Pause, Play, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useHostNeeded } from '../jobs/dead-engine.ts';
import { useAnswer, useClient, useNotifications } from '../bridge/client-context.ts';
import { elsewhereText } from '../workbench/elsewhere-text.ts';
import { isGone, reasonIn } from '../jobs/failure-text.ts';
import { chooseJob } from '../jobs/job-store.ts';
import { VariablesForm, variablesOf, type Draft } from '../jobs/VariablesForm.tsx';
import { useBreakpoints } from './breakpoints.ts';
import { FrozenNote } from './FrozenNote.tsx';
import {
  beginningsOf,
  emptyWords,
  scenarioFor,
  scenarioVariables,
  startFields,
  timersOf,
  typedExamples,
  type Beginning,
  type NamedTimer,
} from './start-fields.ts';
import { openStart, setStartDraft, useStart } from './start-store.ts';
import { startTrusted } from './start-trusted.ts';
import type { Field } from '../jobs/form-fields.ts';
import { graphsOf, type FileText, type StartGraphs } from './start-graphs.ts';

const nobody = 'nobody';
const noFiles: readonly FileText[] = [];

/** Which process, with which variables, and who answers for the outside. */
export function StartPanel() {
  const { path, saved, scenario, clock, extId } = useStart();
  const files = useAnswer('files.list', {});
  useNotifications('files-changed', files.again);
  const processes = (files.data?.files ?? []).filter(({ kind }) => kind === 'process').map((file) => file.path);
  const scenarios = (files.data?.files ?? []).filter(({ kind }) => kind === 'scenario').map((file) => file.path);
  const first = processes.find((each) => each.includes('order-fulfilment')) ?? processes[0];
  useEffect(() => {
    if (path === null && first !== undefined) useStart.setState({ path: first });
  }, [path, first]);
  const panel = useRef<HTMLElement>(null);
  // Whoever asked for the form goes on in it, by keyboard too.
  useEffect(() => panel.current?.focus(), []);
  const form = useStartForm(path, scenario ?? (path === null ? null : scenarioFor(path, scenarios)));
  return (
    <section ref={panel} tabIndex={-1} className="runs-panel" aria-label="Start a job">
      <h2>Start a job</h2>
      {files.data !== null && processes.length === 0 ? (
        <p className="job-quiet">
          There is no process in this workspace yet. Draw one in Design, and save it.{' '}
          {files.data.elsewhere.length > 0 && elsewhereText(files.data.elsewhere)}
        </p>
      ) : (
        <>
          <Select
            label="Process"
            title={path ?? ''}
            rightSectionWidth={22}
            data={processes}
            value={path}
            searchable
            allowDeselect={false}
            onChange={(value) => useStart.setState({ path: value, saved: false, scenario: null })}
          />
          {saved && <p className="runs-note">Its edits were saved: what runs is what is on disk.</p>}
          <Select
            label="Who answers for the outside"
            title={scenario ?? 'The real world'}
            rightSectionWidth={22}
            description={
              scenario === null
                ? 'Services are really called; you complete tasks and send messages here.'
                : 'The scenario answers for people, messages and services, and moves the clock.'
            }
            data={[
              { value: nobody, label: 'The real world' },
              ...scenarios.map((each) => ({ value: each, label: each })),
            ]}
            value={scenario ?? nobody}
            allowDeselect={false}
            onChange={(value) => useStart.setState({ scenario: value === nobody ? null : value })}
          />
          {scenario === null && (
            <div className="runs-clock">
              <span className="runs-label" id="start-clock">
                Clock
              </span>
              <SegmentedControl
                fullWidth
                aria-labelledby="start-clock"
                value={clock}
                onChange={(value) => useStart.setState({ clock: value === 'virtual' ? 'virtual' : 'wall' })}
                data={[
                  { value: 'wall', label: 'Real time' },
                  { value: 'virtual', label: 'Moved by hand' },
                ]}
              />
            </div>
          )}
          <TextInput
            label="Business key"
            description="Optional. Starting again with the same one shows the job that is there."
            value={extId}
            onChange={(event) => useStart.setState({ extId: event.currentTarget.value })}
          />
          <h3>Variables</h3>
          {form.problem !== null && <p className="job-problem">{form.problem}</p>}
          {path !== null && form.draft !== null && (
            <StartVariables path={path} {...form} refusal={form.problem} draft={form.draft} />
          )}
        </>
      )}
    </section>
  );
}

interface StartFormState {
  /** Id of the process that will run; null: not known yet. */
  readonly process: string | null;
  /** Start events of which a person chooses one; empty: there is nothing to choose. */
  readonly beginnings: readonly Beginning[];
  /** What starts it by itself, once it is deployed. */
  readonly timed: readonly NamedTimer[];
  readonly fields: readonly Field[];
  readonly draft: Draft | null;
  readonly note: string | null;
  readonly problem: string | null;
}

/** Fields out of diagram and scenario; what a person has typed stays. */
function useStartForm(path: string | null, example: string | null): StartFormState {
  const file = useAnswer('files.read', path === null ? null : { path });
  useNotifications('files-changed', file.again);
  const scenario = useAnswer('files.read', example === null ? null : { path: example });
  const calledFiles = useAnswer('diagram.called', path === null ? null : { path });
  useNotifications('files-changed', calledFiles.again);
  const [read, setRead] = useState<StartGraphs | null>(null);
  const draft = useStart(({ drafts }) => (path === null ? null : (drafts[path] ?? null)));
  const text = file.data?.path === path ? (file.data?.text ?? null) : null;
  const others = calledFiles.loading ? null : (calledFiles.data?.files ?? noFiles);
  useEffect(() => {
    let current = true;
    if (text === null || path === null || others === null) return undefined;
    void graphsOf(path, text, others).then((graphs) => {
      if (current) setRead(graphs);
    });
    return () => {
      current = false;
    };
  }, [text, path, others]);
  const own = read?.path === path ? read : null;
  const examples =
    scenario.data === null || scenario.data.path !== example ? null : scenarioVariables(scenario.data.text);
  const ready = own !== null && (example === null || examples !== null || scenario.failure !== null);
  const fields = ready && own.graph !== null ? startFields(own.graph, examples ?? {}, own.called) : [];
  useEffect(() => {
    if (!ready || path === null || useStart.getState().drafts[path] !== undefined) return;
    const typed = typedExamples(fields, examples ?? {});
    setStartDraft(path, { view: 'form', typed, json: '{}' });
  });
  return {
    process: own?.graph?.processId ?? null,
    beginnings: beginningsOf(own?.graph ?? null),
    timed: timersOf(own?.graph ?? null),
    fields,
    draft: ready ? draft : null,
    note: examples === null || example === null ? null : `Filled in from ${example}.`,
    problem:
      file.failure?.message ??
      (own !== null && own.graph === null ? 'This file holds no process that can run. Design says why.' : null),
  };
}

function StartVariables(props: {
  readonly path: string;
  readonly process: string | null;
  readonly beginnings: readonly Beginning[];
  readonly timed: readonly NamedTimer[];
  readonly fields: readonly Field[];
  readonly draft: Draft;
  readonly note: string | null;
  /** Why it cannot be started. */
  readonly refusal: string | null;
}) {
  const { path, process, beginnings, timed, fields, draft, note, refusal } = props;
  const client = useClient();
  const host = useHostNeeded();
  const stopped = refusal ?? host.title ?? null;
  const { scenario, clock, extId } = useStart();
  const breakpoints = useBreakpoints(process);
  const [chosen, choose] = useState<string | null>(null);
  const beginning = beginnings.find(({ value }) => value === chosen) ?? beginnings[0];
  const [tried, setTried] = useState(false);
  const [starting, setStarting] = useState<'run' | 'step' | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const start = async (how: 'run' | 'step'): Promise<void> => {
    setTried(true);
    const variables = variablesOf(fields, draft);
    if (variables === null) return;
    setStarting(how);
    setProblem(null);
    try {
      const started = await startTrusted(client, async ({ unreached }) =>
        client.call('jobs.run', {
          source: { path },
          variables,
          paused: how === 'step',
          breakpoints: [...breakpoints],
          unreached,
          ...(extId.trim() === '' ? {} : { extId: extId.trim() }),
          ...(beginning === undefined ? {} : { node: beginning.value }),
          ...(scenario === null ? { clock } : { scenario: { path: scenario } }),
        }),
      );
      if (started === null) return;
      chooseJob(client, started.job);
      openStart(false);
    } catch (failure) {
      if (!isGone(failure)) setProblem(reasonIn(failure));
    } finally {
      setStarting(null);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void start('run');
      }}
    >
      {beginning !== undefined && (
        <Select
          label="Where it begins"
          description="This process has several start events, each another way to begin."
          data={[...beginnings]}
          value={beginning.value}
          allowDeselect={false}
          onChange={choose}
        />
      )}
      {timed.map(({ name, times }) => (
        <p key={name} className="runs-note">
          Running it deploys it: from then on its timer start <strong>{name}</strong> (<code>{times}</code>) starts jobs
          by itself, too, while an engine runs.
        </p>
      ))}
      {note !== null && <p className="runs-note">{note}</p>}
      {fields.length === 0 && refusal === null && (
        <p className="runs-note">The diagram reads no variable that it does not write itself.</p>
      )}
      <VariablesForm
        label="Variables"
        fields={fields}
        draft={draft}
        showProblems={tried}
        onChange={(next) => setStartDraft(path, next)}
      />
      {emptyWords(fields, variablesOf(fields, draft)).map((words) => (
        <p key={words} className="runs-note">
          <span aria-hidden>⚠ </span>
          {words}
        </p>
      ))}
      {problem !== null && (
        <p className="job-problem" role="alert">
          {problem}
        </p>
      )}
      <FrozenNote asked={starting !== null} />
      <div className="runs-actions runs-actions-stay ui-fade-foot">
        <Button
          type="submit"
          variant="filled"
          leftSection={<Play size={14} aria-hidden />}
          loading={starting === 'run'}
          disabled={stopped !== null}
          title={stopped ?? undefined}
        >
          Run
        </Button>
        <Button
          leftSection={<Pause size={14} aria-hidden />}
          loading={starting === 'step'}
          disabled={stopped !== null}
          title={stopped ?? 'Hold it before its first element, to go on step by step'}
          onClick={() => void start('step')}
        >
          Start paused
        </Button>
        <ActionIcon ml="auto" aria-label="Close" title="Close the form" onClick={() => openStart(false)}>
          <X size={16} />
        </ActionIcon>
      </div>
    </form>
  );
}
