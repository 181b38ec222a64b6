/** Notes on what BPMN lets a file say and Cairn does without: nothing of it is passed over in silence. */
import { childOf, childrenOf, rawTextOf, textOf, type Element } from './element.ts';
import type { Report } from './report.ts';
import { vendorCorrelationKey } from './vendor-parts.ts';

const RULE = 'not-executed';

/** What an element has without effect, with the section that it stands in; null: it has it not. */
type Silent = (element: Element) => string | null;

const has = (property: string) => (element: Element) =>
  element.get(property) !== undefined && childOf(element, property) !== null;
const hasSome = (property: string) => (element: Element) => childrenOf(element, property).length > 0;
const when =
  (asks: (element: Element) => boolean, words: string): Silent =>
  (element) =>
    asks(element) ? words : null;

/** Of a user or receive task: by people, and by messages, whatever technology is named. */
const DEFAULTS = ['##unspecified', '##webservice'];

function implementation(element: Element): string | null {
  const named = textOf(element, 'implementation');
  if (named === null || DEFAULTS.includes(named.toLowerCase())) return null;
  const section = element.$type === 'bpmn:ReceiveTask' ? '10.3.3' : '10.3.4';
  return `its implementation ${named} is kept, not executed (BPMN 2.0.2, ${section}).`;
}

const AUDITING = 'its auditing is kept, not executed (BPMN 2.0.2, 10.10).';
const MONITORING = 'its monitoring is kept, not executed (BPMN 2.0.2, 10.11).';
const SILENT: readonly (readonly [type: string, silent: Silent])[] = [
  [
    'bpmn:Participant',
    when(
      has('participantMultiplicity'),
      'its participantMultiplicity is kept, not executed: there is one partner (BPMN 2.0.2, 9.3.1).',
    ),
  ],
  ['bpmn:CallableElement', when(hasSome('ioBinding'), 'its ioBinding is kept, not executed (BPMN 2.0.2, 10.4.1).')],
  ['bpmn:UserTask', implementation],
  ['bpmn:GlobalUserTask', implementation],
  ['bpmn:ReceiveTask', implementation],
  ['bpmn:UserTask', when(hasSome('renderings'), 'its rendering is kept, not executed (BPMN 2.0.2, 10.3.4).')],
  ['bpmn:GlobalUserTask', when(hasSome('renderings'), 'its rendering is kept, not executed (BPMN 2.0.2, 10.3.4).')],
  ['bpmn:FlowElement', when(has('auditing'), AUDITING)],
  ['bpmn:FlowElement', when(has('monitoring'), MONITORING)],
  ['bpmn:Process', when(has('auditing'), AUDITING)],
  ['bpmn:Process', when(has('monitoring'), MONITORING)],
  [
    'bpmn:Process',
    when(
      (element) => element.get('isClosed') === true,
      'isClosed is kept, not executed: messages and signals from outside reach it (BPMN 2.0.2, 10.1).',
    ),
  ],
  [
    'bpmn:SequenceFlow',
    when(
      (element) => element.get('isImmediate') === false,
      'isImmediate="false" is kept, not executed: nothing that the file does not show comes between (BPMN 2.0.2, 8.4.13).',
    ),
  ],
  ['bpmn:FlowNode', ruledSets],
];

function ruledSets(node: Element): string | null {
  const specification = childOf(node, 'ioSpecification');
  if (specification === null) return null;
  const ruled =
    childrenOf(specification, 'inputSets').some(hasSome('outputSetRefs')) ||
    childrenOf(specification, 'outputSets').some(hasSome('inputSetRefs'));
  return ruled
    ? 'which output set belongs to which input set (outputSetRefs, inputSetRefs) is kept, not executed (BPMN 2.0.2, 10.4.2).'
    : null;
}

/** One note for each. `passes`: says of a root element that it is left out, because all of it is named already. */
export function noteSilent(
  definitions: Element,
  passes: (root: Element) => boolean,
  reportOf: (element: Element) => Report,
): void {
  const visit = (element: Element): void => {
    for (const [type, silent] of SILENT) {
      const words = element.$instanceOf(type) ? silent(element) : null;
      if (words !== null) reportOf(element).note(element, RULE, words);
    }
    warnOfStrangers(element, definitions, reportOf(element));
    for (const each of ['flowElements', 'participants'].flatMap((property) => childrenOf(element, property)))
      visit(each);
  };
  for (const imported of childrenOf(definitions, 'imports')) {
    const where = textOf(imported, 'location') ?? textOf(imported, 'namespace') ?? 'another file';
    const report = reportOf(definitions);
    report.add(
      'note',
      null,
      RULE,
      `import of ${where}: it is kept, not executed: what another file defines is found by its id among the files of the workspace, or not at all (BPMN 2.0.2, 8.2.2).`,
    );
  }
  for (const root of childrenOf(definitions, 'rootElements')) if (!passes(root)) visit(root);
}

/** What begins a process by several messages together takes them together only by what they have in common. */
function warnOfStrangers(element: Element, definitions: Element, report: Report): void {
  const messages = startingTogether(element).flatMap((event) =>
    [event, ...childrenOf(event, 'eventDefinitions'), ...childrenOf(event, 'eventDefinitionRef')].flatMap((each) => {
      if (!['bpmn:MessageEventDefinition', 'bpmn:ReceiveTask'].includes(each.$type)) return [];
      const message = childOf(each, 'messageRef');
      return message === null ? [] : [{ message, keyed: [event, each, message].some(isKeyed) }];
    }),
  );
  if (messages.length < 2 || messages.every(({ keyed }) => keyed)) return;
  if (keysIn(definitions).some((key) => messages.every(({ message }) => carries(message, key)))) return;
  report.warning(
    element,
    'uncorrelated-start',
    `nothing says what the messages that it waits for have in common, so that any of them continue the process which another has begun: each needs a correlation key (BPMN 2.0.2, ${element.$type === 'bpmn:StartEvent' ? '10.5.2' : '10.6.6'}).`,
  );
}

/** The events all of which have to come for a process to begin; none where one is enough. */
function startingTogether(element: Element): readonly Element[] {
  const { $parent: container, $type } = element;
  if (container === undefined) return [];
  if ($type === 'bpmn:StartEvent')
    return element.get('parallelMultiple') === true && container.$type === 'bpmn:Process' ? [element] : [];
  if ($type !== 'bpmn:EventBasedGateway') return [];
  if (element.get('instantiate') !== true || element.get('eventGatewayType') !== 'Parallel') return [];
  return childrenOf(container, 'flowElements')
    .filter((each) => each.$type === 'bpmn:SequenceFlow' && childOf(each, 'sourceRef') === element)
    .flatMap((flow) => childOf(flow, 'targetRef') ?? []);
}

function isKeyed(element: Element): boolean {
  return rawTextOf(element, 'cairn:correlationKey') !== null || vendorCorrelationKey(element) !== null;
}

function keysIn(definitions: Element): readonly Element[] {
  return childrenOf(definitions, 'rootElements')
    .filter((root) => root.$instanceOf('bpmn:Collaboration'))
    .flatMap((root) => [root, ...childrenOf(root, 'conversations')])
    .flatMap((holder) => childrenOf(holder, 'correlationKeys'));
}

function carries(message: Element, key: Element): boolean {
  return childrenOf(key, 'correlationPropertyRef').every((property) =>
    childrenOf(property, 'correlationPropertyRetrievalExpression').some(
      (each) => childOf(each, 'messageRef') === message,
    ),
  );
}
