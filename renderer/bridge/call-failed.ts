/** A call that was answered with a failure, or not at all. */
import type { CallFailure, FailureCode } from '../../engine/protocol/window-link.ts';

const ADVICE: Partial<Record<FailureCode, string>> = {
  'read-only': 'Check who owns the folder, or open another workspace.',
  untrusted: 'Trust this workspace to let its tasks use the network.',
  'engine-dead': 'Press Recover first.',
  disconnected: 'Wait until the connection is back, then try again.',
  'store-unusable': 'See the message, and whether the disk is full or the file damaged.',
};

export class CallFailed extends Error {
  override readonly name = 'CallFailed';
  readonly code: FailureCode;
  readonly lines: readonly string[];

  constructor({ code, lines }: CallFailure) {
    super(lines.join('\n'));
    this.code = code;
    this.lines = lines;
  }

  /** What a person can do about it; empty where only the message helps. */
  get advice(): string {
    return ADVICE[this.code] ?? '';
  }
}
