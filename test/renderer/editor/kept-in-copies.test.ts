import { BpmnModdle } from 'bpmn-moddle';
import ModdleCopy from 'bpmn-js/lib/features/copy-paste/ModdleCopy.js';
import EventBus from 'diagram-js/lib/core/EventBus.js';
import { expect, it } from 'vitest';
import type { DiagramHost } from '../../../renderer/editor/diagram-services.ts';
import { keepInCopies } from '../../../renderer/editor/kept-in-copies.ts';

const file = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:v="urn:v" id="d" targetNamespace="t">
  <process id="p"><userTask id="t" name="Ask" v:assignee="ann"><documentation v:lang="en">why</documentation><extensionElements>
    <v:form key="k"><v:field name="a">text</v:field><v:field name="b"/></v:form></extensionElements></userTask></process></definitions>`;

/** What bpmn-js makes of the task where it becomes one of another type. */
async function replaced(keep: boolean): Promise<string> {
  const moddle = new BpmnModdle();
  const bus = new EventBus();
  const ids = { assigned: () => false, claim: () => undefined };
  const copy = new ModdleCopy(bus, moddle as never, Object.assign(moddle, { ids }) as never);
  const services: Readonly<Record<string, unknown>> = { moddle, eventBus: bus, moddleCopy: copy };
  if (keep) keepInCopies({ get: (name: string) => services[name] } as unknown as DiagramHost);
  const { elementsById, rootElement } = await moddle.fromXML(file);
  const task = copy.copyElement(elementsById['t'], moddle.create('bpmn:ServiceTask'));
  elementsById['p']?.set('flowElements', [task]);
  const { xml } = await moddle.toXML(rootElement);
  return /<serviceTask.*<\/serviceTask>/s.exec(xml)?.[0] ?? '';
}

it('what vendors say of an element goes along when it is copied, or becomes one of another type', async () => {
  const text = await replaced(true);
  expect(text).toBe(
    '<serviceTask id="t" name="Ask" v:assignee="ann"><documentation v:lang="en">why</documentation>' +
      '<extensionElements><v:form key="k"><v:field name="a">text</v:field><v:field name="b" /></v:form></extensionElements></serviceTask>',
  );
  expect(await replaced(false)).not.toContain('v:');
});
