/** Whether there is nothing to choose from. */
import { useAnswer, useNotifications } from '../bridge/client-context.ts';

/** Whether it is known that there is no job at all. */
export function useNoJob(): boolean {
  const list = useAnswer('jobs.list', { limit: 1 });
  const isEmpty = list.data?.jobs.length === 0;
  useNotifications('jobs-changed', () => {
    if (isEmpty) list.again();
  });
  return isEmpty;
}
