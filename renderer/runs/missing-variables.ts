/** Which variables an incident lacks, so that whoever edits them need not read scripts to find their names. */
import type { ProcessGraph } from '../../engine/model/graph/process.ts';
import { usesOf } from './start-variables.ts';

/** How the expression languages name a variable that is not there. */
const named = /Variable '([^']+)' not found|'?([\p{L}_$][\p{L}\p{N}_$]*)'? is not defined/u;
/** How the engine speaks where something is not there, without its name: scripts, keys, ways out, data. */
const lacking =
  /of undefined|of null|(?:is|are) null|no condition is true|(?:has|have|got) no value|neither true nor false/;

/**
 * The variable that the message names; else, where something is not there, what the element reads and nobody has set.
 * @param known Names of all variables that it can see.
 */
export function missingVariables(
  graph: ProcessGraph | null,
  incident: { readonly element: string | null; readonly message: string },
  known: ReadonlySet<string>,
): readonly string[] {
  const [, ofFeel, ofScript] = named.exec(incident.message) ?? [];
  const name = ofFeel ?? ofScript;
  if (name !== undefined) return known.has(name) ? [] : [name];
  const node = incident.element === null ? undefined : graph?.nodes.get(incident.element);
  if (node === undefined || !lacking.test(incident.message)) return [];
  return [...usesOf(node).reads].filter((each) => !known.has(each));
}
