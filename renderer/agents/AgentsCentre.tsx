import { Button } from '@mantine/core';
import { Plus, Server } from 'lucide-react';
import { useClient } from '../bridge/client-context.ts';
import { fadeEdges } from '../ui/edge-fade.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ordinalText } from '../ui/quantity.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { linesOf } from './agent-lines.ts';
import { useAgentsCommands } from './agents-commands.ts';
import { useAgentsUpdates } from './agents-feed.ts';
import { useAgents } from './agents-store.ts';
import { AgentTable } from './AgentTable.tsx';
import { StartAgentDialog } from './StartAgentDialog.tsx';
import { TakeoverPicture } from './TakeoverPicture.tsx';
import './agents.css';

/** Who serves the store, who stands by, and who took over from whom. */
export function AgentsCentre() {
  const client = useClient();
  useAgentsUpdates();
  useAgentsCommands(client);
  const { view, problem } = useAgents();
  return (
    <div ref={fadeEdges} className="agents-centre ui-fade">
      {problem !== null && <p className="job-problem">{problem}</p>}
      {view === null ? (
        problem === null && <p className="job-quiet">Asking who serves the store …</p>
      ) : view.agents.length === 0 && view.tenures.length === 0 && linesOf(view).length === 0 ? (
        <EmptyState icon={Server} title="No agent has served this workspace yet" actions={<StartButton />}>
          An agent is an engine process with a name. One at a time holds the lease of the store and executes its jobs;
          others stand by, and the next one takes over when it dies. The first starts with the first job, or when you
          start it here.
        </EmptyState>
      ) : (
        <>
          <div className="agents-head">
            <h2>Agents</h2>
            <Lease />
            <StartButton />
          </div>
          <AgentTable lines={linesOf(view)} noFreezing={view.noFreezing} />
          <TakeoverPicture tenures={view.tenures} />
        </>
      )}
      <StartAgentDialog />
    </div>
  );
}

function StartButton() {
  return (
    <Button
      variant="filled"
      leftSection={<Plus size={14} aria-hidden />}
      onClick={() => useAgents.setState({ starting: true })}
    >
      Start an agent
    </Button>
  );
}

const leaseWords = (epoch: number): string =>
  `Only the holder of the lease runs jobs. Epoch ${epoch}: the lease was taken for the ${ordinalText(epoch)} time.`;

function Lease() {
  const lease = useAgents(({ view }) => view?.lease ?? null);
  // One whose process is gone, or that has left the list, holds nothing, though nobody has taken it over.
  const alive = useAgents(
    ({ view }) => view?.agents.some(({ role, state }) => role === 'active' && state !== 'gone') ?? false,
  );
  if (lease === null) return <span className="agents-lease">Nobody holds the lease.</span>;
  const { agent, pid, epoch, renewedAt, renewals } = lease;
  if (!alive)
    return (
      <span className="agents-lease" title={`Process ${pid} is gone. ${leaseWords(epoch)}`}>
        Nobody holds the lease: <strong>{agent}</strong> died with it, epoch {epoch}, last renewed{' '}
        <RelativeTime at={renewedAt} />
      </span>
    );
  return (
    <span
      className="agents-lease"
      title={`${leaseWords(epoch)} Process ${pid}, renewed ${renewals.toLocaleString('en')} times.`}
    >
      <strong>{agent}</strong> holds the lease, epoch {epoch}, renewed <RelativeTime at={renewedAt} />
    </span>
  );
}
