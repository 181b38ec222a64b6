import { useNotifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { noticesLast } from './notice-room.ts';

/** Leaves room below the right panel for messages that stay until they are closed: its lowest buttons stay in reach. */
export function NoticeRoom(): null {
  const { notifications } = useNotifications();
  useEffect(() => {
    const root = document.querySelector<HTMLElement>('.mantine-Notifications-root[data-position="bottom-right"]');
    const isLasting = notifications.some(({ autoClose }) => autoClose === false);
    return isLasting && root !== null ? noticesLast(root) : undefined;
  }, [notifications]);
  return null;
}
