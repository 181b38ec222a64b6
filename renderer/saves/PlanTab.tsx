import type { ReactNode } from 'react';
import type { RestorePreview } from '../../engine/protocol/savepoint-views.ts';
import { elementName, withNames } from '../jobs/element-names.ts';
import { tokenWord } from '../jobs/standing-words.ts';
import { useProcessNames } from '../jobs/process-names.ts';
import { selectedOf, useSaves } from './saves-store.ts';
import { useGraph } from './use-graph.ts';

/** How much of the plan a person should look at. */
export function usePlanCount(): number {
  return useSaves(({ preview, source }) => (source === null ? 0 : (preview?.noHome.length ?? 0)));
}

/** What is counted, beside the title of the tab. */
export function countWords(count: number): string {
  return `${count} without a home`;
}

/** What a restore would do, line by line: what has no home first. */
export function PlanTab() {
  const { source, preview, previewProblem, list, selected } = useSaves();
  const saved = useGraph(preview?.saved ?? null, preview?.definition.key ?? null);
  const target = useGraph(preview?.target ?? null, preview?.definition.key ?? null);
  const named = useProcessNames();
  if (source === null)
    return (
      <p className="job-quiet">
        {list?.savepoints.length === 0
          ? 'Once there is a savepoint, what restoring a job from it would do is listed here, before it is done.'
          : selectedOf({ list, selected }) === null
            ? 'Choose a savepoint and press Restore: what that would do is listed here, before it is done.'
            : 'Press Restore: what that would do is listed here, before it is done.'}
      </p>
    );
  if (previewProblem !== null) return <p className="job-problem">{previewProblem}</p>;
  if (preview === null) return <p className="job-quiet">Working it out …</p>;
  const homeless = new Set(preview.noHome.map(({ what, id }) => `${what} ${id}`));
  const states = new Map(preview.tokens.map(({ id, state }) => [id, state]));
  /** Of a token what it does, too, whatever becomes of it. */
  const whatOf = ({ what, id }: { readonly what: string; readonly id: string }): ReactNode => {
    const state = what === 'token' ? states.get(id) : undefined;
    return state === undefined ? what : <span className="saves-token">token, {tokenWord(state)}</span>;
  };
  const here = (element: string): string => elementName(saved, element);
  return (
    <div className="saves-plan">
      {preview.refusal !== null && preview.noHome.length === 0 && (
        <p className="saves-note">
          It is refused as it is. Were it restored all the same, this is what would become of it:
        </p>
      )}
      <table aria-label="What a restore would do">
        <thead>
          <tr>
            <th scope="col">What becomes of it</th>
            <th scope="col">What</th>
            <th scope="col">Saved at</th>
            <th scope="col">Goes on at</th>
          </tr>
        </thead>
        <tbody>
          {preview.noHome.map(({ what, id, element, reason }) => (
            <Line
              key={`home ${what} ${id}`}
              fate="no-home"
              what={whatOf({ what, id })}
              from={<Pick element={element} name={here(element)} />}
            >
              nowhere: {withNames(target, withNames(saved, reason))}
            </Line>
          ))}
          {preview.dropped
            .filter(({ what, id }) => !homeless.has(`${what} ${id}`))
            .map(({ what, id, element }) => (
              <Line
                key={`drop ${what} ${id}`}
                fate="dropped"
                what={what === 'variable' ? `variable ${id}` : whatOf({ what, id })}
                from={here(element)}
              >
                goes with what has no home
              </Line>
            ))}
          {preview.moves.map(({ what, id, from, to }) => (
            <Line
              key={`move ${what} ${id}`}
              fate="moves"
              what={whatOf({ what, id })}
              from={<Pick element={from} name={here(from)} />}
            >
              {elementName(target, to)}
            </Line>
          ))}
          {preview.called.map(({ job, key, from, to }) => (
            <Line key={`called ${job}`} fate="moves" what={`called job of ${named(key)}`} from={`version ${from}`}>
              version {to}
            </Line>
          ))}
          {preview.instances.map(({ element, from, to }, index) => (
            <Line key={`instances ${element} ${index}`} fate="changes" what="instances" from={from}>
              {to} of {elementName(target, element)}
            </Line>
          ))}
          {preview.arms.map(({ what, element }, index) => (
            <Line key={`arms ${element} ${index}`} fate="new" what={what} from="–">
              {elementName(target, element)}
            </Line>
          ))}
          {preview.moves.length + preview.noHome.length + preview.dropped.length === 0 &&
            preview.tokens.map(({ id, element }) => (
              <Line key={`token ${id}`} fate="stays" what={whatOf({ what: 'token', id })} from={here(element)}>
                where it stands
              </Line>
            ))}
          {preview.willRunAgain.map(({ job, element, instance, attempt }) => (
            <Line key={`again ${job} ${instance}`} fate="again" what={`attempt ${attempt + 1}`} from={here(element)}>
              with the same idempotency key
            </Line>
          ))}
        </tbody>
      </table>
      <Nothing preview={preview} />
    </div>
  );
}

function Nothing({ preview: { moves, tokens, noHome } }: { readonly preview: RestorePreview }) {
  if (moves.length + tokens.length + noHome.length > 0) return null;
  return <p className="job-quiet">The job had no token any more.</p>;
}

const fates = {
  'no-home': ['✕', 'has no home'],
  dropped: ['−', 'is dropped'],
  moves: ['→', 'moves'],
  stays: ['●', 'goes on'],
  changes: ['±', 'changes'],
  new: ['+', 'is waited for'],
  again: ['↻', 'runs again'],
} as const;

function Line(props: {
  readonly fate: keyof typeof fates;
  readonly what: ReactNode;
  readonly from: ReactNode;
  readonly children: ReactNode;
}) {
  const [sign, words] = fates[props.fate];
  return (
    <tr data-fate={props.fate}>
      <td>
        <span className="saves-fate" aria-hidden>
          {sign}
        </span>{' '}
        {words}
      </td>
      <td>{props.what}</td>
      <td>{props.from}</td>
      <td>{props.children}</td>
    </tr>
  );
}

/** Chooses an element, to give it a home. */
function Pick({ element, name }: { readonly element: string; readonly name: string }) {
  return (
    <button
      type="button"
      className="job-link"
      title={`Choose a home for ${name}`}
      onClick={() => useSaves.setState({ picked: element })}
    >
      {name}
    </button>
  );
}
