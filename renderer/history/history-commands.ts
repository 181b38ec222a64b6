/** Every action of the time machine, for the palette and the keyboard. */
import { useCommands } from '../workbench/command-registry.ts';
import { useLayout } from '../workbench/layout-store.ts';
import { wishRestore } from '../workbench/restore-wish.ts';
import { useDialog } from './dialog-store.ts';
import {
  backRefusal,
  firstRefusal,
  goOnRefusal,
  forwardRefusal,
  momentRefusal,
  playRefusal,
} from './history-refusals.ts';
import { moveBy, moveTo, pin, play, useHistory, type HistoryState } from './history-store.ts';

export function useHistoryCommands(): void {
  const openTab = useLayout((state) => state.openTab);
  const common = { group: 'History', place: 'history' } as const;
  const now = (refusal: (state: HistoryState) => string | null) => (): string | null => refusal(useHistory.getState());
  const noMoment = now(momentRefusal);
  useCommands([
    {
      ...common,
      id: 'history.previous',
      title: 'Previous checkpoint',
      keys: ',',
      refusal: now(backRefusal),
      run: () => moveBy(-1),
    },
    {
      ...common,
      id: 'history.next',
      title: 'Next checkpoint',
      keys: '.',
      refusal: now(forwardRefusal),
      run: () => moveBy(1),
    },
    { ...common, id: 'history.first', title: 'First checkpoint', refusal: now(firstRefusal), run: () => moveTo(0) },
    {
      ...common,
      id: 'history.latest',
      title: 'Latest checkpoint',
      refusal: now(forwardRefusal),
      run: () => moveTo(Number.MAX_SAFE_INTEGER),
    },
    { ...common, id: 'history.play', title: 'Play or stop', keys: 'p', refusal: now(playRefusal), run: play },
    {
      ...common,
      id: 'history.pin',
      title: 'Pin this checkpoint, to compare others with it',
      keys: 'c',
      refusal: noMoment,
      run: pin,
    },
    {
      ...common,
      id: 'history.compare-previous',
      refusal: noMoment,
      title: 'Compare with the previous checkpoint',
      run: () => useHistory.setState({ against: { kind: 'previous' } }),
    },
    {
      ...common,
      id: 'history.compare-now',
      refusal: noMoment,
      title: 'Compare with the latest checkpoint',
      run: () => useHistory.setState({ against: { kind: 'now' } }),
    },
    {
      ...common,
      id: 'history.compare-nothing',
      refusal: noMoment,
      title: 'Compare with nothing',
      run: () => useHistory.setState({ against: { kind: 'nothing' } }),
    },
    {
      ...common,
      id: 'history.search',
      title: 'Find when a variable took a value',
      keys: 'mod+f',
      words: 'search when did it become',
      run: () => openTab('history', 'variable'),
    },
    {
      ...common,
      id: 'history.fork',
      title: 'Fork from here',
      keys: 'mod+shift+f',
      refusal: now(goOnRefusal),
      run: () => useDialog.setState({ open: 'fork' }),
    },
    {
      ...common,
      id: 'history.restore',
      title: 'Restore from this checkpoint',
      words: 'go back rewind same lineage',
      refusal: now(goOnRefusal),
      run: () => {
        const { moment } = useHistory.getState();
        if (moment !== null) wishRestore(`checkpoint:${moment.job}/${moment.seq}`);
      },
    },
    {
      ...common,
      id: 'history.scenario',
      title: 'Copy as scenario',
      refusal: noMoment,
      run: () => useDialog.setState({ open: 'scenario' }),
    },
  ]);
}
