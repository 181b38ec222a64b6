/** Failures in words. What is nobody's fault (the connection went, the person cancelled) is not told as a problem. */
import { CallFailed } from '../bridge/call-failed.ts';

/** The shell says that the connection is lost; what was asked for is asked again when it is back. */
export function isGone(failure: unknown): boolean {
  return failure instanceof CallFailed && (failure.code === 'disconnected' || failure.code === 'cancelled');
}

/** What a person reads. What is no failed call is a mistake in the window, and is thrown on. */
export function reasonIn(failure: unknown): string {
  if (failure instanceof CallFailed) return [...failure.lines, failure.advice].filter((line) => line !== '').join(' ');
  throw failure;
}
