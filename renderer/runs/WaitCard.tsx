import { Button } from '@mantine/core';
import { AlarmClock, Check, Mail, Play, Radio } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import type { JobDocument } from '../../engine/protocol/window-views.ts';
import { useClient } from '../bridge/client-context.ts';
import { act } from '../jobs/acts.ts';
import { useJobNeeded } from '../jobs/dead-engine.ts';
import { instanceNumber } from '../jobs/document-scopes.ts';
import { elementName } from '../jobs/element-names.ts';
import type { JobDiagram } from '../jobs/job-feed.ts';
import { JobTime } from '../jobs/JobTime.tsx';
import { chooseElement, chooseJob, useJob } from '../jobs/job-store.ts';
import { emptyDraft, VariablesForm, variablesOf } from '../jobs/VariablesForm.tsx';
import { FrozenNote } from './FrozenNote.tsx';
import { sendDraft, useWaitDraft } from './wait-drafts.ts';
import { meantFor, newsHint, taskDefaults, taskFields } from './wait-forms.ts';

export type Wait = JobDocument['waiting'][number];

interface WaitCardProps {
  readonly wait: Wait;
  readonly document: JobDocument;
  readonly diagram: JobDiagram | null;
}

const purposes: Readonly<Record<Wait['for'], string>> = {
  user: 'waits for a person',
  message: 'waits for a message',
  timer: 'waits for its time',
  'event-gateway': 'waits for whichever comes first',
  call: 'waits for the job that it called',
  scope: 'waits for what runs inside it',
  choice: 'waits for somebody to choose what begins',
  instances: 'waits for its instances',
  conditional: 'waits for a condition',
  signal: 'waits for a signal',
  multiple: 'waits for several things',
  compensation: 'waits for what is undone',
  data: 'waits for data',
  retry: 'waits before it tries again',
};

/** Something that waits, and what can be done about it right here. */
export function WaitCard({ wait, document, diagram }: WaitCardProps) {
  const client = useClient();
  const name = elementName(diagram?.graph ?? null, wait.element);
  const { calls } = wait;
  const number = instanceNumber(document, wait.instance);
  const needsEngine = useJobNeeded();
  const hint = useMemo(
    () => newsHint(diagram?.graph ?? null, wait.element, document.variables),
    [diagram, wait.element, document.variables],
  );
  return (
    <article
      className="runs-card"
      aria-label={`${name}${number === null ? '' : `, instance ${number},`} ${purposes[wait.for]}`}
    >
      <header>
        <button type="button" className="job-link runs-card-title" onClick={() => chooseElement(wait.element)}>
          {name}
        </button>
        <span className="runs-card-note">
          {number !== null && `instance ${number}, `}
          {purposes[wait.for]}
        </span>
      </header>
      {wait.for === 'user' && <CompleteForm wait={wait} document={document} diagram={diagram} />}
      {wait.for === 'choice' && <ChoiceButtons wait={wait} document={document} diagram={diagram} />}
      {wait.messages.map(({ name: message, key }) => (
        <SendForm key={`${message}\n${key ?? ''}`} wait={wait} message={message} messageKey={key} hint={hint} />
      ))}
      {wait.signals.map((signal) => (
        <SignalForm key={signal} wait={wait} signal={signal} hint={hint} />
      ))}
      {timersOf(wait, document).map((timer) => (
        <div key={timer.element} className="runs-timer">
          <span>
            <span className="runs-timer-name">
              {timer.element !== wait.element ? elementName(diagram?.graph ?? null, timer.element) : 'Due'}
            </span>
            <span className="runs-card-note">
              <JobTime at={timer.due} clock={document.clock} />
            </span>
          </span>
          <Button
            {...needsEngine}
            leftSection={<AlarmClock size={14} aria-hidden />}
            onClick={() =>
              void act(
                client,
                { kind: 'fire-timer', job: document.job.id, element: timer.element, ...instanceOf(wait) },
                'The timer could not be fired',
              )
            }
          >
            Fire now
          </Button>
        </div>
      ))}
      {calls !== null && (
        <Button onClick={() => chooseJob(client, calls)} title={`Job ${calls}`}>
          Show the called job
        </Button>
      )}
    </article>
  );
}

const instanceOf = ({ instance }: Wait): { instance?: string } => (instance === null ? {} : { instance });

function timersOf(wait: Wait, document: JobDocument): JobDocument['timers'] {
  return document.timers.filter(({ at, element }) => at === wait.element || element === wait.element);
}

