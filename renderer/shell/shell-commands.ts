/** Commands of the window itself: places, panels, colours, the engine. */
import { spotlight } from '@mantine/spotlight';
import { CallFailed } from '../bridge/call-failed.ts';
import { useClient, useConnection } from '../bridge/client-context.ts';
import { useHostState } from '../bridge/host-state.ts';
import { useCommands, type Command } from '../workbench/command-registry.ts';
import { useLayout } from '../workbench/layout-store.ts';
import { reasonOf, tellProblem } from '../workbench/notice.ts';
import type { Place } from '../workbench/place.ts';
import { askForTrust } from '../workbench/trust.ts';
import { nextScheme, useScheme } from './color-scheme.ts';
import { paletteId } from './palette-groups.ts';
import { awayRefusal, engineWords, plugRefusal, startRefusal, type EngineState } from './engine-words.ts';
import { useCoverageOpen } from './coverage-open.ts';
import { useKeyListOpen } from './key-list-open.ts';

export function useShellCommands(places: readonly Place[]): void {
  const client = useClient();
  const layout = useLayout();
  const [scheme, setScheme] = useScheme();
  const setKeyList = useKeyListOpen((state) => state.setOpen);
  const setCoverage = useCoverageOpen((state) => state.setOpen);
  const engine = async (name: 'engine.kill' | 'engine.recover' | 'engine.start' | 'engine.stop', what: string) => {
    try {
      useHostState.setState({ engine: await client.call(name, {}) });
    } catch (failure) {
      const advice = failure instanceof CallFailed ? failure.advice : '';
      const cause = state() === 'active' ? 'engine-up' : 'engine-down';
      tellProblem({ title: `The engine could not be ${what}`, reason: reasonOf(failure), advice, cause });
    }
  };
  const trust = async (change: () => Promise<unknown>): Promise<void> => {
    try {
      await change();
    } catch (failure) {
      tellProblem({ title: 'Trust could not be changed', reason: reasonOf(failure), advice: '' });
    }
  };
  const state = (): EngineState => useHostState.getState().engine?.state ?? 'absent';
  const trusted = (): boolean | undefined => useHostState.getState().workspace?.trusted;
  const { state: connection } = useConnection();
  const away = awayRefusal(connection);
  const opening = places.map(({ id, title }, index): Command => ({
    id: `shell.place.${id}`,
    title: `Go to ${title}`,
    group: 'View',
    keys: `alt+${index + 1}`,
    run: () => layout.openPlace(id),
  }));
  useCommands([
    {
      id: paletteId,
      title: 'Search or run a command',
      group: 'View',
      keys: 'mod+k',
      run: () => spotlight.open(),
    },
    {
      id: 'shell.keys',
      title: 'Show all keys',
      group: 'View',
      keys: '?',
      words: 'help shortcuts',
      run: () => setKeyList(true),
    },
    {
      id: 'shell.coverage',
      title: 'Show what Cairn runs of BPMN',
      group: 'View',
      words: 'help coverage elements supported refused executed',
      run: () => setCoverage(true),
    },
    ...opening,
    {
      id: 'shell.right',
      title: 'Show or hide the right panel',
      group: 'View',
      keys: 'mod+alt+b',
      run: () => layout.toggleRight(),
    },
    {
      id: 'shell.bottom',
      title: 'Show or hide the bottom panel',
      group: 'View',
      keys: 'mod+j',
      run: () => layout.toggleBottom(),
    },
    {
      id: 'shell.scheme',
      title: 'Change colours: system, light, dark',
      group: 'View',
      words: 'settings preferences appearance theme dark light mode colors scheme',
      run: () => setScheme(nextScheme[scheme]),
    },
    {
      id: 'workspace.trust',
      title: 'Trust this workspace …',
      group: 'Workspace',
      words: 'network security http',
      refusal: () => (trusted() === true ? 'The workspace is trusted already' : null),
      run: () => trust(async () => askForTrust(client)),
    },
    {
      id: 'workspace.distrust',
      title: 'Stop trusting this workspace',
      group: 'Workspace',
      words: 'network security http',
      refusal: () => (trusted() === false ? 'The workspace is not trusted' : null),
      run: () => trust(async () => client.call('workspace.trust', { trusted: false })),
    },
    {
      id: 'engine.pull-the-plug',
      title: 'Pull the plug',
      group: 'Engine',
      words: 'kill crash sigkill die',
      keys: 'mod+shift+x',
      refusal: () => away ?? plugRefusal(state()),
      run: () => engine('engine.kill', 'killed'),
    },
    {
      id: 'engine.recover',
      title: 'Recover',
      group: 'Engine',
      keys: 'mod+shift+r',
      words: 'restart resume',
      refusal: () => away ?? (state() === 'dead' ? null : 'No engine is dead: there is nothing to recover'),
      run: () => engine('engine.recover', 'recovered'),
    },
    {
      id: 'engine.start',
      title: 'Start the engine',
      group: 'Engine',
      refusal: () => away ?? startRefusal(state()),
      run: () => engine('engine.start', 'started'),
    },
    {
      id: 'engine.stop',
      title: 'Stop the engine in order',
      group: 'Engine',
      refusal: () => away ?? (state() === 'active' ? null : `No engine is active here: it is ${engineWords[state()]}`),
      run: () => engine('engine.stop', 'stopped'),
    },
  ]);
}
