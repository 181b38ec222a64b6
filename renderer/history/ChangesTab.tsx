import { useMemo } from 'react';
import { elementName } from '../jobs/element-names.ts';
import { shortId } from '../jobs/job-ids.ts';
import { tokenWord } from '../jobs/standing-words.ts';
import { DifferingCode } from '../jobs/DifferingCode.tsx';
import { differingTexts } from '../jobs/differing-texts.ts';
import { shortText } from '../jobs/plain-json.ts';
import { tokenChangeWord } from './checkpoint-words.ts';
import { changeCount, inOrder, isCancellation, useHistory } from './history-store.ts';

const signs = { added: '+', removed: '−', changed: '≠', came: '+', went: '−', moved: '→', turned: '≠' } as const;

/** How many lines the tab has, for its head. */
export function useChangeCount(): number {
  return useHistory(changeCount);
}

/** What differs between the instant and the one that it is compared with: tokens, then variables. */
export function ChangesTab() {
  const { comparison, moment, other, against } = useHistory();
  const graph = moment?.diagram.graph ?? null;
  const tokens = useMemo(
    () =>
      (comparison?.tokens ?? []).map(({ token, change, from, to }) => ({
        token,
        change,
        text: [from, to]
          .map((place) => (place === null ? null : `${elementName(graph, place.element)} (${tokenWord(place.state)})`))
          .filter((text) => text !== null)
          .join(' → '),
      })),
    [comparison, graph],
  );
  if (moment === null) return <p className="job-quiet">What the chosen checkpoint changed is listed here.</p>;
  if (comparison === null || other === null) {
    return (
      <p className="job-quiet">
        {against.kind === 'nothing'
          ? 'Choose above what to compare this checkpoint with.'
          : against.kind === 'previous'
            ? moment.document.origin === null
              ? 'This is the first checkpoint: nothing lies before it.'
              : `This is the first checkpoint since the ${moment.document.origin.how}: what lies before it is in the history of the job it comes from.`
            : 'Comparing …'}
      </p>
    );
  }
  const sameJob = other.job === moment.job;
  const [before, after] = inOrder(other, moment);
  return (
    <div className="history-changes">
      <p className="runs-note">
        From {sameJob ? '' : `job ${shortId(before.job)}, `}checkpoint {before.seq} to{' '}
        {sameJob ? '' : `job ${shortId(after.job)}, `}
        checkpoint {after.seq}
        {comparison.variables.length + comparison.tokens.length === 0 && ': nothing differs'}.
      </p>
      {comparison.variables.length > 0 && (
        <table aria-label="Variables that differ">
          <thead>
            <tr>
              <th scope="col">Variable</th>
              <th scope="col">Change</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {comparison.variables.map(({ name, scope, change, from, to, cut }, index) => {
              const [was, is] = differingTexts(from, to, { limit: 160, keep: 100 });
              return (
                // Instances of one element have scopes of the same name.
                <tr key={`${index} ${scope} ${name}`} data-change={change}>
                  <td>
                    {name}
                    {scope !== graph?.processId && (
                      <span className="runs-card-note"> in {elementName(graph, scope)}</span>
                    )}
                  </td>
                  <td>
                    <span aria-hidden>{signs[change]}</span> {change}
                  </td>
                  <td>
                    <DifferingCode text={was} title={from === undefined ? '' : shortText(from, 2_000)} />
                  </td>
                  <td>
                    <DifferingCode text={is} title={to === undefined ? '' : shortText(to, 2_000)} />
                    {cut && <span className="runs-card-note"> only the beginning is shown</span>}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {tokens.length > 0 && (
        <table className="history-tokens" aria-label="Tokens that differ">
          <thead>
            <tr>
              <th scope="col">Token</th>
              <th scope="col">Where</th>
            </tr>
          </thead>
          <tbody>
            {tokens.map(({ token, change, text }) => (
              <tr key={token}>
                <td title={token}>
                  <span aria-hidden>{signs[change]}</span> {tokenChangeWord(change, isCancellation(before, after))}
                </td>
                <td>{text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
