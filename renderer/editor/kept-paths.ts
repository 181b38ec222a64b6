/** Which files a window opens again. */

/** Files in the order of their tabs, and the one in view. */
export interface KeptFiles {
  readonly paths: readonly string[];
  readonly front: string | null;
}

/** What is to be opened next time: what is open, and after it what is still to be opened now. */
export function keptFiles(open: readonly string[], active: string | null, waiting: readonly string[]): KeptFiles {
  const paths = [...open, ...waiting.filter((path) => !open.includes(path))];
  return { paths, front: active ?? paths[0] ?? null };
}

/** Of a text that was kept; formerly it was a list whose last one was in view. What is not there any more is left out. */
export function readKept(kept: unknown, isThere: (path: string) => boolean): KeptFiles {
  const read: unknown = typeof kept === 'string' && /^[[{]/.test(kept) ? JSON.parse(kept) : null;
  const listed: unknown = Array.isArray(read) ? read : isKept(read) ? read.paths : [];
  const all: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const paths = all.filter((path): path is string => typeof path === 'string' && isThere(path));
  const front = isKept(read) ? read.front : paths.at(-1);
  return { paths, front: paths.find((path) => path === front) ?? paths[0] ?? null };
}

const isKept = (value: unknown): value is { readonly paths: unknown; readonly front: unknown } =>
  typeof value === 'object' && value !== null && 'paths' in value && 'front' in value;
