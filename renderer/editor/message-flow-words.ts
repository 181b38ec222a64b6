/** What the engine says of a message flow, with what is at its ends by name. */
import type { ModdleElement } from 'bpmn-moddle';
import { childOf, rawTextOf } from '../../engine/model/element.ts';
import { wordsFor } from './problem-words.ts';

/** `complained waits for …` → `“Complaint received” waits for …`: of the flow's ends, and of the processes they are in. */
export function withEnds(message: string, flow: ModdleElement): string {
  const ends = [childOf(flow, 'sourceRef'), childOf(flow, 'targetRef')].flatMap((end) => end ?? []);
  const named = [...ends, ...ends.flatMap((end) => processOf(end) ?? [])];
  const words = new Map(
    named.map((element) => {
      const id = rawTextOf(element, 'id') ?? '';
      return [id, wordsFor(element.$type, id, rawTextOf(element, 'name'))];
    }),
  );
  return message
    .replace(SPOKEN_OF, (all, before: string, id: string) => {
      const name = words.get(id);
      return name === undefined ? all : `${before}${name}`;
    })
    .replace(/ \(bpmn:\w+\)(?= sends no )/g, '');
}

/** Where a sentence speaks of an element, and not of a message that is called so. */
const SPOKEN_OF =
  /(^|[:;,] | when | lies in | the pool of )([\p{L}\p{N}_.-]+)(?= (?:is|lies|sends|waits|does) | \(|, which)/gu;

function processOf(end: ModdleElement): ModdleElement | null {
  if (end.$type === 'bpmn:Participant') return childOf(end, 'processRef');
  for (let around = end.$parent; around !== undefined; around = around.$parent) {
    if (around.$type === 'bpmn:Process') return around;
  }
  return null;
}
