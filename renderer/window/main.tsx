/** Where the window begins: the client on its transport, the places, React. */
import { createRoot } from 'react-dom/client';
import { BridgeClient } from '../bridge/client.ts';
import { transportOf, type Page } from '../bridge/find-host.ts';
import { Window } from '../shell/Window.tsx';
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
fitLayout(window.innerHeight);
const transport = await transportOf(page);
createRoot(root).render(<Window client={new BridgeClient(transport)} places={places} />);
