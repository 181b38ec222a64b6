/** Where the window begins: the client on its transport, the places, React. */
import { createRoot } from 'react-dom/client';
import { BridgeClient } from '../bridge/client.ts';
import { webSocketTransport } from '../bridge/web-socket-transport.ts';
import { Window } from '../shell/Window.tsx';
import { places } from './places.ts';

const address = new URL('window', document.baseURI);
address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';

const root = document.getElementById('window');
if (root === null) throw new Error('the page has no place for the window');
createRoot(root).render(<Window client={new BridgeClient(webSocketTransport(address.href))} places={places} />);
