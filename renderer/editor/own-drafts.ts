/**
 * Drafts of one window. Two windows may have unsaved edits of the same file: what one of them saves takes nothing from the
 * other, which has a draft of its own.
 */
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import type { DraftView } from '../../engine/protocol/window-views.ts';

const ownerKey = 'cairn.window';

/** The name of this window, which a reload keeps. A window that was duplicated has what was stored, too, and another name. */
export function nameOfWindow(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  fresh: () => string,
  isReloaded: boolean,
): string {
  const known = storage.getItem(ownerKey);
  if (known !== null && isReloaded) return known;
  const made = fresh();
  storage.setItem(ownerKey, made);
  return made;
}

export class OwnDrafts {
  readonly #client: Pick<WindowClient, 'call'>;
  readonly #owner: string;

  constructor(client: Pick<WindowClient, 'call'>, owner: string) {
    this.#client = client;
    this.#owner = owner;
  }

  /** This window's own draft of a file, else the latest that another one left; null: there is none. */
  async of(path: string): Promise<DraftView | null> {
    const { drafts } = await this.#client.call('drafts.list', {});
    const found = drafts.filter((each) => each.path === path);
    return found.find(({ owner }) => owner === this.#owner) ?? found[0] ?? null;
  }

  async keep(path: string, text: string, base: string | null): Promise<void> {
    await this.#client.call('drafts.save', { path, text, base, owner: this.#owner });
  }

  /** From now on it is this window's. */
  async takeOver({ path, text, base, owner }: DraftView): Promise<void> {
    if (owner === this.#owner) return;
    await this.keep(path, text, base);
    await this.#client.call('drafts.discard', { path, owner });
  }

  /** `owner`: of another window; by default this one's. */
  async discard(path: string, owner = this.#owner): Promise<void> {
    await this.#client.call('drafts.discard', { path, owner });
  }
}
