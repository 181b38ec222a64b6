/** Where the window begins: the client on its transport, the places, React. */
import { createRoot } from 'react-dom/client';
import { BridgeClient } from '../bridge/client.ts';
import { transportOf, type Page } from '../bridge/find-host.ts';
import { nameOfWindow } from '../bridge/window-name.ts';
import { Window } from '../shell/Window.tsx';
import { chooseJob, useJob } from '../jobs/job-store.ts';
import { keepPlace } from '../workbench/kept-place.ts';
import { fitLayout } from '../workbench/layout-store.ts';
import { places } from './places.ts';

const root = document.getElementById('window');
if (root === null) throw new Error('the page has no place for the window');
const page: Page = {
  ...('cairn' in window ? { cairn: window.cairn as NonNullable<Page['cairn']> } : {}),
  location,
  history,
  fetch: (url, request) => fetch(url, request),
};
let height = window.innerHeight;
fitLayout(height, null);
window.addEventListener('resize', () => {
  fitLayout(window.innerHeight, height);
  height = window.innerHeight;
});
const transport = await transportOf(page);
const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
const name = nameOfWindow(sessionStorage, () => crypto.randomUUID(), navigation?.type === 'reload');
const client = new BridgeClient(transport, name);
keepPlace(
  sessionStorage,
  places.map(({ id }) => id),
  {
    get: () => useJob.getState().job,
    choose: (job) => chooseJob(client, job),
    subscribe: (changed) => useJob.subscribe(changed),
  },
);
createRoot(root).render(<Window client={client} places={places} />);
