import { beforeEach, expect, it } from 'vitest';
import { fitLayout, useLayout } from '../../../renderer/workbench/layout-store.ts';

const isOpen = (): boolean => useLayout.getState().bottom;

beforeEach(() => useLayout.setState(useLayout.getInitialState()));

it('the bottom panel gives way to a low window, on loading and later, and comes back with the room', () => {
  fitLayout(900, null);
  expect(isOpen()).toBe(true);
  fitLayout(450, 900);
  expect(isOpen()).toBe(false);
  fitLayout(900, 450);
  expect(isOpen()).toBe(true);

  useLayout.setState(useLayout.getInitialState());
  fitLayout(450, null);
  expect(isOpen()).toBe(false);
  fitLayout(900, 450);
  expect(isOpen()).toBe(true);
});

it('what a person closed or opened stays, as long as the window does not become low', () => {
  useLayout.getState().toggleBottom(false);
  fitLayout(450, 900);
  fitLayout(900, 450);
  expect(isOpen()).toBe(false);

  fitLayout(450, 900);
  useLayout.getState().openTab('runs', 'events');
  fitLayout(500, 450);
  expect(isOpen()).toBe(true);
  useLayout.getState().toggleBottom(false);
  fitLayout(900, 500);
  expect(isOpen()).toBe(false);
});
