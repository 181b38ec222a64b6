/**
 * BPMN's functions in XPath, by which expressions reach the data of a process (BPMN 2.0.2, 10.4.3). Data that is not
 * there is an empty set of nodes: functions of XPath 1.0 cannot fail.
 */
import type { Evaluate } from '../../core/evaluation.ts';
import { quote } from '../quote.ts';

/** What an expression's surroundings call their data, as the reader of the file found it. */
export type DataNames = NonNullable<Parameters<Evaluate>[0]['data']>;

interface BpmnFunction {
  readonly least: 1 | 2;
  readonly most: 1 | 2;
  /** Whether it asks for how far a repeated activity is, not for data. */
  readonly ofLoop?: true;
}

const FUNCTIONS: Readonly<Record<string, BpmnFunction>> = {
  getDataObject: { least: 1, most: 2 },
  getDataInput: { least: 1, most: 1 },
  getDataOutput: { least: 1, most: 1 },
  getProcessProperty: { least: 1, most: 2 },
  getActivityProperty: { least: 2, most: 2 },
  getEventProperty: { least: 2, most: 2 },
  getActivityInstanceAttribute: { least: 2, most: 2, ofLoop: true },
};

/** BPMN has them, but what they ask for is nothing that expressions can see here. */
const WITHOUT_MEANING = /^get(?:ProcessInstanceAttribute|Choreography\w*)$/;

/** What a repeated activity tells of itself (BPMN 2.0.2, 10.3.8, tables 10.28 and 10.30). */
const ATTRIBUTES: ReadonlySet<string> = new Set([
  'loopCounter',
  'numberOfInstances',
  'numberOfActiveInstances',
  'numberOfCompletedInstances',
  'numberOfTerminatedInstances',
]);

/** Whether BPMN's functions can have this prefix; where nobody knows the file, any. */
export function isBpmnPrefix(prefix: string, names: DataNames | undefined): boolean {
  return prefix === 'bpmn' || names === undefined || names.prefixes.includes(prefix);
}

/** Whether BPMN has a function of this name, whatever becomes of it here. */
export function isBpmnName(name: string): boolean {
  return Object.hasOwn(FUNCTIONS, name) || WITHOUT_MEANING.test(name);
}

/** Why a function of BPMN cannot be asked for these names, those that are known yet; null when it can. */
export function problemWithNames(
  name: string,
  given: readonly (string | null)[],
  names: DataNames | undefined,
): string | null {
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (found === undefined)
    return isBpmnName(name) ? `${name}() asks for what expressions cannot see here` : `BPMN has no function ${name}()`;
  if (given.length < found.least || given.length > found.most)
    return `${name}() takes ${found.least === found.most ? found.least : '1 or 2'} names, not ${given.length}`;
  const [holder, attribute] = given;
  if (given.length === 2 && typeof holder === 'string' && names?.around.includes(holder) === false)
    return `${name}(): the expression does not lie in ${quote(holder)}, and sees only what is around it`;
  if (found.ofLoop === true && typeof attribute === 'string' && !ATTRIBUTES.has(attribute))
    return `${name}(): there is no attribute ${quote(attribute)} here, only ${[...ATTRIBUTES].join(', ')}`;
  return null;
}

/** The variable that a name stands for: of a data object, a reference to one, a property … by its name or id. */
export function variableNamed(name: string, names: DataNames | undefined): string {
  const variables = names?.variables;
  return variables !== undefined && Object.hasOwn(variables, name) ? (variables[name] ?? name) : name;
}
