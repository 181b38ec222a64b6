/** What is wrong in an open DMN file, kept current while it is edited: as the engine says it, at the cell where it is. */
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import { CallFailed } from '../bridge/call-failed.ts';
import { useAnalyses } from './analysis.ts';
import type { ReadDiagram } from './checkpoint-points.ts';
import { sorted, type DiagramProblem } from './diagram-problem.ts';
import { decisionWords } from './decision-words.ts';
import { lookAgain } from './look-again.ts';

const pauseMs = 300;
const noDiagram: ReadDiagram = { graphs: [], problems: [], flags: new Map() };

export class DecisionAnalyst {
  readonly #path: string;
  readonly #text: () => Promise<string>;
  readonly #client: WindowClient;
  readonly #names: () => ReadonlyMap<string, string>;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Rises with each run: an answer that was overtaken is dropped. */
  #run = 0;

  /** `names`: what decisions are called, by their ids. */
  constructor(
    path: string,
    text: () => Promise<string>,
    client: WindowClient,
    names: () => ReadonlyMap<string, string>,
  ) {
    this.#path = path;
    this.#text = text;
    this.#client = client;
    this.#names = names;
  }

  /** Looks again once nothing changes any more. */
  changed(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), pauseMs);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#run += 1;
    useAnalyses.setState(
      (all) => Object.fromEntries(Object.entries(all).filter(([path]) => path !== this.#path)),
      true,
    );
    lookAgain();
  }

  async #look(): Promise<void> {
    this.#run += 1;
    const run = this.#run;
    const problems = await this.#ask();
    if (run !== this.#run || problems === null) return;
    useAnalyses.setState({ [this.#path]: { read: noDiagram, problems: sorted(problems) } });
    lookAgain();
  }

  /** Null: the host did not answer. */
  async #ask(): Promise<readonly DiagramProblem[] | null> {
    try {
      const { problems } = await this.#client.call('decision.check', { path: this.#path, text: await this.#text() });
      return problems.map(({ severity, element, rule, message }) => ({
        severity,
        element,
        rule,
        source: 'engine',
        message: decisionWords(message, this.#path, this.#names()),
      }));
    } catch (failure) {
      if (failure instanceof CallFailed) return null;
      throw failure;
    }
  }
}
