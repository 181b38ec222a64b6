/** Files of the workspace's folder that no list shows, and where they belong. */
const mostNamed = 4;

/**
 * `order.bpmn, old/loan.bpmn and 3 more are not read: diagrams belong in processes/, decisions in rules/.` Those whose
 * name is in the way have a sentence of their own.
 */
export function elsewhereText(paths: readonly string[]): string {
  const misnamed = paths.filter((path) => /[\\:*?"<>|\p{Cc}]/u.test(path));
  const misplaced = paths.filter((path) => !misnamed.includes(path));
  return [
    ...(misplaced.length === 0 ? [] : [sentence(misplaced, 'diagrams belong in processes/, decisions in rules/')]),
    ...(misnamed.length === 0 ? [] : [sentence(misnamed, 'a name may not have any of \\ : * ? " < > |')]),
  ].join(' ');
}

function sentence(paths: readonly string[], why: string): string {
  const named = paths.slice(0, mostNamed);
  const rest = paths.length - named.length;
  const all = [...named, ...(rest === 0 ? [] : [`${rest} more`])];
  const last = all.at(-1) ?? '';
  const list = all.length === 1 ? last : `${all.slice(0, -1).join(', ')} and ${last}`;
  return `${list} ${paths.length === 1 ? 'is' : 'are'} not read: ${why}.`;
}
