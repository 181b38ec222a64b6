/** What a restore would leave behind, in words: the list of the dry run may be out of sight. */
import type { RestorePreview } from '../../engine/protocol/savepoint-views.ts';

/** So many are named, the rest is counted. */
const named = 3;

/** `Gone for good: token at Check application, timer at Wait, and 2 more.` */
export function droppedWords(dropped: RestorePreview['dropped'], nameOf: (element: string) => string): string {
  if (dropped.length === 0) return 'Nothing is without a home now.';
  const words = dropped
    .slice(0, named)
    .map(({ what, id, element }) => `${what === 'variable' ? `variable ${id}` : what} at ${nameOf(element)}`);
  const more = dropped.length - words.length;
  return `Gone for good: ${words.join(', ')}${more > 0 ? `, and ${more} more` : ''}.`;
}
