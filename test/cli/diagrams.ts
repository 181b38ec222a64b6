/** BPMN files for tests. */

/** A BPMN file around a process. */
export const diagram = (body: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:cairn="urn:cairn:bpmn:1" targetNamespace="t">
${body}
</definitions>`;

/** A process that is a chain of elements, given as tag, attributes and content. */
export function chain(
  id: string,
  ...elements: readonly (readonly [tag: string, id: string, attributes?: string, content?: string])[]
): string {
  const all = [['startEvent', 'start'] as const, ...elements, ['endEvent', 'end'] as const];
  const nodes = all.map(
    ([tag, node, attributes = '', content = '']) => `<${tag} id="${node}" ${attributes}>${content}</${tag}>`,
  );
  const flows = all.slice(1).map(([, node], index) => {
    return `<sequenceFlow id="f${index}" sourceRef="${all[index]?.[1] ?? ''}" targetRef="${node}"/>`;
  });
  return `<process id="${id}" isExecutable="true">${nodes.join('')}${flows.join('')}</process>`;
}
