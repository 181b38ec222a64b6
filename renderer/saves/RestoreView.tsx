import { Button } from '@mantine/core';
import { ArrowLeft } from 'lucide-react';
import { useMemo } from 'react';
import type { RestorePreview } from '../../engine/protocol/savepoint-views.ts';
import { elementName } from '../jobs/element-names.ts';
import { shortId } from '../jobs/job-ids.ts';
import { MarkedDiagramView, useLinkedViews } from '../jobs/JobDiagramView.tsx';
import { useProcessNames } from '../jobs/process-names.ts';
import { savedMarks, targetMarks } from './move-marks.ts';
import { closeRestore, mapElement, placeOf, shortPlace, useSaves } from './saves-store.ts';
import { useGraph } from './use-graph.ts';

/** What is saved beside what it would become: the same diagram twice where it stays on its version. */
export function RestoreView() {
  const { source, list, preview, previewProblem } = useSaves();
  const named = useProcessNames();
  return (
    <div className="saves-restore">
      <div className="saves-head">
        <Button leftSection={<ArrowLeft size={14} aria-hidden />} onClick={closeRestore}>
          All savepoints
        </Button>
        <h2>{preview === null ? 'Restore' : `Restore ${named(preview.definition.key)}`}</h2>
        <span className="saves-folder" title={source ?? ''}>
          {sourceWords(source ?? '', list?.folder ?? '')}
        </span>
      </div>
      {previewProblem !== null && <p className="job-problem">{previewProblem}</p>}
      {preview === null
        ? previewProblem === null && <p className="job-quiet">Working out what a restore would do …</p>
        : previewProblem === null && <Pictures preview={preview} />}
    </div>
  );
}

/** `checkpoint 4 of job …`, or where the savepoint lies. */
function sourceWords(source: string, folder: string): string {
  const [, job, seq] = /^checkpoint:(.+)\/(\d+)$/.exec(source) ?? [];
  return job === undefined ? shortPlace(placeOf(source, folder)) : `checkpoint ${seq} of job ${shortId(job)}`;
}

function Pictures({ preview }: { readonly preview: RestorePreview }) {
  const picked = useSaves((state) => state.picked);
  const left = useMemo(() => savedMarks(preview, picked), [preview, picked]);
  const right = useMemo(() => targetMarks(preview), [preview]);
  const { saved, target, moves, noHome } = preview;
  const linked = useLinkedViews();
  const graph = useGraph(saved, preview.definition.key);
  const [from, to] = useMemo(() => [[...left.keys()], [...right.keys()]], [left, right]);
  const holds = (element: string): boolean =>
    moves.some(({ from }) => from === element) || noHome.some((each) => each.element === element);
  if (saved.version === target.version && moves.length === 0) {
    return (
      <figure className="saves-picture">
        <figcaption>
          <strong>Saved</strong> version {saved.version}: the job goes on where its tokens stand
        </figcaption>
        <MarkedDiagramView
          xml={saved.xml}
          process={preview.definition.key}
          name={saved.file}
          marks={left}
          follow={from}
          selected={null}
          onSelect={ignore}
        />
      </figure>
    );
  }
  return (
    <div className="saves-pair">
      <figure className="saves-picture" aria-label={`Saved, version ${saved.version}`}>
        <figcaption>
          <strong>Saved</strong> version {saved.version}
          {picked === null && noHome.length > 0 && ': click what has no home to give it one'}
        </figcaption>
        <MarkedDiagramView
          xml={saved.xml}
          process={preview.definition.key}
          name={`${saved.file}, version ${saved.version}`}
          marks={left}
          follow={from}
          linked={linked}
          selected={picked}
          onSelect={(element) =>
            useSaves.setState({ picked: element !== null && holds(element) && element !== picked ? element : null })
          }
        />
      </figure>
      <figure className="saves-picture" aria-label={`To be restored on version ${target.version}`}>
        <figcaption>
          <strong>To be restored</strong> on version {target.version}
          {picked !== null && `: choose where ${elementName(graph, picked)} goes on`}
        </figcaption>
        <MarkedDiagramView
          xml={target.xml}
          process={preview.definition.key}
          name={`${target.file}, version ${target.version}`}
          marks={right}
          follow={to}
          linked={linked}
          selected={null}
          onSelect={(element) => {
            if (picked !== null && element !== null) mapElement(picked, element);
          }}
        />
      </figure>
    </div>
  );
}

const ignore = (): void => undefined;
