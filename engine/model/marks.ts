/** Checkpoint marks: ours, else what vendors call an asynchronous continuation (checkpoint-semantics, section 2). */
import { rawTextOf, type Element } from './element.ts';
import type { CheckpointMark } from './graph/node.ts';
import { ACTIVITI, CAMUNDA, FLOWABLE, foreignAttribute, OPERATON } from './namespace.ts';
import type { Report } from './report.ts';

/** Vendors' attributes that are marks, by local name. */
export const VENDOR_MARKS: readonly {
  readonly local: string;
  readonly uris: readonly string[];
  readonly mark: 'before' | 'after';
}[] = [
  { local: 'asyncBefore', uris: [CAMUNDA, OPERATON], mark: 'before' },
  { local: 'asyncAfter', uris: [CAMUNDA, OPERATON], mark: 'after' },
  { local: 'async', uris: [CAMUNDA, FLOWABLE, ACTIVITI], mark: 'before' },
  { local: 'asyncLeave', uris: [FLOWABLE], mark: 'after' },
];

const MARKS: readonly string[] = ['none', 'after', 'before', 'both'] satisfies CheckpointMark[];
const MARKABLE = ['bpmn:ScriptTask', 'bpmn:BusinessRuleTask', 'bpmn:SendTask', 'bpmn:ServiceTask'];

/** The effective mark of a flow node. */
export function readMark(element: Element, report: Report): CheckpointMark {
  const mark = ownMark(element, report) ?? vendorMark(element);
  if (mark !== 'none' && !MARKABLE.includes(element.$type)) {
    report.warning(
      element,
      'mark-elsewhere',
      `its checkpoint mark (${mark}) is honoured, but marks belong on script, business rule, send, service and inference tasks.`,
    );
  }
  return mark;
}

function ownMark(element: Element, report: Report): CheckpointMark | null {
  const text = rawTextOf(element, 'cairn:checkpoint')?.trim();
  if (text === undefined) return null;
  if (MARKS.includes(text)) return text as CheckpointMark;
  report.error(element, 'invalid-extension', `cairn:checkpoint is "${text}", which is none of ${MARKS.join(', ')}.`);
  return 'none';
}

function vendorMark(element: Element): CheckpointMark {
  const asked = new Set(
    VENDOR_MARKS.filter(({ uris, local }) => foreignAttribute(element, uris, local)?.trim() === 'true').map(
      ({ mark }) => mark,
    ),
  );
  if (asked.size === 2) return 'both';
  return [...asked][0] ?? 'none';
}
