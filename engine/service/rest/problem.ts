/** What goes wrong, as RFC 9457 problem documents. */
import { CallFailed } from '../../application/window/call-failed.ts';
import { failureOf, NotFound, Refused, type FailureKind } from '../../application/failure.ts';
import type { ProblemDocument } from '../../protocol/rest.ts';

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  500: 'Internal error',
  503: 'Store or engine unavailable',
};

const statuses: Readonly<Record<FailureKind, number>> = {
  'bad-answer': 409,
  'bad-request': 400,
  'store-unusable': 503,
  interrupted: 503,
  internal: 500,
};

export function problemOf(status: number, detail: string): ProblemDocument {
  return {
    type: 'about:blank',
    title: titles[status] ?? (status < 500 ? 'Bad request' : 'Internal error'),
    status,
    detail,
  };
}

/** Sorts what a handler threw. What is nobody's business stays inside. */
export function problemFor(error: unknown): ProblemDocument {
  if (error instanceof NotFound) return problemOf(404, error.message);
  if (error instanceof Refused && error.code === 'unknown') return problemOf(404, error.message);
  if (error instanceof Refused && error.code === 'outside') return problemOf(400, error.message);
  if (error instanceof CallFailed) return problemOf(503, error.message);
  const { kind, lines } = failureOf(error);
  return problemOf(statuses[kind], kind === 'internal' ? 'Something went wrong in the service.' : lines.join('; '));
}
