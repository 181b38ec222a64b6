/** Whether the dialog for a new file is open, and what files begin with. */
import { create } from 'zustand';
import type { FileKind } from '../../engine/protocol/window-views.ts';

export const useNewFileOpen = create<{ readonly open: boolean }>()(() => ({ open: false }));

export interface Template {
  readonly title: string;
  readonly kind: Exclude<FileKind, 'settings'>;
  readonly ending: string;
  /** `id` has passed `idOf`, `name` is as the person wrote it. */
  readonly text: (id: string, name: string) => string;
}

/** An id for XML made of a name: letters, digits, dashes; never empty, never beginning with a digit. */
export function idOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    // What was a mark above or below a letter.
    .replace(/\p{Mn}+/gu, '')
    .replace(/[^\w-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
  return /^[a-z_]/.test(plain) ? plain : `p-${plain}`.replace(/-+$/, '');
}

function attribute(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:cairn="urn:cairn:bpmn:1"`;

function shape(id: string, x: number, y: number, width: number, height: number): string {
  return `      <bpmndi:BPMNShape id="${id}-shape" bpmnElement="${id}"><dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}" /></bpmndi:BPMNShape>\n`;
}

function edge(id: string, from: number, to: number): string {
  return `      <bpmndi:BPMNEdge id="${id}-edge" bpmnElement="${id}"><di:waypoint x="${from}" y="120" /><di:waypoint x="${to}" y="120" /></bpmndi:BPMNEdge>\n`;
}

function diagram(process: string, content: string): string {
  return `  <bpmndi:BPMNDiagram id="${process}-diagram">
    <bpmndi:BPMNPlane id="${process}-plane" bpmnElement="${process}">
${content}    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
`;
}

function emptyProcess(id: string, name: string): string {
  return `${HEAD} id="${id}-definitions" targetNamespace="urn:cairn:processes">
  <bpmn:process id="${id}" name="${attribute(name)}" isExecutable="true">
    <bpmn:startEvent id="start" />
  </bpmn:process>
${diagram(id, shape('start', 180, 102, 36, 36))}`;
}

function threeSteps(id: string, name: string): string {
  return `${HEAD} id="${id}-definitions" targetNamespace="urn:cairn:processes">
  <bpmn:process id="${id}" name="${attribute(name)}" isExecutable="true">
    <bpmn:startEvent id="start" name="Started">
      <bpmn:outgoing>start-to-task</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:scriptTask id="task" name="Do it" scriptFormat="javascript" cairn:resultVariable="result" cairn:checkpoint="after">
      <bpmn:incoming>start-to-task</bpmn:incoming>
      <bpmn:outgoing>task-to-end</bpmn:outgoing>
      <bpmn:script>1 + 1</bpmn:script>
    </bpmn:scriptTask>
    <bpmn:endEvent id="end" name="Done">
      <bpmn:incoming>task-to-end</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="start-to-task" sourceRef="start" targetRef="task" />
    <bpmn:sequenceFlow id="task-to-end" sourceRef="task" targetRef="end" />
  </bpmn:process>
${diagram(
  id,
  shape('start', 180, 102, 36, 36) +
    shape('task', 280, 80, 100, 80) +
    shape('end', 444, 102, 36, 36) +
    edge('start-to-task', 216, 280) +
    edge('task-to-end', 380, 444),
)}`;
}

function decisionTable(id: string, name: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" id="${id}-definitions" name="${attribute(name)}" namespace="urn:cairn:rules">
  <decision id="${id}" name="${attribute(name)}">
    <decisionTable id="${id}-table" hitPolicy="FIRST">
      <input id="${id}-input" label="Amount">
        <inputExpression id="${id}-input-expression" typeRef="number"><text>amount</text></inputExpression>
      </input>
      <output id="${id}-output" label="Result" name="result" typeRef="string" />
      <rule id="${id}-rule-1">
        <inputEntry id="${id}-rule-1-input"><text>&gt;= 100</text></inputEntry>
        <outputEntry id="${id}-rule-1-output"><text>"large"</text></outputEntry>
      </rule>
      <rule id="${id}-rule-2">
        <inputEntry id="${id}-rule-2-input"><text></text></inputEntry>
        <outputEntry id="${id}-rule-2-output"><text>"small"</text></outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="${id}-diagram">
      <dmndi:DMNShape id="${id}-shape" dmnElementRef="${id}"><dc:Bounds x="160" y="100" width="180" height="80" /></dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
`;
}

const scenarioText = `{
  "start": "2026-01-01T00:00:00Z",
  "seed": 1,
  "variables": {},
  "services": {},
  "userTasks": {},
  "messages": [],
  "expect": { "status": "completed" }
}
`;

export const templates: readonly Template[] = [
  { title: 'Process, empty: a start event', kind: 'process', ending: '.bpmn', text: emptyProcess },
  { title: 'Process: start, script with a checkpoint, end', kind: 'process', ending: '.bpmn', text: threeSteps },
  { title: 'Decision table', kind: 'rules', ending: '.dmn', text: decisionTable },
  { title: 'Scenario: what a run needs from outside', kind: 'scenario', ending: '.json', text: () => scenarioText },
];
