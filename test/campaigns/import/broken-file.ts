/**
 * A file that nobody meant: a real one with damage done to it, or one put together of BPMN's words by chance. The same
 * seed gives the same file.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SeededChoice } from '../../crash/seeded-choice.ts';

export interface BrokenFile {
  readonly kind: 'bpmn' | 'dmn';
  readonly text: string;
}

const corpus = join(import.meta.dirname, '..', '..', 'corpus');
const textsOf = (folder: string, ending: string): string[] =>
  readdirSync(join(corpus, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .toSorted()
    .map((name) => readFileSync(join(corpus, folder, name), 'utf8'));

const DIAGRAMS = [...textsOf('bpmn', '.bpmn'), ...textsOf('negative', '.bpmn')];
const DECISIONS = textsOf('dmn', '.dmn');

/** Values that break what is not careful. */
const WORDS = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'true',
  '-1',
  '1e999',
  '99999999999999999999',
  'NaN',
  'x:y:z',
  '${a.b.c}',
  '${',
  '#{x}'.repeat(200),
  '=',
  '= [1..1000000000]',
  '= for a in 1..100000, b in 1..100000 return a * b',
  `= ${'('.repeat(500)}1${')'.repeat(500)}`,
  `= ${'-'.repeat(5_000)}1`,
  '= matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$")',
  'R99999999999/PT0.0000001S',
  'R/P0D',
  'PT-1S',
  `P${'9'.repeat(300)}Y`,
  '9999-99-99T99:99:99Z',
  '0 0 0 ? * MON',
  'a'.repeat(100_000),
  '\u0000\uFFFF',
  '\uD800',
  'ﷺ\u202E\u0301'.repeat(100),
  '&lt;&amp;&#0;&#x110000;',
  'file:///etc/passwd',
  'http://127.0.0.1:1/x.xsd',
  '../../../../etc/passwd#x',
  'while(true){}',
];

const ELEMENTS =
  'process subProcess transaction adHocSubProcess startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent task userTask serviceTask scriptTask sendTask receiveTask businessRuleTask manualTask callActivity exclusiveGateway parallelGateway inclusiveGateway complexGateway eventBasedGateway sequenceFlow timerEventDefinition messageEventDefinition errorEventDefinition signalEventDefinition escalationEventDefinition compensateEventDefinition conditionalEventDefinition linkEventDefinition terminateEventDefinition cancelEventDefinition multiInstanceLoopCharacteristics standardLoopCharacteristics conditionExpression timeDuration timeCycle timeDate laneSet lane dataObject dataObjectReference dataInputAssociation ioSpecification message signal error escalation collaboration participant messageFlow extensionElements incoming outgoing sourceRef targetRef documentation textAnnotation association group property script loopCardinality completionCondition'.split(
    ' ',
  );
const ATTRIBUTES =
  'id name sourceRef targetRef default attachedToRef cancelActivity isInterrupting triggeredByEvent messageRef signalRef errorRef escalationRef activityRef calledElement processRef isExecutable isForCompensation startQuantity completionQuantity eventGatewayType instantiate parallelMultiple gatewayDirection scriptFormat language isSequential behavior expressionLanguage'.split(
    ' ',
  );

export function brokenFile(seed: number): BrokenFile {
  const choice = new SeededChoice(seed);
  const way = choice.below(10);
  if (way === 0) return { kind: 'bpmn', text: byChance(choice) };
  const kind = way <= 2 ? 'dmn' : 'bpmn';
  let text = oneOf(kind === 'dmn' ? DECISIONS : DIAGRAMS, choice);
  for (let damages = 1 + choice.below(6); damages > 0; damages -= 1) {
    text = oneOf(DAMAGES, choice)(text, choice);
    // Copies of copies grow without bound, and the size that is refused is tested elsewhere.
    if (text.length > 3_000_000) text = text.slice(0, 3_000_000);
  }
  return { kind, text };
}

type Damage = (text: string, choice: SeededChoice) => string;

