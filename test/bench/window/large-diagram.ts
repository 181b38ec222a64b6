/** Diagrams with diagram data, of any size: rows of plain script tasks, one flow through all of them. */

const NAMESPACES = [
  'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"',
  'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"',
  'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"',
  'xmlns:di="http://www.omg.org/spec/DD/20100524/DI"',
].join(' ');

const perRow = 40;
const across = 150;
const down = 130;
const width = 100;
const height = 80;

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Rows are walked to and fro, so that every flow is short. */
function placeOf(index: number): Place {
  const row = Math.floor(index / perRow);
  const column = row % 2 === 0 ? index % perRow : perRow - 1 - (index % perRow);
  return { x: 100 + column * across, y: 100 + row * down };
}

/**
 * A process with so many tasks between its start and its end, as many flows as it needs, and all of them drawn. A way
 * leads from the last task back to the first for ever, so that a job of it never rests.
 */
export function largeDiagram(key: string, tasks: number): string {
  const ids = Array.from({ length: tasks }, (_, index) => `t${index + 1}`);
  const flows = ids.slice(1).map((id, index) => ({ id: `f${index}`, from: `t${index + 1}`, to: id, at: index }));
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions ${NAMESPACES} id="definitions" targetNamespace="urn:cairn:bench">
  <process id="${key}" isExecutable="true">
    <startEvent id="start"><outgoing>begin</outgoing></startEvent>
    <sequenceFlow id="begin" sourceRef="start" targetRef="t1"/>
    ${ids.map((id) => `<scriptTask id="${id}" name="${id}" scriptFormat="javascript"><script>1 + 1</script></scriptTask>`).join('\n    ')}
    ${flows.map(({ id, from, to }) => `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}"/>`).join('\n    ')}
    <sequenceFlow id="again" sourceRef="t${tasks}" targetRef="t1"/>
  </process>
  <bpmndi:BPMNDiagram id="diagram">
    <bpmndi:BPMNPlane id="plane" bpmnElement="${key}">
      <bpmndi:BPMNShape id="start_di" bpmnElement="start"><dc:Bounds x="20" y="122" width="36" height="36"/></bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="begin_di" bpmnElement="begin"><di:waypoint x="56" y="140"/><di:waypoint x="100" y="140"/></bpmndi:BPMNEdge>
      ${ids.map((id, index) => shape(id, placeOf(index))).join('\n      ')}
      ${flows.map(({ id, at }) => edge(id, placeOf(at), placeOf(at + 1))).join('\n      ')}
      ${edge('again', placeOf(tasks - 1), placeOf(0))}
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</definitions>
`;
}

function shape(id: string, { x, y }: Place): string {
  return `<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"><dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}"/></bpmndi:BPMNShape>`;
}

function edge(id: string, from: Place, to: Place): string {
  const points = [from, to].map(({ x, y }) => `<di:waypoint x="${x + width / 2}" y="${y + height / 2}"/>`);
  return `<bpmndi:BPMNEdge id="${id}_di" bpmnElement="${id}">${points.join('')}</bpmndi:BPMNEdge>`;
}
