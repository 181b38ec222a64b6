/** What a token at a join waits for, in words. */
import type { ResultDocument } from '../protocol/views.ts';

/** Which ways are empty, who can still come by them, or that nobody comes any more. */
export function joinText({ missing, from, forEver }: NonNullable<ResultDocument['tokens'][number]['join']>): string {
  const ways =
    missing.length === 0 ? 'joining, waits for one more token' : `joining, waits for a token by ${missing.join(', ')}`;
  if (forEver && from.length > 0)
    return `${ways}, which can only come from ${from.join(', ')}, where tokens wait in turn: each for another, for ever`;
  if (forEver) return `${ways}; none can come any more: it waits for ever`;
  return from.length === 0 ? ways : `${ways}, which can come from ${from.join(', ')}`;
}
