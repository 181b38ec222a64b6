import { Button, Modal } from '@mantine/core';
import { GitFork } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useClient } from '../bridge/client-context.ts';
import { useHostState } from '../bridge/host-state.ts';
import { act } from '../jobs/acts.ts';
import { chooseJob } from '../jobs/job-store.ts';
import { VariablesForm, type Draft } from '../jobs/VariablesForm.tsx';
import { useLayout } from '../workbench/layout-store.ts';
import { tell } from '../workbench/notice.ts';
import { closeDialog, useDialog } from './dialog-store.ts';
import { changedNames, forkFields, forkRequest, forkTyped } from './fork-variables.ts';
import { useHistory, type Moment } from './history-store.ts';

/** A new job from the instant that is looked at; its variables can be changed first. */
export function ForkDialog() {
  const open = useDialog((state) => state.open === 'fork');
  const moment = useHistory((state) => state.moment);
  return (
    <Modal
      opened={open && moment !== null}
      onClose={closeDialog}
      size="lg"
      title={moment === null ? 'Fork' : `Fork from checkpoint ${moment.seq}`}
    >
      {open && moment !== null && <ForkForm key={`${moment.job} ${moment.seq}`} moment={moment} />}
    </Modal>
  );
}

function ForkForm({ moment }: { readonly moment: Moment }) {
  const client = useClient();
  const openPlace = useLayout((state) => state.openPlace);
  const dead = useHostState(({ engine }) => engine?.state === 'dead');
  const { document, job, seq } = moment;
  const fields = useMemo(() => forkFields(document), [document]);
  const [draft, setDraft] = useState<Draft>(() => ({ view: 'form', typed: forkTyped(fields, document), json: '{}' }));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const changed = draft.view === 'form' ? changedNames(fields, draft, document) : [];
  const fork = async (): Promise<void> => {
    setTried(true);
    const variables = forkRequest(fields, draft, document);
    if (variables === null) return;
    setBusy(true);
    const answer = await act(client, { kind: 'fork', job, seq, variables }, 'The job could not be forked');
    setBusy(false);
    if (answer === null || answer.job === null) return;
    closeDialog();
    chooseJob(client, answer.job);
    openPlace('runs');
    tell('Forked', `The new job goes on from checkpoint ${seq}; the original is untouched.`);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void fork();
      }}
    >
      <p className="runs-note">
        A new job goes on from here, with a lineage of its own. The original is untouched. Change variables first, if
        you want: what you leave alone stays exactly as it was. A request that this checkpoint had already made up is
        sent as it was made up then: fork from an earlier checkpoint to change what goes into it.
      </p>
      <div className="history-fork-form">
        <VariablesForm
          label="Variables of the fork"
          fields={fields}
          draft={draft}
          showProblems={tried}
          onChange={setDraft}
        />
      </div>
      {draft.view === 'json' && <p className="runs-note">Only what stands here is set.</p>}
      {dead && <p className="job-problem">The engine is dead: recover first.</p>}
      <div className="runs-actions history-fork-actions">
        <span className="runs-card-note">
          {draft.view === 'json' ? '' : changed.length === 0 ? 'Nothing changed.' : `Changed: ${changed.join(', ')}`}
        </span>
        <Button onClick={closeDialog}>Cancel</Button>
        <Button
          type="submit"
          variant="filled"
          leftSection={<GitFork size={14} aria-hidden />}
          loading={busy}
          disabled={dead}
        >
          Fork
        </Button>
      </div>
    </form>
  );
}
