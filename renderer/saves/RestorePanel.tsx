import { Button, Checkbox, Radio, Select } from '@mantine/core';
import { Eraser, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { RestorePreview } from '../../engine/protocol/savepoint-views.ts';
import { useAnswer, useClient } from '../bridge/client-context.ts';
import { useEngineNeeded } from '../jobs/dead-engine.ts';
import { elementName } from '../jobs/element-names.ts';
import { chooseJob } from '../jobs/job-store.ts';
import { useLayout } from '../workbench/layout-store.ts';
import { droppedWords } from './dropped-words.ts';
import { MappingList } from './MappingList.tsx';
import { cancelAndRestore, deployFile, restore, unmark, unmarkTitle } from './saves-acts.ts';
import { changeWish, livingJob, useSaves, withShortPlace } from './saves-store.ts';
import { useGraph } from './use-graph.ts';

/** How the job is to be restored, and whether it may be. */
export function RestorePanel() {
  const { preview, previewProblem, wish } = useSaves();
  const client = useClient();
  const needsEngine = useEngineNeeded();
  const [busy, setBusy] = useState(false);
  const saved = useGraph(preview?.saved ?? null, preview?.definition.key ?? null);
  if (preview === null) return <p className="job-quiet">{previewProblem ?? 'Working it out …'}</p>;
  const savepoint = preview.kind === 'savepoint';
  const losing = preview.dropped.length > 0 || preview.noHome.length > 0;
  return (
    <form
      className="saves-panel"
      aria-label="Restore"
      onSubmit={(event) => {
        event.preventDefault();
        setBusy(true);
        void restore(client).finally(() => setBusy(false));
      }}
    >
      <h2>Restore</h2>
      {savepoint ? (
        <VersionChoice preview={preview} />
      ) : (
        <p className="saves-note">
          A checkpoint restores only as it was saved. To move the job to another version, take a savepoint.
        </p>
      )}
      <Verdict preview={preview} problem={previewProblem} />
      <Guard preview={preview} />
      <MappingList preview={preview} />
      {(losing || wish.allowDropped) && (
        <Checkbox
          label="Drop what has no home"
          description={droppedWords(preview.dropped, (element) => elementName(saved, element))}
          checked={wish.allowDropped}
          onChange={(event) => changeWish({ allowDropped: event.currentTarget.checked })}
        />
      )}
      {savepoint && (
        <Radio.Group label="The savepoint afterwards" value={wish.mode} onChange={(mode) => changeWish({ mode })}>
          <Radio value="no-claim" label="No claim: it stays" description="Marked as used; only you delete it." />
          <Radio
            value="claim"
            label="Claim: the new job takes it"
            description="Deleted once that job has a savepoint of its own."
          />
        </Radio.Group>
      )}
      {needsEngine.disabled && <p className="job-problem">{needsEngine.title}.</p>}
      <p className="saves-note">
        A new job goes on from what was saved, with the idempotency keys of the old one. The old job stays as it ended.
      </p>
      <Button
        type="submit"
        variant="filled"
        leftSection={<RotateCcw size={14} aria-hidden />}
        loading={busy}
        disabled={needsEngine.disabled || preview.refusal !== null || previewProblem !== null}
      >
        Restore
      </Button>
    </form>
  );
}

function VersionChoice({ preview }: { readonly preview: RestorePreview }) {
  const client = useClient();
  const { wish } = useSaves();
  const { key, from } = preview.definition;
  const { data, again } = useAnswer('definitions.list', { key });
  const versions = data?.definitions ?? [];
  const [latest] = versions;
  const file = latest?.file ?? preview.saved.file;
  const deploy = async (): Promise<void> => {
    const version = await deployFile(client, file, key);
    if (version === null) return;
    again();
    changeWish({ toVersion: version, map: {} });
  };
  return (
    <div className="saves-versions">
      <Select
        label="Version of the diagram"
        data={[
          { value: 'saved', label: `As it was saved (version ${from})` },
          ...versions.map(({ version }) => ({
            value: String(version),
            label: `Version ${version}${version === latest?.version ? ', the latest' : ''}`,
          })),
        ]}
        value={wish.toVersion === null ? 'saved' : String(wish.toVersion)}
        allowDeselect={false}
        onChange={(value) =>
          changeWish({ toVersion: value === null || value === 'saved' ? null : Number(value), map: {} })
        }
      />
      <button type="button" className="ui-link" onClick={() => void deploy()}>
        Deploy {file} as it is now
      </button>
    </div>
  );
}

/** What has no home is told with what to do about it. */
function sentence(refusal: string): string {
  const words = refusal.charAt(0).toUpperCase() + refusal.slice(1);
  return /has no home/.test(refusal) ? `${words}: choose one for it, or drop it.` : words;
}

const guardWords = /was already used\. The job won't be run from there\.$/;

function Verdict(props: { readonly preview: RestorePreview; readonly problem: string | null }) {
  const { source, list } = useSaves();
  const { kind, refusal, moves, dropped, willRunAgain, tokens } = props.preview;
  if (props.problem !== null) return <p className="job-problem">{props.problem}</p>;
  if (refusal !== null)
    return (
      // What somebody can end is in the way, not wrong; what was used is marked here as in the list of savepoints.
      <p
        className={
          guardWords.test(refusal) ? 'saves-used' : livingJob(refusal) === null ? 'job-problem' : 'saves-in-the-way'
        }
        role="status"
        title={source ?? undefined}
      >
        {guardWords.test(refusal)
          ? `This ${kind} has already been used, so it is not restored again unless you say so below.`
          : withShortPlace(sentence(refusal), source, list?.folder ?? '')}
        <LivingJob refusal={refusal} />
      </p>
    );
  const moved =
    moves.length > 0
      ? `${moves.length} ${moves.length === 1 ? 'piece of its state moves' : 'pieces of its state move'}`
      : null;
  const words = [
    moved ?? `${tokens.length} ${tokens.length === 1 ? 'token goes' : 'tokens go'} on`,
    dropped.length > 0 ? `${dropped.length} dropped` : null,
    willRunAgain.length > 0 ? `${willRunAgain.length} will run again` : null,
  ].filter((each) => each !== null);
  return (
    <p className="saves-good" role="status">
      <span aria-hidden>✓</span> It can be restored: {words.join(', ')}.
    </p>
  );
}

/** The job that is in the way, and the way to it. */
function LivingJob({ refusal }: { readonly refusal: string }) {
  const client = useClient();
  const openPlace = useLayout((state) => state.openPlace);
  const needsEngine = useEngineNeeded();
  const [busy, setBusy] = useState(false);
  const job = livingJob(refusal);
  if (job === null) return null;
  const cancelAndGoOn = (): void => {
    setBusy(true);
    void cancelAndRestore(client, job).finally(() => setBusy(false));
  };
  return (
    <>
      : cancel it first.{' '}
      <button
        type="button"
        className="ui-link"
        onClick={() => {
          chooseJob(client, job);
          openPlace('runs');
        }}
      >
        Show it in Runs
      </button>{' '}
      <Button loading={busy} {...needsEngine} onClick={cancelAndGoOn}>
        Cancel it and restore …
      </Button>
    </>
  );
}

/** The ways round the used-once guard, each of them explicit. */
function Guard({ preview }: { readonly preview: RestorePreview }) {
  const client = useClient();
  const { wish, source } = useSaves();
  const refused = preview.refusal !== null && guardWords.test(preview.refusal);
  if (!refused && !wish.again) return null;
  return (
    <div className="saves-guard" role="group" aria-label="Used before">
      <Checkbox
        label="Restore it again, this once"
        description="What the job did outside since then may be done a second time."
        checked={wish.again}
        onChange={(event) => changeWish({ again: event.currentTarget.checked })}
      />
      {source !== null && !wish.again && (
        <Button
          leftSection={<Eraser size={14} aria-hidden />}
          title={unmarkTitle}
          onClick={() => void unmark(client, source)}
        >
          Mark as unused …
        </Button>
      )}
    </div>
  );
}
