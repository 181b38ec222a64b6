/** Why nothing can move a job on as a whole: everything in it waits for something else. */
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import type { JobDocument } from '../../engine/protocol/window-views.ts';
import { elementName } from '../jobs/element-names.ts';
import type { ShownToken } from '../jobs/job-store.ts';

type Wait = JobDocument['waiting'][number];
type Standing = Pick<JobDocument, 'incidents' | 'waiting'>;

/** What ends a wait, after the name of the element; the first of them is told of a job that waits at several. */
const ends: Readonly<Partial<Record<Wait['for'], string>>> = {
  user: ': complete it',
  choice: ': choose what begins',
  message: ' for a message: send it',
  signal: ' for a signal: broadcast it',
  timer: ' for its time: fire the timer',
  'event-gateway': ' for whichever comes first',
  multiple: ' for several things',
  retry: ' before it is tried again',
  conditional: ' for a condition',
  data: ' for data',
  compensation: ' for what is undone',
  call: ' for the job that it called',
};

/** Why it cannot be run on, paused or stepped, as a sentence without its full stop; null: a token can move. */
export function standstill(
  document: Standing,
  tokens: readonly Pick<ShownToken, 'state'>[],
  graph: ProcessGraph | null,
): string | null {
  if (tokens.some(({ state }) => state === 'ready' || state === 'running' || state === 'held')) return null;
  const [incident] = document.incidents;
  if (incident !== undefined) {
    const { element, job } = incident;
    const where = element === null || job !== undefined ? '' : ` at ${elementName(graph, element)}`;
    return `It has an incident${where}${job === undefined ? '' : ' in a called job'}: retry it`;
  }
  const order = Object.keys(ends);
  const [wait] = document.waiting
    .filter((each) => Object.hasOwn(ends, each.for))
    .toSorted((left, right) => order.indexOf(left.for) - order.indexOf(right.for));
  if (wait !== undefined) return `It waits at ${elementName(graph, wait.element)}${ends[wait.for] ?? ''}`;
  return tokens.length === 0 ? null : 'Every token waits: nothing can move';
}
