import { beforeEach, expect, it } from 'vitest';
import { keepPlace, type ChosenJob } from '../../../renderer/workbench/kept-place.ts';
import { useLayout } from '../../../renderer/workbench/layout-store.ts';

const nowhere = useLayout.getInitialState();
beforeEach(() => useLayout.setState(nowhere, true));

const places = ['design', 'runs'];

/** What a tab keeps, and a job that can be chosen. */
function tab(kept: string | null = null) {
  const state = { kept, job: null as string | null, changed: (): void => undefined };
  const keeper = { getItem: () => state.kept, setItem: (_key: string, text: string) => void (state.kept = text) };
  const chosen: ChosenJob = {
    get: () => state.job,
    choose: (job) => {
      state.job = job;
      state.changed();
    },
    subscribe: (changed) => {
      state.changed = changed;
    },
  };
  return { state, keeper, chosen };
}

it('comes back to the place, the tab and the job after the window is loaded again', () => {
  const first = tab();
  keepPlace(first.keeper, places, first.chosen);
  useLayout.getState().openPlace('runs');
  useLayout.getState().openTab('runs', 'events');
  first.chosen.choose('job-1');
  const { kept } = first.state;
  useLayout.setState(nowhere, true);
  const again = tab(kept);
  keepPlace(again.keeper, places, again.chosen);
  expect(useLayout.getState()).toMatchObject({ place: 'runs', visited: ['runs'], bottomTab: { runs: 'events' } });
  expect(again.state.job).toBe('job-1');
});

it('begins anew where nothing was kept, nothing that can be read, or a place that is gone', () => {
  for (const kept of [null, '{', '[]', '{"place":1}', '{"place":"laboratory","bottomTab":{}}']) {
    const { keeper, chosen, state } = tab(kept);
    keepPlace(keeper, places, chosen);
    expect([useLayout.getState().place, state.job]).toEqual(['', null]);
  }
});
