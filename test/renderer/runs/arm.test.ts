import { beforeEach, expect, it } from 'vitest';
import type { WindowClient } from '../../../engine/protocol/window-link.ts';
import type { EngineView } from '../../../engine/protocol/window-views.ts';
import { useHostState } from '../../../renderer/bridge/host-state.ts';
import type { JobDiagram } from '../../../renderer/jobs/job-feed.ts';
import { useJob } from '../../../renderer/jobs/job-store.ts';
import { armCommands, diedAt } from '../../../renderer/runs/arm.ts';

const asked: unknown[] = [];
const engine = { armed: [] } as unknown as EngineView;
const client = {
  call: async (name: string, params: unknown) => {
    asked.push([name, params]);
    return Promise.resolve(engine);
  },
} as unknown as WindowClient;
const diagram = { graph: { nodes: new Map([['charge', {}]]) } } as unknown as JobDiagram;

beforeEach(() => {
  asked.length = 0;
  useHostState.setState({ engine });
  useJob.setState({ diagram, element: 'charge' });
});

it('has a command for each of the four positions on the selected element', async () => {
  const commands = armCommands(client).filter(({ id }) => id.startsWith('runs.arm/'));
  for (const { refusal, run } of commands) {
    expect(refusal?.()).toBeNull();
    await run();
  }
  expect(asked).toEqual(
    ['before-task', 'after-effect', 'in-transaction', 'after-commit'].map((point) => [
      'engine.arm',
      { element: 'charge', point },
    ]),
  );
});

it('arms nothing where no element is selected, and disarms all that is armed', async () => {
  useJob.setState({ element: null });
  const [first, ...rest] = armCommands(client);
  expect(first?.refusal?.()).toBe('No element is selected on the diagram of a job');
  useJob.setState({ element: 'a-flow' });
  expect(first?.refusal?.()).toBe('No element is selected on the diagram of a job');
  const armed = { element: 'a', point: 'before-task', visit: 1 } as const;
  useHostState.setState({ engine: { ...engine, armed: [armed] } });
  const disarm = rest.at(-1);
  expect(disarm?.refusal?.()).toBeNull();
  await disarm?.run();
  expect(asked).toEqual([['engine.disarm', { element: 'a', point: 'before-task' }]]);
});

it('arms nothing while another agent serves the store, and says so before', () => {
  useHostState.setState({ engine: { ...engine, state: 'elsewhere', agent: 'second' } });
  const [first] = armCommands(client);
  expect(first?.refusal?.()).toMatch(/^Agent second serves the store: /);
});

it('tells whether an engine died where the plug was armed', () => {
  const crashPoint = { element: 'book', point: 'after-effect', visit: 1 } as const;
  expect(diedAt({ crashPoint }, 'book')).toBe(true);
  expect(diedAt({ crashPoint }, 'pack')).toBe(false);
  expect(diedAt({ crashPoint: null }, null)).toBe(false);
});
