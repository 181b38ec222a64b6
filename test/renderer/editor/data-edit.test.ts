/** Data inputs and outputs as the panel edits them: what the engine reads of it, and that one undo takes it back. */
import { BpmnModdle, type ModdleElement } from 'bpmn-moddle';
import CommandStack from 'diagram-js/lib/command/CommandStack.js';
import EventBus from 'diagram-js/lib/core/EventBus.js';
import { expect, it } from 'vitest';
import { mended } from '../../../engine/model/descriptor-mends.ts';
import type { ProcessGraph } from '../../../engine/model/graph/process.ts';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import type { DiagramElement } from '../../../renderer/editor/diagram-services.ts';
import type { DiagramSession } from '../../../renderer/editor/diagram-session.ts';
import {
  dataRows,
  endOf,
  makeAssignments,
  outputsOf,
  setDataRows,
  setEnd,
  setOutputs,
} from '../../../renderer/editor/properties/data-edit.ts';
import { writeInner, type Subject } from '../../../renderer/editor/properties/edit.ts';
import { registerTogether } from '../../../renderer/editor/together.ts';

const file = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="file" targetNamespace="urn:test">
  <process id="process" isExecutable="true">
    <dataObject id="order-object" />
    <dataObjectReference id="order" name="order" dataObjectRef="order-object" />
    <startEvent id="start" /><sequenceFlow id="first" sourceRef="start" targetRef="task" />
    <scriptTask id="task" scriptFormat="javascript">
      <property id="drawn-target" name="__targetRef_placeholder" />
      <dataInputAssociation id="in"><sourceRef>order</sourceRef><targetRef>drawn-target</targetRef></dataInputAssociation>
      <dataOutputAssociation id="out"><targetRef>order</targetRef></dataOutputAssociation>
      <script>price * 2</script>
    </scriptTask>
    <sequenceFlow id="second" sourceRef="task" targetRef="end" /><endEvent id="end" />
  </process>
