/** Which elements a deployed definition has. */
import { readBpmn } from '../model/read-bpmn.ts';
import type { DefinitionRow } from '../store/rows.ts';

/** Ids of its flow nodes. */
export async function definitionElements(definition: DefinitionRow): Promise<ReadonlySet<string>> {
  const { processes } = await readBpmn(definition.xml, definition.file);
  return new Set(processes.find(({ processId }) => processId === definition.key)?.nodes.keys());
}
