/** Arms and disarms the plug; what cannot be done is told. */
import type { CrashPointName } from '../../engine/protocol/engine-link.ts';
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import type { EngineDeath, EngineView } from '../../engine/protocol/window-views.ts';
import { useHostState } from '../bridge/host-state.ts';
import { isGone, reasonIn } from '../jobs/failure-text.ts';
import { useJob } from '../jobs/job-store.ts';
import type { Command } from '../workbench/command-registry.ts';
import { tellProblem } from '../workbench/notice.ts';
import { pointNames, pointWords } from './crash-words.ts';

interface Armed {
  readonly element: string;
  readonly point: CrashPointName;
}

export async function armPlug(client: WindowClient, { element, point }: Armed): Promise<void> {
  try {
    useHostState.setState({ engine: await client.call('engine.arm', { element, point }) });
  } catch (failure) {
    if (!isGone(failure)) tellProblem({ title: 'The plug could not be armed', reason: reasonIn(failure) });
  }
}

export async function disarmPlug(client: WindowClient, { element, point }: Armed): Promise<void> {
  try {
    useHostState.setState({ engine: await client.call('engine.disarm', { element, point }) });
  } catch (failure) {
    if (!isGone(failure)) tellProblem({ title: 'The plug could not be disarmed', reason: reasonIn(failure) });
  }
}

/** Whether an engine died at the plug that was armed on an element. */
export const diedAt = ({ crashPoint }: Pick<EngineDeath, 'crashPoint'>, element: string | null): boolean =>
  crashPoint !== null && crashPoint.element === element;

/** What is selected, if the plug can be armed there. */
function armable(): string | null {
  const { element, diagram } = useJob.getState();
  return element !== null && diagram?.graph?.nodes.has(element) === true ? element : null;
}

/** Why an engine cannot be armed, dead or alive; null: it can. Only the window's own first agent is told where to die. */
export function armRefusalOf(engine: Pick<EngineView, 'state' | 'agent'> | null): string | null {
  if (engine?.state === 'dead') return 'The engine is dead: recover first';
  if (engine?.state !== 'elsewhere') return null;
  const agent = engine.agent === null ? 'Another agent' : `Agent ${engine.agent}`;
  return `${agent} serves the store: the plug can be armed once the window’s own engine does. Pull it now, or stop that agent in Agents`;
}

/** The same for what is selected. */
function armRefusal(): string | null {
  const refusal = armRefusalOf(useHostState.getState().engine);
  if (refusal !== null) return refusal;
  return armable() === null ? 'No element is selected on the diagram of a job' : null;
}

/** Every position of the plug on the selected element, and the way back. */
export function armCommands(client: WindowClient): Command[] {
  const common = { group: 'Run', place: 'runs', words: 'crash kill pull plug' } as const;
  return [
    ...pointNames.map((point): Command => ({
      ...common,
      id: `runs.arm/${point}`,
      title: `Arm the plug on the selected element: ${pointWords[point].title.toLowerCase()}`,
      refusal: armRefusal,
      run: async () => {
        const element = armable();
        if (element !== null) await armPlug(client, { element, point });
      },
    })),
    {
      ...common,
      id: 'runs.disarm',
      title: 'Disarm the plug everywhere',
      refusal: () => ((useHostState.getState().engine?.armed ?? []).length > 0 ? null : 'The plug is armed nowhere'),
      run: async () => {
        for (const point of useHostState.getState().engine?.armed ?? []) await disarmPlug(client, point);
      },
    },
  ];
}
