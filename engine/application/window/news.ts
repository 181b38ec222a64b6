/**
 * What windows are told: notifications with rising numbers, the latest of which are kept, so that a window that was cut
 * off for a while gets what it missed.
 */
import type { Notification, NotificationName } from '../../protocol/window-calls.ts';

export interface NewsItem {
  /** Null: it is not kept. */
  readonly seq: number | null;
  readonly name: NotificationName;
  readonly body: unknown;
}

export type Listener = (item: NewsItem) => void;

const kept = 2_000;

export class News {
  /** Tells this host's numbers from those of one before. */
  readonly session: string;
  readonly #ring: NewsItem[] = [];
  readonly #listeners = new Set<Listener>();
  #seq = 0;

  constructor(session: string) {
    this.session = session;
  }

  /** Number of the latest one. */
  get seq(): number {
    return this.#seq;
  }

  tell<Name extends NotificationName>(name: Name, body: Notification<Name>): void {
    this.#seq += 1;
    const item = { seq: this.#seq, name, body };
    this.#ring.push(item);
    if (this.#ring.length > kept) this.#ring.shift();
    for (const listener of [...this.#listeners]) listener(item);
  }

  /** Everything after that number; null: it is too long ago, or of another session. */
  since(session: string, seq: number): readonly NewsItem[] | null {
    if (session !== this.session || seq > this.#seq) return null;
    const first = this.#ring[0]?.seq ?? this.#seq + 1;
    return seq < first - 1 ? null : this.#ring.filter((item) => (item.seq ?? 0) > seq);
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
