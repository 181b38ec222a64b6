import { BpmnModdle, type ModdleElement } from 'bpmn-moddle';
import EventBus from 'diagram-js/lib/core/EventBus.js';
import { expect, it } from 'vitest';
import type { DiagramHost } from '../../../renderer/editor/diagram-services.ts';
import { keepLabelsPlain } from '../../../renderer/editor/plain-labels.ts';

/** A renaming as bpmn-js does it: with an empty label where there was none, and without any where the name is empty. */
function renaming(label: ModdleElement | undefined): {
  readonly rename: (name: string) => void;
  readonly undo: () => void;
  readonly label: () => unknown;
} {
  const moddle = new BpmnModdle();
  const bus = new EventBus();
  keepLabelsPlain({ get: () => bus } as unknown as DiagramHost);
  const di = moddle.create('bpmndi:BPMNShape', { label });
  const context = { element: { di } };
  const set = (name: string): void => {
    if (name === '') di.set('label', undefined);
    else if (di.get('label') === undefined) di.set('label', moddle.create('bpmndi:BPMNLabel'));
  };
  return {
    rename(name) {
      bus.fire('commandStack.element.updateLabel.preExecute', { context });
      set(name);
      bus.fire('commandStack.element.updateLabel.executed', { context });
    },
    undo() {
      set('Old');
      bus.fire('commandStack.element.updateLabel.reverted', { context });
    },
    label: () => di.get('label'),
  };
}

it('a name given to what has no label adds none, and taking it back adds none', () => {
  const { rename, undo, label } = renaming(undefined);
  rename('New');
  expect(label()).toBeUndefined();
  undo();
  expect(label()).toBeUndefined();
});

it('a label that was there stays, and comes back with its style when clearing the name is undone', () => {
  const styled = new BpmnModdle().create('bpmndi:BPMNLabel', { labelStyle: undefined });
  const { rename, undo, label } = renaming(styled);
  rename('New');
  expect(label()).toBe(styled);
  rename('');
  expect(label()).toBeUndefined();
  undo();
  expect(label()).toBe(styled);
});
