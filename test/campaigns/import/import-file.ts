/** All that is done to a file that somebody opens, checks or deploys, short of running it. */
import { checkContents } from '../../../engine/application/contents-check.ts';
import { checkRead } from '../../../engine/model/check.ts';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { checkDecision, decide, decisionsOf } from '../../../engine/tasks/decision.ts';
import type { BrokenFile } from './broken-file.ts';

export async function importFile({ kind, text }: BrokenFile): Promise<void> {
  if (kind === 'dmn') return importDecisions(text);
  const read = await readBpmn(text, 'broken.bpmn');
  checkRead(read);
  for (const graph of read.processes) await checkContents(graph, 'broken.bpmn', () => []);
  for (const { message, rule } of read.problems) {
    if (message.trim() === '' || rule === '') throw new Error('a problem without words');
  }
}

async function importDecisions(text: string): Promise<void> {
  const outline = await decisionsOf(text);
  if (!outline.ok) return;
  for (const { id } of outline.decisions.slice(0, 5)) {
    await checkDecision(text, 'broken.dmn', id);
    await decide(text, id, {}, { now: 0, seed: 0 });
  }
}
