/** Files of the workspace's folder that no list shows, and where they belong. */
const mostNamed = 4;

/** `order.bpmn, old/loan.bpmn and 3 more are not read: diagrams belong in processes/, decisions in rules/.` */
export function elsewhereText(paths: readonly string[]): string {
  const named = paths.slice(0, mostNamed);
  const rest = paths.length - named.length;
  const all = [...named, ...(rest === 0 ? [] : [`${rest} more`])];
  const last = all.at(-1) ?? '';
  const list = all.length === 1 ? last : `${all.slice(0, -1).join(', ')} and ${last}`;
  return `${list} ${paths.length === 1 ? 'is' : 'are'} not read: diagrams belong in processes/, decisions in rules/.`;
}
