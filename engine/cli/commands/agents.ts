/** `cairn agents`: who serves a store and who waits to; and what a person may do to one. */
import { actOnAgent, listAgents, type AgentAct } from '../../application/agents.ts';
import { BadRequest } from '../../application/failure.ts';
import type { AgentList } from '../../protocol/agent-views.ts';
import type { Call, Command } from '../command.ts';
import { timeText } from '../quantity.ts';
import { tableLines } from '../table.ts';

const shownTenures = 10;
const acts: readonly AgentAct[] = ['kill', 'freeze', 'thaw'];

export const agents: Command = {
  name: 'agents',
  summary: 'Lists the agents of a store, and who held the lease when.',
  takes: [],
  options: {
    kill: { type: 'string', takes: 'AGENT', help: 'by name or process: pull its plug' },
    freeze: { type: 'string', takes: 'AGENT', help: 'stop its process where it stands' },
    thaw: { type: 'string', takes: 'AGENT', help: 'let it go on' },
  },
  run: (call) => {
    const { values, context } = call;
    const wanted = acts.flatMap((act) => {
      const agent = values.text(act);
      return agent === undefined ? [] : [{ act, agent }];
    });
    if (wanted.length > 1) throw new BadRequest('agents: one of --kill, --freeze and --thaw at a time');
    for (const { act, agent } of wanted) actOnAgent(context, agent, act);
    call.answer(listAgents(context), (list) => agentLines(call, list));
    return Promise.resolve(0);
  },
};

function agentLines({ terminal }: Call, { agents: list, lease, tenures }: AgentList): string[] {
  const columns = [
    { title: 'AGENT' },
    { title: 'PROCESS', right: true },
    { title: 'PRIORITY', right: true },
    { title: 'ROLE' },
    { title: 'STATE' },
    { title: 'HEARTBEAT' },
  ];
  const rows = list.map(({ name, pid, priority, role, state, heartbeatAt }) => [
    name,
    pid,
    priority,
    role,
    state === 'running' ? state : { text: state, colour: 'red' as const },
    timeText(heartbeatAt),
  ]);
  const held =
    lease === null
      ? 'Nobody holds the lease.'
      : `Lease: ${lease.agent} (process ${lease.pid}), epoch ${lease.epoch}, renewed ${timeText(lease.renewedAt)}`;
  const past = tenures
    .slice(0, shownTenures)
    .map(({ epoch, agent, pid, beganAt, endedAt, end }) => [
      epoch,
      agent,
      pid,
      timeText(beganAt),
      endedAt === null ? '' : timeText(endedAt),
      end ?? '',
    ]);
  const titles = ['EPOCH', 'AGENT', 'PROCESS', 'FROM', 'TO', 'END'].map((title) => ({ title }));
  return [
    ...(list.length === 0 ? ['No agents.'] : tableLines(terminal, columns, rows)),
    '',
    held,
    ...(past.length === 0 ? [] : ['', ...tableLines(terminal, titles, past)]),
  ];
}
