import { VisuallyHidden } from '@mantine/core';
import { useClient } from '../bridge/client-context.ts';
import { elementName } from '../jobs/element-names.ts';
import { editsTitle, useForkEdits } from '../jobs/fork-edits.ts';
import { shortId } from '../jobs/job-ids.ts';
import { chooseJob } from '../jobs/job-store.ts';
import { useHistory, type Moment } from './history-store.ts';

/** Where a forked or restored job comes from: how its diagram tells what was done before, and the way to its original. */
export function Origin({
  moment: { document, diagram, inherited },
  origin: { how, job, seq },
}: {
  readonly moment: Moment;
  readonly origin: NonNullable<Moment['document']['origin']>;
}) {
  const client = useClient();
  const edits = useForkEdits(document);
  const done = inherited.filter(({ outcome }) => outcome === 'completed');
  const names = [...new Set(done.map(({ element }) => elementName(diagram.graph, element)))].join(', ');
  return (
    <p className="history-inherited" role="note">
      {names !== '' && (
        <>
          <span>
            <i className="history-key history-key-own" aria-hidden /> done by this job
          </span>
          <span title={names}>
            <i className="history-key history-key-inherited" aria-hidden /> done before the {how}
            <VisuallyHidden>: {names}</VisuallyHidden>
          </span>
        </>
      )}
      <span className="history-origin">
        <span>
          {how === 'fork' ? 'Forked from' : 'Restored from'}{' '}
          <button type="button" className="job-link" title={`Job ${job}`} onClick={() => chooseJob(client, job)}>
            checkpoint {seq} of {shortId(job)}
          </button>
        </span>
        <span aria-hidden>·</span>
        <button
          type="button"
          className="job-link"
          title="Show that checkpoint beside the one that is looked at"
          onClick={() => useHistory.setState({ against: { kind: 'pinned', job, seq } })}
        >
          side by side
        </button>
        {edits !== null && (
          <>
            <span aria-hidden>·</span>
            <span className="history-edits" title={editsTitle(edits)}>
              edited: {edits.text}
            </span>
          </>
        )}
      </span>
    </p>
  );
}
