/** Messages that appear in the corner. A problem says what happened, to what, and what to do. */
import { notifications } from '@mantine/notifications';

export interface ProblemNotice {
  /** What happened, and to what: `order.bpmn could not be saved`. */
  readonly title: string;
  /** Why, in the words of whoever refused. */
  readonly reason: string;
  /** What to do about it. */
  readonly advice?: string;
}

/** Stays until it is closed. The same problem again replaces the first. */
export function tellProblem({ title, reason, advice }: ProblemNotice): void {
  const message = [reason, advice].filter((part) => part !== undefined && part !== '').join(' ');
  const id = `problem:${title}`;
  notifications.hide(id);
  notifications.show({ id, color: 'red', title, message, autoClose: false, withBorder: true });
}

/** Says that something is done; goes away by itself. */
export function tell(title: string, message = ''): void {
  notifications.show({ title, message, autoClose: 4_000, withBorder: true });
}

/** The reason in a thrown value. */
export function reasonOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
