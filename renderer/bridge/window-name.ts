/** The name that a window gives itself, by which its drafts are told from those of others. */

const key = 'cairn.window';

/** A reload keeps it. A window that was duplicated has what was stored, too, and another name. */
export function nameOfWindow(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  fresh: () => string,
  isReloaded: boolean,
): string {
  const known = storage.getItem(key);
  if (known !== null && isReloaded) return known;
  const made = fresh();
  storage.setItem(key, made);
  return made;
}
