/** All that is done to a file that somebody opens, checks or deploys, short of running it. */
import { checkContents } from '../../../engine/application/contents-check.ts';
import { checkRead } from '../../../engine/model/check.ts';
import { readBpmn } from '../../../engine/model/read-bpmn.ts';
import { checkDecision, decide, decisionsOf } from '../../../engine/tasks/decision.ts';
import type { BrokenFile } from './broken-file.ts';

/** What a program says that tripped; a refusal that reads like this is none that anybody meant. */
const TRIPPED =
  /Cannot (?:read|set|convert|destructure)|is not (?:a function|iterable|an object|a constructor|defined)|\bundefined\b|\bnull \(|Maximum call stack|Invalid array length|\[object /;

/** @throws Error when a reason is an internal error in disguise. A name that the file itself has is no reason. */
export function mustBeMeant(reason: string, text: string): void {
  const [tripped] = TRIPPED.exec(reason) ?? [];
  if (tripped !== undefined && !text.includes(tripped)) throw new Error(`refused by an internal error: ${reason}`);
}

export async function importFile({ kind, text }: BrokenFile): Promise<void> {
  if (kind === 'dmn') return importDecisions(text);
  const read = await readBpmn(text, 'broken.bpmn');
  checkRead(read);
  for (const graph of read.processes) await checkContents(graph, 'broken.bpmn', () => []);
  for (const { message, rule } of read.problems) {
    if (message.trim() === '' || rule === '') throw new Error('a problem without words');
    mustBeMeant(message, text);
  }
}

async function importDecisions(text: string): Promise<void> {
  const outline = await decisionsOf(text);
  if (!outline.ok) {
    mustBeMeant(outline.reason, text);
    return;
  }
  for (const { id } of outline.decisions.slice(0, 5)) {
    for (const { message } of await checkDecision(text, 'broken.dmn', id)) mustBeMeant(message, text);
    await decide(text, id, {}, { now: 0, seed: 0 });
  }
}
