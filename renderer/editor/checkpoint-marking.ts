/** Marks for checkpoints, as they are edited: by key, context pad and panel, always through undoable commands. */
import { readMark } from '../../engine/model/marks.ts';
import type { CheckpointMark } from '../../engine/model/graph/node.ts';
import { Report } from '../../engine/model/report.ts';
import { reasonsText } from './checkpoint-flags.ts';
import type { CheckpointFlag } from './checkpoint-points.ts';
import type { DiagramElement, Modeling } from './diagram-services.ts';
import { idOf, typeName } from './subject-words.ts';

/** Where marks belong (checkpoint-semantics, section 2). */
const MARKABLE = ['bpmn:ScriptTask', 'bpmn:BusinessRuleTask', 'bpmn:SendTask', 'bpmn:ServiceTask'];

export function isMarkable(element: DiagramElement): boolean {
  return MARKABLE.includes(element.type);
}

/** Why none of the selected elements can be marked, and what saves there instead. */
export function whyNotMarkable(
  selected: readonly DiagramElement[],
  flags: ReadonlyMap<string, readonly CheckpointFlag[]>,
): string {
  const [first, second] = selected;
  if (first === undefined) return 'Select a task first';
  const what = 'Script, business rule, send and service tasks can be marked';
  if (second !== undefined) return `${what}. What waits, forks, joins or calls is saved by itself`;
  const kind = withArticle(typeName(first).toLowerCase());
  if (first.type === 'bpmn:Task' || first.type === 'bpmn:ManualTask')
    return `${what}. This is ${kind}: it does nothing that could be lost; r changes its type`;
  const reasons = (flags.get(idOf(first)) ?? []).flatMap((flag) => flag.reasons);
  if (reasons.length === 0) return `${what}. This is ${kind}`;
  return `${what}. This is ${kind}: the job is saved here by itself, ${reasonsText(reasons)}`;
}

function withArticle(kind: string): string {
  return `${/^[aeio]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

/** The mark as the engine reads it: ours, else a vendor's asynchronous continuation. */
export function markOf(element: DiagramElement): CheckpointMark {
  return readMark(element.businessObject, new Report(''));
}

/** Sets it. Without a mark nothing is written, unless a vendor's attribute has to be overruled. */
export function setMark(modeling: Modeling, element: DiagramElement, mark: CheckpointMark): void {
  const own = element.businessObject.get('cairn:checkpoint');
  modeling.updateProperties(element, { 'cairn:checkpoint': mark === 'none' ? undefined : mark });
  if (mark === 'none' && own !== 'none' && markOf(element) !== 'none')
    modeling.updateProperties(element, { 'cairn:checkpoint': 'none' });
}

/** What the key and the context pad do: a checkpoint after, or none. */
export function toggleMark(modeling: Modeling, element: DiagramElement): void {
  setMark(modeling, element, markOf(element) === 'none' ? 'after' : 'none');
}