function CompleteForm({ wait, document, diagram }: WaitCardProps) {
  const client = useClient();
  const graph = diagram?.graph ?? null;
  const fields = taskFields(graph, wait.element);
  const meant = meantFor(graph, wait.element);
  const key = JSON.stringify([document.job.id, wait.element, wait.instance]);
  const defaults = useMemo(
    () => ({ ...emptyDraft, typed: taskDefaults(graph, wait.element, document.variables) }),
    [graph, wait.element, document.variables],
  );
  const [draft, setDraft] = useWaitDraft(key, defaults);
  const needsEngine = useJobNeeded();
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  const complete = async (): Promise<void> => {
    setTried(true);
    const variables = variablesOf(fields, draft, true);
    if (variables === null) return;
    setSending(true);
    await sendDraft(key, async () =>
      act(
        client,
        { kind: 'complete', job: document.job.id, element: wait.element, variables, ...instanceOf(wait) },
        `“${elementName(graph, wait.element)}” could not be completed`,
      ),
    );
    setSending(false);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void complete();
      }}
    >
      {meant !== null && <p className="runs-note">{meant}</p>}
      <VariablesForm
        label={`Answer of ${elementName(graph, wait.element)}`}
        free
        fields={fields}
        draft={draft}
        showProblems={tried}
        onChange={setDraft}
      />
      <div className="runs-actions">
        <Button
          type="submit"
          variant="filled"
          leftSection={<Check size={14} aria-hidden />}
          loading={sending}
          {...needsEngine}
        >
          Complete
        </Button>
      </div>
      <FrozenNote asked={sending} />
    </form>
  );
}

/** The activities that can begin in an ad-hoc subprocess, and the end of it. */
function ChoiceButtons({ wait, document, diagram }: WaitCardProps) {
  const client = useClient();
  const graph = diagram?.graph ?? null;
  const needsEngine = useJobNeeded();
  const choose = (activity: string | null): void => {
    const request = {
      kind: 'choose',
      job: document.job.id,
      element: wait.element,
      activity,
      ...instanceOf(wait),
    } as const;
    void act(client, request, activity === null ? 'It could not be ended' : 'The activity could not begin');
  };
  return (
    <div className="runs-actions">
      {(graph?.scopes.get(wait.element)?.initial ?? []).map((activity) => (
        <Button
          key={activity}
          {...needsEngine}
          leftSection={<Play size={14} aria-hidden />}
          onClick={() => choose(activity)}
        >
          Begin {elementName(graph, activity)}
        </Button>
      ))}
      <Button {...needsEngine} leftSection={<Check size={14} aria-hidden />} onClick={() => choose(null)}>
        Nothing more
      </Button>
    </div>
  );
}

function SignalForm(props: { readonly wait: Wait; readonly signal: string; readonly hint: string | null }) {
  const { wait, signal, hint } = props;
  return (
    <NewsForm
      wait={wait}
      kind="signal"
      name={signal}
      note={null}
      hint={hint}
      button="Broadcast"
      icon={<Radio size={14} aria-hidden />}
      send={(client, variables) =>
        act(client, { kind: 'signal', name: signal, variables }, 'The signal could not be thrown')
      }
    />
  );
}

function SendForm(props: {
  readonly wait: Wait;
  readonly message: string;
  readonly messageKey: string | null;
  readonly hint: string | null;
}) {
  const { wait, message, messageKey, hint } = props;
  return (
    <NewsForm
      wait={wait}
      kind="message"
      name={message}
      note={
        messageKey === null ? null : (
          <>
            {' '}
            with the key <code>{messageKey}</code>
          </>
        )
      }
      hint={hint}
      button="Send"
      icon={<Mail size={14} aria-hidden />}
      send={(client, variables) =>
        act(client, { kind: 'message', name: message, key: messageKey, variables }, 'The message could not be sent')
      }
    />
  );
}

interface NewsFormProps {
  readonly wait: Wait;
  readonly kind: 'message' | 'signal';
  readonly name: string;
  readonly note: ReactNode;
  /** Which variables it might bring. */
  readonly hint: string | null;
  readonly button: string;
  readonly icon: ReactNode;
  readonly send: (client: WindowClient, variables: string) => Promise<unknown>;
}

/** What comes from outside, with variables. */
function NewsForm({ wait, kind, name, note, hint, button, icon, send }: NewsFormProps) {
  const client = useClient();
  const needsEngine = useJobNeeded();
  const job = useJob((state) => state.job);
  const key = JSON.stringify([job, wait.element, wait.instance, kind, name]);
  const [draft, setDraft] = useWaitDraft(key, emptyDraft);
  const [sending, setSending] = useState(false);
  const submit = async (): Promise<void> => {
    const variables = variablesOf([], draft);
    if (variables === null) return;
    setSending(true);
    await sendDraft(key, async () => send(client, variables));
    setSending(false);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className="runs-message">
        {kind === 'message' ? 'Message' : 'Signal'} <strong>{name}</strong>
        {note}
      </p>
      <VariablesForm
        label={`Variables of ${kind} ${name}`}
        {...(hint === null ? {} : { hint })}
        fields={[]}
        draft={draft}
        showProblems
        onChange={setDraft}
      />
      <div className="runs-actions">
        <Button type="submit" variant="filled" leftSection={icon} loading={sending} {...needsEngine}>
          {button}
        </Button>
      </div>
      <FrozenNote asked={sending} />
    </form>
  );
}
