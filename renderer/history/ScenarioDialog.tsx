import { Button, CopyButton, Modal, TextInput } from '@mantine/core';
import { Check, Copy, Save } from 'lucide-react';
import { useState } from 'react';
import { useAnswer, useClient } from '../bridge/client-context.ts';
import { isGone, reasonIn } from '../jobs/failure-text.ts';
import { JsonField } from '../jobs/JsonField.tsx';
import { tell } from '../workbench/notice.ts';
import { closeDialog, useDialog } from './dialog-store.ts';
import { useHistory, type Moment } from './history-store.ts';

/** The instant as a scenario file: to be copied, or kept in the workspace. */
export function ScenarioDialog() {
  const open = useDialog((state) => state.open === 'scenario');
  const moment = useHistory((state) => state.moment);
  return (
    <Modal
      opened={open && moment !== null}
      onClose={closeDialog}
      size="lg"
      title={moment === null ? 'Scenario' : `Checkpoint ${moment.seq} as a scenario`}
    >
      {open && moment !== null && <Scenario moment={moment} />}
    </Modal>
  );
}

function Scenario({ moment: { job, seq, document } }: { readonly moment: Moment }) {
  const client = useClient();
  const { data, failure } = useAnswer('jobs.as-scenario', { job, seq });
  const [path, setPath] = useState(`scenarios/${document.job.definition.key}-${seq}.json`);
  const [problem, setProblem] = useState<string | null>(null);
  if (failure !== null) return <p className="job-problem">{failure.message}</p>;
  if (data === null) return <p className="job-quiet">Writing it down …</p>;
  const save = async (): Promise<void> => {
    setProblem(null);
    try {
      await client.call('files.create', { path, text: data.text });
      closeDialog();
      tell('Scenario saved', path);
    } catch (reason) {
      if (!isGone(reason)) setProblem(reasonIn(reason));
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <JsonField name="Text of the scenario" value={data.text} minRows={8} maxRows={20} />
      {data.notes.length > 0 && (
        <ul className="history-notes">
          {data.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <TextInput label="File" value={path} error={problem} onChange={(event) => setPath(event.currentTarget.value)} />
      <div className="runs-actions history-fork-actions">
        <CopyButton value={data.text}>
          {({ copied, copy }) => (
            <Button
              leftSection={copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
              onClick={copy}
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
        <Button type="submit" variant="filled" leftSection={<Save size={14} aria-hidden />}>
          Save in the workspace
        </Button>
      </div>
    </form>
  );
}
