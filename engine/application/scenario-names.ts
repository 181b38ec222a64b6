/** Elements that a scenario names and no process of the run has: most likely misspelt, and then without any effect. */
import type { ProcessGraph } from '../model/graph.ts';
import type { Scenario } from '../protocol/scenario.ts';

/** One sentence for each; empty when every name is known. */
export function unknownNames(scenario: Scenario, processes: readonly ProcessGraph[]): string[] {
  const known = new Set(processes.flatMap((graph) => [...graph.nodes.keys()]));
  const named: (readonly [string, string])[] = [
    ...Object.keys(scenario.services).map((element) => ['services', element] as const),
    ...Object.keys(scenario.userTasks).map((element) => ['userTasks', element] as const),
    ...Object.entries(scenario.choices).flatMap(([element, chosen]) =>
      [element, ...chosen].map((each) => ['choices', each] as const),
    ),
    ...scenario.messages.flatMap(({ when }, index) =>
      when !== undefined && 'waiting' in when ? [[`messages[${index}].when.waiting`, when.waiting] as const] : [],
    ),
    ...(scenario.expect?.executed ?? []).map((element) => ['expect.executed', element] as const),
  ];
  return named
    .filter(([, element]) => !known.has(element))
    .map(([field, element]) => `${field}: there is no element ${element}`);
}
