import { Button } from '@mantine/core';
import { ArrowLeft, CircleDot, History } from 'lucide-react';
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { JobDocument } from '../../engine/protocol/window-views.ts';
import { useClient } from '../bridge/client-context.ts';
import { countedTokens, instanceNumber, scopesSeen } from '../jobs/document-scopes.ts';
import { useHostNeeded } from '../jobs/dead-engine.ts';
import { elementName, typeWords, withNames } from '../jobs/element-names.ts';
import { fatesByElement, fateText, fateWords } from '../jobs/fates.ts';
import { editsTitle, useForkEdits } from '../jobs/fork-edits.ts';
import type { JobDiagram } from '../jobs/job-feed.ts';
import { businessKeyOf, madeAt, shortId } from '../jobs/job-ids.ts';
import { JobTime } from '../jobs/JobTime.tsx';
import { chooseElement, chooseJob, hasEnded, shownTokens, useJob } from '../jobs/job-store.ts';
import { diagramName } from '../jobs/process-names.ts';
import { tokenWord } from '../jobs/standing-words.ts';
import { StatusSign } from '../jobs/StatusSign.tsx';
import { pausedNote, standstillNote, useStill } from '../jobs/still.ts';
import { VariableRows } from '../jobs/VariableRows.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { useLayout } from '../workbench/layout-store.ts';
import { useBreakpoints } from './breakpoints.ts';
import { CostCard, useShownCost, useStillDead, useTense } from './CostCard.tsx';
import { IncidentCard, useFailedAgain } from './IncidentCard.tsx';
import { asSentence } from './incident-words.ts';
import { LastCheckpointNote } from './LastCheckpointNote.tsx';
import { ArmedList, PlugPanel } from './PlugPanel.tsx';
import { JoinCards } from './JoinCard.tsx';
import type { RunControl } from './run-control.ts';
import { useVainDrafts } from './wait-drafts.ts';
import { WaitCard } from './WaitCard.tsx';
import { useWholeValues } from './whole-values.ts';

/** The chosen job: what a crash cost it, what waits, what went wrong, and the selected element. */
export function JobPanel({ control }: { readonly control: RunControl }) {
  const { document, diagram, element, problem } = useJob(
    useShallow((state) => ({
      document: state.document,
      diagram: state.diagram,
      element: state.element,
      problem: state.problem,
    })),
  );
  const cost = useShownCost();
  const dead = useStillDead(cost);
  const costIsOver = !dead && (document?.incidents.length ?? 0) > 0;
  useFailedAgain(document, diagram);
  useVainDrafts(document, diagram);
  if (problem !== null) return <p className="job-problem runs-panel">{problem}</p>;
  if (document === null) return <p className="job-quiet runs-panel">Asking for the job …</p>;
  if (element !== null) {
    return (
      <div className="runs-panel">
        <ElementSection element={element} document={document} diagram={diagram} control={control} />
        <ArmedList diagram={diagram} />
      </div>
    );
  }
  return (
    <div className="runs-panel">
      <JobHead document={document} diagram={diagram} />
      {/* What waits for a person comes before what is over; a dead engine comes before both. */}
      {cost !== null && !costIsOver && <CostCard cost={cost} diagram={diagram} />}
      <Cards document={document} diagram={diagram} at={null} />
      {cost !== null && costIsOver && <CostCard cost={cost} diagram={diagram} />}
      {document.error !== null && (
        <p className="job-problem">
          {asSentence(`Ended by the error ${document.error.code}${causeWords(diagram, document.error.message)}`)}
        </p>
      )}
      <TokenList diagram={diagram} />
      <ArmedList diagram={diagram} />
    </div>
  );
}

/** What comes after an error's code: the end event that threw it by its name, else what the engine says. */
function causeWords(diagram: JobDiagram | null, message: string): string {
  const graph = diagram?.graph ?? null;
  const end = /^error end event (\S+) was reached$/.exec(message)?.[1];
  if (end !== undefined && graph?.nodes.has(end) === true) return `, at the end event “${elementName(graph, end)}”`;
  return `: ${withNames(graph, message)}`;
}

/** Incidents and waiting things, each with what can be done about it; `at` null: of the whole job. */
function Cards(props: {
  readonly document: JobDocument;
  readonly diagram: JobDiagram | null;
  readonly at: string | null;
}) {
  const { document, diagram, at } = props;
  const waits = hasEnded(document.job.status) ? [] : inOrder(document);
  const isHere = (element: string | null): boolean => at === null || element === at;
  return (
    <>
      {document.incidents
        .filter(({ element, job }) => isHere(element) && (at === null || job === undefined))
        .map((incident) => (
          <IncidentCard
            key={`${incident.job ?? ''} ${incident.element ?? ''} ${incident.instance ?? ''}`}
            incident={incident}
            document={document}
            diagram={diagram}
          />
        ))}
      {!hasEnded(document.job.status) && <JoinCards tokens={document.tokens} diagram={diagram} at={at} />}
      {waits
        .filter((wait) => isHere(wait.element) && wait.for !== 'scope' && wait.for !== 'instances')
        .map((wait) => (
          <WaitCard key={`${wait.element} ${wait.instance ?? ''}`} wait={wait} document={document} diagram={diagram} />
        ))}
    </>
  );
}

