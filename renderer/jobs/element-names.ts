/** What people call the elements of a diagram: their names, else what they are. */
import type { ProcessGraph } from '../../engine/model/graph.ts';

/** `Charge card`; without a name `Parallel gateway goods-and-money`. */
export function elementName(graph: ProcessGraph | null, element: string): string {
  const node = graph?.nodes.get(element);
  if (node === undefined) return element === graph?.processId ? (graph.name ?? element) : element;
  const name = node.name?.trim() ?? '';
  return name === '' ? `${typeWords(node.type)} ${element}` : name.replaceAll(/\s+/g, ' ');
}

/** `bpmn:ServiceTask` → `Service task`. */
export function typeWords(type: string): string {
  const words = type.replace(/^bpmn:/, '').replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}
