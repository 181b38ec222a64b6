/** Files as the designer opens, edits and saves them. */
import { BpmnModdle, type ModdleElement } from 'bpmn-moddle';
import { DmnModdle } from 'dmn-moddle';
import { mended } from '../../../engine/model/descriptor-mends.ts';
import { inFullXml } from '../../../engine/model/full-xml.ts';
import { OriginalText } from '../../../engine/model/original-text.ts';
import { sourceTree } from '../../../engine/model/source-tree.ts';
import { keepUnresolved } from '../../../engine/model/unresolved.ts';
import { cairnDescriptor } from '../../../engine/protocol/descriptor.ts';

export interface Opened {
  readonly moddle: BpmnModdle;
  readonly definitions: ModdleElement;
}

export async function opened(xml: string): Promise<Opened> {
  if (sourceTree(xml)?.resolved.includes('/DMN/') === true) return openedDecisions(xml);
  const moddle = mended(new BpmnModdle({ cairn: cairnDescriptor }));
  const { rootElement, warnings } = await moddle.fromXML(xml);
  keepUnresolved(warnings, moddle);
  return { moddle, definitions: rootElement };
}

async function openedDecisions(xml: string): Promise<Opened> {
  // The two are of one make; of what they make the same is used.
  const moddle = inFullXml(new DmnModdle()) as unknown as BpmnModdle;
  const read = moddle.fromXML as unknown as (text: string, type: string) => ReturnType<BpmnModdle['fromXML']>;
  return { moddle, definitions: (await read(xml, 'dmn:Definitions')).rootElement };
}

/** What the parser makes of it, without what the file said beyond that. */
export async function written({ moddle, definitions }: Opened): Promise<string> {
  return (await moddle.toXML(definitions)).xml;
}

/** What is saved of a file once it was edited. */
export async function saved(xml: string, edit: (file: Opened) => void = () => undefined): Promise<string> {
  const file = await opened(xml);
  const original = new OriginalText(xml, await written(file));
  edit(file);
  return original.with(await written(file));
}
