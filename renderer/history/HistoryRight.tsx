import { ActionIcon, Checkbox } from '@mantine/core';
import { History as HistoryIcon } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { PlainValue } from '../../engine/protocol/views.ts';
import { useClient } from '../bridge/client-context.ts';
import { cutOf, rootScope, scopesOf, withWhole } from '../jobs/document-scopes.ts';
import { elementName } from '../jobs/element-names.ts';
import { isGone, reasonIn } from '../jobs/failure-text.ts';
import { JobTime } from '../jobs/JobTime.tsx';
import { VariableRows, wasWords, type OtherWords } from '../jobs/VariableRows.tsx';
import type { TreeRow } from '../jobs/variable-tree.ts';
import { VariableFilter } from '../jobs/VariableFilter.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { microsText, ordinalText, sizeText } from '../ui/quantity.ts';
import { useLayout } from '../workbench/layout-store.ts';
import { tellProblem } from '../workbench/notice.ts';
import { differenceWords, kindWords, noElement, reasonWords } from './checkpoint-words.ts';
import { inOrder, isCancellation, isLater, useHistory, type Moment } from './history-store.ts';
import { ownEngine } from './timeline-columns.ts';

/** The chosen checkpoint and the variables of that instant, compared with another. */
export function HistoryRight() {
  const { moment, other, against, comparison } = useHistory();
  const [changesOnly, setChangesOnly] = useState(false);
  const [filter, setFilter] = useState('');
  if (moment === null) {
    return (
      <EmptyState title="Nothing is selected">
        The checkpoint that you choose, and its variables, are shown here.
      </EmptyState>
    );
  }
  const compared = against.kind !== 'nothing' && other !== null;
  return (
    <div className="history-right">
      <Facts moment={moment} />
      <div className="history-variables-head">
        <h3>Variables</h3>
        {compared && (
          <span className="runs-card-note">
            against {other.job === moment.job ? '' : 'the pinned job’s '}checkpoint {other.seq}
            {comparison !== null && `: ${differenceWords(comparison, isCancellation(...inOrder(other, moment)))}`}
          </span>
        )}
      </div>
      <div className="history-variables-tools">
        <VariableFilter filter={filter} onChange={setFilter} />
        <Checkbox
          label="Changes only"
          checked={changesOnly && compared}
          disabled={!compared}
          wrapperProps={compared ? {} : { title: 'Compared with nothing: choose above what to compare with' }}
          onChange={(event) => setChangesOnly(event.currentTarget.checked)}
        />
      </div>
      <Variables
        moment={moment}
        other={compared ? other : null}
        changesOnly={changesOnly && compared}
        filter={filter}
      />
    </div>
  );
}

function Facts({ moment: { job, seq, document, diagram } }: { readonly moment: Moment }) {
  const { checkpoint, incarnation, tokens, clock } = document;
  // How long it took is known with the next one: the timeline has heard of it since, the state may be from before.
  const micros = useHistory(({ timeline }) =>
    timeline?.job.id === job ? (timeline.micros[timeline.seq.indexOf(seq)] ?? 0) : 0,
  );
  const engine = useHistory(({ timeline }) => ownEngine(timeline?.job.id === job ? timeline : null, incarnation));
  if (checkpoint === null) return null;
  const isCancelled = document.job.status === 'cancelled';
  const { sign, word } = kindWords[checkpoint.kind];
  return (
    <section className="runs-section history-facts" aria-label="Checkpoint">
      <h2>
        Checkpoint {checkpoint.seq}{' '}
        <span className="history-kind" data-kind={checkpoint.kind}>
          <span aria-hidden>{sign}</span> {word}
        </span>
      </h2>
      <dl className="job-facts">
        <Fact title="Why">{reasonWords(checkpoint.reasons, isCancelled)}</Fact>
        <Fact title="Where">
          {checkpoint.element === null ? `${noElement} as a whole` : elementName(diagram.graph, checkpoint.element)}
        </Fact>
        <Fact title="When">
          <JobTime at={checkpoint.at} clock={clock} exact />
        </Fact>
        <Fact title="Saved">
          <span title={`${checkpoint.bytes.toLocaleString('en')} bytes`}>{sizeText(checkpoint.bytes)}</span>
          {(micros || checkpoint.micros) > 0 && ` in ${microsText(micros || checkpoint.micros)}`}
        </Fact>
        <Fact title="Tokens">
          {tokens.length > 0 ? tokens.length : `none: ${isCancelled ? 'cancelled' : 'it had ended'}`}
        </Fact>
        {engine > 1 && (
          <Fact title="Saved by">
            <span title="An engine before it died or was shut down: the timeline tells where">
              the job’s {ordinalText(engine)} engine
            </span>
          </Fact>
        )}
      </dl>
    </section>
  );
}

function Fact({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** How the state that is compared with is called in a line. */
function otherWords(other: Moment, moment: Moment): OtherWords {
  if (other.job !== moment.job) return laterWords('pinned');
  return isLater(other, moment) ? laterWords(`at ${other.seq}`) : wasWords;
}

const laterWords = (where: string): OtherWords => ({
  other: `${where}:`,
  added: 'only here',
  removed: `only ${where}`,
  isPast: false,
});

function Variables(props: {
  readonly moment: Moment;
  readonly other: Moment | null;
  readonly changesOnly: boolean;
  readonly filter: string;
}) {
  const { moment, other } = props;
  const client = useClient();
  const openTab = useLayout((state) => state.openTab);
  const [whole, setWhole] = useState<
    readonly { readonly scope: string; readonly name: string; readonly value: PlainValue }[]
  >([]);
  useEffect(() => setWhole([]), [moment.job, moment.seq]);
  const scopes = useMemo(
    () =>
      whole.reduce(
        (made, { scope, name, value }) => withWhole(made, scope, name, value),
        scopesOf(moment.document, moment.diagram.graph),
      ),
    [moment, whole],
  );
  const others = useMemo(() => (other === null ? null : scopesOf(other.document, other.diagram.graph)), [other]);
  const cut = useMemo(() => {
    const names = new Map(cutOf(moment.document));
    for (const { scope, name } of whole) names.delete(`${scope}\n${name}`);
    return names;
  }, [moment, whole]);
  const fetchWhole = async ({ scope, path: [name] }: TreeRow): Promise<void> => {
    if (name === undefined) return;
    try {
      const { value } = await client.call('jobs.value', {
        job: moment.job,
        at: moment.seq,
        scope: scope === rootScope ? null : scope,
        name,
      });
      setWhole((before) => [...before, { scope, name, value }]);
    } catch (failure) {
      if (!isGone(failure)) tellProblem({ title: `${name} could not be shown whole`, reason: reasonIn(failure) });
    }
  };
  return (
    <VariableRows
      scopes={scopes}
      other={others}
      words={other === null ? wasWords : otherWords(other, moment)}
      cut={cut}
      changesOnly={props.changesOnly}
      filter={props.filter}
      label="Variables at this checkpoint"
      empty={props.changesOnly ? 'No variable differs.' : 'There is no variable.'}
      onFetchWhole={(row) => void fetchWhole(row)}
      actions={({ label }) => (
        <ActionIcon
          size="sm"
          aria-label={`History of ${label}`}
          title={`History of ${label}`}
          onClick={() => {
            useHistory.setState({ variable: label });
            openTab('history', 'variable');
          }}
        >
          <HistoryIcon size={13} />
        </ActionIcon>
      )}
    />
  );
}
