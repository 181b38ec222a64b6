import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { drawingProblems } from './diagram.ts';

const folder = new URL('../../samples/processes/', import.meta.url);
const files = readdirSync(fileURLToPath(folder)).filter((name) => name.endsWith('.bpmn'));
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

describe('the diagrams of the sample workspace', () => {
  it('are three', () => {
    expect(files.toSorted()).toEqual(['batch-settlement.bpmn', 'loan-approval.bpmn', 'order-fulfilment.bpmn']);
  });

  it.each(files)('%s is drawn cleanly', async (name) => {
    expect(await drawingProblems(read(name))).toEqual([]);
  });
});

describe('the check of a drawing', () => {
  const order = 'order-fulfilment.bpmn';
  const batch = 'batch-settlement.bpmn';
  it.each([
    [
      'a shape that is missing',
      order,
      /<bpmndi:BPMNShape id="add-up-order-shape"[^]*?<\/bpmndi:BPMNShape>/,
      '',
      'add-up-order: drawn 0 times',
    ],
    [
      'a shape of nothing',
      order,
      'bpmnElement="add-up-order"',
      'bpmnElement="nothing"',
      'unresolved reference <nothing>',
    ],
    [
      'an attribute that is unknown',
      order,
      'cairn:retries=',
      'cairn:retry=',
      'charge-card: unknown attribute cairn:retry',
    ],
    ['a task without a name', order, 'name="Pack parcel"', '', 'pack-parcel: has no name'],
    ['an answer without a name', order, 'name="yes"', '', 'urgent-to-book-courier: has no name'],
    [
      'a way that ends in the air',
      order,
      '<di:waypoint x="354" y="300" />',
      '<di:waypoint x="352" y="300" />',
      'add-up-order-to-work-out-discount: does not dock on its target work-out-discount',
    ],
    [
      'a way that is crooked',
      order,
      '<di:waypoint x="354" y="300" />',
      '<di:waypoint x="354" y="301" />',
      'add-up-order-to-work-out-discount: is not orthogonal',
    ],
    [
      'shapes on each other',
      order,
      '<dc:Bounds x="461" y="370"',
      '<dc:Bounds x="561" y="370"',
      'reserve-stock: overlaps charge-card',
    ],
    [
      'a boundary event off its task',
      order,
      '<dc:Bounds x="753" y="432"',
      '<dc:Bounds x="753" y="435"',
      'card-declined: does not sit on the border of its activity',
    ],
    [
      'a way through a shape',
      order,
      /<di:waypoint x="511" y="190" \/>\n +<di:waypoint x="591" y="190" \/>/,
      '<di:waypoint x="511" y="300" /><di:waypoint x="641" y="300" /><di:waypoint x="641" y="410" /><di:waypoint x="591" y="410" /><di:waypoint x="591" y="190" />',
      'goods-and-money-to-pack-parcel: runs through charge-card',
    ],
    [
      'a label on a shape',
      order,
      '<dc:Bounds x="780" y="470"',
      '<dc:Bounds x="780" y="440"',
      'label of card-declined: overlaps book-payment',
    ],
    [
      'a label on a way',
      order,
      '<dc:Bounds x="780" y="470"',
      '<dc:Bounds x="740" y="485"',
      'label of card-declined: lies on card-declined-to-order-cancelled',
    ],
    [
      'a shape outside its pool',
      batch,
      '<dc:Bounds x="616" y="110"',
      '<dc:Bounds x="616" y="50"',
      'settle-north: outside its pool',
    ],
  ])('sees %s', async (_, name, from, to, problem) => {
    const xml = read(name);
    const planted = xml.replace(from, to);
    expect(planted).not.toBe(xml);
    expect((await drawingProblems(planted)).join('\n')).toContain(problem);
  });
});
