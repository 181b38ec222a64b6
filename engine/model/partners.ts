/** The processes that run together with one: the other pools that it talks to. */
import { messageFlowsOf, type Document } from './document.ts';
import { childOf, childrenOf, type Element } from './element.ts';
import { eventDefinitionsOf } from './unsupported.ts';

/**
 * Processes that message flows, or signals between the pools of one collaboration (BPMN 2.0.2, 10.5.1: a signal is for
 * whoever waits for it, also in other pools), connect with one, directly or through others, in document order.
 */
export function partnersOf(process: Element, { definitions }: Document): readonly Element[] {
  const pairs = [...messagePairs(definitions), ...signalPairs(definitions)];
  const together = new Set<Element>([process]);
  for (let before = 0; before !== together.size;) {
    before = together.size;
    for (const [source, target] of pairs) {
      if (together.has(source)) together.add(target);
      else if (together.has(target)) together.add(source);
    }
  }
  return childrenOf(definitions, 'rootElements').filter((root) => root !== process && together.has(root));
}

type Pair = readonly [source: Element, target: Element];

function messagePairs(definitions: Element): Pair[] {
  return messageFlowsOf(definitions).flatMap((flow) => {
    const source = processAround(childOf(flow, 'sourceRef'));
    const target = processAround(childOf(flow, 'targetRef'));
    return source === null || target === null ? [] : [[source, target] as const];
  });
}

function signalPairs(definitions: Element): Pair[] {
  return childrenOf(definitions, 'rootElements')
    .filter((root) => root.$instanceOf('bpmn:Collaboration'))
    .flatMap((collaboration) => {
      const pools = childrenOf(collaboration, 'participants').flatMap((pool) => {
        const process = childOf(pool, 'processRef');
        return process === null ? [] : [{ process, ...signalsOf(process) }];
      });
      return pools.flatMap(({ process, thrown }) =>
        pools
          .filter((other) => other.process !== process && [...thrown].some((signal) => other.caught.has(signal)))
          .map((other) => [process, other.process] as const),
      );
    });
}

function signalsOf(scope: Element): { thrown: Set<Element>; caught: Set<Element> } {
  const thrown = new Set<Element>();
  const caught = new Set<Element>();
  for (const node of childrenOf(scope, 'flowElements')) {
    if (node.$instanceOf('bpmn:SubProcess')) {
      const inner = signalsOf(node);
      for (const signal of inner.thrown) thrown.add(signal);
      for (const signal of inner.caught) caught.add(signal);
    }
    if (!node.$instanceOf('bpmn:Event')) continue;
    for (const definition of eventDefinitionsOf(node)) {
      const signal = childOf(definition, 'signalRef');
      if (signal !== null) (node.$instanceOf('bpmn:ThrowEvent') ? thrown : caught).add(signal);
    }
  }
  return { thrown, caught };
}

/** The process that an end of a message flow belongs to: a node's, or that of a pool. */
export function processAround(end: Element | null): Element | null {
  if (end === null) return null;
  if (end.$type === 'bpmn:Participant') return childOf(end, 'processRef');
  for (let at: Element | undefined = end; at !== undefined; at = at.$parent) if (at.$type === 'bpmn:Process') return at;
  return null;
}
