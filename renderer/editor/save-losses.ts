/**
 * What a file holds that its editor cannot keep: elements that neither BPMN nor DMN know, what stands where there is no
 * room for it, comments, and the place of text between elements. A save would leave it out, so it is said beforehand, by name.
 */
import { describeDisorder, disorderedBy } from '../../engine/model/mixed-content.ts';
import { commentsLost, describeLosses, lossesOf } from '../../engine/model/written-losses.ts';
import type { DiagramProblem } from './diagram-problem.ts';
import { writtenAlike } from './written-alike.ts';

/**
 * One line for each thing that `written` leaves out of `read`.
 * @param written What the editor would save of it without any edit.
 */
export function saveLosses(read: string, written: string): readonly string[] {
  return [
    ...[...lossesOf(read, written), ...commentsLost(read, written)].map((loss) => describeLosses([loss])),
    ...disorderedBy(read, written).map(describeDisorder),
  ];
}

/** The same of a version that no editor shows, while `mine` is edited. Of decisions also what was taken out by hand. */
export async function unseenLosses(path: string, text: string, mine: string): Promise<readonly string[]> {
  if (path.endsWith('.bpmn')) return saveLosses(text, await writtenAlike(path, text));
  return path.endsWith('.dmn') ? saveLosses(text, mine) : [];
}

/** As the problems panel says them. */
export function lossProblems(losses: readonly string[]): readonly DiagramProblem[] {
  return losses.map((loss) => ({
    severity: 'warning',
    element: null,
    rule: 'lost-by-saving',
    source: 'text',
    message: `Saving this file here would leave out ${loss}: Cairn’s editor has no place for it.`,
  }));
}
