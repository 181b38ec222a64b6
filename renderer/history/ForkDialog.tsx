import { Button, Modal } from '@mantine/core';
import { GitFork } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useClient } from '../bridge/client-context.ts';
import { useEngineNeeded } from '../jobs/dead-engine.ts';
import { attempt } from '../jobs/acts.ts';
import type { Field } from '../jobs/form-fields.ts';
import { chooseJob } from '../jobs/job-store.ts';
import { VariablesForm, type Draft } from '../jobs/VariablesForm.tsx';
import { fadeEdges } from '../ui/edge-fade.ts';
import { countText } from '../ui/quantity.ts';
import { useLayout } from '../workbench/layout-store.ts';
import { tell } from '../workbench/notice.ts';
import { closeDialog, useDialog } from './dialog-store.ts';
import { editedNames, forkFields, forkFilled, forkRequest, forkTyped, leftOut } from './fork-variables.ts';
import { useHistory, type Moment } from './history-store.ts';
import { keptSentences, madeUpRequests, preparedNotes } from './made-up-requests.ts';

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
  const needsEngine = useEngineNeeded();
  const { document, diagram, job, seq } = moment;
  const requests = useMemo(() => madeUpRequests(document, diagram.graph), [document, diagram]);
  const fields = useMemo(() => forkFields(document), [document]);
  const left = leftOut(document);
  const before = useMemo(() => forkTyped(fields, document), [fields, document]);
  const [draft, setDraft] = useState<Draft>(() => ({
    view: fields.length === 0 ? 'json' : 'form',
    typed: before,
    json: '{}',
  }));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const edited = editedNames(fields, draft, document);
  const kept = keptSentences(requests, edited, document);
  const fork = async (): Promise<void> => {
    setTried(true);
    const variables = forkRequest(fields, draft, document);
    if (variables === null) return;
    setBusy(true);
    setProblem(null);
    const tried = await attempt(client, { kind: 'fork', job, seq, variables });
    setBusy(false);
    if (!tried.ok) {
      setProblem(`The job could not be forked: ${tried.reason}.`.replace(/\.\.$/, '.'));
      return;
    }
    if (tried.answer.job === null) return;
    closeDialog();
    chooseJob(client, tried.answer.job);
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
        A new job goes on from here, with idempotency keys of its own: for the outside it is another job. The original
        is untouched. Change variables first, if you want: what you leave alone stays exactly as it was.
      </p>
      {preparedNotes(requests, document).map((note) => (
        <p key={note} className="runs-note">
          {note}
        </p>
      ))}
      {fields.length > 0 && draft.view === 'form' && <p className="runs-note">{fieldsText(fields)}</p>}
      <div ref={fadeEdges} className="history-fork-form ui-fade">
        <VariablesForm
          label="Variables of the fork"
          fields={fields}
          draft={draft}
          unsaid={before}
          filled={forkFilled(fields, draft, document)}
          showProblems={tried}
          onChange={setDraft}
        />
      </div>
      {left.length > 0 && (
        <p className="runs-note">
          {left.join(', ')}: too large to be changed here; the fork has {left.length === 1 ? 'it' : 'them'} as before.
        </p>
      )}
      {draft.view === 'json' && <p className="runs-note">Only what stands here is set.</p>}
      {!document.scenario && (
        <p className="runs-note">
          The fork acts in the real world: what it calls and sends from here on happens once more, as requests of its
          own (new idempotency keys). Its timers keep the times at which they were due.
        </p>
      )}
      {document.scenario && (
        <p className="runs-note">
          The original’s scenario answers for the outside in the fork too, with the same answers whatever is changed
          here.
        </p>
      )}
      {kept.length > 0 && (
        <div className="history-kept" role="status">
          {kept.map((sentence) => (
            <p key={sentence}>
              <span aria-hidden>⚠ </span>
              {sentence}
            </p>
          ))}
        </div>
      )}
      {problem !== null && (
        <p className="job-problem" role="alert">
          {problem}
        </p>
      )}
      {needsEngine.disabled && <p className="job-problem">{needsEngine.title}.</p>}
      <div className="runs-actions history-fork-actions">
        <span className="runs-card-note">
          {draft.view === 'json' ? '' : edited.length === 0 ? 'Nothing changed.' : `Changed: ${edited.join(', ')}`}
        </span>
        <Button onClick={closeDialog}>Cancel</Button>
        <Button
          type="submit"
          variant="filled"
          leftSection={<GitFork size={14} aria-hidden />}
          loading={busy}
          disabled={needsEngine.disabled}
        >
          Fork
        </Button>
      </div>
    </form>
  );
}

/** How many there are, and in which order: not all of them are in view. */
function fieldsText(fields: readonly Field[]): string {
  const large = fields.filter(({ type }) => type === 'json').length;
  const all = countText(fields.length, 'variable');
  return large === 0 || large === fields.length
    ? `${all}:`
    : `${all}: the plain values first, then ${large === 1 ? 'the one' : `the ${large}`} with parts.`;
}
