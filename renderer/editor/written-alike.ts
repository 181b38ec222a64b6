/** Another version of a file, written as the window writes its own: so that only what they say differs. */
import { BpmnModdle } from 'bpmn-moddle';
import { mended } from '../../engine/model/descriptor-mends.ts';
import { keepUnresolved } from '../../engine/model/unresolved.ts';
import { cairnDescriptor } from '../../engine/protocol/descriptor.ts';

/** A text that cannot be read, or that is no BPMN, stays as it is. */
export async function writtenAlike(path: string, text: string): Promise<string> {
  if (!path.endsWith('.bpmn')) return text;
  const moddle = mended(new BpmnModdle({ cairn: cairnDescriptor }));
  try {
    const { rootElement, warnings } = await moddle.fromXML(text);
    keepUnresolved(warnings, moddle);
    return (await moddle.toXML(rootElement, { format: true })).xml;
  } catch (error) {
    if (error instanceof Error) return text;
    throw error;
  }
}
