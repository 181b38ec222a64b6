/** Every action on agents and on the store, for the palette and the keyboard. */
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import { useHostState } from '../bridge/host-state.ts';
import { useCommands, type Command } from '../workbench/command-registry.ts';
import { actOn, backUpStore, changeSettings, checkStore, startAgent, type AgentAct } from './agents-acts.ts';
import { canBeBroughtBack, linesOf, type AgentLine } from './agent-lines.ts';
import { useAgents } from './agents-store.ts';

const lines = (): AgentLine[] => {
  const { view } = useAgents.getState();
  return view === null ? [] : linesOf(view);
};
const active = (): AgentLine | undefined => lines().find(({ role }) => role === 'active');
const fallen = (): AgentLine | undefined => lines().find(canBeBroughtBack);
const frozen = (): AgentLine | undefined => lines().find(({ state }) => state === 'frozen');

const noActive = 'No agent is active';

export function useAgentsCommands(client: WindowClient): void {
  const common = { group: 'Agents', place: 'agents' } as const;
  const settings = () => useHostState.getState().workspace?.settings;
  const onAgent = (
    id: string,
    title: string,
    which: () => AgentLine | undefined,
    what: AgentAct,
    missing: string,
    keys?: string,
  ): Command => ({
    ...common,
    id,
    title,
    ...(keys === undefined ? {} : { keys }),
    refusal: () => (which() === undefined ? missing : null),
    run: async () => {
      const agent = which();
      if (agent !== undefined) await actOn(client, agent, what);
    },
  });
  useCommands([
    {
      ...common,
      id: 'agents.start',
      title: 'Start an agent',
      keys: 'n',
      words: 'new second standby engine',
      run: () => useAgents.setState({ starting: true }),
    },
    onAgent('agents.kill', 'Kill the active agent', active, 'kill', noActive, 'x'),
    onAgent('agents.freeze', 'Freeze the active agent', active, 'freeze', noActive, 'f'),
    onAgent('agents.thaw', 'Thaw the frozen agent', frozen, 'thaw', 'No agent is frozen', 't'),
    onAgent('agents.stop', 'Stop the active agent cleanly', active, 'stop', noActive),
    {
      ...common,
      id: 'agents.back',
      title: 'Bring the dead agent back',
      keys: 'b',
      words: 'restart recover',
      refusal: () => (fallen() === undefined ? 'No agent is dead that this window could bring back' : null),
      run: async () => {
        const agent = fallen();
        if (agent !== undefined) await startAgent(client, agent.name, agent.priority);
      },
    },
    {
      ...common,
      id: 'agents.check',
      title: 'Check the integrity of the store',
      keys: 'i',
      words: 'damaged checksum',
      run: async () => checkStore(client),
    },
    { ...common, id: 'agents.backup', title: 'Back the store up', words: 'copy', run: async () => backUpStore(client) },
    {
      ...common,
      id: 'agents.full',
      title: 'Durability FULL: sync every commit',
      refusal: () => (settings()?.durability === 'power-loss' ? 'Every commit is synced already' : null),
      run: async () => changeSettings(client, { durability: 'power-loss' }),
    },
    {
      ...common,
      id: 'agents.automatic',
      title: 'Automatic recovery on or off',
      words: 'restart keep remove',
      run: async () => changeSettings(client, { recoveryAutomatic: settings()?.recovery.automatic !== true }),
    },
  ]);
}
