/**
 * What is known about an open diagram, kept current while it is edited: its graph and checkpoints as the engine's reader
 * sees them, and its problems. Each run waits until the person pauses, longer where the last one took long, so that a
 * diagram of thousands of elements stays quick to edit.
 */
import { create } from 'zustand';
import { rawTextOf } from '../../engine/model/element.ts';
import type { WindowClient } from '../../engine/protocol/window-link.ts';
import { CallFailed } from '../bridge/call-failed.ts';
import { readDiagram, type ReadDiagram } from './checkpoint-points.ts';
import { saidOnce, sorted, type DiagramProblem } from './diagram-problem.ts';
import type { DiagramSession } from './diagram-session.ts';
import { answeredBy, foreignWorkProblems } from './foreign-work.ts';
import { lint } from './lint.ts';
import { unsavedDecisions } from './open-files.ts';
import { withEnds } from './message-flow-words.ts';
import { engineWords } from './problem-words.ts';
import { scenarioOf } from './properties/example-variables.ts';
import { unsavedEffectProblems } from './replay-horizon.ts';

export interface Analysis {
  readonly read: ReadDiagram;
  readonly problems: readonly DiagramProblem[];
}

/** By path. */
export const useAnalyses = create<Readonly<Record<string, Analysis>>>()(() => ({}));

const shortestPauseMs = 300;
/** Rules that the reader in the window does not have: it knows neither files nor expression languages. */
const ONLY_HOST =
  /^(?:unreadable-|missing-resource|missing-decision|(?:ambiguous|unknown|unsupported)-decision|invalid-expression|unknown-function|code-elsewhere)/;

export class Analyst {
  readonly #session: DiagramSession;
  readonly #client: WindowClient;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #tookMs = 0;
  /** Until there is a diagram. */
  #rests = true;
  /** Rises with each run: an answer that was overtaken is dropped. */
  #run = 0;
  #aborter = new AbortController();

  constructor(session: DiagramSession, client: WindowClient) {
    this.#session = session;
    this.#client = client;
  }

  /** Looks again once nothing changes any more. */
  changed(pauseMs = Math.max(shortestPauseMs, 3 * this.#tookMs)): void {
    this.#rests = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), pauseMs);
  }

  /** There is no diagram to look at: what else is said of the file stands. */
  rest(): void {
    this.#rests = true;
    this.#run += 1;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** A file that the diagram needs has changed. */
  again(): void {
    if (!this.#rests) this.changed();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#run += 1;
    this.#aborter.abort();
    const { path } = this.#session;
    useAnalyses.setState((all) => Object.fromEntries(Object.entries(all).filter(([each]) => each !== path)), true);
  }

  async #look(): Promise<void> {
    this.#run += 1;
    const run = this.#run;
    const { path } = this.#session;
    const started = performance.now();
    const text = await this.#session.text();
    const read = await readDiagram(text, path);
    const style = await lint(this.#session.definitions);
    this.#tookMs = performance.now() - started;
    const isForeign = read.graphs.some((graph) => foreignWorkProblems(graph).length > 0);
    const answered = isForeign ? await this.#answered() : new Set<string>();
    if (run !== this.#run) return;
    const own = read.problems.map((each) => this.#inWords(each));
    const further = [
      ...read.graphs.flatMap(unsavedEffectProblems),
      ...read.graphs.flatMap((graph) => foreignWorkProblems(graph, answered)),
      ...style,
    ];
    const before = useAnalyses.getState()[path];
    // The host also looks into decisions and expressions; until it has answered, its last word stands.
    const hosted = (before?.problems ?? []).filter(({ source, rule }) => source === 'engine' && ONLY_HOST.test(rule));
    this.#tell(read, [...own, ...hosted, ...further]);
    const checked = await this.#check(text);
    if (run === this.#run && checked !== null) this.#tell(read, [...checked, ...further]);
  }

  /** Elements for which the scenario that goes with the diagram answers. */
  async #answered(): Promise<ReadonlySet<string>> {
    const path = scenarioOf(this.#session.path);
    try {
      const { files } = await this.#client.call('files.list', {});
      if (!files.some((file) => file.path === path)) return new Set();
      return answeredBy((await this.#client.call('files.read', { path })).text);
    } catch (failure) {
      // Without an answer nothing is known of it: the warning stands.
      if (failure instanceof CallFailed) return new Set();
      throw failure;
    }
  }

  /** Null: the host did not answer. */
  async #check(text: string): Promise<DiagramProblem[] | null> {
    this.#aborter.abort();
    this.#aborter = new AbortController();
    try {
      const { problems } = await this.#client.call(
        'diagram.check',
        { path: this.#session.path, text, unsaved: await unsavedDecisions() },
        { signal: this.#aborter.signal },
      );
      return problems.map((each) => this.#inWords(each));
    } catch (failure) {
      if (failure instanceof CallFailed) return null;
      throw failure;
    }
  }

  #inWords({ severity, element, rule, message }: Omit<DiagramProblem, 'source' | 'cited'>): DiagramProblem {
    const shown = element === null ? undefined : this.#session.registry.get(element);
    const name = shown === undefined ? null : rawTextOf(shown.businessObject, 'name');
    const said = rule === 'message-flow' && shown !== undefined ? withEnds(message, shown.businessObject) : message;
    return { severity, element, rule, source: 'engine', ...engineWords(said, name) };
  }

  #tell(read: ReadDiagram, problems: readonly DiagramProblem[]): void {
    useAnalyses.setState({ [this.#session.path]: { read, problems: sorted(saidOnce(problems)) } });
  }
}
