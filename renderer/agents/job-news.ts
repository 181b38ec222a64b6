/** News of jobs, gathered: a busy engine has more of them than anybody reads. */
import { useEffect, useRef } from 'react';
import { useNotifications } from '../bridge/client-context.ts';

const everyMs = 1_000;

/** Calls `again` after jobs have changed, at most once a second. */
export function useJobNews(again: () => void): void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const latest = useRef(again);
  latest.current = again;
  useNotifications('jobs-changed', () => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      latest.current();
    }, everyMs);
  });
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
}
