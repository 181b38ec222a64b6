/** Explains what the parser could not read. */
import type { BpmnModdle, ParseResult } from 'bpmn-moddle';
import { MAX_LISTED } from './limits.ts';
import type { Report } from './report.ts';

/**
 * Up to this size everything that is wrong is listed; beyond it the first problem only. The parser counts the lines of
 * the file for each of its complaints.
 */
const MAX_LISTED_CHARACTERS = 200_000;

const COMPLAINT = /^unparsable content (.*?)\s*detected\s+line: (\d+)\s+column: \d+\s+nested error: (.*)$/s;

/**
 * Reports why a strict parse failed. Elements of foreign namespaces outside `extensionElements` are only ignored by the
 * parser: when there is nothing worse, the result of the lenient parse is as good.
 */
export async function judgeParseFailure(
  moddle: BpmnModdle,
  xml: string,
  failure: unknown,
  report: Report,
): Promise<ParseResult | null> {
  const first = failure instanceof Error ? failure.message : String(failure);
  const lenient = xml.length <= MAX_LISTED_CHARACTERS ? await parseLeniently(moddle, xml) : null;
  if (lenient === null) {
    report.add('error', null, 'not-bpmn', explain(first).message);
    return null;
  }
  const complaints = lenient.warnings
    .filter(({ message }) => COMPLAINT.test(message))
    .map(({ message }) => explain(message));
  const listed = complaints.filter(({ foreign }) => !foreign).slice(0, MAX_LISTED);
  for (const { message } of listed) report.add('error', null, 'not-bpmn', message);
  for (const { message, foreign } of complaints) if (foreign) report.add('warning', null, 'not-bpmn', message);
  if (complaints.length === 0) report.add('error', null, 'not-bpmn', explain(first).message);
  if (complaints.length === 0 || complaints.some(({ foreign }) => !foreign)) return null;
  return { ...lenient, warnings: lenient.warnings.filter(({ message }) => !COMPLAINT.test(message)) };
}

async function parseLeniently(moddle: BpmnModdle, xml: string): Promise<ParseResult | null> {
  try {
    return await moddle.fromXML(xml, { lax: true });
  } catch {
    return null;
  }
}

function explain(complaint: string): { readonly message: string; readonly foreign: boolean } {
  const match = COMPLAINT.exec(complaint);
  if (match === null) return { message: complaint.replace(/\s+/g, ' '), foreign: false };
  const [, content = '', line = '0', reason = ''] = match;
  const unknown = /^unrecognized element <(.*)>$/.exec(reason)?.[1];
  const known = unknown !== undefined && /^(?:bpmn|cairn|bpmndi|dc|di):/.test(unknown);
  const where = `Line ${Number(line) + 1}: ${content.replace(/\s+/g, ' ').slice(0, 80)}`;
  if (unknown === undefined) {
    // A type without a prefix, where the file has no namespace without one.
    const said = reason.replace(/\s+/g, ' ').replace(/^unknown type <undefined:/, 'unknown type <');
    return { message: `${where} cannot be read: ${said}.`, foreign: false };
  }
  if (known) return { message: `${where} cannot be read: ${unknown} is not possible there.`, foreign: false };
  return { message: `${where} is ignored: ${unknown} stands outside extensionElements.`, foreign: true };
}
