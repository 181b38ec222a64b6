/** Variables to try things out with: those of the scenario that goes with a process, as the start form takes them too. */
import { useAnswer } from '../../bridge/client-context.ts';

/** `processes/order.bpmn` goes with `scenarios/order.json`. */
export function scenarioOf(path: string): string {
  return path.replace(/^.*\//, 'scenarios/').replace(/\.[^.]*$/, '.json');
}

/** Its variables as JSON, to be edited; an empty object where there is none, or none that can be read. */
export function exampleVariables(text: string): string {
  try {
    const read: unknown = JSON.parse(text);
    const variables = typeof read === 'object' && read !== null && 'variables' in read ? read.variables : undefined;
    const isObject = typeof variables === 'object' && variables !== null && !Array.isArray(variables);
    return JSON.stringify(isObject ? variables : {}, null, 2);
  } catch (failure) {
    if (failure instanceof SyntaxError) return '{}';
    throw failure;
  }
}

export function useExampleVariables(path: string): string {
  const wanted = scenarioOf(path);
  const files = useAnswer('files.list', {});
  const isThere = files.data?.files.some((file) => file.path === wanted) === true;
  const scenario = useAnswer('files.read', isThere ? { path: wanted } : null);
  return scenario.data === null || scenario.data.path !== wanted ? '{}' : exampleVariables(scenario.data.text);
}
