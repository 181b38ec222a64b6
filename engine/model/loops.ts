/** Reads how often an activity is performed: standard loops and multi-instance (BPMN 2.0.2, 10.3.8). */
import type { Document } from './document.ts';
import { childOf, extensionsOf, flagOf, rawTextOf, textOf, type Element } from './element.ts';
import { readFeel, readValue } from './expression.ts';
import { readFormal } from './formal-expression.ts';
import type { Expression } from './graph/expression.ts';
import type { Loop } from './graph/loop.ts';
import { readInstanceEvents } from './instance-events.ts';
import { readLoopData } from './data.ts';
import { variableOf } from './item.ts';
import { ACTIVITI, CAMUNDA, FLOWABLE, foreignAttribute, OPERATON, ZEEBE } from './namespace.ts';
import type { Report } from './report.ts';

const RULE = 'loop';
/** Vendors whose instances are counted from zero. */
export const FROM_ZERO = [CAMUNDA, OPERATON, FLOWABLE, ACTIVITI];
export const OWN = ['collection', 'elementVariable', 'outputCollection', 'outputElement'] as const;
/** The variable of an instance's number, from zero. */
export const INDEX = { local: 'elementIndexVariable', uris: [FLOWABLE, ACTIVITI] } as const;
const MAX_ROUNDS = 1_000_000;
/** A variable in FEEL, or a part of one. */
const PATH = /^\s*=\s*([A-Za-z_]\w*)(?:\.[A-Za-z_]\w*)*\s*$/;

/** Null: the activity is performed once. */
export function readLoop(activity: Element, document: Document, report: Report): Loop | null {
  const loop = childOf(activity, 'loopCharacteristics');
  if (loop?.$type !== 'bpmn:MultiInstanceLoopCharacteristics') {
    for (const name of OWN) {
      if (rawTextOf(activity, `cairn:${name}`) !== null)
        report.error(
          activity,
          'invalid-extension',
          `cairn:${name} means nothing on an activity without multi-instance.`,
        );
    }
  }
  if (loop === null) return null;
  if (loop.$type === 'bpmn:StandardLoopCharacteristics') return readStandard(activity, loop, document, report);
  return loop.$type === 'bpmn:MultiInstanceLoopCharacteristics' ? readMultiple(activity, loop, document, report) : null;
}

function readStandard(activity: Element, loop: Element, document: Document, report: Report): Loop {
  const condition = readFormal(activity, 'loopCondition', document, report, loop);
  const maximum = loop.get('loopMaximum');
  const bounded = typeof maximum === 'number' && maximum >= 0 && maximum <= MAX_ROUNDS;
  if (maximum !== undefined && !bounded) {
    report.error(
      activity,
      RULE,
      `its loopMaximum is ${JSON.stringify(maximum)}, no whole number from 0 to ${MAX_ROUNDS} (BPMN 2.0.2, 10.3.8, table 10.28).`,
    );
  } else if (condition === null && !bounded && childOf(loop, 'loopCondition') === null) {
    report.error(
      activity,
      RULE,
      'its loop has neither a loopCondition nor a loopMaximum: nothing would end it (BPMN 2.0.2, 10.3.8, table 10.28).',
    );
  }
  if (maximum === 0)
    report.warning(
      activity,
      'loop-never',
      'its loopMaximum is 0: the activity is passed over, and never performed (BPMN 2.0.2, 10.3.8, table 10.28).',
    );
  return { kind: 'standard', testBefore: flagOf(loop, 'testBefore'), condition, maximum: bounded ? maximum : null };
}

