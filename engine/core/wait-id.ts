/** A token or scope waits at most once for each definition of each event. */
export function waitId(owner: string, node: string, part = 0): string {
  return part === 0 ? `${owner}/${node}` : `${owner}/${node}/${part}`;
}
