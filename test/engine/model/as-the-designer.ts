/** Files as the designer opens, edits and saves them. */
import { BpmnModdle, type ModdleElement } from 'bpmn-moddle';
import { mended } from '../../../engine/model/descriptor-mends.ts';
import { OriginalText } from '../../../engine/model/original-text.ts';
import { keepUnresolved } from '../../../engine/model/unresolved.ts';
import { cairnDescriptor } from '../../../engine/protocol/descriptor.ts';

export interface Opened {
  readonly moddle: BpmnModdle;
  readonly definitions: ModdleElement;
}

export async function opened(xml: string): Promise<Opened> {
  const moddle = mended(new BpmnModdle({ cairn: cairnDescriptor }));
  const { rootElement, warnings } = await moddle.fromXML(xml);
  keepUnresolved(warnings, moddle);
  return { moddle, definitions: rootElement };
}

/** What the parser makes of it, without what the file said beyond that. */
export async function written({ moddle, definitions }: Opened): Promise<string> {
  return (await moddle.toXML(definitions, { format: true })).xml;
}

/** What is saved of a file once it was edited. */
export async function saved(xml: string, edit: (file: Opened) => void = () => undefined): Promise<string> {
  const file = await opened(xml);
  const original = new OriginalText(xml, await written(file));
  edit(file);
  return original.with(await written(file));
}