function readMultiple(activity: Element, loop: Element, document: Document, report: Report): Loop {
  const vendor = vendorOf(loop);
  const own = (name: (typeof OWN)[number]): string | null =>
    textOf(loop, `cairn:${name}`) ?? textOf(activity, `cairn:${name}`) ?? vendor[name];
  const cardinality = readFormal(activity, 'loopCardinality', document, report, loop);
  const input = childOf(loop, 'loopDataInputRef');
  const item = childOf(loop, 'inputDataItem');
  const output = childOf(loop, 'loopDataOutputRef');
  const outputItem = childOf(loop, 'outputDataItem');
  // Some engines' files name a variable where BPMN refers to an item.
  const named = own('collection') ?? document.dangling.nameOf(loop, 'loopDataInputRef');
  const collection = named !== null ? nameOrExpression(named) : input === null ? null : itemExpression(input);
  const written = cardinality !== null || childOf(loop, 'loopCardinality') !== null;
  if (!written && collection === null) {
    report.error(
      activity,
      RULE,
      'its multi-instance has neither a loopCardinality nor a loopDataInputRef (or a collection of an extension): nothing says how many instances there are (BPMN 2.0.2, 10.3.8, table 10.29).',
    );
  }
  if (written && collection !== null)
    report.warning(
      activity,
      'loop-both',
      'its multi-instance has a loopCardinality and a collection, of which only one says how many instances there are: there is one for each item of the collection (BPMN 2.0.2, 10.3.8, table 10.29).',
    );
  const outputCollection = own('outputCollection') ?? (output === null ? null : variableOf(output));
  const outputElement = own('outputElement');
  const element =
    outputElement !== null ? nameOrExpression(outputElement) : outputItem === null ? null : itemExpression(outputItem);
  if ((outputCollection === null) !== (element === null)) {
    report.error(
      activity,
      RULE,
      outputCollection === null
        ? 'its multi-instance has an output element, but no output collection to gather it in.'
        : `its multi-instance gathers ${outputCollection}, but nothing says what of each instance (BPMN 2.0.2, 10.3.8, table 10.29).`,
    );
  }
  const reading = { node: activity, document, report };
  const indexVariable = foreignAttribute(loop, INDEX.uris, INDEX.local)?.trim() ?? '';
  return {
    kind: 'multi-instance',
    sequential: flagOf(loop, 'isSequential'),
    cardinality: collection === null ? cardinality : null,
    collection,
    elementVariable: own('elementVariable') ?? (item === null ? null : variableOf(item)),
    ...(indexVariable === '' ? {} : { indexVariable }),
    completionCondition: readFormal(activity, 'completionCondition', document, report, loop),
    outputCollection,
    outputElement: element,
    outputItem: outputItem !== null ? variableOf(outputItem) : vendor.gathered,
    collectionData: own('collection') !== null || input === null ? [] : readLoopData(reading, input, 'input'),
    outputData: own('outputCollection') !== null || output === null ? [] : readLoopData(reading, output, 'output'),
    events: readInstanceEvents(activity, loop, document, report),
    firstCounter: vendor.fromZero ? 0 : 1,
  };
}

interface Vendor extends Readonly<Record<(typeof OWN)[number], string | null>> {
  readonly fromZero: boolean;
  /** The variable that each instance of Zeebe's has for itself, because its output element reads it. */
  readonly gathered: string | null;
}

/** What the engines that have collections say in their own attributes. */
function vendorOf(loop: Element): Vendor {
  const zeebe = extensionsOf(loop).find(
    ({ $descriptor: { ns } }) => ns.localName === 'loopCharacteristics' && ns.uri === ZEEBE,
  );
  const of = (local: string, zeebeName: string): string | null => {
    const text = foreignAttribute(loop, FROM_ZERO, local) ?? zeebe?.get(zeebeName);
    return typeof text === 'string' && text.trim() !== '' ? text.trim() : null;
  };
  const collection = foreignAttribute(loop, FROM_ZERO, 'collection');
  const output = zeebe?.get('outputElement');
  return {
    collection: of('collection', 'inputCollection'),
    elementVariable: of('elementVariable', 'inputElement'),
    outputCollection: of('outputCollection', 'outputCollection'),
    outputElement: of('outputElement', 'outputElement'),
    fromZero: collection !== null || foreignAttribute(loop, FROM_ZERO, 'elementVariable') !== null,
    gathered: (typeof output === 'string' ? PATH.exec(output)?.[1] : null) ?? null,
  };
}

/** A plain text is the name of a variable. */
function nameOrExpression(text: string): Expression {
  const value = readValue(text);
  return value.language === 'literal' ? readFeel(text) : value;
}

/** BPMN refers to the item: its name is no FEEL, and may be one of its words (BPMN 2.0.2, 10.3.8). */
function itemExpression(item: Element): Expression | null {
  const name = variableOf(item);
  return name === null ? null : { language: 'variable', text: name };
}
