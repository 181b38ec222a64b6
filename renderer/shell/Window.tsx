import { MantineProvider } from '@mantine/core';
import '@mantine/core/styles.css';
import { Notifications } from '@mantine/notifications';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import { ClientContext } from '../bridge/client-context.ts';
import { useHostStateUpdates } from '../bridge/host-state.ts';
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import type { Place } from '../workbench/place.ts';
import { usePreferencesFrom } from '../workbench/preferences.ts';
import { App } from './App.tsx';
import { useSchemeApplied } from './color-scheme.ts';
import { NoticeRoom } from './NoticeRoom.tsx';
import { PlaceBoundary } from './PlaceBoundary.tsx';
import { cssVariables, theme } from './theme.ts';
import './theme.css';
import '../ui/edge-fade.css';

/** Everything that the layout stands on: colours, messages, the client. */
export function Window(props: { readonly client: WindowClient; readonly places: readonly Place[] }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={4} zIndex={400} />
      <NoticeRoom />
      <ClientContext value={props.client}>
        <Ground client={props.client} places={props.places} />
      </ClientContext>
    </MantineProvider>
  );
}

function Ground({ client, places }: { client: WindowClient; places: readonly Place[] }) {
  useHostStateUpdates();
  usePreferencesFrom(client);
  useSchemeApplied();
  return (
    <PlaceBoundary title="The window">
      <App places={places} />
    </PlaceBoundary>
  );
}
