/** What a job looks like on its diagram: its tokens, what has run, what a crash costs, where it is to stop. */
import type { Forecast } from '../../engine/protocol/views.ts';
import type { ElementMark, Marks } from '../editor/element-marks.ts';
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import { fatesByElement } from './fates.ts';
import { takenFlows } from './taken-flows.ts';

interface MarkedToken {
  readonly element: string;
  readonly state: string;
}

export interface MarkInput {
  readonly tokens: readonly MarkedToken[];
  /** Elements that have completed, and the flows that were taken. */
  readonly visited?: Iterable<string>;
  /** As that, of the jobs that this one comes from. */
  readonly inherited?: Iterable<string>;
  /** What the death of an engine costs, while that is to be seen. */
  readonly forecast?: Forecast | null;
  readonly breakpoints?: Iterable<string>;
  /** Elements at which the plug is armed. */
  readonly armed?: Iterable<string>;
  /** Element of the checkpoint that is looked at. */
  readonly current?: string | null;
  /** Where to look while it has no token. */
  readonly last?: string | null;
  /** What the dead engine had not saved: looked at together. */
  readonly unsaved?: readonly string[];
  /** Elements that ran a second time. */
  readonly again?: Iterable<string>;
  /** Elements at which the job stood when somebody cancelled it. */
  readonly stood?: readonly string[];
}

/** Of a token that came to its element and has not begun there. */
const arrivedStates: ReadonlySet<string> = new Set(['ready', 'joining', 'held']);

/** The way that a job took: what has completed, the flows between, and those to where its tokens stand. */
export function visitedBy(
  graph: ProcessGraph | null,
  executions: readonly { readonly element: string; readonly outcome: string }[],
  tokens: readonly MarkedToken[],
): string[] {
  const completed = executions.filter(({ outcome }) => outcome === 'completed').map(({ element }) => element);
  const arrived = tokens.filter(({ state }) => arrivedStates.has(state)).map(({ element }) => element);
  return [...completed, ...takenFlows(graph, executions, arrived)];
}

/** The most urgent comes last: it is the one whose sign is drawn where several tokens share an element. */
const states = ['ready', 'running', 'joining', 'waiting', 'held', 'incident'] as const;
type TokenState = (typeof states)[number];

export function marksOf(input: MarkInput): Marks {
  const marks = new Map<string, ElementMark[]>();
  const add = (element: string, ...names: ElementMark[]): void => {
    const list = marks.get(element);
    if (list === undefined) marks.set(element, names);
    else list.push(...names);
  };
  const visited = new Set(input.visited ?? []);
  for (const element of visited) add(element, 'visited');
  for (const element of new Set(input.inherited ?? [])) if (!visited.has(element)) add(element, 'inherited');
  if (input.forecast !== undefined && input.forecast !== null) {
    for (const { element, fate } of fatesByElement(input.forecast)) add(element, fate);
  }
  for (const element of new Set(input.again ?? [])) add(element, 'again');
  for (const element of new Set(input.stood ?? [])) add(element, 'stood');
  for (const [element, tokens] of Map.groupBy(input.tokens, (token) => token.element)) {
    const state =
      tokens
        .map(stateOf)
        .toSorted((a, b) => states.indexOf(a) - states.indexOf(b))
        .at(-1) ?? 'ready';
    add(element, 'token', state);
    if (tokens.length > 1) add(element, `tokens-${tokens.length}`);
  }
  for (const element of new Set(input.breakpoints ?? [])) add(element, 'breakpoint');
  for (const element of new Set(input.armed ?? [])) add(element, 'armed');
  if (input.current !== undefined && input.current !== null) add(input.current, 'current');
  return marks;
}

const stateOf = ({ state }: MarkedToken): TokenState => states.find((each) => each === state) ?? 'ready';

/** Where to look: at what a dead engine had not saved, at the element of the checkpoint that is shown, else where the tokens are or were cancelled, else where the last one was. */
export function placesOf({
  tokens,
  current = null,
  last = null,
  unsaved = [],
  stood = [],
}: MarkInput): readonly string[] {
  if (unsaved.length > 0) return [...new Set(unsaved)];
  if (current !== null) return [current];
  const places = [...new Set([...tokens.map(({ element }) => element), ...stood])];
  return places.length > 0 || last === null ? places : [last];
}
