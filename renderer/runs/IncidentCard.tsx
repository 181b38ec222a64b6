import { Button } from '@mantine/core';
import { RotateCcw } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { JobDocument } from '../../engine/protocol/window-views.ts';
import { useClient } from '../bridge/client-context.ts';
import { act } from '../jobs/acts.ts';
import { useJobNeeded } from '../jobs/dead-engine.ts';
import { variableNames } from '../jobs/document-scopes.ts';
import { elementName, withNames } from '../jobs/element-names.ts';
import type { JobDiagram } from '../jobs/job-feed.ts';
import { chooseElement, chooseJob } from '../jobs/job-store.ts';
import { JobTime } from '../jobs/JobTime.tsx';
import { jsonText } from '../jobs/plain-json.ts';
import { emptyRow, rowsFrom, type VariableRow } from '../jobs/free-variables.ts';
import { emptyDraft, VariablesForm, variablesOf, type Draft } from '../jobs/VariablesForm.tsx';
import { tell } from '../workbench/notice.ts';
import { missingVariables } from './missing-variables.ts';
import { asSentence, reasonOf } from './incident-words.ts';
import { failedAgain, retryAsked, retryRefused } from './retries.ts';
import { TrustOffer } from './TrustOffer.tsx';

type Incident = JobDocument['incidents'][number];

/** A technical failure that waits for a person: why, how often it was tried, and the ways on. */
export function IncidentCard(props: {
  readonly incident: Incident;
  readonly document: JobDocument;
  readonly diagram: JobDiagram | null;
}) {
  const { incident, document, diagram } = props;
  const client = useClient();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const needsEngine = useJobNeeded();
  const { element, job: calledJob } = incident;
  const graph = calledJob === undefined ? (diagram?.graph ?? null) : null;
  const name = element === null ? 'The job' : elementName(graph, element);
  const missing = calledJob === undefined ? missingVariables(graph, incident, variableNames(document)) : [];
  const lacking = useRef<HTMLParagraphElement>(null);
  const form = useRef<HTMLDivElement>(null);
  const actions = useRef<HTMLDivElement>(null);
  const editing = draft !== null;
  useEffect(() => {
    if (!editing) return;
    const fields = [...(form.current?.querySelectorAll('input') ?? [])];
    const first = fields.find(({ value }) => value === '') ?? fields[0];
    first?.focus({ preventScroll: true });
    // The form is what was asked for: its buttons are in view with it, but its beginning in any case.
    actions.current?.scrollIntoView({ block: 'nearest' });
    (lacking.current ?? first)?.scrollIntoView({ block: 'nearest' });
  }, [editing]);
  const retry = async (variables: string | undefined): Promise<void> => {
    setBusy(true);
    retryAsked(document.job.id, incident);
    const answer = await act(
      client,
      {
        kind: 'retry',
        job: calledJob ?? document.job.id,
        ...(element === null ? {} : { element }),
        ...(variables === undefined ? {} : { variables }),
      },
      `${name} could not be tried again`,
    );
    setBusy(false);
    if (answer !== null) setDraft(null);
    else retryRefused(document.job.id, incident);
  };
  return (
    <article className="runs-card runs-card-incident" aria-label={`Incident at ${name}`}>
      <header>
        <span className="job-status" data-tone="incident">
          <span className="job-status-sign" aria-hidden>
            !
          </span>
          Incident
        </span>
        <button
          type="button"
          className="job-link runs-card-title"
          onClick={() => (calledJob === undefined ? chooseElement(element) : chooseJob(client, calledJob))}
        >
          {name}
          {calledJob !== undefined && ' in a called job'}
        </button>
      </header>
      <p className="runs-incident-text">{asSentence(withNames(graph, reasonOf(incident, name)))}</p>
      <p className="runs-card-note">
        Tried {timesText(incident.attempts)}, {incident.attempts === 1 ? '' : 'last '}
        <JobTime at={incident.at} clock={document.clock} />.
        {calledJob === undefined && incident.attempts > 1 && (
          <>
            {' '}
            The job keeps version {document.job.definition.version} of its process: what was mended in the file since
            counts for new jobs, and for this one after a restore (History).
          </>
        )}
      </p>
      {missing.length > 0 && (
        <p ref={lacking} className="runs-card-note runs-card-lacking">
          Not set: {missing.map((each, index) => [index > 0 && ', ', <code key={each}>{each}</code>])}.{' '}
          {draft?.view === 'json'
            ? `Replace ${missing.length === 1 ? 'its null' : 'each null'} with what belongs there.`
            : `Give ${missing.length === 1 ? 'it a value' : 'them values'}, and retry.`}
        </p>
      )}
      {draft !== null && (
        <div ref={form}>
          <VariablesForm
            label="Variables to set first"
            free
            note="What the job has before the retry. A variable whose row you remove keeps its value."
            fields={[]}
            draft={draft}
            showProblems={tried}
            onChange={setDraft}
          />
        </div>
      )}
      <div className="runs-actions" ref={actions}>
        {draft === null ? (
          <>
            <Button
              variant={missing.length > 0 ? 'default' : 'filled'}
              leftSection={<RotateCcw size={14} aria-hidden />}
              loading={busy}
              {...needsEngine}
              onClick={() => void retry(undefined)}
            >
              Retry
            </Button>
            <TrustOffer message={incident.message} onTrusted={() => void retry(undefined)} />
            {calledJob === undefined && (
              <Button
                // Tried again as it is, it would lack the same.
                variant={missing.length > 0 ? 'filled' : 'default'}
                onClick={() => {
                  setTried(false);
                  setDraft({ ...emptyDraft, rows: editable(document, missing) });
                }}
              >
                Edit variables and retry
              </Button>
            )}
          </>
        ) : (
          <>
            <Button
              variant="filled"
              loading={busy}
              {...needsEngine}
              onClick={() => {
                setTried(true);
                const variables = variablesOf([], draft, true);
                if (variables !== null) void retry(variables);
              }}
            >
              Set these and retry
            </Button>
            <Button onClick={() => setDraft(null)}>Discard the edits</Button>
          </>
        )}
      </div>
    </article>
  );
}

const timesText = (attempts: number): string => (attempts === 1 ? 'once' : `${attempts} times`);

/** Tells of retries that failed again, which would otherwise change nothing but a number. */
export function useFailedAgain(document: JobDocument | null, diagram: JobDiagram | null): void {
  useEffect(() => {
    if (document === null) return;
    for (const { incident, same } of failedAgain(document)) {
      const { element, job, attempts } = incident;
      const name =
        element === null ? 'The job' : elementName(job === undefined ? (diagram?.graph ?? null) : null, element);
      tell(
        `Tried again: ${same ? 'the same error' : 'another error'}`,
        `${name} was tried ${timesText(attempts)} now.`,
      );
    }
  }, [document, diagram]);
}

/** The missing variables and the job's own to edit; those that were cut stay as they are, and so stay out of it. */
function editable(document: JobDocument, missing: readonly string[]): readonly VariableRow[] {
  const cut = new Set(document.cut.filter(({ scope }) => scope === null).map(({ name }) => name));
  const own = Object.entries(document.variables).filter(([name]) => !cut.has(name));
  return [...missing.map((name) => ({ ...emptyRow, name })), ...rowsFrom(jsonText(Object.fromEntries(own)))];
}
