/** What people call the elements of a diagram: their names, else what they are and where. */
import type { FlowNode, ProcessGraph } from '../../engine/model/graph/process.ts';
import type { SequenceFlow } from '../../engine/model/graph/sequence-flow.ts';

/** As editors make them up: `Gateway_02r01ub`. It tells nobody anything. */
const madeUp = /^[A-Za-z]+_\w*\d\w*$/;

/** `Charge card`; without a name `Parallel gateway goods-and-money`, or `Exclusive gateway after Charge card`. */
export function elementName(graph: ProcessGraph | null, element: string): string {
  if (graph === null) return element;
  const node = graph.nodes.get(element);
  if (node !== undefined) return nodeName(graph, node);
  const flow = graph.flows.get(element);
  if (flow !== undefined) return flowName(graph, flow);
  return element === graph.processId ? (graph.name ?? element) : element;
}

/** For a sentence: `“Charge card”`, whose name else runs into the words around it; of what has none the id: `Task “pack-2”`. */
export function quotedName(graph: ProcessGraph | null, element: string): string {
  const name = elementName(graph, element);
  if (name === oneLine(graph?.nodes.get(element)?.name ?? null)) return `“${name}”`;
  return name.endsWith(` ${element}`) ? `${name.slice(0, -element.length)}“${element}”` : name;
}

function nodeName(graph: ProcessGraph, node: FlowNode): string {
  const name = oneLine(node.name);
  if (name !== '') return name;
  const type = typeWords(node.type);
  return `${type} ${madeUp.test(node.id) ? (neighbourOf(graph, node) ?? node.id) : node.id}`;
}

/** `after Charge card`; null: nothing beside it has a name. */
function neighbourOf(graph: ProcessGraph, node: FlowNode): string | null {
  const named = (ids: readonly string[]): string | undefined =>
    ids.map((id) => oneLine(graph.nodes.get(id)?.name ?? null)).find((name) => name !== '');
  const host = 'attachedTo' in node ? named([node.attachedTo]) : undefined;
  if (host !== undefined) return `at ${host}`;
  const before = named(node.incoming.map(({ source }) => source));
  if (before !== undefined) return `after ${before}`;
  const next = named(node.outgoing.map(({ target }) => target));
  return next === undefined ? null : `before ${next}`;
}

/** `Flow “yes”`; without a name `Flow from Charge card to Book payment`. */
function flowName(graph: ProcessGraph, { name, source, target }: SequenceFlow): string {
  const words = oneLine(name);
  return words === ''
    ? `Flow from ${elementName(graph, source)} to ${elementName(graph, target)}`
    : `Flow “${words}” from ${elementName(graph, source)}`;
}

const oneLine = (text: string | null): string => (text ?? '').trim().replaceAll(/\s+/g, ' ');

/** A quoted text; or a word that may be an id, with what the engine says in front of a flow's. */
const words = /"[^"\n]*"|(sequence flow )?(?<![\w.:/"'“-])([A-Za-z_][\w.-]*\w)(?![\w"'”/-]|\.\w)/g;

/**
 * A sentence of the engine's, which knows elements by their ids, for people who know them by their names. Ids that could
 * be words of the sentence itself, and what it quotes, stay as they are.
 */
export function withNames(graph: ProcessGraph | null, sentence: string): string {
  if (graph === null) return sentence;
  return sentence.replaceAll(words, (all, sequence: string | undefined, id: string | undefined) => {
    if (id === undefined || !/[^a-z]/.test(id)) return all;
    const flow = graph.flows.get(id);
    if (flow !== undefined) return flowName(graph, flow).replace(/^F/, sequence === undefined ? 'the f' : 'sequence f');
    const node = graph.nodes.get(id);
    if (node === undefined) return all;
    const name = oneLine(node.name);
    return `${sequence ?? ''}${name === '' ? nodeName(graph, node).replace(/^./, (first) => `the ${first.toLowerCase()}`) : `“${name}”`}`;
  });
}

/** `bpmn:ServiceTask` → `Service task`. */
export function typeWords(type: string): string {
  const words = type.replace(/^bpmn:/, '').replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}
