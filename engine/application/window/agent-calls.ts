/** Agents of the store, for windows: who serves it, who stands by, and what is done to them. */
import type { AgentsView } from '../../protocol/agent-views.ts';
import type { CallInput } from '../../protocol/window-calls.ts';
import { actOnAgent, agentsOf } from '../agents.ts';
import { processTable } from '../../store/liveness.ts';
import { CallFailed } from './call-failed.ts';
import type { Handlers, Studio } from './studio-parts.ts';

export function agentCalls(studio: Studio): Pick<Handlers, 'agents.list' | 'agents.start' | 'agents.act'> {
  return {
    'agents.list': () => list(studio),
    'agents.start': ({ name, priority }) => {
      const { engine, agents } = studio;
      if (!studio.files.writable) throw new CallFailed('read-only', 'this workspace cannot be written');
      if (name === engine.name) engine.join(priority);
      else agents.start(name, priority);
      return list(studio);
    },
    'agents.act': async (input) => {
      await act(studio, input);
      return list(studio);
    },
  };
}

function list({ store, engine, agents }: Studio): AgentsView {
  engine.look();
  return {
    ...(store.ask((reader) => agentsOf(reader, Date.now())) ?? { agents: [], lease: null, tenures: [] }),
    own: [engine.agent(), ...agents.list()],
    noFreezing: process.platform === 'win32' ? 'This system (win32) has no SIGSTOP: nothing can be frozen.' : null,
  };
}

async function act({ context, store, engine, agents }: Studio, input: CallInput<'agents.act'>): Promise<void> {
  if (!store.exists) throw new CallFailed('not-found', 'nothing was run in this workspace yet');
  const found = store.mustAsk((reader) => agentsOf(reader, Date.now())).agents.find(({ id }) => id === input.agent);
  if (found === undefined) throw new CallFailed('not-found', `there is no agent ${input.agent} any more`);
  const { pid, name } = found;
  if (input.act === 'stop') {
    if (agents.has(pid)) await agents.stop(pid);
    else if (engine.pid === pid) await engine.stop();
    else throw new CallFailed('refused', `agent ${name} (process ${pid}) can be stopped cleanly where it was started`);
    return;
  }
  if (input.act === 'kill' && agents.has(pid)) {
    engine.noteKill(pid);
    await agents.kill(pid);
  } else if (input.act === 'kill' && engine.pid === pid) await engine.kill();
  else {
    actOnAgent(context(), found.id, input.act, {
      platform: process.platform,
      processes: processTable,
      send: (target, signal) => process.kill(target, signal),
    });
  }
}
