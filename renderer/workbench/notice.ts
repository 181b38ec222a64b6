/** Messages that appear in the corner. A problem says what happened, to what, and what to do. */
import { notifications } from '@mantine/notifications';

export interface ProblemNotice {
  /** What happened, and to what: `order.bpmn could not be saved`. */
  readonly title: string;
  /** Why, in the words of whoever refused. */
  readonly reason: string;
  /** What to do about it. */
  readonly advice?: string;
  /** What has to be true for it: {@link causeIsOver} takes the notice away. */
  readonly cause?: 'engine-dead' | 'engine-up' | 'engine-down';
}

/** Notices that are shown because of something that passes. */
const caused = new Map<string, ProblemNotice['cause']>();

/** Stays until it is closed, or its cause is over. The same problem again replaces the first. */
export function tellProblem({ title, reason, advice, cause }: ProblemNotice): void {
  const message = [reason, advice].filter((part) => part !== undefined && part !== '').join(' ');
  const id = `problem:${title}`;
  problemIsOver(title);
  if (cause !== undefined) caused.set(id, cause);
  notifications.show({ id, color: 'red', title, message, autoClose: false, withBorder: true });
}

/** Takes away what was told: the same was done since. */
export function problemIsOver(title: string): void {
  const id = `problem:${title}`;
  caused.delete(id);
  notifications.hide(id);
}

/** Takes away what was told because of that. */
export function causeIsOver(cause: NonNullable<ProblemNotice['cause']>): void {
  for (const [id, because] of caused) {
    if (because !== cause) continue;
    notifications.hide(id);
    caused.delete(id);
  }
}

/** Says that something is done; goes away by itself. */
export function tell(title: string, message = ''): void {
  notifications.show({ title, message, autoClose: 4_000, withBorder: true });
}

/** Says why something cannot be done now; goes away by itself. Asked for again, it is said once. */
export function tellRefusal(what: string, reason: string): void {
  const id = `refusal:${what}`;
  notifications.hide(id);
  notifications.show({
    id,
    title: `“${what.replace(/ …$/, '')}” cannot be done now`,
    message: /[.?!]$/.test(reason) ? reason : `${reason}.`,
    autoClose: 6_000,
    withBorder: true,
  });
}

/** The reason in a thrown value. */
export function reasonOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
