/** What happens while a command works, on standard error: deaths of engines always, a line of progress if somebody watches. */
import type { News } from '../application/context.ts';
import { describeDeath } from '../application/engine-access.ts';
import { countText } from './quantity.ts';
import type { Terminal } from './terminal.ts';

const quietForMs = 600;
const everyMs = 100;
const clearLine = '\r\u001b[K';

export class Progress {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  readonly #seqs = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;
  #startedAt: number | null = null;
  #shown = false;

  constructor(terminal: Terminal, now: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#now = now;
  }

  hear(news: News): void {
    switch (news.type) {
      case 'ready':
        this.#begin();
        break;
      case 'progress':
        for (const { id, seq } of news.jobs) this.#seqs.set(id, seq);
        break;
      case 'crashed':
        this.#remark(crashText(news));
        break;
      case 'restarting':
        this.#remark(
          news.afterMs === 0 ? 'starting another engine' : `starting another engine in ${news.afterMs / 1000} s`,
        );
        break;
      case 'paused':
        this.#remark(`the engine pauses: ${news.reason}`);
        break;
      case 'resumed':
        this.#remark('the engine goes on');
        break;
      case 'notice':
        this.#remark(news.message);
        break;
      case 'misspoke':
        this.#remark(`the engine said something that it may not say: ${news.message}`);
        break;
      case 'standby':
        this.#remark(`standing by: agent ${news.agent} (process ${news.pid}) holds the lease, epoch ${news.epoch}`);
        break;
      case 'refused':
        // Every other refusal is told by whoever it ends.
        if (news.reason === 'handed-over' || news.reason === 'fenced') this.#remark(news.message);
        break;
      case 'idle':
      case 'armed':
      case 'positions':
      case 'end':
        break;
    }
  }

  /** Takes the line away. */
  end(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#clear();
  }

  #begin(): void {
    if (!this.#terminal.isWatched || this.#timer !== null) return;
    this.#startedAt = this.#now();
    this.#timer = setInterval(() => this.#show(), everyMs).unref();
  }

  #show(): void {
    const elapsed = this.#now() - (this.#startedAt ?? 0);
    if (elapsed < quietForMs) return;
    const checkpoints = [...this.#seqs.values()].reduce((sum, seq) => sum + seq, 0);
    const jobs = countText(this.#seqs.size, 'job');
    this.#terminal.raw(
      `${clearLine}… ${jobs}, ${countText(checkpoints, 'checkpoint')}, ${(elapsed / 1000).toFixed(1)} s`,
    );
    this.#shown = true;
  }

  #remark(text: string): void {
    this.#clear();
    this.#terminal.remark(text);
  }

  #clear(): void {
    if (this.#shown) this.#terminal.raw(clearLine);
    this.#shown = false;
  }
}

type Crashed = Extract<News, { type: 'crashed' }>;

function crashText(news: Crashed): string {
  const { crashPoint, pid } = news;
  if (crashPoint === null) return `${describeDeath(news)} (process ${pid ?? 'unknown'})`;
  const { element, point, visit } = crashPoint;
  return `killed the engine (process ${pid ?? 'unknown'}) at ${element}:${point}${visit > 1 ? `:${visit}` : ''}`;
}