/** Instances of an activity stand in their order, where the first of them is. */
function inOrder(document: JobDocument): JobDocument['waiting'] {
  const groups = Map.groupBy(document.waiting, ({ element }) => element);
  const number = ({ instance }: JobDocument['waiting'][number]): number => instanceNumber(document, instance) ?? 0;
  return [...groups.values()].flatMap((waits) => waits.toSorted((one, other) => number(one) - number(other)));
}

function JobHead({ document, diagram }: { readonly document: JobDocument; readonly diagram: JobDiagram | null }) {
  const client = useClient();
  const openPlace = useLayout((state) => state.openPlace);
  const still = useStill(document);
  const standing = standstillNote(still, { ...document.job, incidents: document.incidents.length });
  const { job, parent, called, correlation, origin, startedAt, endedAt, scenario } = document;
  const made = madeAt(job.id);
  const edits = useForkEdits(document);
  // A restored job started when the first one did. Any other by the wall's clock: the moment that the list tells.
  const isMadeApart = document.clock === 'virtual' || origin?.how === 'restore';
  const name = diagramName(diagram);
  const key = businessKeyOf(job);
  return (
    <section className="runs-section" aria-label="Job">
      <header className="runs-head">
        <h2>{name ?? job.definition.key}</h2>
        <Button leftSection={<History size={14} aria-hidden />} onClick={() => openPlace('history')}>
          History
        </Button>
      </header>
      <dl className="job-facts">
        <div>
          <dt>Status</dt>
          <dd>
            <StatusSign status={job.status} held={job.held} incidents={document.incidents.length} still={still} />
            {standing !== null && <p className="runs-card-note">{standing}</p>}
            {job.held && !hasEnded(job.status) && <p className="runs-card-note">{pausedNote(still)}</p>}
          </dd>
        </div>
        <div>
          <dt>Process</dt>
          <dd>
            <span className="job-id">{job.definition.key}</span>{' '}
            <span className="runs-version">version {job.definition.version}</span>
          </dd>
        </div>
        <div>
          <dt>Job</dt>
          <dd className="job-id">{job.id}</dd>
        </div>
        {key !== null && (
          <div>
            <dt>Business key</dt>
            <dd className="job-id">{key}</dd>
          </div>
        )}
        {correlation.map(({ key, value }) => (
          <div key={key}>
            <dt>Key {key}</dt>
            <dd className="job-id">{value}</dd>
          </div>
        ))}
        {scenario && (
          <div title="Messages, answers and requests come from a scenario file, not from the real outside">
            <dt>Outside</dt>
            <dd>answered by a scenario</dd>
          </div>
        )}
        {isMadeApart && made !== null && (
          <div title="By this machine’s clock">
            <dt>Made</dt>
            <dd>
              <RelativeTime at={made} />
            </dd>
          </div>
        )}
        <div title={document.clock === 'virtual' ? 'By the job’s clock' : undefined}>
          <dt>Started</dt>
          <dd>
            <JobTime at={isMadeApart ? startedAt : (made ?? startedAt)} clock={document.clock} />
            {document.clock === 'virtual' && <span className="runs-card-note"> by the job’s own clock</span>}
          </dd>
        </div>
        {endedAt !== null && (
          <div>
            <dt>Ended</dt>
            <dd>
              <JobTime at={endedAt} clock={document.clock} />
            </dd>
          </div>
        )}
        <StoodAt diagram={diagram} />
        {parent !== null && <JobLink title="Called by" job={parent} short onChoose={() => chooseJob(client, parent)} />}
        {origin !== null && (
          <JobLink
            title={origin.how === 'fork' ? 'Forked from' : 'Restored from'}
            job={origin.job}
            note={`, checkpoint ${origin.seq}`}
            short
            onChoose={() => chooseJob(client, origin.job)}
          />
        )}
        {edits !== null && (
          <div title={editsTitle(edits)}>
            <dt>Edited</dt>
            <dd className="runs-edits">{edits.text}</dd>
          </div>
        )}
        {called.length > 0 && (
          <div>
            <dt>Called</dt>
            <dd className="runs-called">
              {called.slice(0, 50).map((each) => (
                <button
                  key={each}
                  type="button"
                  className="job-link job-id"
                  title={`Job ${each}`}
                  onClick={() => chooseJob(client, each)}
                >
                  {shortId(each)}
                </button>
              ))}
              {called.length > 50 && <span>and {called.length - 50} more</span>}
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}

/** Where somebody cancelled it: its tokens are gone. */
function StoodAt({ diagram }: { readonly diagram: JobDiagram | null }) {
  const stood = useJob((state) => state.stood);
  const elements = [...new Set(stood.map(({ element }) => element))];
  if (elements.length === 0) return null;
  return (
    <div>
      <dt>Stood at</dt>
      <dd>
        {elements.slice(0, 8).map((element) => (
          <div key={element}>
            <button
              type="button"
              className="job-link"
              title="It had come so far when it was cancelled"
              onClick={() => chooseElement(element)}
            >
              {elementName(diagram?.graph ?? null, element)}
            </button>
          </div>
        ))}
        {elements.length > 8 && <span className="runs-card-note">and {elements.length - 8} more</span>}
      </dd>
    </div>
  );
}

function JobLink(props: {
  readonly title: string;
  readonly job: string;
  readonly note?: string;
  /** The id in so few letters that the note stands beside it. */
  readonly short?: boolean;
  readonly onChoose: () => void;
}) {
  return (
    <div>
      <dt>{props.title}</dt>
      <dd>
        <button type="button" className="job-link job-id" title={`Job ${props.job}`} onClick={props.onChoose}>
          {props.short === true ? shortId(props.job) : props.job}
        </button>
        {props.note}
      </dd>
    </div>
  );
}

/** What a token does, in the words of the lists beside it. */
function wordOf(state: string, stopped: boolean): string {
  return state === 'running' && stopped ? 'was running' : tokenWord(state);
}

/** Where the tokens are, to be chosen without a mouse. */
function TokenList({ diagram }: { readonly diagram: JobDiagram | null }) {
  const tokens = shownTokens(useJob(useShallow((state) => ({ document: state.document, live: state.live }))));
  const stopped = useStill(useJob(({ document }) => document)) !== null;
  if (tokens.length === 0) return null;
  return (
    <section className="runs-section" aria-label="Tokens">
      <h3>Tokens</h3>
      <LastCheckpointNote />
      <ul className="runs-tokens">
        {tokens.slice(0, 100).map(({ id, element, state: tokenState }) => (
          <li key={id}>
            <button type="button" className="job-link" onClick={() => chooseElement(element)}>
              {elementName(diagram?.graph ?? null, element)}
            </button>
            <span className="runs-card-note">{wordOf(tokenState, stopped)}</span>
          </li>
        ))}
      </ul>
      {tokens.length > 100 && <p className="job-quiet">and {tokens.length - 100} more</p>}
    </section>
  );
}

function ElementSection(props: {
  readonly element: string;
  readonly document: JobDocument;
  readonly diagram: JobDiagram | null;
  readonly control: RunControl;
}) {
  const { element, document, diagram, control } = props;
  const graph = diagram?.graph ?? null;
  const breakpoints = useBreakpoints(document.job.definition.key);
  const node = graph?.nodes.get(element);
  const tokens = countedTokens(document.tokens, document).filter((token) => token.element === element);
  const values = useWholeValues(document, diagram);
  const scopes = useMemo(() => {
    const here = document.tokens.filter((token) => token.element === element);
    const seen = scopesSeen(document, new Set(here.map(({ scope }) => scope)));
    return values.scopes.filter(({ id, label }) => label === null || seen.has(id));
  }, [document, values.scopes, element]);
  const broken = breakpoints.has(element);
  const needsHost = useHostNeeded();
  const cost = useShownCost();
  const tense = useTense(cost);
  const ended = hasEnded(document.job.status);
  const fate = cost === null ? undefined : fatesByElement(cost.forecast).find((each) => each.element === element)?.fate;
  return (
    <section className="runs-section" aria-label="Selected element">
      <header className="runs-head">
        <h2>{elementName(graph, element)}</h2>
        <Button leftSection={<ArrowLeft size={14} aria-hidden />} onClick={() => chooseElement(null)}>
          Job
        </Button>
      </header>
      <p className="runs-card-note">
        {node === undefined ? 'Sequence flow' : typeWords(node.type)} · <code className="job-id">{element}</code>
      </p>
      {node !== undefined && (
        <div className="runs-actions">
          <Button
            leftSection={<CircleDot size={14} aria-hidden />}
            aria-pressed={broken}
            {...needsHost}
            onClick={() => void control.toggleBreakpoint(element)}
          >
            {broken ? 'Remove the breakpoint' : 'Set a breakpoint'}
          </Button>
          {ended && <span className="runs-card-note">for the next job: this one has ended</span>}
        </div>
      )}
      {fate !== undefined && (
        <p className="runs-element-fate" data-fate={fate}>
          <span aria-hidden>{fateWords[fate].sign}</span> <strong>{fateWords[fate].word}.</strong>{' '}
          {fateText(fate, tense, document.answered.includes(element))}
        </p>
      )}
      <Cards document={document} diagram={diagram} at={element} />
      {tokens.length > 0 && (
        <>
          <h3>Variables that its {tokens.length === 1 ? 'token sees' : 'tokens see'}</h3>
          <div className="runs-token-variables">
            <VariableRows
              scopes={scopes}
              cut={values.cut}
              label="Variables of the token"
              empty="It sees no variable."
              onFetchWhole={(row) => void values.fetchWhole(row)}
            />
          </div>
        </>
      )}
      {node !== undefined && <PlugPanel key={element} element={element} diagram={diagram} ended={ended} />}
    </section>
  );
}
