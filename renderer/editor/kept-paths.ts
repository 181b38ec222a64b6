/** Which files a window opens again. */

/** What is to be opened next time: the one in view last, and after it what is still to be opened now. */
export function keptPaths(open: readonly string[], active: string | null, waiting: readonly string[]): string[] {
  const others = open.filter((path) => path !== active);
  const shown = active === null ? others : [...others, active];
  return [...shown, ...waiting.filter((path) => !open.includes(path))];
}