</definitions>`;

/** An open diagram, as far as these edits use it: bpmn-js itself needs a browser. */
class Opened {
  readonly moddle = mended(new BpmnModdle());
  readonly stack: CommandStack;
  readonly task: DiagramElement;
  readonly #session: DiagramSession;
  readonly #elements: Readonly<Record<string, ModdleElement>>;
  readonly #root: ModdleElement;

  private constructor(root: ModdleElement, elements: Readonly<Record<string, ModdleElement>>) {
    this.#root = root;
    this.#elements = elements;
    const injector = { instantiate: (handler: new () => unknown) => new handler() };
    this.stack = new CommandStack(new EventBus(), injector as never);
    this.stack.registerHandler('write', Write);
    const host = { get: () => this.stack };
    registerTogether(host as never);
    let number = 0;
    this.#session = {
      host,
      moddle: {
        create: (type: string, properties: object) => this.moddle.create(type, { ...properties }),
        ids: { nextPrefixed: (prefix: string) => `${prefix}${(number += 1)}` },
      },
      modeling: {
        updateModdleProperties: (_: unknown, owner: ModdleElement, properties: object) =>
          this.stack.execute('write', { owner, properties }),
      },
      registry: { get: (id: string) => (id === 'in' || id === 'out' ? {} : undefined) },
    } as unknown as DiagramSession;
    this.task = this.#shape('task');
  }

  static async file(): Promise<Opened> {
    const { rootElement, elementsById } = await mended(new BpmnModdle()).fromXML(file);
    return new Opened(rootElement, elementsById);
  }

  subject(id: string): Subject {
    return { session: this.#session, element: this.#shape(id) };
  }

  async text(): Promise<string> {
    return (await this.moddle.toXML(this.#root, { format: true })).xml;
  }

  /** The process as the engine reads it, and what it has against it. */
  async read(): Promise<{ readonly graph: ProcessGraph; readonly complaints: readonly string[] }> {
    const { processes, problems } = await readBpmn(await this.text(), 'a.bpmn');
    const complaints = problems.filter(({ severity }) => severity !== 'note').map(({ message }) => message);
    return { graph: processes[0]!, complaints };
  }

  async data() {
    const { graph, complaints } = await this.read();
    if (complaints.length > 0) throw new Error(complaints.join('\n'));
    const node = graph.nodes.get('task')!;
    return 'data' in node ? node.data : null;
  }

  #shape(id: string): DiagramElement {
    const businessObject = this.#elements[id]!;
    return { id, type: businessObject.$type, businessObject } as unknown as DiagramElement;
  }
}

interface Writing {
  readonly owner: ModdleElement;
  readonly properties: object;
  /** One handler serves all commands: what was there before belongs to the command. */
  before?: Readonly<Record<string, unknown>>;
}

class Write {
  execute(writing: Writing): [] {
    const { owner, properties } = writing;
    writing.before = Object.fromEntries(Object.keys(properties).map((name) => [name, owner.get(name)]));
    for (const [name, value] of Object.entries(properties)) owner.set(name, value);
    return [];
  }
  revert({ owner, before = {} }: Writing): [] {
    for (const [name, value] of Object.entries(before)) owner.set(name, value);
    return [];
  }
}

it('lets a drawn line lead to a data input, and to nothing again', async () => {
  const opened = await Opened.file();
  const before = await opened.text();
  const line = opened.subject('in');
  expect(endOf(line.element.businessObject, 'input')).toBe('');
  setEnd(line, opened.task, 'input', 'price');
  expect(endOf(line.element.businessObject, 'input')).toBe('price');
  expect(await opened.data()).toMatchObject({
    inputs: ['price'],
    inputSets: [{ required: ['price'] }],
    into: [{ sources: [{ place: { name: 'order' } }], target: { kind: 'own', name: 'price' } }],
  });
  setEnd(line, opened.task, 'input', '');
  expect(endOf(line.element.businessObject, 'input')).toBe('');
  opened.stack.undo();
  opened.stack.undo();
  expect(await opened.text()).toBe(before);
});

it('lets a drawn line come from a data output, with assignments', async () => {
  const opened = await Opened.file();
  const line = opened.subject('out');
  const association = line.element.businessObject;
  setEnd(line, opened.task, 'output', 'doubled');
  writeInner(line, association, {
    assignment: makeAssignments(line, association, [{ name: 'order.total', value: '=doubled' }]),
  });
  expect(await opened.data()).toMatchObject({
    outputs: ['doubled'],
    out: [
      { target: { name: 'order' }, assignments: [{ path: ['total'], from: { language: 'feel', text: 'doubled' } }] },
    ],
  });
});

it('makes data inputs and outputs without a line, leaves what is drawn, and takes them away again', async () => {
  const opened = await Opened.file();
  const before = await opened.text();
  const task = opened.subject('task');
  setDataRows(task, 'input', [{ name: 'price', value: '=order.price' }]);
  setOutputs(task, ['doubled', 'rest']);
  setDataRows(task, 'output', [{ name: 'total', value: '=doubled' }]);
  expect(dataRows(task, 'input')).toEqual([{ name: 'price', value: '=order.price' }]);
  expect(dataRows(task, 'output')).toEqual([{ name: 'total', value: '=doubled' }]);
  expect(outputsOf(task)).toEqual(['doubled', 'rest']);
  const { graph } = await opened.read();
  expect(graph.nodes.get('task')).toMatchObject({
    data: {
      inputs: ['price'],
      into: [{ assignments: [{ from: { text: 'order.price' }, to: { kind: 'own', name: 'price' } }] }],
      out: [{ assignments: [{ from: { text: 'doubled' }, to: { kind: 'variable', name: 'total' } }] }],
    },
  });
  expect(await opened.text()).toContain('<dataOutputAssociation id="out">');

  setDataRows(task, 'input', []);
  setOutputs(task, ['rest']);
  expect(await opened.text()).not.toContain('name="price"');
  expect(outputsOf(task)).toEqual(['rest']);
  for (let count = 0; count < 5; count += 1) opened.stack.undo();
  expect(opened.stack.canUndo()).toBe(false);
  expect(await opened.text()).toBe(before);
});
