/** A call of the window that fails, with the code and the words that the window gets. */
import type { CallFailure, FailureCode } from '../../protocol/window-link.ts';
import { failureOf, NotFound, Refused, type FailureKind } from '../failure.ts';

export class CallFailed extends Error {
  readonly code: FailureCode;
  readonly lines: readonly string[];
  constructor(code: FailureCode, ...lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'CallFailed';
    this.code = code;
    this.lines = lines;
  }
}

const codes: Readonly<Record<FailureKind, FailureCode>> = {
  'bad-answer': 'refused',
  'bad-request': 'bad-request',
  'store-unusable': 'store-unusable',
  interrupted: 'cancelled',
  internal: 'internal',
};

/** What the window is told of whatever was thrown. */
export function callFailureOf(error: unknown): CallFailure {
  if (error instanceof CallFailed) return { code: error.code, lines: [...error.lines] };
  if (error instanceof Refused && error.code === 'unknown') return { code: 'not-found', lines: [error.message] };
  const { kind, lines } = failureOf(error);
  if (error instanceof NotFound) return { code: 'not-found', lines: [...lines] };
  return { code: codes[kind], lines: [...lines] };
}

/** Errors of the file system in words; anything else is thrown on. */
export function fileFailure(path: string, error: unknown): CallFailed {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new CallFailed('not-found', `${path}: there is no such file`);
    case 'EEXIST':
      return new CallFailed('exists', `${path}: is there already`);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new CallFailed('read-only', `${path}: may not be written (${code})`);
    case 'ENOSPC':
    case 'EDQUOT':
      return new CallFailed('read-only', `${path}: there is no room on the disk`);
    case 'EISDIR':
      return new CallFailed('bad-request', `${path}: is a folder`);
    case 'ENAMETOOLONG':
      return new CallFailed('bad-request', `${path}: the name is too long`);
    default:
      throw error;
  }
}
