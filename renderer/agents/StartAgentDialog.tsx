import { Button, Modal, NumberInput, TextInput } from '@mantine/core';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { useClient } from '../bridge/client-context.ts';
import { startAgent } from './agents-acts.ts';
import { freeName, linesOf } from './agent-lines.ts';
import { useAgents } from './agents-store.ts';

const close = (): void => useAgents.setState({ starting: false });
const usualPriority = 100;

/** A further agent beside the first, to take over from it. */
export function StartAgentDialog() {
  const open = useAgents((state) => state.starting);
  return (
    <Modal opened={open} onClose={close} title="Start an agent">
      {open && <StartForm />}
    </Modal>
  );
}

function StartForm() {
  const client = useClient();
  const view = useAgents((state) => state.view);
  const [name, setName] = useState(() => freeName(view === null ? [] : linesOf(view)));
  const [priority, setPriority] = useState(usualPriority);
  const [busy, setBusy] = useState(false);
  const problem = /^[\w.-]+$/.test(name) ? null : 'Letters, digits, dot, dash and underscore only.';
  return (
    <form
      className="agents-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (problem !== null) return;
        setBusy(true);
        void startAgent(client, name, priority).then((started) => {
          setBusy(false);
          if (started) close();
        });
      }}
    >
      <p className="agents-note">
        It runs the jobs if nobody does, or if its priority is higher than that of the agent which does; else it stands
        by, to take over. It ends when Cairn does; in a terminal, <code>cairn engine</code> starts one that does not.
      </p>
      <TextInput
        label="Name"
        value={name}
        error={problem}
        maxLength={128}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NumberInput
        label="Priority"
        description="Higher goes first: a higher one takes the lease from a lower. Among equals the holder stays."
        value={priority}
        allowDecimal={false}
        min={-1_000_000}
        max={1_000_000}
        onChange={(value) => setPriority(typeof value === 'number' ? value : usualPriority)}
      />
      <div className="agents-acts agents-acts-end">
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="filled" leftSection={<Play size={14} aria-hidden />} loading={busy}>
          Start
        </Button>
      </div>
    </form>
  );
}
