/**
 * Drafts of one window. Two windows may have unsaved edits of the same file: what one of them saves takes nothing from the
 * other, which has a draft of its own.
 */
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import type { DraftView } from '../../engine/protocol/window-views.ts';

export class OwnDrafts {
  readonly #client: Pick<WindowClient, 'call'>;
  readonly #owner: string;

  constructor(client: Pick<WindowClient, 'call'>, owner: string) {
    this.#client = client;
    this.#owner = owner;
  }

  /** This window's own draft of a file, else the latest that one left which is closed; null: there is none. */
  async of(path: string): Promise<DraftView | null> {
    const { drafts } = await this.#client.call('drafts.list', {});
    const found = drafts.filter((each) => each.path === path);
    return found.find(({ owner }) => owner === this.#owner) ?? found.find(({ open }) => !open) ?? null;
  }

  /** Files with a draft that no other window holds which is open. @throws CallFailed */
  async paths(): Promise<readonly string[]> {
    const { drafts } = await this.#client.call('drafts.list', {});
    const free = drafts.filter(({ owner, open }) => owner === this.#owner || !open);
    return [...new Set(free.map(({ path }) => path))];
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
