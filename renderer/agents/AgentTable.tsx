import { Button } from '@mantine/core';
import { Play, Power, RotateCcw, Snowflake, Square } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useClient } from '../bridge/client-context.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { actOn, startAgent } from './agents-acts.ts';
import { canBeBroughtBack, type AgentLine } from './agent-lines.ts';

const states: Readonly<Record<AgentLine['state'], { readonly sign: string; readonly word: string }>> = {
  running: { sign: '●', word: 'runs' },
  frozen: { sign: '❄', word: 'frozen' },
  gone: { sign: '✕', word: 'gone' },
  starting: { sign: '◔', word: 'starting' },
  restarting: { sign: '◔', word: 'restarting' },
  stopped: { sign: '■', word: 'stopped' },
  dead: { sign: '✕', word: 'dead' },
  refused: { sign: '✕', word: 'refused' },
};

interface TableProps {
  readonly lines: readonly AgentLine[];
  /** Why none can be frozen here; null: they can. */
  readonly noFreezing: string | null;
}

/** A line for each agent, with what can be done to its process. */
export function AgentTable({ lines, noFreezing }: TableProps) {
  return (
    <div className="agents-table">
      <table aria-label="Agents">
        <thead>
          <tr>
            <th scope="col">Agent</th>
            <th scope="col">Role</th>
            <th scope="col">State</th>
            <th scope="col" title="The higher one takes the lease from the lower. Among equals the holder stays.">
              Priority
            </th>
            <th scope="col">Process</th>
            <th scope="col">Sign of life</th>
            <th scope="col">
              <span className="agents-hidden">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.key} line={line} noFreezing={noFreezing} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ line, noFreezing }: { readonly line: AgentLine; readonly noFreezing: string | null }) {
  const { name, role, state, priority, pid, heartbeatAt, own, message } = line;
  const { sign, word } = states[state];
  return (
    <tr data-role={role ?? 'none'} data-state={state}>
      <th scope="row">
        {name}
        {!own && <span className="agents-note"> elsewhere</span>}
      </th>
      <td>{role === 'active' ? <strong>active</strong> : (role ?? '–')}</td>
      <td className="agents-state" data-state={state} title={message ?? undefined}>
        <span aria-hidden>{sign}</span> {word}
      </td>
      <td>{priority}</td>
      <td>{pid ?? '–'}</td>
      <td className="agents-since">{heartbeatAt === null ? '–' : <RelativeTime at={heartbeatAt} />}</td>
      <td>
        <Acts line={line} noFreezing={noFreezing} />
      </td>
    </tr>
  );
}

function Acts({ line, noFreezing }: { readonly line: AgentLine; readonly noFreezing: string | null }) {
  const client = useClient();
  const { name, priority, own, state, id } = line;
  if (canBeBroughtBack(line))
    return (
      <div className="agents-acts">
        <Act
          label={`Bring ${name} back`}
          words="Bring back"
          icon={<RotateCcw size={13} />}
          run={async () => startAgent(client, name, priority)}
        />
      </div>
    );
  if (id === null || (state !== 'running' && state !== 'frozen')) return null;
  const frozen = state === 'frozen';
  return (
    <div className="agents-acts">
      <Act
        label={`Kill ${name}`}
        words="Kill"
        title="Pulls its plug: SIGKILL"
        icon={<Power size={13} />}
        run={async () => actOn(client, line, 'kill')}
      />
      {frozen ? (
        <Act
          label={`Thaw ${name}`}
          words="Thaw"
          title="Lets it go on: SIGCONT"
          icon={<Play size={13} />}
          run={async () => actOn(client, line, 'thaw')}
        />
      ) : (
        <Act
          label={`Freeze ${name}`}
          words="Freeze"
          title={noFreezing ?? 'Stops its process where it stands: SIGSTOP'}
          disabled={noFreezing !== null}
          icon={<Snowflake size={13} />}
          run={async () => actOn(client, line, 'freeze')}
        />
      )}
      {own && (
        <Act
          label={`Stop ${name} cleanly`}
          words="Stop"
          title="Lets it finish its commit, and release the lease"
          icon={<Square size={13} />}
          run={async () => actOn(client, line, 'stop')}
        />
      )}
    </div>
  );
}

function Act(props: {
  readonly label: string;
  readonly words: string;
  readonly title?: string;
  readonly disabled?: boolean;
  readonly icon: ReactNode;
  readonly run: () => Promise<unknown>;
}) {
  const [busy, setBusy] = useState(false);
  return (
    <Button
      size="compact-xs"
      aria-label={props.label}
      title={props.title ?? props.label}
      leftSection={props.icon}
      disabled={props.disabled === true}
      loading={busy}
      onClick={() => {
        setBusy(true);
        void props.run().finally(() => setBusy(false));
      }}
    >
      {props.words}
    </Button>
  );
}