const DAMAGES: readonly Damage[] = [
  cut,
  copy,
  noise,
  (text, choice) => swap(text, /"[^"<>]*"/g, choice, (it) => `"${oneOf(WORDS, it)}"`),
  (text, choice) => swap(text, /"[^"<>]*"/g, choice, null),
  (text, choice) => swap(text, /<[^!?/][^>]*\/>/g, choice, null),
  (text, choice) => swap(text, /<\/?[\w:]+/g, choice, null),
  (text, choice) => swap(text, /\s[\w:]+=/g, choice, (it) => ` ${oneOf(ATTRIBUTES, it)}=`),
  (text, choice) => swap(text, />[^<>]+</g, choice, (it) => `>${oneOf(WORDS, it)}<`),
  (text, choice) => swap(text, /<[\w:]+/g, choice, (it) => `<${oneOf(ELEMENTS, it)}`),
  (text, choice) => swap(text, /<[^!?/][^>]*>/g, choice, () => ''),
  (text, choice) => swap(text, /<\/[^>]*>/g, choice, () => ''),
  (text, choice) => swap(text, /xmlns[:\w]*="[^"]*"/g, choice, () => `xmlns="urn:x"`),
  (text, choice) => swap(text, /\bid="[^"]*"/g, choice, null),
  deepen,
  (text, choice) => `${oneOf(PROLOGUES, choice)}${text}`,
  (text, choice) => text.slice(0, choice.below(text.length + 1)),
];

const PROLOGUES = [
  '\uFEFF\uFEFF',
  '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
  `<!DOCTYPE x [<!ENTITY a "${'b'.repeat(100)}"><!ENTITY c "${'&a;'.repeat(100)}"><!ENTITY d "${'&c;'.repeat(100)}">]>`,
  '<?xml version="1.0" encoding="UTF-16"?>',
  '<?xml-stylesheet href="http://127.0.0.1:1/x.xsl"?>',
  '<!-- ',
  '<![CDATA[',
  '\u0000',
  '{"not": "xml"}',
];

function cut(text: string, choice: SeededChoice): string {
  const at = choice.below(text.length + 1);
  return text.slice(0, at) + text.slice(at + choice.below(400));
}

function copy(text: string, choice: SeededChoice): string {
  const from = choice.below(text.length + 1);
  const to = choice.below(text.length + 1);
  return text.slice(0, to) + text.slice(from, from + choice.below(4_000)) + text.slice(to);
}

function noise(text: string, choice: SeededChoice): string {
  const at = choice.below(text.length + 1);
  const letters = Array.from({ length: choice.below(40) }, () => String.fromCharCode(choice.below(0x1_0000)));
  return text.slice(0, at) + letters.join('') + text.slice(at);
}

/** One thing of a shape becomes another of the file, or what is made up. */
function swap(
  text: string,
  shape: RegExp,
  choice: SeededChoice,
  made: ((choice: SeededChoice) => string) | null,
): string {
  const found = [...text.matchAll(shape)];
  if (found.length === 0) return text;
  const place = oneOf(found, choice);
  const other = made === null ? oneOf(found, choice)[0] : made(choice);
  return text.slice(0, place.index) + other + text.slice(place.index + place[0].length);
}

function deepen(text: string, choice: SeededChoice): string {
  const at = text.indexOf('<', choice.below(text.length + 1));
  if (at < 0) return text;
  const levels = 1 + choice.below(3_000);
  const name = oneOf(ELEMENTS, choice);
  const [open, close] = [`<${name} id="d">`.repeat(levels), choice.below(2) === 0 ? `</${name}>`.repeat(levels) : ''];
  return text.slice(0, at) + open + close + text.slice(at);
}

function byChance(choice: SeededChoice): string {
  const value = (): string =>
    choice.below(3) === 0 ? oneOf(WORDS, choice).replaceAll(/[&<"]/g, '') : `e${choice.below(20)}`;
  const attributes = (): string =>
    Array.from({ length: choice.below(5) }, () => ` ${oneOf(ATTRIBUTES, choice)}="${value()}"`).join('');
  let budget = 200;
  const element = (depth: number): string => {
    budget -= 1;
    const name = oneOf(ELEMENTS, choice);
    const inside =
      depth > 12 || budget < 0 ? value() : Array.from({ length: choice.below(5) }, () => element(depth + 1)).join('');
    return `<${name} id="e${choice.below(20)}"${attributes()}>${inside}</${name}>`;
  };
  const roots = Array.from({ length: 1 + choice.below(3) }, () => element(0)).join('');
  return `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="p" isExecutable="true">${roots}</process></definitions>`;
}

function oneOf<T>(list: readonly T[], choice: SeededChoice): T {
  return list[choice.below(list.length)] as T;
}
